using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Features.Rules;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Payments;

/// <summary>Money that came in by a slip.</summary>
/// <param name="PaidOn">The payer's day.</param>
/// <param name="Actor">Who says so, for the books and the audit trail.</param>
internal sealed record SlipMoney(Money Amount, DateOnly PaidOn, PaymentSource Source, string Reference, string Actor)
{
    public BankCredit? Credit { get; init; }

    /// <summary>A part: the bank keeps the slip open for the rest.</summary>
    public bool IsPart { get; init; }

    /// <summary>What stands on the slip's history behind the amount and the day.</summary>
    public string Told { get; init; } = $"referência {Reference}";
}

/// <summary>A payment of a slip as it was booked.</summary>
/// <param name="Before">Where the slip stood.</param>
/// <param name="Closing">Other slips whose closure was asked for.</param>
internal sealed record BookedSlip(Payment Payment, BoletoStatus Before, SlipAllocation Allocation, IReadOnlyList<Boleto> Closing);

/// <summary>One payment of one slip with all that must follow, whoever brings the news: a person or the bank's file.</summary>
internal static class SlipPayment
{
    /// <summary>Books it; the caller holds the debtor's turn, has looked for the reference, and saves.</summary>
    /// <param name="boleto">With items, their receivables, the allocations of those and their payments.</param>
    /// <param name="source">Who moves the slip.</param>
    public static async Task<BookedSlip> BookSlipAsync(this CobrancaDb db, Creditor creditor, Boleto boleto, SlipMoney money, ReceivablePricer pricer, StepSource source, DateTime now,
        CancellationToken cancellation)
    {
        var before = boleto.Status;
        var allocation = SlipAllocation.Of(boleto, money.Amount, money.PaidOn, pricer, creditor.Limits.PaymentTolerance);
        var payment = db.Book(creditor.Id, boleto.DebtorId, boleto, money.Amount, money.PaidOn, money.Source, money.Reference, allocation, now, money.Actor, money.Credit);
        boleto.Hear(money.IsPart ? new BoletoEvent.PartialPaymentReceived(money.PaidOn, money.Amount) : new BoletoEvent.PaymentReceived(money.PaidOn, money.Amount), now, source,
            $"{money.Amount} em {money.PaidOn.ToPtBr()}, {money.Told}");
        // Another slip that holds a debt of this payment now asks for too much.
        var closing = await db.RetireSlipsAsync(boleto.DebtorId, [.. allocation.Shares.Select(share => share.Receivable.Id)], boleto.Id,
            $"Pago pelo boleto {boleto.NossoNumeroFormatted}.", new { paidBy = boleto.PublicId }, now, cancellation);
        db.Announce(boleto, EventTypes.BoletoPaid, now, new { paidAmount = payment.Amount, payment.PaidOn, payment.Source, payment.Reference });
        db.AnnounceSettled(payment, boleto, allocation, now);
        db.AuditPayment(payment, money.Actor, boleto.PublicId, now);
        return new(payment, before, allocation, closing);
    }
}
