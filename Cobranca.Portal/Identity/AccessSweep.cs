using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Identity;

/// <summary>Deletes what sign-in leaves behind once nobody can need it: hourly, on every node, in any order.</summary>
public static class AccessSweep
{
    /// <summary>Rows per statement, so that a year's worth does not hold up who is signing in.</summary>
    private const int Batch = 1_000;

    public static IServiceCollection AddAccessSweep(this IServiceCollection services) => services.AddPeriodicWork("access-sweep", TimeSpan.FromHours(1), (turn, stopping) =>
        RunAsync(turn.GetRequiredService<CobrancaDb>(), turn.GetRequiredService<AccessRetention>(), turn.GetRequiredService<BusinessClock>().Now, stopping));

    /// <summary>One sweep over all creditors.</summary>
    public static async Task RunAsync(CobrancaDb db, AccessRetention retention, DateTime now, CancellationToken cancellation)
    {
        var (codes, sessions, links, letters) = (now - retention.Codes, now - retention.Sessions, now - retention.Links, now - retention.Letters);
        var (failed, approved) = (now - retention.FailedRequests, now - retention.ApprovedRequests);
        await db.RateWindows.Where(w => w.ExpiresAt < now).ExecuteDeleteAsync(cancellation);
        // What a step-up authorised is proved by it as long as by its session.
        await DeleteAsync(All(db.Challenges).Where(c => c.ExpiresAt < codes && (c.ConsumedAt == null || c.ConsumedAt < sessions)), cancellation);
        await DeleteAsync(All(db.SignInAttempts).Where(a => a.ExpiresAt < codes), cancellation);
        await DeleteAsync(All(db.DebtorSessions).Where(s => s.LastSeenAt < sessions), cancellation);
        await DeleteAsync(All(db.LetterCodes).Where(c => c.ExpiresAt < letters), cancellation);
        await DeleteAsync(All(db.AuthenticityCodes).Where(c => c.ExpiresAt < now), cancellation);
        // A link stays while a message code still points at it.
        await DeleteAsync(All(db.AccessLinks).Where(l => (l.ExpiresAt < links || l.RevokedAt < links) && !db.AuthenticityCodes.Any(c => c.LinkId == l.Id)), cancellation);
        await DeleteAsync(All(db.ContactRequests).Where(r => r.Status == ContactRequestStatus.Approved ? r.CreatedAt < approved : r.CreatedAt < failed), cancellation);
    }

    private static async Task DeleteAsync<T>(IQueryable<T> rows, CancellationToken cancellation) where T : class
    {
        for (var found = Batch; found == Batch;)
        {
            var ids = await rows.Select(row => EF.Property<long>(row, "Id")).OrderBy(id => id).Take(Batch).ToListAsync(cancellation);
            await rows.Where(row => EF.Parameter(ids).Contains(EF.Property<long>(row, "Id"))).ExecuteDeleteAsync(cancellation);
            found = ids.Count;
        }
    }

    private static IQueryable<T> All<T>(DbSet<T> rows) where T : class, ITenantOwned => rows.IgnoreQueryFilters([CobrancaDb.TenantFilter]);
}
