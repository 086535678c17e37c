using System.Text.Json;

namespace Cobranca.Portal.Tests.Api.Calculators;

public sealed class PixTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Preview = "/api/v1/pix/preview";
    private const string Read = "/api/v1/pix/read";
    private const string Manual = "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3D";

    [Theory]
    [InlineData("""{"key":"123e4567-e12b-12d1-a456-426655440000","name":"Fulano de Tal","city":"BRASILIA"}""", Manual)]
    [InlineData("""{"key":"12345678909","name":"PORTAL","city":"SAO PAULO","amount":3.20,"txid":"CRC00"}""",
        "00020126330014br.gov.bcb.pix01111234567890952040000530398654043.205802BR5906PORTAL6009SAO PAULO62090505CRC006304004C")]
    [InlineData("""{"url":"pix.example.com/8b3da2f39a4140d1a91abd93113bd441","name":"Fulano de Tal","city":"BRASILIA"}""",
        "00020101021226700014br.gov.bcb.pix2548pix.example.com/8b3da2f39a4140d1a91abd93113bd4415204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***630464E4")]
    public async Task Writes_the_code(string request, string payload) =>
        Assert.Equal(payload, (await (await CalculatorScene.OfAsync(portal)).AnswerAsync(Preview, request)).Text("payload"));

    [Theory]
    [InlineData("key", null, "key")]
    [InlineData("url", "\"pix.example.com/x\"", "url")]
    [InlineData("key", "\"12345678900\"", "key")]
    [InlineData("name", "\"\"", "name")]
    [InlineData("name", null, "name")]
    [InlineData("city", "\" \"", "city")]
    [InlineData("amount", "0", "amount")]
    [InlineData("amount", "10000000000", "amount")]
    [InlineData("txid", "\"with space\"", "txid")]
    [InlineData("singleUse", "true", "singleUse")]
    [InlineData("info", "\"x\"", "info")]
    public async Task What_will_not_do_is_refused_by_name(string field, string? value, string refused) => Assert.Equal([refused], await (await CalculatorScene.OfAsync(portal))
        .WrongAsync(Preview, CalculatorScene.With("""{"key":"12345678909","name":"PORTAL","city":"SAO PAULO","amount":3.20}""", field, value)));

    [Fact]
    public async Task Reads_what_a_code_says()
    {
        var pix = await ReadAsync("  " + Manual + "\n");
        Assert.Equal((true, "static", "123e4567-e12b-12d1-a456-426655440000", "random", "Fulano de Tal", "BRASILIA", "null", "null"),
            (pix.GetProperty("valid").GetBoolean(), pix.Text("kind"), pix.Text("key"), pix.Text("keyKind"), pix.Text("name"), pix.Text("city"), pix.Raw("amount"), pix.Raw("txid")));
        var same = await (await CalculatorScene.OfAsync(portal)).AnswerAsync(Read, JsonSerializer.Serialize(new { payload = Manual }));
        Assert.Equal(pix.GetRawText(), same.GetRawText());
    }

    [Fact]
    public async Task Says_what_is_wrong_and_where()
    {
        var pix = await ReadAsync(Manual[..^1] + "E");
        var problem = Assert.Single(pix.GetProperty("problems").EnumerateArray());
        Assert.Equal((false, "crc", Manual.Length - 3), (pix.GetProperty("valid").GetBoolean(), problem.Text("field"), problem.GetProperty("position").GetInt32()));
        Assert.Equal(["code"], await (await CalculatorScene.OfAsync(portal)).WrongAsync(Read, """{"code":""}"""));
        Assert.Equal(["code"], await (await CalculatorScene.OfAsync(portal)).WrongAsync(Read, "{}"));
        Assert.Equal(["payload"], await (await CalculatorScene.OfAsync(portal)).WrongAsync(Read, """{"code":"1","payload":"1"}"""));
    }

    [SharedFact("vectors/pix.json")]
    public async Task Every_shared_vector()
    {
        var api = await CalculatorScene.OfAsync(portal);
        var count = 0;
        foreach (var vector in CalculatorScene.Shared("vectors/pix.json")!.Value.GetProperty("vectors").EnumerateArray())
        {
            var input = vector.GetProperty("input");
            var fields = new List<string>();
            foreach (var (ours, theirs) in new[] { ("key", "key"), ("url", "url"), ("name", "name"), ("city", "city"), ("txid", "txid"), ("description", "info") })
                if (input.TryGetProperty(theirs, out var value)) fields.Add($"\"{ours}\":{value.GetRawText()}");
            if (input.TryGetProperty("amount", out var amount)) fields.Add($"\"amount\":{amount.GetString()}");
            Assert.Equal(vector.Text("payload"), (await api.AnswerAsync(Preview, $$"""{{{string.Join(',', fields)}}}""")).Text("payload"));
            var read = await ReadAsync(vector.Text("payload")!);
            Assert.Equal((true, vector.Text("kind")), (read.GetProperty("valid").GetBoolean(), read.Text("kind")));
            count++;
        }
        Assert.Equal(9, count);
    }

    [SharedFact("vectors/pix.json")]
    public async Task Every_published_code()
    {
        foreach (var code in CalculatorScene.Shared("vectors/pix.json")!.Value.GetProperty("published").EnumerateArray())
        {
            var valid = (await ReadAsync(code.Text("payload")!)).GetProperty("valid").GetBoolean();
            var expected = code.GetProperty("expectedValid");
            if (expected.ValueKind != JsonValueKind.Null) Assert.Equal((code.Text("id"), expected.GetBoolean()), (code.Text("id"), valid));
        }
    }

    private async Task<JsonElement> ReadAsync(string code) => await (await CalculatorScene.OfAsync(portal)).AnswerAsync(Read, JsonSerializer.Serialize(new { code }));
}
