using System.Globalization;
using System.Runtime.CompilerServices;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Receipts;

/// <summary>What a line of the file tells: money that came in, money taken back, or a bank's credit of what came in on an earlier day.</summary>
public enum ReceiptMovement { Received, Reversed, Credited }

/// <summary>One debt's part of one payment; amounts are above zero whatever the movement. A part without a debt is what was paid too much.</summary>
public sealed record ReceiptRow(ReceiptMovement Movement, Payment Payment, string? ExternalId, TaxId TaxId, string? NossoNumero, Money Principal, Money Fine, Money Interest, Money Correction,
    Money Discount, Money Surplus, Money Tariff)
{
    public Money Amount => Movement == ReceiptMovement.Credited ? Money.Zero : Principal + Fine + Interest + Correction + Surplus;
}

/// <summary>
/// A creditor's receipts of one day: the day they were written down here, like the books, so that each payment is in one file only and a
/// past day's file never changes. The scope must be the creditor's.
/// </summary>
public sealed class DailyReceipts(CobrancaDb db)
{
    /// <summary>So that a day of a million payments takes no more memory than one of a thousand.</summary>
    private const int PageSize = 500;

    public async IAsyncEnumerable<ReceiptRow> ReadAsync(DateOnly on, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (from, to) = (BusinessClock.StartOf(on), BusinessClock.StartOf(on.AddDays(1)));
        var all = db.Payments.AsNoTracking().IgnoreQueryFilters([PaymentAllocation.ReversedFilter]).Include(p => p.Allocations);
        await foreach (var row in RowsAsync(ReceiptMovement.Received, all.Where(p => p.RecordedAt >= from && p.RecordedAt < to), on, cancellation)) yield return row;
        await foreach (var row in RowsAsync(ReceiptMovement.Reversed, all.Where(p => p.ReversedAt >= from && p.ReversedAt < to), on, cancellation)) yield return row;
        await foreach (var row in RowsAsync(ReceiptMovement.Credited, all.Where(p => p.RecordedAt < from && p.CreditBookedOn == on), on, cancellation)) yield return row;
    }

    private async IAsyncEnumerable<ReceiptRow> RowsAsync(ReceiptMovement movement, IQueryable<Payment> payments, DateOnly on, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var after = 0L; ;)
        {
            var page = await payments.Where(p => p.Id > after).OrderBy(p => p.Id).Take(PageSize).ToListAsync(cancellation);
            if (page.Count == 0) yield break;
            after = page[^1].Id;
            var (debts, people, slips) = (page.SelectMany(p => p.Allocations).Select(a => a.ReceivableId).Distinct().ToList(), page.Select(p => p.DebtorId).Distinct().ToList(), page.Select(p => p.BoletoId).OfType<long>().Distinct().ToList());
            var names = await db.Receivables.IgnoreAutoIncludes().Where(r => EF.Parameter(debts).Contains(r.Id)).Select(r => new { r.Id, r.ExternalId }).ToDictionaryAsync(r => r.Id, r => r.ExternalId, cancellation);
            var taxIds = await db.Debtors.Where(d => EF.Parameter(people).Contains(d.Id)).Select(d => new { d.Id, d.TaxId }).ToDictionaryAsync(d => d.Id, d => d.TaxId, cancellation);
            var numbers = await db.Boletos.Where(b => EF.Parameter(slips).Contains(b.Id)).Select(b => new { b.Id, b.NossoNumeroFormatted }).ToDictionaryAsync(b => b.Id, b => b.NossoNumeroFormatted, cancellation);
            foreach (var payment in page)
            {
                // A tariff is the payment's, not a debt's, and belongs to the day the bank took it.
                var tariff = movement != ReceiptMovement.Reversed && payment.CreditBookedOn == on ? payment.TariffAmount ?? Money.Zero : Money.Zero;
                foreach (var row in Rows(movement, payment, taxIds[payment.DebtorId], payment.BoletoId is { } slip ? numbers[slip] : null, names))
                {
                    yield return row with { Tariff = tariff };
                    tariff = Money.Zero;
                }
            }
        }
    }

    private static IEnumerable<ReceiptRow> Rows(ReceiptMovement movement, Payment payment, TaxId taxId, string? number, Dictionary<long, string> names)
    {
        if (movement == ReceiptMovement.Credited)
        {
            yield return new(movement, payment, null, taxId, number, Money.Zero, Money.Zero, Money.Zero, Money.Zero, Money.Zero, Money.Zero, Money.Zero);
            yield break;
        }
        foreach (var part in payment.Allocations.OrderBy(a => a.Id))
            yield return new(movement, payment, names[part.ReceivableId], taxId, number, part.Principal, part.Fine, part.Interest, part.Correction, part.Discount ?? Money.Zero, Money.Zero, Money.Zero);
        if (payment.Surplus.IsPositive)
            yield return new(movement, payment, null, taxId, number, Money.Zero, Money.Zero, Money.Zero, Money.Zero, Money.Zero, payment.Surplus, Money.Zero);
    }
}
