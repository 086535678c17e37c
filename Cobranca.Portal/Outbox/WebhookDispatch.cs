using System.Security.Cryptography;
using Cobranca.Portal.Integrations.Webhooks;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Outbox;

/// <summary>An address with something due.</summary>
/// <param name="IsFailing">Something waits there after a failed try.</param>
public sealed record DueEndpoint(long Id, long CreditorId, bool IsFailing);

/// <summary>
/// Sends what is due for one address, one after the other: claims a row, sends, writes the outcome. At least once: a crash between sending
/// and writing sends again, with the same id and number. What fails is tried for three days, then parked for a person.
/// </summary>
public sealed partial class WebhookDispatch(CobrancaDb db, TenantScope tenant, WebhookClient client, WebhookSecrets secrets, BusinessClock clock, TimeProvider time, ILogger<WebhookDispatch> log)
{
    public static readonly TimeSpan TryFor = TimeSpan.FromDays(3);
    /// <summary>Well over the time one try may take.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    /// <summary>Then others get the place; the rest is due at once again.</summary>
    private static readonly TimeSpan TurnAtMost = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(8)];
    private const int Batch = 50;
    /// <summary>One may be the event's fault; two in a row are the receiver's, and the others need not run into it.</summary>
    private const int FailuresInARow = 2;

    /// <summary>The addresses of all creditors with something due, longest waiting first.</summary>
    public static Task<List<DueEndpoint>> DueAsync(CobrancaDb db, DateTime now, CancellationToken cancellation)
    {
        var deliveries = db.WebhookDeliveries.IgnoreQueryFilters([CobrancaDb.TenantFilter]);
        return db.WebhookEndpoints.IgnoreQueryFilters([CobrancaDb.TenantFilter])
            .Where(e => e.DisabledAt == null && deliveries.Any(d => d.EndpointId == e.Id && d.NextTryAt <= now && (d.LeasedUntil == null || d.LeasedUntil < now)))
            .OrderBy(e => deliveries.Where(d => d.EndpointId == e.Id).Min(d => d.NextTryAt))
            .Select(e => new DueEndpoint(e.Id, e.CreditorId, deliveries.Any(d => d.EndpointId == e.Id && d.NextTryAt != null && d.Tries > 0)))
            .ToListAsync(cancellation);
    }

    /// <summary>Sends until nothing is due, the receiver fails, or the turn is over; how many tries it were. The scope is bound to the creditor.</summary>
    /// <param name="stopping">Ends the turn between two sends; one on its way is finished and written down.</param>
    public async Task<int> DeliverAsync(long endpointId, CancellationToken stopping)
    {
        var creditor = await db.Creditors.AsNoTracking().SingleAsync(c => c.Id == tenant.CreditorId, stopping);
        var (started, tries, failures) = (time.GetTimestamp(), 0, 0);
        while (true)
        {
            var now = clock.Now;
            // Without the address's own state, one disabled on the way would be asked for again and again until the turn is over.
            var due = await db.WebhookDeliveries.Where(d => d.EndpointId == endpointId && d.Endpoint!.DisabledAt == null && d.NextTryAt <= now && (d.LeasedUntil == null || d.LeasedUntil < now))
                .OrderBy(d => d.NextTryAt).ThenBy(d => d.Id).Select(d => d.Id).Take(Batch).ToListAsync(stopping);
            if (due.Count == 0) return tries;
            foreach (var id in due)
            {
                if (failures == FailuresInARow || stopping.IsCancellationRequested || time.GetElapsedTime(started) > TurnAtMost) return tries;
                if (await ClaimAsync(id) is not { } delivery) continue;
                if (delivery.Endpoint!.DisabledAt is not null) return tries;
                tries++;
                failures = await SendAsync(creditor, delivery) ? 0 : failures + 1;
            }
        }
    }

    /// <summary>Null when another worker has it, or it is not due any more.</summary>
    public async Task<WebhookDelivery?> ClaimAsync(long id)
    {
        var now = clock.Now;
        // The claim is one conditional update: of two workers exactly one sees a row changed, on every database.
        var claimed = await db.WebhookDeliveries
            .Where(d => d.Id == id && d.NextTryAt <= now && (d.LeasedUntil == null || d.LeasedUntil < now) && db.WebhookEndpoints.Any(e => e.Id == d.EndpointId && e.DisabledAt == null))
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.LeasedUntil, now + Lease).SetProperty(d => d.Tries, d => d.Tries + 1).SetProperty(d => d.Version, d => d.Version + 1));
        db.ChangeTracker.Clear();
        return claimed == 0 ? null : await db.WebhookDeliveries.Include(d => d.Endpoint).Include(d => d.Event).SingleOrDefaultAsync(d => d.Id == id);
    }

    private async Task<bool> SendAsync(Creditor creditor, WebhookDelivery delivery)
    {
        var (endpoint, happened) = (delivery.Endpoint!, delivery.Event!);
        var (body, number) = (EventBody.Of(creditor, happened), happened.Number!.Value);
        WebhookAnswer answer;
        try
        {
            answer = await client.SendAsync(
                new(new Uri(endpoint.Url), body, secrets.Sign(endpoint, body, clock.Now), EventBody.IdOf(creditor, number), number, happened.Type), CancellationToken.None);
        }
        catch (CryptographicException)
        {
            // Sealed under keys this installation no longer has: nothing leaves unsigned.
            answer = new(null, "secret unreadable: rotate it");
        }
        Note(delivery, answer);
        try { await db.SaveChangesAsync(); }
        catch (DbUpdateConcurrencyException) { LogMoved(delivery.Id); }
        CobrancaTelemetry.WebhookTried(answer.IsDelivered ? "delivered" : delivery.ParkedAt is not null ? "parked" : "retried");
        if (answer.IsGone) await StopAsync(endpoint);
        return answer.IsDelivered;
    }

    private void Note(WebhookDelivery delivery, WebhookAnswer answer)
    {
        var now = clock.Now;
        var giveUpAt = delivery.CreatedAt + TryFor;
        delivery.LeasedUntil = null;
        delivery.LastStatus = answer.Status;
        delivery.LastError = answer.Error;
        if (answer.IsDelivered) (delivery.DeliveredAt, delivery.NextTryAt) = (now, null);
        else if (now >= giveUpAt && !answer.IsGone)
        {
            (delivery.ParkedAt, delivery.NextTryAt) = (now, null);
            LogParked(delivery.Id, delivery.Tries);
        }
        else
        {
            var next = now + (Waits[Math.Min(delivery.Tries - 1, Waits.Length - 1)] * (RandomNumberGenerator.GetInt32(80, 121) / 100d));
            delivery.NextTryAt = next < giveUpAt || now >= giveUpAt ? next : giveUpAt;
            LogRetry(delivery.Id, delivery.Tries, answer.Status, answer.Error);
        }
    }

    /// <summary>The receiver said that it is gone: nothing more is sent until the creditor enables the address again.</summary>
    private async Task StopAsync(WebhookEndpoint endpoint)
    {
        var now = clock.Now;
        await db.WebhookEndpoints.Where(e => e.Id == endpoint.Id && e.DisabledAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.DisabledAt, now).SetProperty(e => e.Version, e => e.Version + 1));
        LogGone(endpoint.PublicId);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Webhook delivery {Id} failed at try {Tries}: {Status} {Error}")]
    private partial void LogRetry(long id, int tries, int? status, string? error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook delivery {Id} was parked after {Tries} tries: it waits for a replay")]
    private partial void LogParked(long id, int tries);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook {Endpoint} answered 410 Gone and was disabled")]
    private partial void LogGone(string endpoint);

    [LoggerMessage(Level = LogLevel.Information, Message = "Webhook delivery {Id} was replayed or deleted while it was on its way")]
    private partial void LogMoved(long id);
}
