using System.Globalization;
using Cobranca.Domain.Payments;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Api.Receivables;

/// <summary>Holds, releases, disputes, settles or cancels one receivable. Null when the creditor has none of that id.</summary>
public sealed class ChangeReceivable(CobrancaDb db, BusinessClock clock)
{
    /// <summary>Only an import of the same row at the same moment makes an attempt fail.</summary>
    private const int MaxAttempts = 5;

    public Task<ReceivableMove?> HandleAsync(string externalId, ReceivableVerb verb, string? reason, string actor, CancellationToken cancellation) =>
        db.RacingAsync(MaxAttempts, () => TryAsync(externalId, verb, reason, actor, cancellation));

    private async Task<ReceivableMove?> TryAsync(string externalId, ReceivableVerb verb, string? reason, string actor, CancellationToken cancellation)
    {
        var found = await db.Receivables.AsNoTracking().IgnoreAutoIncludes().Where(r => r.ExternalId == externalId).Select(r => new { r.Id, r.DebtorId }).SingleOrDefaultAsync(cancellation);
        if (found is null) return null;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.TakeDebtorTurnAsync(found.DebtorId, cancellation);
        var receivable = await db.Receivables.SingleAsync(r => r.Id == found.Id, cancellation);
        var move = ReceivableLifecycle.Apply(receivable.Status, verb);
        if (move is not ReceivableMove.Moved moved) return move;

        var now = clock.Now;
        var open = receivable.OpenPrincipal;
        (receivable.Status, receivable.StatusReason, receivable.StatusChangedAt, receivable.UpdatedAt) = (moved.To, reason, now, now);
        var word = verb.ToString().ToLowerInvariant();
        if (moved.RetiresSlips) await db.RetireSlipsAsync(receivable.DebtorId, [receivable.Id], except: null, ReasonOf(moved.To), new { reason = word }, now, cancellation);
        db.Post(receivable.CreditorId, Booked(moved.To, open, receivable.Id), string.Create(CultureInfo.InvariantCulture, $"receivable/{receivable.Id}/{receivable.Version + 1}"), actor, now);
        if (moved.ClosesDispute) db.Announce(receivable.CreditorId, EventTypes.DisputeClosed, now, new { externalId, status = moved.To });
        if (moved.OpensDispute) db.Announce(receivable.CreditorId, EventTypes.DisputeOpened, now, new { externalId });
        db.AuditEntries.Add(new() { CreditorId = receivable.CreditorId, At = now, Actor = actor, Action = $"receivable.{word}", Subject = externalId, Detail = reason });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return move;
    }

    private static JournalEntry? Booked(ReceivableStatus to, Money open, long receivable) => to switch
    {
        ReceivableStatus.Paid => Bookkeeping.ReceivableWrittenOff(open, receivable),
        ReceivableStatus.Cancelled => Bookkeeping.ReceivableCancelled(open, receivable),
        _ => null,
    };

    private static string ReasonOf(ReceivableStatus to) => to switch
    {
        ReceivableStatus.Paid => "O credor deu a dívida por quitada.",
        ReceivableStatus.Cancelled => "O credor cancelou a dívida.",
        ReceivableStatus.Disputed => "A dívida foi contestada.",
        _ => "O credor suspendeu a cobrança da dívida.",
    };
}
