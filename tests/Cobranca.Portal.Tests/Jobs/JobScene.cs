using System.Collections.Concurrent;
using System.Data.Common;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cobranca.Portal.Tests.Jobs;

/// <summary>Jobs put in line and done by hand.</summary>
internal static class JobScene
{
    private static int _names;

    public static Task<Job> QueueAsync(PortalFixture portal, Creditor creditor, long? input = null) => portal.InAsync(creditor, async services =>
    {
        var job = services.GetRequiredService<JobQueue>().Add(creditor.Id, JobKind.Import, Interlocked.Increment(ref _names).ToString("x28", System.Globalization.CultureInfo.InvariantCulture), "teste", "{}", input);
        await services.GetRequiredService<CobrancaDb>().SaveChangesAsync();
        return job;
    });

    /// <summary>One turn of one worker. Nothing happens beside it unless a test moves the time.</summary>
    public static Task<bool> TurnAsync(PortalFixture portal, CancellationToken stopping = default, HandTime? time = null) => new JobRunner(
        portal.Services.GetRequiredService<IServiceScopeFactory>(), portal.Services.GetRequiredService<BusinessClock>(), time ?? new HandTime(), NullLogger<JobRunner>.Instance).TurnAsync(stopping);

    public static async Task DoAllAsync(PortalFixture portal)
    {
        while (await TurnAsync(portal)) { }
    }

    public static Task<Job> ReloadAsync(PortalFixture portal, Creditor creditor, Job job) => portal.InDbAsync(creditor, db => db.Jobs.AsNoTracking().SingleAsync(j => j.Id == job.Id));

    /// <summary>Puts a test's own work in the place of the portal's.</summary>
    public static void ReplaceWork(this IServiceCollection services, IJobWork work)
    {
        services.RemoveAll<IJobWork>();
        services.AddSingleton(work);
    }
}

/// <summary>Work that does what a test says.</summary>
internal sealed class ScriptedWork : IJobWork
{
    public JobKind Kind => JobKind.Import;

    public Func<JobTurn, CancellationToken, Task<JobEnd>> Do { get; set; } = (_, _) => Task.FromResult<JobEnd>(new JobEnd.Finished("{}"));

    public Task<JobEnd> RunAsync(JobTurn turn, CancellationToken cancellation) => Do(turn, cancellation);
}

/// <summary>A node that can die: from a chosen commit or command on, nothing it wants of the database happens any more.</summary>
internal sealed class MortalNode : DbTransactionInterceptor, IDbCommandInterceptor
{
    private int _commitsLeft = int.MaxValue;
    private int _commandsLeft = int.MaxValue;
    private volatile bool _isDead;
    private volatile TaskCompletionSource? _updated;

    /// <summary>The so-many-th commit from now is not reached.</summary>
    public void DieAtCommit(int number) => _commitsLeft = number;

    /// <summary>The so-many-th question or change from now does not reach the database.</summary>
    public void DieAtCommand(int number) => (_commandsLeft, Commands) = (number, 0);

    /// <summary>Questions and changes since <see cref="DieAtCommand"/>.</summary>
    public int Commands { get; private set; }

    public void Revive() => (_isDead, _commitsLeft, _commandsLeft) = (false, int.MaxValue, int.MaxValue);

    public bool IsDead => _isDead;

    public override ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        if (Interlocked.Decrement(ref _commitsLeft) <= 0) _isDead = true;
        Live();
        return new(result);
    }

    /// <summary>Ends with the next change of a job that reached the database.</summary>
    public Task NextUpdate() => (_updated = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (command.CommandText.Contains("UPDATE \"Jobs\"", StringComparison.Ordinal)) _updated?.TrySetResult();
        return new(result);
    }

    public ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) => Live(result);

    public ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) => Live(result);

    private ValueTask<T> Live<T>(T result)
    {
        Commands++;
        if (Interlocked.Decrement(ref _commandsLeft) <= 0) _isDead = true;
        Live();
        return new(result);
    }

    private void Live()
    {
        if (_isDead) throw new InvalidOperationException("This node is dead.");
    }
}

/// <summary>Timers that go off when a test says so.</summary>
internal sealed class HandTime : TimeProvider
{
    private readonly ConcurrentQueue<(TimerCallback Callback, object? State)> _timers = new();

    public void Tick()
    {
        foreach (var (callback, state) in _timers) callback(state);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _timers.Enqueue((callback, state));
        return new Still();
    }

    private sealed class Still : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
