using System.Globalization;
using Cobranca.Domain.Calendars;
using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Debts;

/// <summary>Short ways to write a debt, so that an example reads as one line of the domain facts.</summary>
internal static class Sample
{
    /// <summary>2% once and 1% a month, what most of the examples agree on.</summary>
    public static PriceTerms TwoAndOne { get; } = new()
    {
        Fine = Rate.Percent(2m), InterestPerMonth = Rate.Percent(1m), Clause = "Contrato, cláusula 8",
    };

    public static BankCalendar Banks => BankCalendar.National;

    public static Money Reais(decimal amount) => Money.FromReais(amount);

    public static Money Reais(string amount) => Money.FromReais(decimal.Parse(amount, CultureInfo.InvariantCulture));

    public static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DebtPosition Debt(
        decimal principal, string due, PriceTerms? terms = null, bool consumer = true, params PartialPayment[] payments) =>
        new(Reais(principal), Day(due), terms ?? TwoAndOne, consumer) { Payments = [.. payments] };

    public static PartialPayment Paid(string on, decimal amount) => new(Day(on), Reais(amount));

    public static PricedDebt PriceOn(this DebtPosition debt, string day, IndexTable? indices = null) =>
        Pricing.PriceOn(in debt, Day(day), indices ?? IndexTable.Empty, Banks);

    public static PriceProof ExplainOn(this DebtPosition debt, string day, IndexTable? indices = null) =>
        Pricing.Explain(in debt, Day(day), indices ?? IndexTable.Empty, Banks);

    /// <summary>A table of one series, consecutive months from the first.</summary>
    public static IndexTable Index(IndexSeries series, int year, int month, params decimal[] percents) =>
        Table([.. percents.Select((percent, k) => (series, year + (month - 1 + k) / 12, (month - 1 + k) % 12 + 1, percent))]);

    public static IndexTable Table(params (IndexSeries Series, int Year, int Month, decimal Percent)[] months) =>
        IndexTable.From(months.Select(one => new MonthlyIndex(one.Series, one.Year, one.Month, one.Percent, "invented")));
}
