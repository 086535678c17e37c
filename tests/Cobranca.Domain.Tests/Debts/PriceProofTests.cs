using Cobranca.Domain.Calendars;
using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;
using static Cobranca.Domain.Tests.Debts.Sample;

namespace Cobranca.Domain.Tests.Debts;

public class PriceProofTests
{
    private static string Shown(PriceProof proof) => string.Join('\n', proof.Steps.Select(Shown)).Replace('\u00a0', ' ');

    private static string Shown(ProofStep step) =>
        string.Join(" | ", new[] { step.Label, step.Detail, step.Amount.ToString(), step.Source }.Where(text => !string.IsNullOrEmpty(text)));

    [Fact]
    public void E03_line_by_line() => Assert.Equal(
        """
        Valor original | Vencimento em 17/09/2026. | R$ 1.234,56
        Multa de 2%, cobrada uma vez | 2% de R$ 1.234,56. | R$ 24,69 | Contrato, cláusula 8; limite do CDC, art. 52 §1º
        Juros de 1% ao mês por 47 dias | R$ 1.234,56 × 1% × 47 ÷ 30. | R$ 19,34 | Contrato, cláusula 8; limite de 1% ao mês
        Total | Para pagar em 03/11/2026. | R$ 1.278,59
        """,
        Shown(Debt(1234.56m, "2026-09-17").ExplainOn("2026-11-03")));

    [Fact]
    public void The_figures_beside_the_words_are_exact()
    {
        var steps = Debt(1234.56m, "2026-09-17").ExplainOn("2026-11-03").Steps;

        Assert.Equal([ProofKind.Principal, ProofKind.Fine, ProofKind.Interest, ProofKind.Total], steps.Select(step => step.Kind));
        Assert.Equal(["principal/1", "late-fee-once/1", "interest-simple-actual-30/1", "total/1"], steps.Select(step => step.RuleId));
        Assert.Equal((Reais(1234.56m), 1m, 47, 19.34144m, Rounding.HalfAwayFromZero),
            (steps[2].Base, steps[2].RatePercent, steps[2].Days, steps[2].Unrounded, steps[2].Rounding));
        Assert.Equal((Reais(1234.56m), 2m, null, 24.6912m), (steps[1].Base, steps[1].RatePercent, steps[1].Days, steps[1].Unrounded));
    }

    [Fact]
    public void A_rolled_due_date_is_said() => Assert.Equal(
        """
        Valor original | Vencimento: sábado, 10/10/2026, dia sem atendimento bancário. Sem acréscimo até terça-feira, 13/10/2026. | R$ 250,00 | Lei 7.089/1983; Código Civil, art. 132 §1º
        Multa de 2%, cobrada uma vez | 2% de R$ 250,00. | R$ 5,00 | Contrato, cláusula 8; limite do CDC, art. 52 §1º
        Juros de 1% ao mês por 21 dias | R$ 250,00 × 1% × 21 ÷ 30, contado de 13/10/2026. | R$ 1,75 | Contrato, cláusula 8; limite de 1% ao mês
        Total | Para pagar em 03/11/2026. | R$ 256,75
        """,
        Shown(Debt(250m, "2026-10-10").ExplainOn("2026-11-03")));

    [Fact]
    public void A_holiday_has_its_name() => Assert.StartsWith(
        "Valor original | Vencimento: sexta-feira, 20/11/2026, dia sem atendimento bancário (Dia Nacional de Zumbi e da Consciência Negra). "
            + "Sem acréscimo até segunda-feira, 23/11/2026.",
        Shown(Debt(480m, "2026-11-20").ExplainOn("2026-11-21")),
        StringComparison.Ordinal);

    [Fact]
    public void The_original_date_is_said_when_the_contract_counts_from_it() => Assert.Contains(
        "× 4 ÷ 30, contado de 10/10/2026.",
        Shown(Debt(250m, "2026-10-10", TwoAndOne with { MoraStart = MoraStart.OriginalDate }).ExplainOn("2026-10-14")),
        StringComparison.Ordinal);

    [Fact]
    public void Not_late_is_one_line_and_the_total() => Assert.Equal(
        """
        Valor original | Vencimento: quinta-feira, 31/12/2026, dia sem atendimento bancário. Sem acréscimo até segunda-feira, 04/01/2027. | R$ 480,00 | Lei 7.089/1983; Código Civil, art. 132 §1º
        Total | Para pagar em 04/01/2027. | R$ 480,00
        """,
        Shown(Debt(480m, "2026-12-31").ExplainOn("2027-01-04")));

    [Fact]
    public void E24_payments_stand_where_they_happened() => Assert.Equal(
        """
        Valor original | Vencimento em 01/09/2026. | R$ 1.000,00
        Multa de 2%, cobrada uma vez | 2% de R$ 1.000,00. | R$ 20,00 | Contrato, cláusula 8; limite do CDC, art. 52 §1º
        Juros de 1% ao mês por 30 dias | R$ 1.000,00 × 1% × 30 ÷ 30. | R$ 10,00 | Contrato, cláusula 8; limite de 1% ao mês
        Pagamento de 01/10/2026 | Usado em: juros R$ 10,00, multa R$ 20,00, valor original R$ 470,00. | -R$ 500,00 | Código Civil, art. 354
        Juros de 1% ao mês por 15 dias | R$ 530,00 × 1% × 15 ÷ 30, a partir de 01/10/2026. | R$ 2,65 | Contrato, cláusula 8; limite de 1% ao mês
        Total | Para pagar em 16/10/2026. | R$ 532,65
        """,
        Shown(Debt(1000m, "2026-09-01", payments: [Paid("2026-10-01", 500m)]).ExplainOn("2026-10-16")));

    [Fact]
    public void E10_names_every_index() => Assert.Equal(
        """
        Valor original | Vencimento em 03/08/2026. | R$ 2.000,00
        Correção pelo IPCA, 3 meses | R$ 2.000,00 × 1,011640679424. 08/2026: 0,44%; 09/2026: 0,56%; 10/2026: 0,16%. | R$ 23,28 | Contrato, cláusula 8
        Multa de 2%, cobrada uma vez | 2% de R$ 2.023,28. | R$ 40,47 | Contrato, cláusula 8; limite do CDC, art. 52 §1º
        Juros de 1% ao mês por 92 dias | R$ 2.023,28 × 1% × 92 ÷ 30. | R$ 62,05 | Contrato, cláusula 8; limite de 1% ao mês
        Total | Para pagar em 03/11/2026. | R$ 2.125,80
        """,
        Shown(Debt(2000m, "2026-08-03", TwoAndOne with { Correction = IndexSeries.Ipca, FineOnCorrectedValue = true })
            .ExplainOn("2026-11-03", Index(IndexSeries.Ipca, 2026, 8, 0.44m, 0.56m, 0.16m))));

    [Fact]
    public void E11_shows_the_sum_of_months() => Assert.Equal(
        """
        Valor original | Vencimento em 15/07/2026. | R$ 10.000,00
        Juros pela taxa legal por 97 dias | 1,358065% de R$ 10.000,00. 07/2026: 0,62% × 16 ÷ 31; 08/2026: 0,58%; 09/2026: 0%; 10/2026: 0,71% × 20 ÷ 31. | R$ 135,81 | Sem juros combinados: Código Civil, art. 406; Resolução CMN 5.171/2024
        Total | Para pagar em 20/10/2026. | R$ 10.135,81
        """,
        Shown(Debt(10_000m, "2026-07-15", PriceTerms.NothingAgreed)
            .ExplainOn("2026-10-20", Index(IndexSeries.TaxaLegal, 2026, 7, 0.62m, 0.58m, 0m, 0.71m))));

    [Fact]
    public void Many_months_are_named_by_the_first_and_the_last_and_all_kept()
    {
        var proof = Debt(100m, "2024-09-02", TwoAndOne with { Correction = IndexSeries.IgpM })
            .ExplainOn("2026-09-02", Index(IndexSeries.IgpM, 2024, 9, [.. Enumerable.Repeat(0.5m, 24)]));

        var step = Assert.Single(proof.Steps, step => step.Kind == ProofKind.Correction);
        Assert.Equal("Correção pelo IGP-M, 24 meses", step.Label);
        Assert.EndsWith("09/2024: 0,5% até 08/2026: 0,5%.", step.Detail, StringComparison.Ordinal);
        Assert.Equal(24, step.Indices.Count);
    }

    [Fact]
    public void A_surplus_is_the_debtors() => Assert.Equal(
        """
        Valor original | Vencimento em 05/10/2026. | R$ 100,00
        Pagamento de 05/10/2026 | Usado em: valor original R$ 100,00. | -R$ 110,00 | Código Civil, art. 354
        Pago além do devido | Este valor pertence a quem pagou. | R$ 10,00
        Total | Para pagar em 03/11/2026. | R$ 0,00
        """,
        Shown(Debt(100m, "2026-10-05", payments: [Paid("2026-10-05", 110m)]).ExplainOn("2026-11-03")));

    [Fact]
    public void Other_day_counts_show_their_own_formula()
    {
        Assert.Contains("R$ 900,00 × 1% × 60 ÷ 30, com meses de 30 dias.",
            Shown(Debt(900m, "2026-07-10", TwoAndOne with { DayCount = DayCount.Thirty360 }).ExplainOn("2026-09-10")), StringComparison.Ordinal);
        Assert.Contains("R$ 900,00 × 1% × 12 × 62 ÷ 365.",
            Shown(Debt(900m, "2026-07-10", TwoAndOne with { DayCount = DayCount.Actual365 }).ExplainOn("2026-09-10")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_of_no_days_is_not_shown() // from the 30th to the 31st the 30-day month does not move
    {
        var steps = Debt(900m, "2026-07-30", TwoAndOne with { DayCount = DayCount.Thirty360 }).ExplainOn("2026-07-31").Steps;

        Assert.Equal([ProofKind.Principal, ProofKind.Fine, ProofKind.Total], steps.Select(step => step.Kind));
    }

    [Fact]
    public void One_day_and_one_month_are_singular()
    {
        var shown = Shown(Debt(100m, "2026-08-03", TwoAndOne with { Correction = IndexSeries.Inpc }, payments: [Paid("2026-09-03", 1m)])
            .ExplainOn("2026-09-04", Index(IndexSeries.Inpc, 2026, 8, 0.1m)));

        Assert.Contains("INPC, 1 mês |", shown, StringComparison.Ordinal);
        Assert.Contains("por 1 dia |", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Terms_without_a_clause_name_where_they_came_from()
    {
        var bare = TwoAndOne with { Clause = null };

        Assert.Contains("| Contrato-padrão 2026; limite",
            Shown(Debt(100m, "2026-09-01", bare with { Source = "Contrato-padrão 2026" }).ExplainOn("2026-09-02")), StringComparison.Ordinal);
        Assert.Contains("| Condições informadas pelo credor; limite", Shown(Debt(100m, "2026-09-01", bare).ExplainOn("2026-09-02")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_floored_deflation_says_why_nothing_was_taken_off()
    {
        var terms = TwoAndOne with { Correction = IndexSeries.IgpM, CorrectionNeverNegative = true };

        Assert.Contains("O contrato não deixa a correção reduzir o valor original.",
            Shown(Debt(100m, "2026-08-03", terms).ExplainOn("2026-09-03", Index(IndexSeries.IgpM, 2026, 8, -1m))), StringComparison.Ordinal);
    }

    [Fact]
    public void The_servers_culture_never_shows()
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        var debt = Debt(1234.56m, "2026-09-17");
        var expected = Shown(debt.ExplainOn("2026-11-03"));
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new("ar-SA");
            Assert.Equal(expected, Shown(debt.ExplainOn("2026-11-03")));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Nothing_blames_or_threatens()
    {
        var everything = string.Join(' ', new[]
        {
            Debt(1000m, "2026-08-01", TwoAndOne with { Correction = IndexSeries.Ipca }, payments: [Paid("2026-10-01", 10m), Paid("2026-10-05", 2000m)])
                .ExplainOn("2026-11-03"),
            Debt(1000m, "2024-05-06", PriceTerms.NothingAgreed).ExplainOn("2026-11-03"),
        }.Select(Shown));

        foreach (var word in new[] { "atras", "inadimpl", "devedor", "culpa", "negativ", "protest", "judicia", "imediat", "urgent", "!" })
            Assert.DoesNotContain(word, everything, StringComparison.OrdinalIgnoreCase);
    }
}
