using Cobranca.Portal.Integrations.Webhooks;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Outbox;

/// <summary>Deletes old events with their deliveries, always from the beginning of the sequence: numbers stay, and no hole appears in the middle.</summary>
public sealed class EventRetention(CobrancaDb db, WebhookSettings settings, BusinessClock clock)
{
    /// <summary>Rows in one transaction: others write meanwhile.</summary>
    private const int Batch = 2_000;

    /// <summary>The creditors whose oldest event has had its time.</summary>
    public static Task<List<long>> CreditorsWithOldAsync(CobrancaDb db, WebhookSettings settings, DateTime now, CancellationToken cancellation)
    {
        var before = now.AddDays(-settings.RetentionDays);
        var events = db.OutgoingEvents.IgnoreQueryFilters([CobrancaDb.TenantFilter]);
        return db.Creditors.Where(c => events.Any(e => e.CreditorId == c.Id && e.Number != null && e.At < before)).Select(c => c.Id).ToListAsync(cancellation);
    }

    /// <summary>Deletes one creditor's, the scope being bound to it; how many events it were.</summary>
    public async Task<int> DeleteAsync(CancellationToken cancellation)
    {
        var before = clock.Now.AddDays(-settings.RetentionDays);
        var numbered = db.OutgoingEvents.Where(e => e.Number != null);
        for (var deleted = 0; ;)
        {
            if (await numbered.MinAsync(e => e.Number, cancellation) is not { } first) return deleted;
            var keepFrom = await numbered.Where(e => e.At >= before).MinAsync(e => e.Number, cancellation) ?? long.MaxValue;
            var through = Math.Min(keepFrom - 1, first + Batch - 1);
            if (through < first) return deleted;
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            await db.WebhookDeliveries.Where(d => db.OutgoingEvents.Any(e => e.Id == d.EventId && e.Number <= through)).ExecuteDeleteAsync(cancellation);
            deleted += await numbered.Where(e => e.Number <= through).ExecuteDeleteAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }
    }
}
