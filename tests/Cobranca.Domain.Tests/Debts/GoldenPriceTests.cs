using Cobranca.Domain.Calendars;
using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;
using static Cobranca.Domain.Tests.Debts.Sample;

namespace Cobranca.Domain.Tests.Debts;

/// <summary>The worked examples of the domain facts that a price alone answers, by their numbers there.</summary>
public class GoldenPriceTests
{
    [Theory]
    [InlineData("E01", "100.00", "2026-10-05", "2026-10-15", 10, "2.00", "0.33", "102.33")]
    [InlineData("E02", "35.00", "2026-09-01", "2026-10-01", 30, "0.70", "0.35", "36.05")]
    [InlineData("E03", "1234.56", "2026-09-17", "2026-11-03", 47, "24.69", "19.34", "1278.59")]
    [InlineData("E05", "250.00", "2026-10-10", "2026-10-13", 0, "0.00", "0.00", "250.00")]
    [InlineData("E06 rolled", "250.00", "2026-10-10", "2026-10-14", 1, "5.00", "0.08", "255.08")]
    [InlineData("E07 Monday", "480.00", "2026-11-20", "2026-11-23", 0, "0.00", "0.00", "480.00")]
    [InlineData("E07 rolled", "480.00", "2026-11-20", "2026-11-24", 1, "9.60", "0.16", "489.76")]
    [InlineData("E12 base", "1500.00", "2026-07-06", "2026-10-05", 91, "30.00", "45.50", "1575.50")]
    [InlineData("E23", "88.85", "2027-03-10", "2027-03-22", 12, "1.78", "0.36", "90.99")]
    [InlineData("E24 before paying", "1000.00", "2026-09-01", "2026-10-01", 30, "20.00", "10.00", "1030.00")]
    [InlineData("E30", "15.00", "2026-09-01", "2026-09-02", 1, "0.30", "0.01", "15.31")]
    [InlineData("E31", "480.00", "2026-12-31", "2027-01-04", 0, "0.00", "0.00", "480.00")]
    [InlineData("E31 a day later", "480.00", "2026-12-31", "2027-01-05", 1, "9.60", "0.16", "489.76")]
    [InlineData("the look: E05's debt on 03/11", "250.00", "2026-10-10", "2026-11-03", 21, "5.00", "1.75", "256.75")]
    public void Two_percent_once_and_one_a_month(
        string example, string principal, string due, string pay, int days, string fine, string interest, string total)
    {
        var price = new DebtPosition(Reais(principal), Day(due), TwoAndOne).PriceOn(pay);

        Assert.Equal(
            (example, days, Reais(fine), Reais(interest), Reais(total)),
            (example, price.DaysLate, price.Fine, price.Interest, price.Total));
        Assert.Equal(Reais(principal), price.Principal);
        Assert.Equal(days > 0, price.IsLate);
    }

    [Theory]
    [InlineData("E06 original", "250.00", "2026-10-10", "2026-10-14", 4, "5.00", "0.33", "255.33")]
    [InlineData("E07 original", "480.00", "2026-11-20", "2026-11-24", 4, "9.60", "0.64", "490.24")]
    [InlineData("E05 is free either way", "250.00", "2026-10-10", "2026-10-13", 0, "0.00", "0.00", "250.00")]
    public void Mora_from_the_original_date(
        string example, string principal, string due, string pay, int days, string fine, string interest, string total)
    {
        var price = new DebtPosition(Reais(principal), Day(due), TwoAndOne with { MoraStart = MoraStart.OriginalDate }).PriceOn(pay);

        Assert.Equal(
            (example, days, Reais(fine), Reais(interest), Reais(total)),
            (example, price.DaysLate, price.Fine, price.Interest, price.Total));
    }

    [Fact]
    public void E04_an_exact_half_goes_up() => Assert.Equal(Reais(0.25m), Debt(12.25m, "2026-09-01").PriceOn("2026-09-02").Fine);

    [Fact]
    public void An_exact_half_goes_up_beyond_64_bits_too() => // 9.999.999.975,00 × 1% × 11 ÷ 30 = 36.666.666,575
        Assert.Equal(Reais(36_666_666.58m), Debt(9_999_999_975m, "2026-09-01").PriceOn("2026-09-12").Interest);

    [Fact]
    public void E08_a_company_may_have_agreed_on_ten_percent()
    {
        var price = Debt(5000m, "2026-10-01", TwoAndOne with { Fine = Rate.Percent(10m) }, consumer: false).PriceOn("2026-10-16");

        Assert.Equal((15, Reais(500m), Reais(25m), Reais(5525m)), (price.DaysLate, price.Fine, price.Interest, price.Total));
    }

    [Theory]
    [InlineData(DayCount.Actual30, "2026-02-10", "2026-03-10", "8.40")]
    [InlineData(DayCount.Thirty360, "2026-02-10", "2026-03-10", "9.00")]
    [InlineData(DayCount.Actual365, "2026-02-10", "2026-03-10", "8.28")]
    [InlineData(DayCount.Actual30, "2026-07-10", "2026-09-10", "18.60")]
    [InlineData(DayCount.Thirty360, "2026-07-10", "2026-09-10", "18.00")]
    [InlineData(DayCount.Actual365, "2026-07-10", "2026-09-10", "18.35")]
    public void E09_each_day_count(DayCount count, string due, string pay, string interest)
    {
        var price = Debt(900m, due, new PriceTerms { InterestPerMonth = Rate.Percent(1m), DayCount = count }).PriceOn(pay);

        Assert.Equal((Money.Zero, Reais(interest)), (price.Fine, price.Interest));
    }

    [Theory]
    [InlineData(true, "40.47", "2125.80")]
    [InlineData(false, "40.00", "2125.33")]
    public void E10_monetary_correction(bool fineOnCorrectedValue, string fine, string total)
    {
        var terms = TwoAndOne with { Correction = IndexSeries.Ipca, FineOnCorrectedValue = fineOnCorrectedValue };

        var price = Debt(2000m, "2026-08-03", terms).PriceOn("2026-11-03", Index(IndexSeries.Ipca, 2026, 8, 0.44m, 0.56m, 0.16m));

        Assert.Equal(
            (92, Reais(2000m), Reais(23.28m), Reais(fine), Reais(62.05m), Reais(total)),
            (price.DaysLate, price.Principal, price.Correction, price.Fine, price.Interest, price.Total));
    }

    [Fact]
    public void E11_taxa_legal_is_added_month_by_month()
    {
        var price = Debt(10_000m, "2026-07-15", PriceTerms.NothingAgreed)
            .PriceOn("2026-10-20", Index(IndexSeries.TaxaLegal, 2026, 7, 0.62m, 0.58m, 0m, 0.71m));

        Assert.Equal((97, Reais(135.81m), Reais(10_135.81m)), (price.DaysLate, price.Interest, price.Total));
    }

    [Fact]
    public void E25_one_percent_a_month_is_not_three_hundredths_a_day() =>
        Assert.Equal(Reais(10m), Debt(1000m, "2026-09-01").PriceOn("2026-10-01").Interest);

    [Fact]
    public void E26_each_debt_is_priced_alone()
    {
        var debts = Enumerable.Repeat(Debt(19.90m, "2026-09-01"), 7).Select(debt => debt.PriceOn("2026-09-12")).ToList();

        Assert.Equal((Reais(0.49m), Reais(2.80m)), (debts.Sum(debt => debt.Interest), debts.Sum(debt => debt.Fine)));
    }

    [Theory]
    [InlineData("2027-01-31", "2027-02-01")]
    [InlineData("2027-02-28", "2027-03-01")]
    [InlineData("2027-03-31", "2027-03-31")]
    [InlineData("2027-04-30", "2027-04-30")]
    [InlineData("2027-05-31", "2027-05-31")]
    public void E29_the_last_charge_free_day(string due, string chargeFreeThrough)
    {
        var debt = Debt(100m, due);

        Assert.Equal(Day(chargeFreeThrough), debt.PriceOn(due).ChargeFreeThrough);
        Assert.False(debt.PriceOn(chargeFreeThrough).IsLate);
        Assert.True(Pricing.PriceOn(in debt, Day(chargeFreeThrough).AddDays(1), IndexTable.Empty, Banks).IsLate);
    }
}
