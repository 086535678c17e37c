using Cobranca.Portal.Persistence;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Outbox;

/// <summary>Tells the metrics once a minute how much was given up and waits for a person. Every node says the same number.</summary>
public static class ParkedWatch
{
    /// <summary>A message that was given up is not sent again: it counts while somebody may still be looking into it.</summary>
    private static readonly TimeSpan MessagesOf = TimeSpan.FromDays(1);

    public static IServiceCollection AddParkedWatch(this IServiceCollection services) => services.AddPeriodicWork("parked", TimeSpan.FromMinutes(1),
        (turn, stopping) => CountAsync(turn.GetRequiredService<CobrancaDb>(), turn.GetRequiredService<BusinessClock>().Now, stopping));

    public static async Task CountAsync(CobrancaDb db, DateTime now, CancellationToken cancellation)
    {
        var since = now - MessagesOf;
        var messages = await db.OutboxMessages.IgnoreQueryFilters([CobrancaDb.TenantFilter]).CountAsync(m => m.SentAt == null && m.ParkedAt >= since, cancellation);
        // Address by address: that is how the index is sorted. One that was disabled gets nothing, replayed or not.
        var deliveries = db.WebhookDeliveries.IgnoreQueryFilters([CobrancaDb.TenantFilter]);
        var parked = await db.WebhookEndpoints.IgnoreQueryFilters([CobrancaDb.TenantFilter]).Where(e => e.DisabledAt == null)
            .Select(e => deliveries.Count(d => d.EndpointId == e.Id && d.ParkedAt != null)).ToListAsync(cancellation);
        CobrancaTelemetry.Parked(messages, parked.Sum(count => (long)count));
    }
}
