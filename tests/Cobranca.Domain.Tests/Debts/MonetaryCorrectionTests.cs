using Cobranca.Domain.Calendars;
using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;
using static Cobranca.Domain.Tests.Debts.Sample;

namespace Cobranca.Domain.Tests.Debts;

public class MonetaryCorrectionTests
{
    private static readonly PriceTerms Ipca = new() { InterestPerMonth = Rate.Zero, Correction = IndexSeries.Ipca };

    [Theory]
    [InlineData("2026-08-31", "2026-09-01", "0")]     // one day over the turn of a month is no month
    [InlineData("2026-08-03", "2026-09-02", "0")]
    [InlineData("2026-08-03", "2026-09-03", "10.00")] // August
    [InlineData("2026-08-03", "2026-10-02", "10.00")]
    [InlineData("2026-08-03", "2026-10-05", "30.20")] // August, September: 1,01 × 1,02
    [InlineData("2026-08-31", "2026-09-30", "10.00")] // a shorter month ends on its last day
    public void A_month_counts_once_it_is_complete(string due, string pay, string correction) =>
        Assert.Equal(Reais(correction), Debt(1000m, due, Ipca).PriceOn(pay, Index(IndexSeries.Ipca, 2026, 8, 1m, 2m, 3m)).Correction);

    [Fact]
    public void The_last_published_index_stands_in_for_months_not_out_and_the_proof_says_so()
    {
        var proof = Debt(1000m, "2026-08-03", Ipca).ExplainOn("2026-11-03", Index(IndexSeries.Ipca, 2026, 8, 0.44m, 0.56m));

        var step = Assert.Single(proof.Steps, step => step.Kind == ProofKind.Correction);
        Assert.Equal(Money.Round(1000m * (1.0044m * 1.0056m * 1.0056m - 1)), step.Amount);
        Assert.Contains("10/2026: 0,56%", step.Detail, StringComparison.Ordinal);
        Assert.Contains("10/2026: usado o último IPCA publicado, de 09/2026", step.Detail, StringComparison.Ordinal);
        Assert.Equal([IndexOrigin.Published, IndexOrigin.Published, IndexOrigin.LastPublished], step.Indices.Select(use => use.Origin));
        Assert.Equal((2026, 9), (step.Indices[2].PublishedYear, step.Indices[2].PublishedMonth));
    }

    [Fact]
    public void A_hole_in_the_table_takes_the_value_before_it()
    {
        var indices = Table((IndexSeries.Ipca, 2026, 8, 1m), (IndexSeries.Ipca, 2026, 10, 3m));

        var price = Debt(1000m, "2026-08-03", Ipca).PriceOn("2026-11-03", indices);

        Assert.Equal(Money.Round(1000m * (1.01m * 1.01m * 1.03m - 1)), price.Correction);
    }

    [Fact]
    public void No_index_at_all_corrects_nothing_and_says_so()
    {
        var proof = Debt(1000m, "2026-08-03", Ipca).ExplainOn("2026-11-03");

        var step = Assert.Single(proof.Steps, step => step.Kind == ProofKind.Correction);
        Assert.Equal(Money.Zero, step.Amount);
        Assert.Contains("08/2026 a 10/2026: IPCA sem valor publicado, contado como zero", step.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "-20.00", "980.00")]
    [InlineData(true, "0.00", "1000.00")]
    public void A_deflation_reduces_the_price_unless_the_contract_says_otherwise(bool never, string correction, string total)
    {
        var price = Debt(1000m, "2026-08-03", Ipca with { CorrectionNeverNegative = never })
            .PriceOn("2026-09-03", Index(IndexSeries.Ipca, 2026, 8, -2m));

        Assert.Equal((Reais(correction), Reais(total)), (price.Correction, price.Total));
    }

    [Fact]
    public void Correction_starts_with_mora()
    {
        // Due Saturday 31/10/2026, free until Tuesday 03/11 (the 2nd is a holiday): by default the first month starts there.
        var indices = Table((IndexSeries.Ipca, 2026, 10, 7m), (IndexSeries.Ipca, 2026, 11, 1m));

        var fromOriginal = Ipca with { MoraStart = MoraStart.OriginalDate };

        Assert.Equal(Reais(10m), Debt(1000m, "2026-10-31", Ipca).PriceOn("2026-12-03", indices).Correction);
        Assert.Equal(Reais(70m), Debt(1000m, "2026-10-31", fromOriginal).PriceOn("2026-12-03", indices).Correction);
    }
}
