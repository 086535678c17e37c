using System.Globalization;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Credits;

/// <summary>What a creditor's systems are told of a credit: ids, amounts and the debts that were paid, nothing of the person.</summary>
internal static class CreditTelling
{
    /// <param name="credit">With its payment.</param>
    public static async Task<object> OfAsync(CobrancaDb db, DebtorCredit credit, CancellationToken cancellation)
    {
        var payment = credit.Payment!;
        return new
        {
            id = credit.Id.ToString(CultureInfo.InvariantCulture), status = credit.State, credit.Amount, payment = new { payment.Source, payment.Reference, payment.Amount, payment.PaidOn },
            receivables = await DebtsAsync(db, payment, cancellation), refundedOn = credit.RefundedOn, refundReference = credit.RefundReference,
        };
    }

    /// <summary>The debts the payment was for: those it paid, else those of its slip.</summary>
    private static async Task<List<string>> DebtsAsync(CobrancaDb db, Payment payment, CancellationToken cancellation)
    {
        var paid = await db.PaymentAllocations.Where(a => a.PaymentId == payment.Id).Join(db.Receivables.IgnoreAutoIncludes(), a => a.ReceivableId, r => r.Id, (_, r) => r.ExternalId)
            .OrderBy(id => id).ToListAsync(cancellation);
        return paid.Count > 0 || payment.BoletoId is null
            ? paid
            : await db.BoletoItems.Where(i => i.BoletoId == payment.BoletoId).Select(i => i.Receivable!.ExternalId).OrderBy(id => id).ToListAsync(cancellation);
    }
}
