using Cobranca.Portal.Persistence;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Api;

/// <summary>Forgets kept answers once nobody repeats a request any more: hourly, on every node.</summary>
public static class IdempotencySweep
{
    /// <summary>A queue that was stopped for a long weekend still repeats safely.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromDays(7);

    public static IServiceCollection AddIdempotencySweep(this IServiceCollection services) => services.AddPeriodicWork("idempotency-sweep", TimeSpan.FromHours(1),
        (turn, stopping) => RunAsync(turn.GetRequiredService<CobrancaDb>(), turn.GetRequiredService<BusinessClock>().Now, stopping));

    public static Task<int> RunAsync(CobrancaDb db, DateTime now, CancellationToken cancellation)
    {
        var before = now - Keep;
        return db.IdempotentRequests.IgnoreQueryFilters([CobrancaDb.TenantFilter]).Where(r => r.CreatedAt < before && r.LeasedUntil < now).ExecuteDeleteAsync(cancellation);
    }
}
