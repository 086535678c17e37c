using Cobranca.Domain.Payments;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Payments;

/// <summary>One payment written down, whatever way it came: to its debts, the books, the creditor's systems and the audit trail. The caller saves.</summary>
internal static class PaymentBooking
{
    /// <param name="boleto">The slip it came by; null for the counter, a transfer and the like.</param>
    /// <param name="actor">Who says so, for the books.</param>
    /// <param name="credit">What the bank did with it, where that is known already.</param>
    public static Payment Book(this CobrancaDb db, long creditorId, long debtorId, Boleto? boleto, Money amount, DateOnly paidOn, PaymentSource source, string reference,
        SlipAllocation allocation, DateTime now, string? actor = null, BankCredit? credit = null)
    {
        var (payment, shares) = Drawn(creditorId, debtorId, boleto?.Id, amount, paidOn, source, reference, allocation, now);
        db.Payments.Add(payment);
        db.Post(creditorId, Bookkeeping.PaymentReceived(payment.HeldIn, amount, shares, payment.Surplus), payment.JournalKey(), actor ?? source.ToString(), now, payment);
        if (payment.Surplus.IsPositive)
            db.DebtorCredits.Add(new() { CreditorId = creditorId, DebtorId = debtorId, Payment = payment, Amount = payment.Surplus, CreatedAt = now });
        if (credit is not null) db.CreditByBank(payment, credit, actor ?? source.ToString(), now);
        return payment;
    }

    /// <summary>
    /// The payment and its parts as they are to be written, and what the books need of them; its debts stand as it leaves them. Writes nothing:
    /// one payment and many at once are drawn alike (docs/decisions/0053).
    /// </summary>
    internal static (Payment Payment, List<ReceivedShare> Shares) Drawn(long creditorId, long debtorId, long? boletoId, Money amount, DateOnly paidOn, PaymentSource source, string reference,
        SlipAllocation allocation, DateTime now)
    {
        var payment = new Payment
        {
            CreditorId = creditorId, DebtorId = debtorId, BoletoId = boletoId, Amount = amount, PaidOn = paidOn, Source = source,
            Reference = reference, Surplus = allocation.Surplus, Shortfall = allocation.Shortfall, RecordedAt = now,
        };
        var shares = new List<ReceivedShare>();
        foreach (var share in allocation.Shares)
        {
            var before = share.Receivable.OpenPrincipal;
            var after = share.Settles ? Money.Zero : before - share.Principal;
            shares.Add(share.Booked(before - after));
            share.Receivable.UpdatedAt = now;
            if (share.Settles) share.Receivable.Status = ReceivableStatus.Paid;
        }
        payment.Allocations = [.. allocation.Shares.Where(share => share.Amount != Money.Zero || (share.LetGo + share.Granted).IsPositive).Select(share => new PaymentAllocation
        {
            CreditorId = creditorId, ReceivableId = share.Receivable.Id, PaidOn = share.CountsOn, Amount = share.Amount, Interest = share.Interest, Fine = share.Fine,
            Correction = share.Correction, Principal = share.Principal, Discount = NotZero(share.LetGo + share.Granted), Granted = NotZero(share.Granted), Settled = share.Settles ? true : null,
        })];
        return (payment, shares);
    }

    /// <summary>The bank says what it credited; null when it had said so before and nothing changed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A tariff that is not a part of the payment.</exception>
    public static Payment? CreditByBank(this CobrancaDb db, Payment payment, BankCredit credit, string actor, DateTime now)
    {
        if (payment.CreditedOn is not null || payment.ReversedAt is not null) return null;
        db.Post(payment.CreditorId, Bookkeeping.PaymentCredited(payment.HeldIn, payment.Amount, credit.Tariff), $"{payment.JournalKey()}/credited", actor, now, payment);
        payment.Credited(credit, now);
        return payment;
    }

    internal static void Credited(this Payment payment, BankCredit credit, DateTime now) =>
        (payment.CreditedOn, payment.CreditBookedOn, payment.TariffAmount, payment.NetAmount) = (credit.On, JournalPosting.DayOf(now), credit.Tariff, payment.Amount - credit.Tariff);

    /// <summary>The share as the books need it; what was let go counts for them as far as it was principal.</summary>
    /// <param name="reduction">By how much the principal owed fell.</param>
    private static ReceivedShare Booked(this SlipShare share, Money reduction) => new(share.Receivable.Id, share.Interest, share.Fine, share.Correction, share.Principal, reduction,
        Tolerated: Part(reduction - share.Principal - Part(reduction - share.Principal, share.Granted), share.LetGo), Discount: Part(reduction - share.Principal, share.Granted));

    /// <summary>What was let go and was principal: as much of it as is left of the principal's fall.</summary>
    internal static Money Part(Money rest, Money letGo) => Money.Max(Money.Min(rest, letGo), Money.Zero);

    private static Money? NotZero(Money amount) => amount.IsPositive ? amount : null;

    public static void AnnounceSettled(this CobrancaDb db, Payment payment, Boleto? boleto, SlipAllocation allocation, DateTime now) => db.Announce(payment.CreditorId, EventTypes.PaymentSettled, now, new
    {
        boleto = boleto?.PublicId, payment.Source, payment.Reference, payment.Amount, payment.PaidOn, payment.Surplus, payment.Shortfall,
        receivables = allocation.Shares.Select(share => new
        {
            share.Receivable.ExternalId, settled = share.Settles, share.Amount, share.Principal, share.Correction, share.Fine, share.Interest,
        }),
    });

    public static void AuditPayment(this CobrancaDb db, Payment payment, string actor, string subject, DateTime now) => db.AuditEntries.Add(new()
    {
        CreditorId = payment.CreditorId, At = now, Actor = actor, Action = "payment.record", Subject = subject,
        Detail = $"{payment.Source} {payment.Reference}: {payment.Amount} on {payment.PaidOn.ToPtBr()}; surplus {payment.Surplus}, shortfall {payment.Shortfall}",
    });
}

/// <summary>What a bank did with a payment.</summary>
/// <param name="On">The day it credits the creditor; may be to come.</param>
/// <param name="Tariff">What it keeps.</param>
public sealed record BankCredit(DateOnly On, Money Tariff);
