using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Payments;

/// <summary>One payment written down, whatever way it came: to its debts, to the creditor's systems and to the audit trail. The caller saves.</summary>
internal static class PaymentBooking
{
    /// <param name="boleto">The slip it came by; null for the counter, a transfer and the like.</param>
    public static Payment Book(this CobrancaDb db, long creditorId, long debtorId, Boleto? boleto, Money amount, DateOnly paidOn, PaymentSource source, string reference,
        SlipAllocation allocation, DateTime now)
    {
        var payment = new Payment
        {
            CreditorId = creditorId, DebtorId = debtorId, BoletoId = boleto?.Id, Amount = amount, PaidOn = paidOn, Source = source,
            Reference = reference, Surplus = allocation.Surplus, Shortfall = allocation.Shortfall, RecordedAt = now,
            Allocations = [.. allocation.Shares.Where(share => share.Amount != Money.Zero).Select(share => new PaymentAllocation
            {
                CreditorId = creditorId, ReceivableId = share.Receivable.Id, PaidOn = share.CountsOn, Amount = share.Amount,
                Interest = share.Interest, Fine = share.Fine, Correction = share.Correction, Principal = share.Principal,
            })],
        };
        db.Payments.Add(payment);
        foreach (var share in allocation.Shares)
        {
            share.Receivable.UpdatedAt = now;
            if (share.Settles) share.Receivable.Status = ReceivableStatus.Paid;
        }
        return payment;
    }

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
