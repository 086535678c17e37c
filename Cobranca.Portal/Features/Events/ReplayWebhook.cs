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

    internal static async Task<IResult> HandleAsync(string id, ApiBody<ReplayBody> body, ReplayWebhook replay, ApiCaller caller, CancellationToken cancellation) =>
        await replay.RunAsync(id, body.Value.After, body.Value.OnlyParked, caller, cancellation);

    private async Task<IResult> RunAsync(string id, long after, bool onlyParked, ApiCaller caller, CancellationToken cancellation)
    {
        var last = await db.EventSequences.Select(s => s.Last).SingleOrDefaultAsync(cancellation);
        if (after < 0 || after > last) return ApiProblem.Invalid("after", $"use um número de 0 a {last}, o do último evento.");
        var first = await db.OutgoingEvents.MinAsync(e => e.Number, cancellation) ?? last + 1;
        after = Math.Max(after, first - 1);
        if (last - after > EventsAtMost) return ApiProblem.Conflict($"São {last - after} eventos; um reenvio leva no máximo {EventsAtMost}. Use um número maior em after, ou leia GET {ApiEndpoints.Root}/events.");

        var now = clock.Now;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var found = await db.WebhookEndpoints.Where(e => e.PublicId == id).ExecuteUpdateAsync(set => set
            .SetProperty(e => e.PlannedThrough, e => !onlyParked && e.PlannedThrough > after ? after : e.PlannedThrough).SetProperty(e => e.Version, e => e.Version + 1), cancellation);
        if (found == 0) return WebhookResource.NotFound();
        await db.WebhookDeliveries.Where(d => db.WebhookEndpoints.Any(e => e.Id == d.EndpointId && e.PublicId == id) && db.OutgoingEvents.Any(e => e.Id == d.EventId && e.Number > after)
                && (d.ParkedAt != null || (!onlyParked && d.DeliveredAt != null)))
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.CreatedAt, now).SetProperty(d => d.NextTryAt, now).SetProperty(d => d.Tries, 0)
                .SetProperty(d => d.DeliveredAt, (DateTime?)null).SetProperty(d => d.ParkedAt, (DateTime?)null).SetProperty(d => d.Version, d => d.Version + 1), cancellation);
        db.AuditEntries.Add(WebhookResource.Audit(caller, clock, "webhook.replay", id));
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return TypedResults.Ok(new ReplayAnswer(after, last, last - after));
    }
}
