using Cobranca.Domain.Calendars;
using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;
using static Cobranca.Domain.Tests.Debts.Sample;

namespace Cobranca.Domain.Tests.Debts;

public class PriceTermsTests
{
    [Fact]
    public void The_usual_terms_are_fine() => Assert.Empty(TwoAndOne.Validate(consumer: true));

    [Fact]
    public void Defaults_charge_nothing_that_was_not_agreed()
    {
        Assert.Empty(PriceTerms.NothingAgreed.Validate(consumer: true));
        Assert.Equal((Rate.Zero, null, DayCount.Actual30, MoraStart.RolledDate, null, 5),
            (PriceTerms.NothingAgreed.Fine, PriceTerms.NothingAgreed.InterestPerMonth, PriceTerms.NothingAgreed.DayCount,
                PriceTerms.NothingAgreed.MoraStart, PriceTerms.NothingAgreed.Correction, PriceTerms.NothingAgreed.LimitationYears));
    }

    [Theory]
    [InlineData("2", "1", true, "")]
    [InlineData("2.000001", "1", true, "multa_percentual")]
    [InlineData("2", "1.000001", true, "juros_percentual_mes")]
    [InlineData("10", "2", false, "")]
    [InlineData("10.01", "2.01", false, "multa_percentual juros_percentual_mes")]
    [InlineData("10", "1", true, "multa_percentual")]
    public void Ceilings_of_consumers_and_of_companies(string fine, string interest, bool consumer, string fields)
    {
        var terms = new PriceTerms { Fine = Percent(fine), InterestPerMonth = Percent(interest), ValidFrom = Day("2020-01-01") };

        Assert.Equal(fields, string.Join(' ', terms.Validate(consumer).Select(problem => problem.Field)));
    }

    [Fact]
    public void The_message_says_what_would_be_right() => Assert.Equal(
        new TermsProblem("multa_percentual", "A multa de 5% passa do permitido, 2% (limite do CDC, art. 52 §1º)."),
        Assert.Single((TwoAndOne with { Fine = Rate.Percent(5m), ValidFrom = Day("2020-01-01") }).Validate(consumer: true)));

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        var terms = new PriceTerms
        {
            Fine = Rate.Percent(5m),
            InterestPerMonth = Rate.Percent(8m),
            DayCount = (DayCount)7,
            MoraStart = (MoraStart)7,
            Correction = IndexSeries.Selic,
            LimitationYears = 11,
            Clause = "duas\nlinhas",
            Source = new string('a', 201),
            ValidFrom = Day("2020-01-01"),
        };

        Assert.Equal(
            ["multa_percentual", "juros_percentual_mes", "contagem_dias", "inicio_mora", "correcao", "prescricao_anos", "clausula", "fonte"],
            terms.Validate(consumer: true).Select(problem => problem.Field));
    }

    [Fact]
    public void A_ceiling_holds_for_the_days_of_its_law()
    {
        // 10% was lawful for consumers until 01/08/1996 (Lei 9.298/1996).
        var terms = new PriceTerms { Fine = Rate.Percent(10m), InterestPerMonth = Rate.Percent(1m) };

        Assert.Empty(terms.Validate(consumer: true, Day("1995-01-01"), Day("1996-08-01")));
        Assert.Single(terms.Validate(consumer: true, Day("1995-01-01"), Day("1996-08-02")));
        Assert.Equal("cap-fine-consumer-1991", PriceCap.InForceOn(Day("1996-08-01"), CappedTerm.Fine, consumer: true)?.RuleId);
        Assert.Equal("cap-fine-consumer-1996", PriceCap.InForceOn(Day("1996-08-02"), CappedTerm.Fine, consumer: true)?.RuleId);
        Assert.Null(PriceCap.InForceOn(Day("1990-01-01"), CappedTerm.Fine, consumer: true));
    }

    [Fact]
    public void Ceilings_of_one_term_never_overlap_and_name_their_source()
    {
        foreach (var cap in PriceCap.All)
        {
            Assert.Single(PriceCap.All, other => other.RuleId == cap.RuleId);
            Assert.Single(PriceCap.All, other => (other.Term, other.Consumer) == (cap.Term, cap.Consumer)
                && other.ValidFrom <= (cap.ValidThrough ?? DateOnly.MaxValue) && cap.ValidFrom <= (other.ValidThrough ?? DateOnly.MaxValue));
            Assert.False(string.IsNullOrWhiteSpace(cap.Source));
        }
    }

    [Fact]
    public void The_engine_throws_on_terms_nobody_validated_even_before_the_due_date()
    {
        var debt = Debt(100m, "2026-10-05", TwoAndOne with { Fine = Rate.Percent(5m) });

        var broken = Assert.Throws<InvalidOperationException>(() => debt.PriceOn("2026-09-01"));
        Assert.Contains("cap-fine-consumer-1996", broken.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => debt.ExplainOn("2026-11-03"));
    }

    [Fact]
    public void The_engine_holds_the_ceiling_of_the_day_of_the_contract()
    {
        var terms = TwoAndOne with { Fine = Rate.Percent(10m) };
        var debt = Debt(100m, "1997-02-03", terms) with { AgreedOn = Day("1996-07-01") };

        Assert.Equal(Reais(10m), debt.PriceOn("1997-02-04").Fine);
        Assert.Throws<InvalidOperationException>(() => (debt with { AgreedOn = Day("1996-08-02") }).PriceOn("1997-02-04"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_000_000_000_000)]
    public void A_principal_out_of_range_is_a_mistake_of_ours(long centavos) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DebtPosition(new(centavos), Day("2026-10-05"), TwoAndOne));

    [Fact]
    public void An_empty_position_is_a_mistake_of_ours() =>
        Assert.Throws<InvalidOperationException>(() => default(DebtPosition).PriceOn("2026-10-05"));

    private static Rate Percent(string percent) => Rate.Percent(decimal.Parse(percent, System.Globalization.CultureInfo.InvariantCulture));
}

public class TermsHistoryTests
{
    private static readonly PriceTerms Old = TwoAndOne with { Fine = Rate.Percent(1m), ValidFrom = new(2024, 1, 1) };
    private static readonly PriceTerms New = TwoAndOne with { ValidFrom = new(2026, 1, 1) };
    private static readonly TermsHistory History = new([New, Old]);

    [Theory]
    [InlineData("2025-12-31", "2026-03-10", 1)] // issued under the old terms, due under the new
    [InlineData("2026-01-01", "2026-03-10", 2)]
    [InlineData(null, "2025-12-31", 1)]
    [InlineData(null, "2026-01-01", 2)]
    [InlineData(null, "2024-01-01", 1)]
    [InlineData(null, "2023-12-31", 0)]         // before the first terms nothing was agreed
    [InlineData("2023-12-31", "2026-03-10", 0)]
    public void A_debt_keeps_the_terms_of_its_date(string? issued, string due, int fine) =>
        Assert.Equal(Rate.Percent(fine), History.For(issued is null ? null : Day(issued), Day(due)).Fine);

    [Fact]
    public void A_receivable_may_have_its_own()
    {
        var terms = History.For(null, Day("2026-03-10"), Rate.Percent(0.5m));

        Assert.Equal((Rate.Percent(0.5m), Rate.Percent(1m), New.Clause), (terms.Fine, terms.InterestPerMonth, terms.Clause));
        Assert.Equal(Rate.Zero, History.For(null, Day("2026-03-10"), ownInterestPerMonth: Rate.Zero).InterestPerMonth);
        Assert.Same(New, History.For(null, Day("2026-03-10")));
    }

    [Fact]
    public void Two_terms_on_one_day_are_refused() =>
        Assert.Throws<ArgumentException>(() => new TermsHistory([New, Old with { ValidFrom = New.ValidFrom }]));
}
