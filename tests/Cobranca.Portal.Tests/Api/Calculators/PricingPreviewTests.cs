using Cobranca.Domain.Calendars;
using Cobranca.Portal.Features.Rules;
using Cobranca.Portal.Persistence.Model;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Api.Calculators;

/// <summary>The worked examples of the domain facts by their numbers, through HTTP, to the centavo.</summary>
public sealed class PricingPreviewTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Path = "/api/v1/pricing/preview";
    private const string TwoAndOne = """{"finePercent":2,"interestPercentPerMonth":1,"dayCount":"actual30","moraStart":"rolledDate","consumer":true}""";

    [Theory]
    [InlineData("E01", "100.00", "2026-10-05", "2026-10-15", TwoAndOne, 10, "2.00", "0.33", "102.33")]
    [InlineData("E02", "35.00", "2026-09-01", "2026-10-01", TwoAndOne, 30, "0.70", "0.35", "36.05")]
    [InlineData("E03", "1234.56", "2026-09-17", "2026-11-03", TwoAndOne, 47, "24.69", "19.34", "1278.59")]
    [InlineData("E04", "12.25", "2026-09-01", "2026-09-02", TwoAndOne, 1, "0.25", "0.00", "12.50")]
    [InlineData("E05", "250.00", "2026-10-10", "2026-10-13", TwoAndOne, 0, "0.00", "0.00", "250.00")]
    [InlineData("E06 rolled", "250.00", "2026-10-10", "2026-10-14", TwoAndOne, 1, "5.00", "0.08", "255.08")]
    [InlineData("E06 original", "250.00", "2026-10-10", "2026-10-14", """{"finePercent":2,"interestPercentPerMonth":1,"moraStart":"originalDate"}""", 4, "5.00", "0.33", "255.33")]
    [InlineData("E07 Monday", "480.00", "2026-11-20", "2026-11-23", TwoAndOne, 0, "0.00", "0.00", "480.00")]
    [InlineData("E07 rolled", "480.00", "2026-11-20", "2026-11-24", TwoAndOne, 1, "9.60", "0.16", "489.76")]
    [InlineData("E07 original", "480.00", "2026-11-20", "2026-11-24", """{"finePercent":2.0,"interestPercentPerMonth":1.000000,"moraStart":"originalDate"}""", 4, "9.60", "0.64", "490.24")]
    [InlineData("E08", "5000.00", "2026-10-01", "2026-10-16", """{"finePercent":10,"interestPercentPerMonth":1,"consumer":false}""", 15, "500.00", "25.00", "5525.00")]
    [InlineData("E09a actual30", "900.00", "2026-02-10", "2026-03-10", """{"finePercent":0,"interestPercentPerMonth":1,"dayCount":"actual30"}""", 28, "0.00", "8.40", "908.40")]
    [InlineData("E09a thirty360", "900.00", "2026-02-10", "2026-03-10", """{"finePercent":0,"interestPercentPerMonth":1,"dayCount":"thirty360"}""", 28, "0.00", "9.00", "909.00")]
    [InlineData("E09a actual365", "900.00", "2026-02-10", "2026-03-10", """{"finePercent":0,"interestPercentPerMonth":1,"dayCount":"actual365"}""", 28, "0.00", "8.28", "908.28")]
    [InlineData("E09b actual30", "900.00", "2026-07-10", "2026-09-10", """{"finePercent":0,"interestPercentPerMonth":1,"dayCount":"actual30"}""", 62, "0.00", "18.60", "918.60")]
    [InlineData("E09b thirty360", "900.00", "2026-07-10", "2026-09-10", """{"finePercent":0,"interestPercentPerMonth":1,"dayCount":"thirty360"}""", 62, "0.00", "18.00", "918.00")]
    [InlineData("E09b actual365", "900.00", "2026-07-10", "2026-09-10", """{"finePercent":0,"interestPercentPerMonth":1,"dayCount":"actual365"}""", 62, "0.00", "18.35", "918.35")]
    [InlineData("E23", "88.85", "2027-03-10", "2027-03-22", TwoAndOne, 12, "1.78", "0.36", "90.99")]
    [InlineData("E24 before paying", "1000.00", "2026-09-01", "2026-10-01", TwoAndOne, 30, "20.00", "10.00", "1030.00")]
    [InlineData("E30", "15.00", "2026-09-01", "2026-09-02", TwoAndOne, 1, "0.30", "0.01", "15.31")]
    [InlineData("E31", "480.00", "2026-12-31", "2027-01-04", TwoAndOne, 0, "0.00", "0.00", "480.00")]
    [InlineData("before it is due", "480.00", "2026-12-31", "2026-12-01", TwoAndOne, 0, "0.00", "0.00", "480.00")]
    public async Task Worked_examples(string example, string principal, string dueDate, string payDate, string terms, int daysLate, string fine, string interest, string total)
    {
        var price = await (await CalculatorScene.OfAsync(portal)).AnswerAsync(Path, Request(principal, dueDate, payDate, terms));
        Assert.Equal(
            (example, principal, "0.00", fine, interest, total, daysLate),
            (example, price.Raw("principal"), price.Raw("correction"), price.Raw("fine"), price.Raw("interest"), price.Raw("total"), price.GetProperty("daysLate").GetInt32()));
        var steps = price.GetProperty("steps").EnumerateArray().Select(step => (Kind: step.Text("kind"), Amount: step.GetProperty("amount").GetDecimal())).ToList();
        Assert.Equal("total", steps[^1].Kind);
        Assert.Equal(steps[^1].Amount, steps.SkipLast(1).Sum(step => step.Amount));
        Assert.Equal(total, price.GetProperty("steps").EnumerateArray().Last().Raw("amount"));
    }

    [Theory]
    [InlineData(true, "40.47", "2125.80")]
    [InlineData(false, "40.00", "2125.33")]
    public async Task E10_monetary_correction(bool fineOnCorrected, string fine, string total)
    {
        await SetIndexAsync(IndexSeries.Ipca, 2026, 8, 440_000, 560_000, 160_000);
        var terms = $$"""{"finePercent":2,"interestPercentPerMonth":1,"correction":"ipca","fineOnCorrected":{{(fineOnCorrected ? "true" : "false")}}}""";
        var price = await (await CalculatorScene.OfAsync(portal)).AnswerAsync(Path, Request("2000.00", "2026-08-03", "2026-11-03", terms));
        Assert.Equal(("2000.00", "23.28", fine, "62.05", total, 92), (price.Raw("principal"), price.Raw("correction"), price.Raw("fine"), price.Raw("interest"), price.Raw("total"), price.GetProperty("daysLate").GetInt32()));
        var correction = price.GetProperty("steps").EnumerateArray().Single(step => step.Text("kind") == "correction");
        Assert.Equal(["2026-08", "2026-09", "2026-10"], correction.GetProperty("indices").EnumerateArray().Select(index => index.Text("month")));
        Assert.Equal("23.281358848", correction.Raw("unrounded"));
    }

    [Fact]
    public async Task E11_nothing_agreed_is_the_taxa_legal()
    {
        await SetIndexAsync(IndexSeries.TaxaLegal, 2026, 7, 620_000, 580_000, 0, 710_000);
        var price = await (await CalculatorScene.OfAsync(portal)).AnswerAsync(Path, Request("10000.00", "2026-07-15", "2026-10-20", """{"finePercent":0,"interestPercentPerMonth":null}"""));
        Assert.Equal(("135.81", "10135.81"), (price.Raw("interest"), price.Raw("total")));
    }

    [Theory]
    [InlineData("E12 base", "", "0.00", "0.00", "1575.50")]
    [InlineData("E12", ""","discount":{"interestPercent":50,"finePercent":50}""", "37.75", "0.00", "1537.75")]
    [InlineData("E13", ""","discount":{"interestPercent":100,"finePercent":100,"principalPercent":10}""", "225.50", "0.00", "1350.00")]
    [InlineData("E14", ""","feesPercent":10""", "0.00", "157.55", "1733.05")]
    public async Task Discounts_and_fees(string example, string more, string discount, string fees, string total)
    {
        var terms = TwoAndOne.Replace("true", "false", StringComparison.Ordinal);
        var request = Request("1500.00", "2026-07-06", "2026-10-05", terms)[..^1] + more + "}";
        var price = await (await CalculatorScene.OfAsync(portal)).AnswerAsync(Path, request);
        Assert.Equal((example, "30.00", "45.50", discount, fees, total), (example, price.Raw("fine"), price.Raw("interest"), price.Raw("discount"), price.Raw("fees"), price.Raw("total")));
        var steps = price.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("amount").GetDecimal()).ToList();
        Assert.Equal(steps[^1], steps.SkipLast(1).Sum());
    }

    [Fact]
    public async Task A_consumer_pays_no_fees()
    {
        var request = CalculatorScene.With(Request("1500.00", "2026-07-06", "2026-10-05", TwoAndOne), "feesPercent", "10");
        var price = await (await CalculatorScene.OfAsync(portal)).AnswerAsync(Path, request);
        Assert.Equal(("0.00", "1575.50"), (price.Raw("fees"), price.Raw("total")));
        Assert.Contains(price.GetProperty("steps").EnumerateArray(), step => step.Text("kind") == "fees" && step.Text("source") == "STJ, REsp 1.274.629");
    }

    [Fact]
    public async Task The_limit_that_holds_is_said_and_more_is_refused()
    {
        var api = await CalculatorScene.OfAsync(portal);
        var price = await api.AnswerAsync(Path, Request("100.00", "2026-10-05", "2026-10-15", TwoAndOne));
        var fine = price.GetProperty("steps").EnumerateArray().Single(step => step.Text("kind") == "fine");
        Assert.Equal("Condições informadas no pedido; limite do CDC, art. 52 §1º", fine.Text("source"));
        Assert.Equal(["terms.finePercent", "terms.interestPercentPerMonth"], await api.WrongAsync(Path, Request("100.00", "2026-10-05", "2026-10-15", """{"finePercent":2.01,"interestPercentPerMonth":1.01}""")));
        Assert.Equal(["terms.finePercent"], await api.WrongAsync(Path, Request("100.00", "2026-10-05", "2026-10-15", """{"finePercent":10.01,"interestPercentPerMonth":2,"consumer":false}""")));
    }

    [Fact]
    public async Task A_place_adds_its_holidays()
    {
        await portal.InDbAsync(portal.Aurora, async db =>
        {
            db.LocalHolidays.Add(new LocalHolidayRow { NaturalKey = "SP 07-09", Uf = "SP", Month = 7, Day = 9, Name = "Revolução Constitucionalista", Law = "", Source = "teste" });
            return await db.SaveChangesAsync();
        });
        var api = await CalculatorScene.OfAsync(portal);
        var request = Request("480.00", "2026-07-09", "2026-07-10", TwoAndOne); // a Thursday
        Assert.Equal("489.76", (await api.AnswerAsync(Path, request)).Raw("total"));
        foreach (var (field, value) in new[] { ("uf", "\"SP\""), ("cityCode", "\"3550308\"") })
        {
            var price = await api.AnswerAsync(Path, CalculatorScene.With(request, field, value));
            Assert.Equal(("480.00", "2026-07-10"), (price.Raw("total"), price.Text("chargeFreeThrough")));
        }
        Assert.Equal("489.76", (await api.AnswerAsync(Path, CalculatorScene.With(request, "uf", "\"RJ\""))).Raw("total"));
        Assert.Equal(["cityCode"], await api.WrongAsync(Path, CalculatorScene.With(CalculatorScene.With(request, "uf", "\"RJ\""), "cityCode", "\"3550308\"")));
    }

    [Theory]
    [InlineData("principal", "0", "principal")]
    [InlineData("principal", "-1", "principal")]
    [InlineData("principal", "10000000000", "principal")]
    [InlineData("principal", "10.005", "principal")]
    [InlineData("principal", "\"100\"", "principal")]
    [InlineData("principal", null, "principal")]
    [InlineData("dueDate", "\"05/10/2026\"", "dueDate")]
    [InlineData("dueDate", "\"1996-12-31\"", "dueDate")]
    [InlineData("payDate", "\"2100-01-01\"", "payDate")]
    [InlineData("payDate", null, "payDate")]
    [InlineData("terms", null, "terms")]
    [InlineData("terms", """{"interestPercentPerMonth":1}""", "terms.finePercent")]
    [InlineData("terms", """{"finePercent":2}""", "terms.interestPercentPerMonth")]
    [InlineData("terms", """{"finePercent":-1,"interestPercentPerMonth":1}""", "terms.finePercent")]
    [InlineData("terms", """{"finePercent":2,"interestPercentPerMonth":0.0000001}""", "terms.interestPercentPerMonth")]
    [InlineData("terms", """{"finePercent":2,"interestPercentPerMonth":1,"dayCount":"30/360"}""", "terms.dayCount")]
    [InlineData("terms", """{"finePercent":2,"interestPercentPerMonth":1,"dayCount":1}""", "terms.dayCount")]
    [InlineData("terms", """{"finePercent":2,"interestPercentPerMonth":1,"moraStart":"today"}""", "terms.moraStart")]
    [InlineData("terms", """{"finePercent":2,"interestPercentPerMonth":1,"consumer":"yes"}""", "terms.consumer")]
    [InlineData("terms", """{"finePercent":2,"interestPercentPerMonth":1,"fine":2}""", "terms.fine")]
    [InlineData("discount", """{"interestPercent":101}""", "discount.interestPercent")]
    [InlineData("feesPercent", "101", "feesPercent")]
    [InlineData("uf", "\"XX\"", "uf")]
    [InlineData("cityCode", "\"1\"", "cityCode")]
    [InlineData("amount", "1", "amount")]
    public async Task What_will_not_do_is_refused_by_name(string field, string? value, string refused) =>
        Assert.Equal([refused], await (await CalculatorScene.OfAsync(portal)).WrongAsync(Path, CalculatorScene.With(Request("100.00", "2026-10-05", "2026-10-15", TwoAndOne), field, value)));

    [Fact]
    public async Task Edges_of_the_calendar_and_of_money_hold()
    {
        var api = await CalculatorScene.OfAsync(portal);
        var longest = await api.AnswerAsync(Path, Request("9999999999.99", "1997-01-01", "2099-12-31", """{"finePercent":10,"interestPercentPerMonth":2,"consumer":false}"""));
        Assert.Equal("999999999.99", CalculatorScene.Culture($"{longest.GetProperty("fine").GetDecimal() - 0.01m:0.00}"));
        await api.AnswerAsync(Path, Request("0.01", "2099-12-31", "2099-12-31", TwoAndOne));
        await api.AnswerAsync(Path, Request("0.01", "1997-01-01", "1997-01-01", TwoAndOne));
    }

    private static string Request(string principal, string dueDate, string payDate, string terms) =>
        $$"""{"principal":{{principal}},"dueDate":"{{dueDate}}","payDate":"{{payDate}}","terms":{{terms}}}""";

    private async Task SetIndexAsync(IndexSeries series, int year, int month, params long[] microPercents)
    {
        await portal.InDbAsync(portal.Aurora, async db =>
        {
            foreach (var (offset, value) in microPercents.Index())
            {
                var first = new DateOnly(year, month, 1).AddMonths(offset);
                if (await db.IndexPoints.FindAsync(series, first) is null)
                    db.IndexPoints.Add(new IndexPoint { Series = series, Month = first, MicroPercent = value, Source = "teste", ImportedAt = portal.Clock.GetUtcNow().UtcDateTime });
            }
            return await db.SaveChangesAsync();
        });
    }
}
