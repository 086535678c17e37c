using Cobranca.Portal.Features.Api;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Events;

/// <param name="After">The last number that need not come again.</param>
/// <param name="OnlyParked">Only what was given up.</param>
public sealed record ReplayBody(long After, bool OnlyParked = false);

/// <param name="Events">How many events the range has; those of other types are passed over.</param>
public sealed record ReplayAnswer(long After, long Through, long Events);

/// <summary>Plans deliveries again, with the ids and numbers they had. (Reenviar eventos.)</summary>
public sealed class ReplayWebhook(CobrancaDb db, BusinessClock clock)
{
    /// <summary>A day of sending at one address; whoever needs more reads GET /events.</summary>
    private const int EventsAtMost = 100_000;
    /// <summary>Events in one statement: sending goes on between two. Broken off half-way, the rest waits until it is asked for again.</summary>
    internal const int Slice = 1_000;

    internal static async Task<IResult> HandleAsync(string id, ApiBody<ReplayBody> body, ReplayWebhook replay, ApiCaller caller, CancellationToken cancellation) =>
        await replay.RunAsync(id, body.Value.After, body.Value.OnlyParked, caller, cancellation);

    private async Task<IResult> RunAsync(string id, long after, bool onlyParked, ApiCaller caller, CancellationToken cancellation)
    {
        var last = await db.EventSequences.Select(s => s.Last).SingleOrDefaultAsync(cancellation);
        if (after < 0 || after > last) return ApiProblem.Invalid("after", $"use um número de 0 a {last}, o do último evento.");
        var first = await db.OutgoingEvents.MinAsync(e => e.Number, cancellation) ?? last + 1;
        after = Math.Max(after, first - 1);
        if (last - after > EventsAtMost) return ApiProblem.Conflict($"São {last - after} eventos; um reenvio leva no máximo {EventsAtMost}. Use um número maior em after, ou leia GET {ApiEndpoints.Root}/events.");

        if (await db.WebhookEndpoints.Where(e => e.PublicId == id).Select(e => (long?)e.Id).SingleOrDefaultAsync(cancellation) is not { } endpoint) return WebhookResource.NotFound();
        db.AuditEntries.Add(WebhookResource.Audit(caller, clock, "webhook.replay", id));
        await db.SaveChangesAsync(cancellation);
        for (var through = after; through < last;)
        {
            var from = through;
            through = Math.Min(last, from + Slice);
            await AgainAsync(endpoint, db.OutgoingEvents.Where(e => e.Number > from && e.Number <= through).Select(e => e.Id), onlyParked, cancellation);
        }
        // Last, so that what is planned from here on is not sent twice.
        if (!onlyParked)
            await db.WebhookEndpoints.Where(e => e.Id == endpoint && e.PlannedThrough > after)
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.PlannedThrough, after).SetProperty(e => e.Version, e => e.Version + 1), cancellation);
        return TypedResults.Ok(new ReplayAnswer(after, last, last - after));
    }

    private async Task AgainAsync(long endpoint, IQueryable<long> events, bool onlyParked, CancellationToken cancellation)
    {
        var now = clock.Now;
        await db.WebhookDeliveries.Where(d => d.EndpointId == endpoint && events.Contains(d.EventId) && (d.ParkedAt != null || (!onlyParked && d.DeliveredAt != null)))
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.CreatedAt, now).SetProperty(d => d.NextTryAt, now).SetProperty(d => d.Tries, 0)
                .SetProperty(d => d.DeliveredAt, (DateTime?)null).SetProperty(d => d.ParkedAt, (DateTime?)null).SetProperty(d => d.Version, d => d.Version + 1), cancellation);
    }
}
