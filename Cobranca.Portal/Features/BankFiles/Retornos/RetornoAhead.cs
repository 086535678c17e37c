using Cobranca.Domain.Cnab;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.BankFiles.Retornos;

/// <param name="Read">In the order of the file; none at its end.</param>
/// <param name="Prepared">Null when that failed: whoever applies the batch tries it again, and meets the trouble where it can be dealt with.</param>
/// <param name="Titles">Of the file so far, with those that were done before.</param>
internal sealed record AheadBatch(List<ReadTitle> Read, PreparedTitles? Prepared, long Titles);

/// <summary>
/// Reads a retorno batch by batch and prepares each, on a connection of its own and on another core, while the batch before it is written.
/// Nothing it finds is relied on: versions and a second look in the transaction say whether it still stands.
/// </summary>
internal sealed partial class RetornoAhead : IAsyncDisposable
{
    /// <summary>In a row: then there is no use in trying, and each may have waited long for a connection.</summary>
    private const int MaxFailures = 2;

    private readonly AsyncServiceScope _scope;
    private readonly RetornoRun _run;
    private readonly RetornoReader _reader;
    private readonly RepeatedTitles _repeated;
    private readonly int _titlesAtOnce;
    private readonly ILogger _log;
    private long _titles;
    private int _failed;
    private Task<AheadBatch> _next;

    public RetornoAhead(IServiceScopeFactory scopes, RetornoRun run, RetornoReader reader, RepeatedTitles repeated, int titlesAtOnce, ILogger log, CancellationToken cancellation)
    {
        (_run, _reader, _repeated, _titlesAtOnce, _log) = (run, reader, repeated, titlesAtOnce, log);
        _scope = scopes.CreateAsyncScope();
        _scope.ServiceProvider.GetRequiredService<TenantScope>().Bind(run.Creditor.Id);
        _next = StartAsync(cancellation);
    }

    /// <summary>The next batch; the one after it is begun.</summary>
    public async Task<AheadBatch> NextAsync(CancellationToken cancellation)
    {
        var batch = await _next;
        if (batch.Read.Count > 0) _next = StartAsync(cancellation);
        return batch;
    }

    public async ValueTask DisposeAsync()
    {
        // Whoever stops in the middle leaves one behind that nobody will ask for.
        await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _scope.DisposeAsync();
    }

    /// <summary>SQLite answers on the thread that asks.</summary>
    private Task<AheadBatch> StartAsync(CancellationToken cancellation) => Task.Run(() => ReadAsync(cancellation), cancellation);

    private async Task<AheadBatch> ReadAsync(CancellationToken cancellation)
    {
        var read = new List<ReadTitle>(_titlesAtOnce);
        while (read.Count < _titlesAtOnce && await _reader.ReadAsync(cancellation))
        {
            _titles++;
            var title = new ReadTitle(_reader.Line, _repeated.Count(in _reader.Line));
            if (_reader.Line.LastLine > _run.Retorno.AppliedThrough) read.Add(title);
        }
        return new(read, read.Count == 0 || _failed == MaxFailures ? null : await PrepareAsync(read, cancellation), _titles);
    }

    private async Task<PreparedTitles?> PrepareAsync(List<ReadTitle> read, CancellationToken cancellation)
    {
        try
        {
            var db = _scope.ServiceProvider.GetRequiredService<CobrancaDb>();
            await db.KeepConnectionAsync(cancellation);
            // What PostgreSQL is told of how to look ends with a transaction, also behind a pooler; on SQLite one would begin as the writer.
            await using var transaction = db.Database.IsNpgsql() ? await db.Database.BeginTransactionAsync(cancellation) : null;
            if (transaction is not null) await BulkConnection.PreferIndexesAsync(db, cancellation);
            var prepared = await _scope.ServiceProvider.GetRequiredService<PrepareTitles>().HandleAsync(_run, read, decides: true, cancellation);
            _failed = 0;
            return prepared with { IsFromAhead = true };
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _failed++;
            LogNotPrepared(failure, _run.Retorno.PublicId, read[0].Line.FirstLine);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Retorno {Retorno}: the batch from line {Line} on could not be prepared ahead; it is looked at when it is applied")]
    private partial void LogNotPrepared(Exception failure, string retorno, int line);
}
