using System.Text;
using Cobranca.Portal.Tests.Api;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.Attacks;

/// <summary>Numbers no amount can be, lists no route takes and words that are two: refused in few words, without being rounded, multiplied or guessed.</summary>
public sealed class NumberAndSizeTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Payment = """{"amount":@,"paidOn":"2026-11-01","method":"pix","reference":"n"}""";
    private const string Pricing = """{"principal":@,"dueDate":"2026-09-17","payDate":"2026-11-03","terms":{"finePercent":2,"interestPercentPerMonth":1}}""";
    private const string Terms = """{"principal":1,"dueDate":"2026-09-17","payDate":"2026-11-03","terms":{"finePercent":@,"interestPercentPerMonth":1}}""";

    private Task<ApiScene> AuroraAsync() => ApiScene.OfAsync(portal, portal.Aurora);

    [Theory]
    [InlineData("1e28")]
    [InlineData("7.9e28")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("1e99999999999")]
    [InlineData("1e-400")]
    [InlineData("1234.560000000000000000000000000000000001")]
    [InlineData("0.1000000000000000000000000000000000000001")]
    [InlineData("0.001")]
    [InlineData("1000000000000")]
    public async Task A_number_that_is_no_amount_is_refused_and_never_rounded(string number)
    {
        var aurora = await AuroraAsync();
        Assert.Equal(["amount"], (await aurora.PostAsync("/api/v1/receivables/N/payments", Payment.Replace("@", number, StringComparison.Ordinal))).WrongFields);
        Assert.Equal(["principal"], (await aurora.PostAsync("/api/v1/pricing/preview", Pricing.Replace("@", number, StringComparison.Ordinal))).WrongFields);
        var put = await aurora.PutAsync("/api/v1/receivables", $$"""{"items":[{"externalId":"NUM","taxId":"52998224725","name":"Ana","dueDate":"2026-09-10","amount":{{number}}}]}""");
        Assert.True(put.Status == 200, put.Text);
        Assert.Equal("amount", put.Json.GetProperty("results")[0].GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("2.00000000000000000000000000000001")]
    [InlineData("1e29")]
    [InlineData("1e-29")]
    public async Task A_rate_is_not_rounded_either(string number) =>
        Assert.Equal(["terms.finePercent"], (await (await AuroraAsync()).PostAsync("/api/v1/pricing/preview", Terms.Replace("@", number, StringComparison.Ordinal))).WrongFields);

    [Theory]
    [InlineData("1234.56", "1234.56")]
    [InlineData("1234.5600", "1234.56")]
    [InlineData("123456e-2", "1234.56")]
    [InlineData("1.23456E3", "1234.56")]
    [InlineData("1E+3", "1000.00")]
    [InlineData("0.1e1", "1.00")]
    public async Task The_same_amount_may_be_written_in_several_ways(string number, string amount)
    {
        var answer = await (await AuroraAsync()).PostAsync("/api/v1/pricing/preview", Pricing.Replace("@", number, StringComparison.Ordinal));
        Assert.True(answer.Status == 200, answer.Text);
        Assert.Equal(amount, answer.Json.GetProperty("principal").GetRawText());
    }

    [Theory]
    [InlineData("pix, counter")]
    [InlineData("PIX")]
    [InlineData("2")]
    [InlineData("")]
    public async Task A_word_is_one_of_those_told(string method) => Assert.Equal(["method"],
        (await (await AuroraAsync()).PostAsync("/api/v1/receivables/N/payments", $$"""{"amount":1,"paidOn":"2026-11-01","method":"{{method}}","reference":"w"}""")).WrongFields);

    [Fact]
    public async Task Nothing_is_not_an_item_of_a_list()
    {
        var aurora = await AuroraAsync();
        Assert.Equal(["types[0]"], (await aurora.PostAsync("/api/v1/webhooks", """{"url":"http://a.example.com/","types":[null]}""")).WrongFields);
        Assert.Equal(0, await portal.InDbAsync(portal.Aurora, db => db.WebhookEndpoints.CountAsync()));
        Assert.Equal(["receivables[1]"], (await aurora.PostAsync("/api/v1/boletos", """{"receivables":["A",null],"dueDate":"2026-12-01"}""")).WrongFields);
    }

    [Fact]
    public async Task Whatever_is_sent_little_is_said_back()
    {
        var aurora = await AuroraAsync();
        var fields = new StringBuilder("{\"a\":1");
        for (var i = 0; i < 300_000; i++) fields.Append(",\"b").Append(i).Append("\":1");
        var many = fields.Append('}').ToString();
        foreach (var body in new[]
        {
            many, $$"""{"items":[{{many}}]}""", $$"""{"{{new string('x', 5_000_000)}}":1}""", $$"""{"items":[{"externalId":"{{new string('x', 5_000_000)}}"}]}""", $$"""{"items":[{"{{new string('x', 5_000_000)}}":1}]}""",
        })
        {
            var answer = await aurora.PutAsync("/api/v1/receivables", body);
            Assert.True(answer.Text.Length < 50_000, $"{body[..30]}… is answered with {answer.Text.Length} characters");
            Assert.True(answer.Status == 400 || answer.Json.GetProperty("results")[0].GetProperty("outcome").GetString() == "refused", answer.Text);
        }
    }

    [Fact]
    public async Task A_list_longer_than_any_is_not_taken_apart()
    {
        var answer = await (await AuroraAsync()).PutAsync("/api/v1/receivables", $$"""{"items":[{{string.Join(',', Enumerable.Repeat('0', 60_000))}}]}""");
        Assert.Equal(["items"], answer.WrongFields);
        Assert.Contains("nenhuma lista passa de 50000", answer.Text, StringComparison.Ordinal);
    }
}
