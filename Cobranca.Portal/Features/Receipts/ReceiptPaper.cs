using Cobranca.Domain.Values;
using Cobranca.Portal.Documents;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Features.Rules;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Receipts;

/// <summary>Writes the receipt of one payment. The scope must be the creditor's.</summary>
public sealed class ReceiptPaper(CobrancaDb db, PricingRules rules, BusinessClock clock)
{
    /// <summary>Says what the file is and nothing of whose it is.</summary>
    public const string FileName = "recibo.pdf";

    /// <returns>Null when there is no such payment, or it was reversed: nobody must hold a receipt of money that was taken back.</returns>
    public async Task<byte[]?> WriteAsync(IQueryable<Payment> payments, Creditor creditor, CancellationToken cancellation)
    {
        if (await payments.AsNoTracking().Include(p => p.Allocations).SingleOrDefaultAsync(p => p.ReversedAt == null, cancellation) is not { } payment) return null;
        var debtor = await db.Debtors.AsNoTracking().SingleAsync(d => d.Id == payment.DebtorId, cancellation);
        var ids = payment.Allocations.ConvertAll(a => a.ReceivableId);
        var debts = await db.Receivables.AsNoTracking().Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancellation);
        var pricer = await rules.PricerAsync(creditor, cancellation);
        return new ReceiptPdf(new()
        {
            Beneficiary = new(creditor.LegalName, $"CNPJ {creditor.Cnpj.Formatted}", [creditor.AddressLine()]),
            Payer = new(debtor.Name, $"{(debtor.TaxId.IsCompany ? "CNPJ" : "CPF")} {debtor.TaxId.Formatted}", []),
            Amount = payment.Amount, PaidOn = payment.PaidOn, Method = ReceiptWords.Method(payment.Source), Reference = payment.Reference, Surplus = payment.Surplus,
            AsOf = clock.Today, CreatedAt = payment.RecordedAt,
            Lines = [.. payment.Allocations.OrderBy(a => a.Id).Select(a => Line(a, debts[a.ReceivableId], pricer.PriceOn(debts[a.ReceivableId], clock.Today).Total))],
        }).ToArray();
    }

    private static ReceiptLine Line(PaymentAllocation part, Receivable debt, Money left) =>
        new(debt.Title(), debt.ExternalId, debt.DueOn, part.Principal, part.Correction, part.Fine, part.Interest, part.Discount ?? Money.Zero, left);
}
