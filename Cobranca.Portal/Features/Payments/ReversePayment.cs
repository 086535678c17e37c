using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Payments;

/// <param name="Reference">What the payment is called.</param>
/// <param name="Source">Where it came from; null when its reference says enough.</param>
/// <param name="ReversalReference">What the sender calls the reversal: the same one again is the same reversal.</param>
/// <param name="Reason">For the creditor's people; never shown to the debtor.</param>
public sealed record PaymentToReverse(string Reference, PaymentSource? Source, string ReversalReference, string Reason, string Actor);

/// <summary>What came of reversing a payment: exactly one of the nested records.</summary>
public abstract record ReversePaymentOutcome
{
    private ReversePaymentOutcome()
    {
    }

    /// <param name="Debts">The debts it had paid, as they stand now.</param>
    /// <param name="Closing">Slips that had counted on it, whose closure was asked for.</param>
    /// <param name="LostSurplus">What was beyond the debts and had been given back already.</param>
    public sealed record Reversed(Payment Payment, IReadOnlyList<ReversedShare> Debts, IReadOnlyList<Boleto> Closing, Money LostSurplus) : ReversePaymentOutcome;

    /// <summary>This very reversal was recorded before; nothing changed.</summary>
    public sealed record KnownAlready(Payment Payment) : ReversePaymentOutcome;

    /// <summary>Nothing was written.</summary>
    /// <param name="Why">In Portuguese, with what to do.</param>
    public sealed record Refused(string Why) : ReversePaymentOutcome;
}

/// <summary>What a debt had got of the payment that was taken back.</summary>
/// <param name="Reopened">It had ended as paid, and is owed again.</param>
public sealed record ReversedShare(Receivable Receivable, Money Amount, bool Reopened);

/// <summary>
/// Takes back exactly one payment: a settlement the bank cancelled (retorno 22 and 40 of some banks), a charge-back. What it paid is owed
/// again as if it had never come; its parts stay as history. (Estornar pagamento.)
/// </summary>
public sealed class ReversePayment(CobrancaDb db, BusinessClock clock)
{
    /// <summary>Only commands racing for one payment make an attempt fail.</summary>
    private const int MaxAttempts = 5;

    public Task<ReversePaymentOutcome> HandleAsync(Creditor creditor, PaymentToReverse asked, CancellationToken cancellation) =>
        db.RacingAsync(MaxAttempts, () => TryAsync(creditor, asked, cancellation));

    private async Task<ReversePaymentOutcome> TryAsync(Creditor creditor, PaymentToReverse asked, CancellationToken cancellation)
    {
        var found = await db.Payments.AsNoTracking().Where(p => p.Reference == asked.Reference && (asked.Source == null || p.Source == asked.Source))
            .Select(p => new { p.Id, p.DebtorId, p.Source }).ToListAsync(cancellation);
        if (found.Count == 0) return new ReversePaymentOutcome.Refused($"Não há pagamento com a referência '{asked.Reference}'.");
        if (found.Count > 1) return new ReversePaymentOutcome.Refused($"Mais de um pagamento tem a referência '{asked.Reference}'. Diga de onde veio: {string.Join(", ", found.Select(p => p.Source.ToString().ToLowerInvariant()))}.");
        if (found[0].Source == PaymentSource.Import) return new ReversePaymentOutcome.Refused("Este pagamento veio de uma importação: corrija valor_pago e pago_em no arquivo e importe de novo.");

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.TakeDebtorTurnAsync(found[0].DebtorId, cancellation);
        var id = found[0].Id;
        var payment = await db.Payments.IgnoreQueryFilters([PaymentAllocation.ReversedFilter]).Include(p => p.Allocations).SingleAsync(p => p.Id == id, cancellation);
        if (payment.ReversedAt is { } at)
            return payment.ReversalReference == asked.ReversalReference
                ? new ReversePaymentOutcome.KnownAlready(payment)
                : new ReversePaymentOutcome.Refused($"Este pagamento já foi estornado em {JournalPosting.DayOf(at).ToPtBr()}, referência {payment.ReversalReference}: um pagamento se estorna uma vez.");

        var reversed = await db.ReverseAsync(payment, asked, asked.Actor, clock.Now, cancellation);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return reversed;
    }
}
