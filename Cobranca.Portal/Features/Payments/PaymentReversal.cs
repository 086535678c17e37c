using Cobranca.Domain.Payments;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Payments;

/// <summary>One payment taken back with all that must follow, whoever brings the news: a person or the bank's file.</summary>
internal static class PaymentReversal
{
    /// <summary>Takes it back; the caller holds the debtor's turn, has seen that it stands, and saves.</summary>
    /// <param name="payment">With its allocations, those reversed too.</param>
    /// <param name="source">Who says so, for the history of its slip; the file and line where a file does.</param>
    public static async Task<ReversePaymentOutcome.Reversed> ReverseAsync(this CobrancaDb db, Payment payment, PaymentToReverse asked, StepSource source, DateTime now, CancellationToken cancellation)
    {
        // As it stood until now: once the bank has credited it, it is taken out of the bank account.
        var outOf = payment.HeldIn;
        (payment.ReversedAt, payment.ReversalReference, payment.ReversalReason) = (now, asked.ReversalReference, asked.Reason);
        var (debts, shares) = await ReopenAsync(db, payment, now, cancellation);
        var lost = await WithdrawCreditAsync(db, payment, cancellation);
        db.Post(payment.CreditorId, Bookkeeping.PaymentReversed(outOf, payment.Amount, shares, payment.Surplus, lost.IsPositive), $"{payment.JournalKey()}/reversed", asked.Actor, now, payment);

        var boleto = payment.BoletoId is { } slip ? await db.Boletos.Include(b => b.Transitions).SingleAsync(b => b.Id == slip, cancellation) : null;
        // The bank ended the slip when it was paid: it stays what it is, and its history says what became of the money.
        boleto?.Transitions.Add(source.Step(boleto, now, $"{payment.Amount} de {payment.PaidOn.ToPtBr()} estornados, referência {asked.ReversalReference}"));
        var closing = debts.Count == 0
            ? []
            : await db.RetireSlipsAsync(payment.DebtorId, [.. debts.Select(d => d.Receivable.Id)], except: null, "Um pagamento foi estornado: o valor mudou.", new { reason = "payment-reversed" }, now, cancellation);
        db.Announce(payment.CreditorId, EventTypes.PaymentReversed, now, new
        {
            boleto = boleto?.PublicId, payment.Source, payment.Reference, payment.Amount, payment.PaidOn, asked.ReversalReference, lostSurplus = lost,
            receivables = debts.Select(d => new { d.Receivable.ExternalId, reopened = d.Reopened, d.Receivable.Status, d.Amount }),
        });
        db.AuditEntries.Add(new()
        {
            CreditorId = payment.CreditorId, At = now, Actor = asked.Actor, Action = "payment.reverse", Subject = boleto?.PublicId ?? payment.Reference,
            Detail = $"{payment.Source} {payment.Reference}: {payment.Amount} on {payment.PaidOn.ToPtBr()}; reversal {asked.ReversalReference}; {asked.Reason}",
        });
        return new(payment, debts, closing, lost);
    }

    private static async Task<(List<ReversedShare> Debts, List<ReceivedShare> Shares)> ReopenAsync(CobrancaDb db, Payment payment, DateTime now, CancellationToken cancellation)
    {
        var ids = payment.Allocations.ConvertAll(a => a.ReceivableId);
        var receivables = await db.Receivables.Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancellation);
        var (debts, shares) = (new List<ReversedShare>(), new List<ReceivedShare>());
        foreach (var part in payment.Allocations.OrderBy(a => a.Id))
        {
            var receivable = receivables[part.ReceivableId];
            var before = receivable.OpenPrincipal;
            part.ReversedAt = now;
            var reopened = receivable.Status == ReceivableStatus.Paid;
            if (reopened) (receivable.Status, receivable.StatusReason, receivable.StatusChangedAt) = (ReceivableStatus.Open, null, now);
            receivable.UpdatedAt = now;
            var rise = receivable.OpenPrincipal - before;
            var rest = rise - part.Principal;
            var granted = PaymentBooking.Part(rest, part.Granted ?? Money.Zero);
            shares.Add(new(part.ReceivableId, part.Interest, part.Fine, part.Correction, part.Principal, rise,
                Tolerated: PaymentBooking.Part(rest - granted, (part.Discount ?? Money.Zero) - (part.Granted ?? Money.Zero)), Discount: granted));
            debts.Add(new(receivable, part.Amount, reopened));
        }
        return (debts, shares);
    }

    /// <summary>The credit the payment had left: never real, unless it was given back.</summary>
    /// <returns>What was given back and is lost.</returns>
    private static async Task<Money> WithdrawCreditAsync(CobrancaDb db, Payment payment, CancellationToken cancellation)
    {
        if (await db.DebtorCredits.SingleOrDefaultAsync(c => c.PaymentId == payment.Id, cancellation) is not { } credit) return Money.Zero;
        if (credit.State == CreditState.Refunded) return credit.Amount;
        credit.State = CreditState.Withdrawn;
        return Money.Zero;
    }
}
