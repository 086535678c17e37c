using Cobranca.Domain.Calendars;
using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;
using static Cobranca.Domain.Tests.Debts.Sample;

namespace Cobranca.Domain.Tests.Debts;

public class LegalInterestTests
{
    [Fact]
    public void A_month_not_published_counts_as_zero_and_the_proof_says_so()
    {
        var proof = Debt(10_000m, "2026-07-15", PriceTerms.NothingAgreed)
            .ExplainOn("2026-10-20", Index(IndexSeries.TaxaLegal, 2026, 7, 0.62m, 0.58m, 0m));

        var step = Assert.Single(proof.Steps, step => step.Kind == ProofKind.Interest);
        Assert.Equal(Reais(90m), step.Amount); // 0,62 × 16/31 + 0,58 = 0,9%
        Assert.Contains("10/2026: taxa legal sem valor publicado, contado como zero", step.Detail, StringComparison.Ordinal);
        Assert.Equal(IndexOrigin.Missing, step.Indices[^1].Origin);
    }

    [Theory]
    [InlineData("2024-08-29", 29, null)] // 29 days of Selic
    [InlineData("2024-08-30", 29, 2)]    // the first day of the taxa legal
    [InlineData("2024-08-31", 29, 4)]
    public void The_selic_alone_until_29_august_2024(string pay, int selic, int? taxaLegal)
    {
        // 0,31% and 0,62% of 10.000,00: R$ 1,00 and R$ 2,00 for each day of August.
        var indices = Table((IndexSeries.Selic, 2024, 8, 0.31m), (IndexSeries.TaxaLegal, 2024, 8, 0.62m));

        var proof = Debt(10_000m, "2024-07-31", PriceTerms.NothingAgreed).ExplainOn(pay, indices);

        Assert.Equal(Reais(selic), Assert.Single(proof.Steps, step => step.RuleId == "interest-selic-tema-1368/1").Amount);
        Money? rest = proof.Steps.SingleOrDefault(step => step.RuleId == "interest-taxa-legal/1")?.Amount;
        Assert.Equal(taxaLegal is { } reais ? Reais(reais) : null, rest);
    }

    [Fact]
    public void No_index_is_added_to_the_selic()
    {
        // Nothing agreed on interest: the IPCA of the contract starts once the Selic, which holds correction already, has ended.
        var indices = Table([.. Enumerable.Range(5, 8).Select(month => (IndexSeries.Ipca, 2024, month, 1m))]);
        var debt = Debt(1000m, "2024-05-06", new PriceTerms { Correction = IndexSeries.Ipca });

        Assert.Equal(Money.Zero, debt.PriceOn("2024-09-06", indices).Correction);
        Assert.Equal(Reais(10m), debt.PriceOn("2024-10-06", indices).Correction); // September's index
    }

    [Fact]
    public void Interest_by_law_is_on_the_corrected_value()
    {
        var indices = Table((IndexSeries.Ipca, 2026, 7, 10m), (IndexSeries.TaxaLegal, 2026, 7, 0m), (IndexSeries.TaxaLegal, 2026, 8, 0.31m));

        var price = Debt(1000m, "2026-07-31", new PriceTerms { Correction = IndexSeries.Ipca }).PriceOn("2026-08-31", indices);

        Assert.Equal((Reais(100m), Reais(3.41m)), (price.Correction, price.Interest));
    }

    [Fact]
    public void Agreed_to_be_free_of_interest_is_not_nothing_agreed() =>
        Assert.Equal(Money.Zero, Debt(10_000m, "2026-07-15", new PriceTerms { InterestPerMonth = Rate.Zero })
            .PriceOn("2026-10-20", Index(IndexSeries.TaxaLegal, 2026, 7, 0.62m, 0.58m, 0m, 0.71m)).Interest);
}
