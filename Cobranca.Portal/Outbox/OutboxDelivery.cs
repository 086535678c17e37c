using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Outbox;

/// <summary>Sends what waits: claims a row, sends it, wipes it. At least once: a crash between sending and writing sends again.</summary>
public sealed partial class OutboxDelivery(CobrancaDb db, TenantScope tenant, MessageOutbox outbox, IEnumerable<IMessageSender> senders,
    IMessageAttachments attachments, BusinessClock clock, ILogger<OutboxDelivery> log)
{
    /// <summary>How often a message is tried before a person must look: about a day with the waits below.</summary>
    public const int MaxTries = 8;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(4), TimeSpan.FromHours(12)];

    /// <summary>The creditors with messages due now.</summary>
    public static async Task<List<long>> CreditorsDueAsync(CobrancaDb db, DateTime now, CancellationToken cancellation)
    {
        var due = await Due(db, now).GroupBy(m => m.CreditorId).Select(g => new { g.Key, Oldest = g.Min(m => m.NextTryAt) }).ToListAsync(cancellation);
        CobrancaTelemetry.OutboxLagging(due.Count == 0 ? TimeSpan.Zero : now - due.Min(d => d.Oldest));
        return due.ConvertAll(d => d.Key);
    }

    /// <summary>Sends up to a batch of one creditor's due messages; the scope is bound to that creditor.</summary>
    public async Task<int> DeliverAsync(CancellationToken cancellation)
    {
        var now = clock.Now;
        var waiting = await Due(db, now).Where(m => m.CreditorId == tenant.CreditorId).OrderBy(m => m.Id).Select(m => m.Id).Take(50).ToListAsync(cancellation);
        var handled = 0;
        foreach (var id in waiting)
        {
            // Told to stop: what is claimed is finished, nothing more is claimed.
            if (cancellation.IsCancellationRequested) break;
            // The claim is one conditional update: of two workers exactly one sees a row changed, on every database.
            var claimed = await db.OutboxMessages.Where(m => m.Id == id && m.SentAt == null && m.ParkedAt == null && (m.LeasedUntil == null || m.LeasedUntil < now))
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.LeasedUntil, now + Lease).SetProperty(m => m.Tries, m => m.Tries + 1).SetProperty(m => m.Version, m => m.Version + 1), cancellation);
            if (claimed == 0) continue;
            await SendAsync(await db.OutboxMessages.SingleAsync(m => m.Id == id, CancellationToken.None), CancellationToken.None);
            handled++;
        }
        return handled;
    }

    private static IQueryable<OutboxMessage> Due(CobrancaDb db, DateTime now) => db.OutboxMessages.IgnoreQueryFilters([CobrancaDb.TenantFilter])
        .Where(m => m.SentAt == null && m.ParkedAt == null && m.NextTryAt <= now && (m.LeasedUntil == null || m.LeasedUntil < now));

    private async Task SendAsync(OutboxMessage message, CancellationToken cancellation)
    {
        using var span = CobrancaTelemetry.Span("outbox.send");
        var sender = senders.FirstOrDefault(s => s.Channel == message.Channel);
        if (message.ExpiresAt <= clock.Now) Park(message, "expired before it could be sent");
        else if (sender is null) Park(message, $"no sender for {message.Channel} is configured");
        else
        {
            try
            {
                var content = outbox.Open(message);
                var creditor = await db.Creditors.AsNoTracking().SingleAsync(c => c.Id == message.CreditorId, cancellation);
                var attachment = message.BoletoId is { } boleto ? await attachments.BoletoAsync(boleto, cancellation) : null;
                if (await IsOutOfUseAsync(message, content, cancellation)) throw new PermanentDeliveryException("the contact was taken out of use");
                if (!content.IsDecoy) await sender.SendAsync(new(content, creditor.Slug, creditor.TradeName, message.Template, message.Purpose, clock.Now, attachment), cancellation);
                message.SentAt = clock.Now;
                message.Sealed = null;
                message.LastError = null;
            }
            catch (PermanentDeliveryException refused) { Park(message, refused.Message); }
            // A sender's own time-out looks like a cancellation and is none.
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
            {
                // The text of an SMTP error may carry the address: only its kind is kept.
                if (message.Tries >= MaxTries) Park(message, failure.GetType().Name);
                else
                {
                    message.LastError = failure.GetType().Name;
                    message.NextTryAt = clock.Now + Waits[Math.Min(message.Tries - 1, Waits.Length - 1)];
                    LogRetry(message.Id, message.Tries, failure.GetType().Name);
                }
            }
        }
        message.LeasedUntil = null;
        await db.SaveChangesAsync(cancellation);
        CobrancaTelemetry.OutboxHandled(message.Channel.ToString(), message.SentAt is not null ? "sent" : message.ParkedAt is not null ? "parked" : "retried", clock.Now - message.CreatedAt);
    }

    /// <summary>«Não sou eu» was said while the message waited. Asked last of all; the row holds the contact encrypted only.</summary>
    private Task<bool> IsOutOfUseAsync(OutboxMessage message, MessageContent content, CancellationToken cancellation) =>
        db.Contacts.AnyAsync(c => c.DebtorId == message.DebtorId && c.Value == content.To && c.FlaggedAt != null, cancellation);

    private void Park(OutboxMessage message, string reason)
    {
        message.ParkedAt = clock.Now;
        message.Sealed = null;
        message.LastError = reason.AtMost(300);
        LogParked(message.Id, message.Template);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {Id} failed at try {Tries}: {Kind}")]
    private partial void LogRetry(long id, int tries, string kind);

    [LoggerMessage(Level = LogLevel.Error, Message = "Message {Id} ({Template}) was parked: it needs a person")]
    private partial void LogParked(long id, string template);
}

/// <summary>Makes the file that goes with a message at the moment it leaves, so that the outbox stores no documents.</summary>
public interface IMessageAttachments
{
    Task<DeliveryAttachment?> BoletoAsync(long boletoId, CancellationToken cancellation);
}
