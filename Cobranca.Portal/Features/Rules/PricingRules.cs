using Cobranca.Domain.Calendars;
using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;
using Cobranca.Portal.Identity;
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
        return PricerOf(creditor, terms, await reference.CurrentAsync(db, cancellation));
    }

    /// <summary>The same for a page, which arrived knowing what it takes.</summary>
    public async Task<ReceivablePricer> PricerAsync(CurrentCreditor current, CancellationToken cancellation) =>
        PricerOf(current.Value, current.Value.Terms, await reference.AsOfAsync(db, current.Arrival.ReferenceChanges, cancellation));

    private static ReceivablePricer PricerOf(Creditor creditor, IEnumerable<CreditorTerms> terms, ReferenceData.Snapshot snapshot) =>
        new(new TermsHistory(terms.Select(t => t.ToPriceTerms())), snapshot.Indices, snapshot.CalendarOf(creditor));

    public async Task<IndexTable> IndicesAsync(CancellationToken cancellation = default) => (await reference.CurrentAsync(db, cancellation)).Indices;

    /// <summary>Indices and a calendar for a price that is no creditor's: national bank holidays, and those of a place when one is named.</summary>
    public async Task<(IndexTable Indices, BankCalendar Calendar)> AtAsync(Uf? uf, CityCode? city, CancellationToken cancellation = default)
    {
        var snapshot = await reference.CurrentAsync(db, cancellation);
        return (snapshot.Indices, uf is { } state ? snapshot.CalendarAt(state, city) : BankCalendar.National);
    }

    /// <summary>National holidays and those of the creditor's state and city.</summary>
    public async Task<BankCalendar> CalendarAsync(Creditor creditor, CancellationToken cancellation = default) =>
        (await reference.CurrentAsync(db, cancellation)).CalendarOf(creditor);
}

public static class CreditorTermsPricing
{
    /// <summary>A field of terms as the creditor file and the API spell it; the Domain names terms as the CSV does.</summary>
    public static string EnglishName(string field) => field switch
    {
        "multa_percentual" => "finePercent",
        "juros_percentual_mes" => "interestPercentPerMonth",
        "contagem_dias" => "dayCount",
        "inicio_mora" => "moraStart",
        "correcao" => "correction",
        "prescricao_anos" => "limitationYears",
        "clausula" => "clause",
        _ => field,
    };

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
