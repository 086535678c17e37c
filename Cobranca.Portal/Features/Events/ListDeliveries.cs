using Cobranca.Portal.Features.Api;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Events;

public enum DeliveryStatus { Pending, Delivered, Parked }

/// <param name="LastStatus">The HTTP status of the last answer; null when there was none.</param>
/// <param name="LastError">Why the last try failed, in a word or two.</param>
public sealed record DeliveryAnswer(
    string EventId, long Number, string Type, DeliveryStatus Status, int Tries, DateTime? NextTryAt, DateTime? DeliveredAt, DateTime? ParkedAt, int? LastStatus, string? LastError);

/// <summary>What became of the events sent to an address. (Entregas.)</summary>
internal static class ListDeliveries
{
    public static async Task<IResult> HandleAsync(string id, string? status, PageRequest page, ApiCaller caller, CobrancaDb db, CancellationToken cancellation)
    {
        if (status is not (null or "pending" or "delivered" or "parked")) return ApiProblem.Invalid("status", "use pending, delivered ou parked.");
        if (await WebhookResource.FindAsync(db, id, cancellation) is not { } endpoint) return WebhookResource.NotFound();
        var wanted = db.WebhookDeliveries.AsNoTracking().Include(d => d.Event).Where(d => d.EndpointId == endpoint.Id);
        wanted = status switch
        {
            "pending" => wanted.Where(d => d.NextTryAt != null),
            "delivered" => wanted.Where(d => d.DeliveredAt != null),
            "parked" => wanted.Where(d => d.ParkedAt != null),
            _ => wanted,
        };
        if (page.After is { } after) wanted = wanted.Where(d => d.EventId < after.Id);
        var rows = await wanted.OrderByDescending(d => d.EventId).Take(page.Limit + 1).ToListAsync(cancellation);
        return TypedResults.Ok(page.Page(rows, delivery => Show(delivery, caller.Creditor), delivery => ApiCursor.At(delivery.EventId)));
    }

    private static DeliveryAnswer Show(WebhookDelivery delivery, Creditor creditor)
    {
        var number = delivery.Event!.Number!.Value;
        return new(EventBody.IdOf(creditor, number), number, delivery.Event.Type,
            delivery.DeliveredAt is not null ? DeliveryStatus.Delivered : delivery.ParkedAt is not null ? DeliveryStatus.Parked : DeliveryStatus.Pending,
            delivery.Tries, delivery.NextTryAt, delivery.DeliveredAt, delivery.ParkedAt, delivery.LastStatus, delivery.LastError);
    }
}
