using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Outbox;

/// <summary>Plans a delivery of each numbered event to each address that wants it. The address's version lets one node plan at a time.</summary>
public sealed class WebhookPlanning(CobrancaDb db, BusinessClock clock)
{
    private const int Batch = 500;
    /// <summary>Then it is the next creditor's turn.</summary>
    private const int BatchesAtMost = 10;

    /// <summary>The creditors with an address that is behind the sequence.</summary>
    public static Task<List<long>> CreditorsBehindAsync(CobrancaDb db, CancellationToken cancellation)
    {
        var sequences = db.EventSequences.IgnoreQueryFilters([CobrancaDb.TenantFilter]);
        return db.WebhookEndpoints.IgnoreQueryFilters([CobrancaDb.TenantFilter])
            .Where(e => e.DisabledAt == null && sequences.Any(s => s.CreditorId == e.CreditorId && s.Last > e.PlannedThrough))
            .Select(e => e.CreditorId).Distinct().ToListAsync(cancellation);
    }

    /// <summary>Plans for one creditor, the scope being bound to it; how many batches it were.</summary>
    public async Task<int> PlanAsync(CancellationToken cancellation)
    {
        var last = await db.EventSequences.Select(s => s.Last).SingleAsync(cancellation);
        var planned = 0;
        foreach (var endpoint in await db.WebhookEndpoints.AsNoTracking().Where(e => e.DisabledAt == null && e.PlannedThrough < last).ToListAsync(cancellation))
        {
            for (var batch = 0; batch < BatchesAtMost && endpoint.PlannedThrough < last; batch++)
            {
                if (!await BatchAsync(endpoint, Math.Min(last, endpoint.PlannedThrough + Batch), cancellation)) break;
                planned++;
            }
        }
        return planned;
    }

    /// <summary>False when somebody else changed the address meanwhile.</summary>
    private async Task<bool> BatchAsync(WebhookEndpoint endpoint, long through, CancellationToken cancellation)
    {
        var now = clock.Now;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // First of all: whoever deletes the address waits for this row, and then sees the deliveries too.
        var mine = await db.WebhookEndpoints.Where(e => e.Id == endpoint.Id && e.Version == endpoint.Version && e.DisabledAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.PlannedThrough, through).SetProperty(e => e.Version, e => e.Version + 1), cancellation);
        if (mine == 0) return false;
        var types = endpoint.Types.Split(',', StringSplitOptions.RemoveEmptyEntries);
        var happened = await db.OutgoingEvents.AsNoTracking().Where(e => e.Number > endpoint.PlannedThrough && e.Number <= through)
            .Where(e => !db.WebhookDeliveries.Any(d => d.EndpointId == endpoint.Id && d.EventId == e.Id))
            .OrderBy(e => e.Number).Select(e => new { e.Id, e.Type }).ToListAsync(cancellation);
        db.WebhookDeliveries.AddRange(happened.Where(e => types.Length == 0 || types.Contains(e.Type)).Select(e => new WebhookDelivery
        {
            CreditorId = endpoint.CreditorId, EndpointId = endpoint.Id, EventId = e.Id, CreatedAt = now, NextTryAt = now,
        }));
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        db.ChangeTracker.Clear();
        (endpoint.PlannedThrough, endpoint.Version) = (through, endpoint.Version + 1);
        return true;
    }
}
