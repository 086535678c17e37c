using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Features.Rules;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Payments;

/// <param name="Reference">What the sender calls the payment: the same one by the same method is the same payment.</param>
public sealed record OutsidePayment(string ExternalId, Money Amount, DateOnly PaidOn, PaymentSource Method, string Reference, string Actor);

/// <summary>What came of recording it: exactly one of the nested records.</summary>
public abstract record OutsidePaymentOutcome
{
    private OutsidePaymentOutcome()
    {
    }

    /// <param name="Closing">Slips whose closure was asked for.</param>
    public sealed record Recorded(Payment Payment, SlipAllocation Allocation, IReadOnlyList<Boleto> Closing) : OutsidePaymentOutcome;

    /// <summary>This very payment was recorded before; nothing changed.</summary>
    public sealed record KnownAlready(Payment Payment) : OutsidePaymentOutcome;

    public sealed record UnknownReceivable : OutsidePaymentOutcome;

    /// <summary>It cannot be: the field says what to correct.</summary>
    public sealed record Invalid(string Field, string Why) : OutsidePaymentOutcome;

    /// <summary>The reference names another payment.</summary>
    public sealed record Conflict(string Why) : OutsidePaymentOutcome;
}

/// <summary>
/// Books money a creditor received for one debt without a boleto of ours: at the counter, by transfer. The law's order within the debt; what
/// the debt does not need is answered as surplus and absorbed by nothing. (Registrar pagamento recebido fora.)
/// </summary>
public sealed class RecordOutsidePayment(CobrancaDb db, PricingRules rules, BusinessClock clock)
{
    /// <summary>Only requests racing for one reference or one row make an attempt fail.</summary>
    private const int MaxAttempts = 8;

    /// <summary>The calendar of banks, and with it the price of a debt, starts here.</summary>
    private static readonly DateOnly Earliest = new(1997, 1, 1);

    public Task<OutsidePaymentOutcome> HandleAsync(Creditor creditor, OutsidePayment asked, CancellationToken cancellation) =>
        db.RacingAsync(MaxAttempts, () => TryAsync(creditor, asked, cancellation));

    private async Task<OutsidePaymentOutcome> TryAsync(Creditor creditor, OutsidePayment asked, CancellationToken cancellation)
    {
        if (!asked.Amount.IsPositive) return new OutsidePaymentOutcome.Invalid("amount", "o valor precisa ser maior que zero.");
        if (asked.PaidOn > clock.Today) return new OutsidePaymentOutcome.Invalid("paidOn", $"{asked.PaidOn.ToPtBr()} ainda não chegou.");
        if (asked.PaidOn < Earliest) return new OutsidePaymentOutcome.Invalid("paidOn", $"{asked.PaidOn.ToPtBr()} é antes do que se calcula aqui: confira o ano.");
        var found = await db.Receivables.AsNoTracking().IgnoreAutoIncludes().Where(r => r.ExternalId == asked.ExternalId).Select(r => new { r.Id, r.DebtorId }).SingleOrDefaultAsync(cancellation);
        if (found is null) return new OutsidePaymentOutcome.UnknownReceivable();

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.TakeDebtorTurnAsync(found.DebtorId, cancellation);
        if (await db.Payments.AsNoTracking().Include(p => p.Allocations).SingleOrDefaultAsync(p => p.Source == asked.Method && p.Reference == asked.Reference, cancellation) is { } known)
            return IsSame(known, asked, found.Id, found.DebtorId)
                ? new OutsidePaymentOutcome.KnownAlready(known)
                : new OutsidePaymentOutcome.Conflict($"A referência '{asked.Reference}' já é de outro pagamento, de {known.PaidOn.ToPtBr()}. Confira e use outra referência.");

        var now = clock.Now;
        var receivable = await db.Receivables.SingleAsync(r => r.Id == found.Id, cancellation);
        var allocation = SlipAllocation.OfOne(receivable, asked.Amount, asked.PaidOn, await rules.PricerAsync(creditor, cancellation));
        var payment = db.Book(creditor.Id, receivable.DebtorId, boleto: null, asked.Amount, asked.PaidOn, asked.Method, asked.Reference, allocation, now, asked.Actor);
        var closing = allocation.Shares.Count == 0
            ? []
            : await db.RetireSlipsAsync(receivable.DebtorId, [receivable.Id], except: null, "Pago ao credor por outro meio.", new { reason = "paid" }, now, cancellation);
        db.AnnounceSettled(payment, boleto: null, allocation, now);
        db.AuditPayment(payment, asked.Actor, receivable.ExternalId, now);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new OutsidePaymentOutcome.Recorded(payment, allocation, closing);
    }

    /// <summary>A payment that was all surplus has no share to compare.</summary>
    private static bool IsSame(Payment known, OutsidePayment asked, long receivableId, long debtorId) => known.Amount == asked.Amount && known.PaidOn == asked.PaidOn
        && known.BoletoId is null && known.DebtorId == debtorId && known.Allocations.TrueForAll(a => a.ReceivableId == receivableId);
}
