using AngleSharp.Dom;
using Cobranca.Domain.Values;
using Cobranca.Portal.Client.Content;
using Cobranca.Portal.Client.Debts;

namespace Cobranca.Portal.Tests.Components;

public class DebtTests
{
    private static readonly DateOnly Today = new(2026, 11, 3);

    [Fact]
    public void A_debt_is_chosen_by_its_title()
    {
        var page = Rendered.Page<DebtCard>(("Name", "Form.Dividas"), ("Value", "101"), ("Title", "Mensalidade de setembro"), ("Subtitle", "venceu em 17/09/2026"), ("Amount", new Money(127859)), ("Checked", true));
        var box = page.One("input[type=checkbox]");
        Assert.Equal(("Form.Dividas", "101", true), (box.GetAttribute("name"), box.GetAttribute("value"), box.HasAttribute("checked")));
        Assert.Equal("Mensalidade de setembro", page.One($"label[for='{box.Id}']").TextContent);
        Assert.Equal("venceu em 17/09/2026", page.GetElementById(box.GetAttribute("aria-describedby")!)!.TextContent);
        Assert.Equal("Mensalidade de setembro", page.GetElementById(page.One("article").GetAttribute("aria-labelledby")!)!.TextContent);
        Assert.Equal("R$\u00a01.278,59", page.One("data").TextContent);
    }

    [Fact]
    public void A_paused_debt_cannot_be_chosen_and_shows_no_figure()
    {
        var page = Rendered.Page<DebtCard>(("Name", "Form.Dividas"), ("Value", "103"), ("Title", "Taxa"), ("Amount", new Money(5000)), ("Paused", true), ("Checked", true));
        Assert.Empty(page.QuerySelectorAll("input, label, data"));
        Assert.Contains("em análise", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("50,00", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_form_name_a_debt_is_only_shown()
    {
        var page = Rendered.Page<DebtCard>(("Value", "104"), ("Title", "Uniforme"), ("Amount", new Money(8990)));
        Assert.Empty(page.QuerySelectorAll("input, label"));
        Assert.Equal("R$\u00a089,90", page.One("data").TextContent);
    }

    [Fact]
    public void A_proof_reads_as_a_table_with_its_total()
    {
        var page = Rendered.Page<ProofTable>(("Total", new Money(127859)), ("Rows", new ProofRow[]
        {
            new("Valor da mensalidade", null, new Money(123456)),
            new("Multa de 2%", "2% de R$ 1.234,56", new Money(2469), "CDC, art. 52 §1º"),
            new("Índice ainda não publicado", "usamos o último", null),
        }));
        Assert.Equal(3, page.QuerySelectorAll("tbody th[scope=row]").Length);
        Assert.Equal(["1234.56", "24.69", "1278.59"], page.QuerySelectorAll("data").Select(d => d.GetAttribute("value")));
        Assert.Equal("R$\u00a01.278,59", page.One("tfoot data").TextContent);
        Assert.Equal(["2% de R$ 1.234,56", "CDC, art. 52 §1º"], page.QuerySelectorAll("tbody tr")[1].QuerySelectorAll(".detail p").Select(p => p.TextContent));
        Assert.Empty(page.QuerySelectorAll("tbody tr")[2].QuerySelector("td")!.TextContent);
    }

    [Theory]
    [InlineData(123456, "1234.56", "R$\u00a01.234,56")]
    [InlineData(5, "0.05", "R$\u00a00,05")]
    [InlineData(-5000, "-50.00", "−menos R$\u00a050,00")]
    public void Money_is_readable_by_people_readers_and_programs(long centavos, string value, string text)
    {
        var data = Rendered.Page<Amount>(("Label", "Total"), ("Value", new Money(centavos))).One("data");
        Assert.Equal(value, data.GetAttribute("value"));
        Assert.Equal(text, data.TextContent);
        Assert.Equal(centavos < 0 ? 1 : 0, data.QuerySelectorAll("[aria-hidden]").Length);
    }

    [Theory]
    [InlineData("2026-12-30", "2026-12-30", "Hoje")]
    [InlineData("2026-12-30", "2026-12-31", "Amanhã")]
    [InlineData("2026-12-31", "2027-01-01", "Amanhã")]
    [InlineData("2026-12-30", "2027-01-04", "seg, 04/01/2027")]
    [InlineData("2026-11-03", "2026-11-06", "sex, 06/11")]
    public void A_chip_names_its_day(string today, string day, string text) =>
        Assert.Equal(text, DayFormat.Chip(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Chips_are_labelled_radios_with_one_chosen()
    {
        var page = Rendered.Page<DateChips>(("Name", "dia"), ("Days", new[] { Today, Today.AddDays(3) }), ("Today", Today), ("Selected", Today.AddDays(3)));
        Assert.Equal("2026-11-06", page.One("input[checked]").GetAttribute("value"));
        Assert.Equal(["Hoje", "sex, 06/11"], page.QuerySelectorAll("input[type=radio]").Select(r => page.One($"label[for='{r.Id}']").TextContent));
        Assert.Empty(page.QuerySelectorAll("input[type=date]"));
    }

    [Fact]
    public void Another_date_is_kept_within_the_limits_and_comes_first_when_chosen()
    {
        var page = Rendered.Page<DateChips>(("Name", "dia"), ("Days", new[] { Today, Today.AddDays(3) }), ("Today", Today), ("Selected", Today.AddDays(20)),
            ("OtherName", "outra-data"), ("Min", Today), ("Max", Today.AddDays(30)));
        var radios = page.QuerySelectorAll("input[type=radio]");
        Assert.Equal(DateChips.OtherValue, radios[0].GetAttribute("value"));
        Assert.Equal(radios[0], page.One("input[checked]"));
        var date = page.One("input[type=date]");
        Assert.Equal(("outra-data", "2026-11-23", "2026-11-03", "2026-12-03"), (date.GetAttribute("name"), date.GetAttribute("value"), date.GetAttribute("min"), date.GetAttribute("max")));
        Assert.Equal("Qual data?", page.One($"label[for='{date.Id}']").TextContent);
        Assert.Equal(page.All.Count(e => e.HasAttribute("id")), page.All.Where(e => e.HasAttribute("id")).Select(e => e.Id).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_date_that_could_not_be_used_is_said_and_shown_back()
    {
        var page = Rendered.Page<DateChips>(("Name", "dia"), ("Days", new[] { Today }), ("Today", Today), ("Selected", Today), ("OtherName", "outra-data"), ("OtherText", "2027-05-01"), ("Error", "Escolha até 03/12/2026."));
        Assert.Contains("Escolha até 03/12/2026.", page.GetElementById(page.One("fieldset").GetAttribute("aria-describedby")!)!.TextContent, StringComparison.Ordinal);
        Assert.Equal(DateChips.OtherValue, page.One("input[checked]").GetAttribute("value"));
        Assert.Equal("2027-05-01", page.One("input[type=date]").GetAttribute("value"));
    }
}
