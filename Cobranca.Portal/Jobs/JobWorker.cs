using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Jobs;

/// <summary>Does jobs while the portal runs, and once an hour deletes those whose time is over, with their files.</summary>
public static class JobWorker
{
    public static IServiceCollection AddJobWorker(this IServiceCollection services, JobSettings settings)
    {
        services.AddPeriodicWork("jobs-sweep", TimeSpan.FromHours(1), (turn, stopping) =>
            SweepAsync(turn.GetRequiredService<IServiceScopeFactory>(), settings, turn.GetRequiredService<BusinessClock>(), stopping));
        for (var one = 0; one < settings.AtOnce; one++)
            services.AddPeriodicWork("jobs", TimeSpan.FromSeconds(1), DoAllAsync);
        return services;
    }

    private static async Task DoAllAsync(IServiceProvider turn, CancellationToken stopping)
    {
        while (await turn.GetRequiredService<JobRunner>().TurnAsync(stopping)) { }
    }

    /// <summary>Deletes jobs that ended long enough ago, and files nobody needs any more: on every node, in any order.</summary>
    public static async Task SweepAsync(IServiceScopeFactory scopes, JobSettings settings, BusinessClock clock, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CobrancaDb>();
        var (now, endedBefore) = (clock.Now, clock.Now - settings.KeepFor);
        var all = db.Jobs.IgnoreQueryFilters([CobrancaDb.TenantFilter]);
        await all.Where(j => (j.Status == JobStatus.Finished || j.Status == JobStatus.Failed) && j.FinishedAt < endedBefore).ExecuteDeleteAsync(cancellation);
        var (remessas, retornos) = (db.Remessas.IgnoreQueryFilters([CobrancaDb.TenantFilter]), db.Retornos.IgnoreQueryFilters([CobrancaDb.TenantFilter]));
        var files = await db.StoredFiles.IgnoreQueryFilters([CobrancaDb.TenantFilter])
            .Where(f => f.ExpiresAt < now && !remessas.Any(r => r.FileId == f.Id) && !retornos.Any(r => r.FileId == f.Id) && !all.Any(j => j.InputFileId == f.Id || j.OutputFileId == f.Id || j.ErrorFileId == f.Id))
            .Select(f => f.Id).ToListAsync(cancellation);
        foreach (var file in files) await StoredFiles.DeleteAsync(db, file, cancellation);
        // That a file went to a bank or came from one is on record for good; what stood in it is not, unless it is still to be delivered or applied.
        var emptied = await db.StoredFiles.IgnoreQueryFilters([CobrancaDb.TenantFilter])
            .Where(f => f.ExpiresAt < now && (remessas.Any(r => r.FileId == f.Id && (!r.ToFolder || r.DeliveredAt != null)) || retornos.Any(r => r.FileId == f.Id && (r.Status == RetornoStatus.Applied || r.Status == RetornoStatus.Refused)))
                && db.StoredFileChunks.IgnoreQueryFilters(new[] { CobrancaDb.TenantFilter }).Any(c => c.FileId == f.Id))
            .Select(f => f.Id).ToListAsync(cancellation);
        foreach (var file in emptied) await StoredFiles.EmptyAsync(db, file, cancellation);
    }
}
