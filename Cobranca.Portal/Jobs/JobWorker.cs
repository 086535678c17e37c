using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Jobs;

/// <summary>Does jobs while the portal runs, and once an hour deletes those whose time is over, with their files.</summary>
public sealed partial class JobWorker(JobRunner runner, JobSettings jobs, IServiceScopeFactory scopes, PortalSettings settings, BusinessClock clock, TimeProvider time, ILogger<JobWorker> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => settings.WorkersEnabled
        ? Task.WhenAll([EveryAsync(SweepEvery, token => SweepAsync(scopes, jobs, clock, token), stoppingToken), .. Enumerable.Range(0, jobs.AtOnce).Select(_ => EveryAsync(Interval, DoAllAsync, stoppingToken))])
        : Task.CompletedTask;

    private async Task DoAllAsync(CancellationToken cancellation)
    {
        while (await runner.TurnAsync(cancellation)) { }
    }

    private async Task EveryAsync(TimeSpan interval, Func<CancellationToken, Task> turn, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(interval, time);
        do
        {
            try { await turn(stopping); }
            catch (Exception failure) when (!stopping.IsCancellationRequested) { LogFailure(failure); }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    /// <summary>Deletes jobs that ended long enough ago, and files nobody needs any more: on every node, in any order.</summary>
    public static async Task SweepAsync(IServiceScopeFactory scopes, JobSettings settings, BusinessClock clock, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CobrancaDb>();
        var (now, endedBefore) = (clock.Now, clock.Now - settings.KeepFor);
        var all = db.Jobs.IgnoreQueryFilters([CobrancaDb.TenantFilter]);
        await all.Where(j => (j.Status == JobStatus.Finished || j.Status == JobStatus.Failed) && j.FinishedAt < endedBefore).ExecuteDeleteAsync(cancellation);
        var files = await db.StoredFiles.IgnoreQueryFilters([CobrancaDb.TenantFilter])
            .Where(f => f.ExpiresAt < now && !all.Any(j => j.InputFileId == f.Id || j.OutputFileId == f.Id || j.ErrorFileId == f.Id))
            .Select(f => f.Id).ToListAsync(cancellation);
        foreach (var file in files) await StoredFiles.DeleteAsync(db, file, cancellation);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A turn of the jobs could not be done; it is tried again")]
    private partial void LogFailure(Exception failure);
}
