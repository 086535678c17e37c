using Cobranca.Domain.Calendars;
using Cobranca.Domain.Debts;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Rules;

/// <summary>What prices lean on besides the debt itself: published indices, local holidays and the creditor's terms over time.</summary>
public sealed class PricingRules(CobrancaDb db, ReferenceData reference)
{
    /// <summary>Prices receivables of one creditor, for one request. The creditor must be the scope's tenant.</summary>
    public async Task<ReceivablePricer> PricerAsync(Creditor creditor, CancellationToken cancellation = default)
    {
        var terms = await db.CreditorTerms.AsNoTracking().Where(t => t.CreditorId == creditor.Id).ToListAsync(cancellation);
        var snapshot = await reference.CurrentAsync(db, cancellation);
        return new(new TermsHistory(terms.Select(t => t.ToPriceTerms())), snapshot.Indices, snapshot.CalendarOf(creditor));
    }

    public async Task<IndexTable> IndicesAsync(CancellationToken cancellation = default) => (await reference.CurrentAsync(db, cancellation)).Indices;

    /// <summary>National holidays and those of the creditor's state and city.</summary>
    public async Task<BankCalendar> CalendarAsync(Creditor creditor, CancellationToken cancellation = default) =>
        (await reference.CurrentAsync(db, cancellation)).CalendarOf(creditor);
}

public static class CreditorTermsPricing
{
    /// <summary>The stored row as the Domain reads it.</summary>
    public static PriceTerms ToPriceTerms(this CreditorTerms row) => new()
    {
        ValidFrom = row.ValidFrom,
        Fine = row.Fine,
        InterestPerMonth = row.InterestPerMonth,
        DayCount = row.DayCount,
        MoraStart = row.MoraStart,
        Correction = row.Correction,
        FineOnCorrectedValue = row.FineOnCorrectedValue,
        CorrectionNeverNegative = row.CorrectionNeverNegative,
        LimitationYears = row.LimitationYears,
        Clause = row.Clause,
    };
}
