using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Cobranca.Portal.Tests.BankFiles;

/// <summary>Breaks one statement on its way to the database, as a killed process would: what was begun is never ended.</summary>
public sealed class StatementTrap : DbCommandInterceptor
{
    private int _left = int.MaxValue;

    /// <summary>The statement with this number from now on, from 1, is the last thing that is tried.</summary>
    public void Set(int at) => Interlocked.Exchange(ref _left, at);

    /// <summary>True once it sprang; sets it off.</summary>
    public bool Release() => Interlocked.Exchange(ref _left, int.MaxValue) <= 0;

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) => Step(result);
    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result) => Step(result);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
        new(Step(result));

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        new(Step(result));

    private InterceptionResult<T> Step<T>(InterceptionResult<T> result) =>
        Interlocked.Decrement(ref _left) is <= 0 and > int.MinValue / 2 ? throw new KilledException() : result;
}

/// <summary>The process is gone.</summary>
public sealed class KilledException : Exception;
