using System.Text.Json;

namespace Cobranca.Portal.Tests.Api.Calculators;

public sealed class BoletoReadTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Path = "/api/v1/boletos/read";

    [Theory]
    [InlineData("34191.09008 00004.380051 71234.570001 1 16190000127859")]
    [InlineData("34191090080000438005171234570001116190000127859")]
    [InlineData(" 34191 09008/00004-380051,71234.570001.1.16190000127859\t")]
    [InlineData("34191161900001278591090000004380057123457000")]
    public async Task A_slip_is_read_however_it_is_written(string code)
    {
        var slip = await ReadAsync(code);
        Assert.Equal(
            (true, "boleto", "341", "Itaú Unibanco", "1278.59", "2026-11-03", 1619, "1090000004380057123457000"),
            (slip.GetProperty("valid").GetBoolean(), slip.Text("kind"), slip.Text("bank"), slip.Text("bankName"), slip.Raw("amount"), slip.Text("dueDate"), slip.GetProperty("fator").GetInt32(), slip.Text("campoLivre")));
        Assert.Equal(
            ("34191161900001278591090000004380057123457000", "34191090080000438005171234570001116190000127859", "34191.09008 00004.380051 71234.570001 1 16190000127859"),
            (slip.Text("barcode"), slip.Text("linhaDigitavel"), slip.Text("linhaDigitavelFormatted")));
        Assert.Equal(["2002-03-14", "2026-11-03"], slip.GetProperty("possibleDueDates").EnumerateArray().Select(date => date.GetString()));
        Assert.Empty(slip.GetProperty("problems").EnumerateArray());
    }

    [Theory]
    [InlineData("83620000001-3 23450048111-9 11111111111-3 11111111111-3", "3", "6", "123.45", "0048")]
    [InlineData("82800000001-0 23450048222-2 22222222222-4 22222222222-4", "2", "8", "123.45", "0048")]
    [InlineData("83630000001234500481111111111111111111111111", null, null, null, null)]
    public async Task A_bill_is_told_from_a_slip(string code, string? segment, string? valueKind, string? amount, string? company)
    {
        var bill = await ReadAsync(code);
        Assert.Equal("arrecadacao", bill.Text("kind"));
        if (segment is null)
        {
            Assert.Equal("barcode", Assert.Single(bill.GetProperty("problems").EnumerateArray()).Text("field"));
            return;
        }
        Assert.Equal((segment, valueKind, amount, company, 48), (bill.Text("segment"), bill.Text("valueKind"), bill.Raw("amount"), bill.Text("company"), bill.Text("linhaDigitavel")!.Length));
        Assert.Equal(code, bill.Text("linhaDigitavelFormatted"));
        Assert.Equal("null", bill.Raw("dueDate"));
    }

    [Fact]
    public async Task Without_amount_or_due_date_the_answer_says_so()
    {
        // Published by BoletoNet: neither due date nor amount.
        var slip = await ReadAsync("23797000000000000004150090019801673500021140");
        Assert.Equal((true, "0.00", "null", "null"), (slip.GetProperty("valid").GetBoolean(), slip.Raw("amount"), slip.Raw("dueDate"), slip.Raw("fator")));
        Assert.Equal(2, slip.GetProperty("notes").GetArrayLength());
        Assert.Contains(slip.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("contra-apresentação", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("34191.09018 00004.380051 71234.570001 1 16190000127859", "boleto", "field1", 10)]
    [InlineData("34191.09008 00004.380061 71234.570001 1 16190000127859", "boleto", "field2", 21)]
    [InlineData("34191.09008 00004.380051 71234.570011 1 16190000127859", "boleto", "field3", 32)]
    [InlineData("34191.09008 00004.380051 71234.570001 2 16190000127859", "boleto", "dueDateAndAmount", 33)]
    [InlineData("34191161900001278591090000004380057123457001", "boleto", "barcode", 5)]
    [InlineData("83620000001-3 23450048111-9 11111111111-3 11111111111-4", "arrecadacao", "block4", 48)]
    [InlineData("80620000001-3 23450048111-9 11111111111-3 11111111111-3", "arrecadacao", "segment", 2)]
    [InlineData("83120000001-3 23450048111-9 11111111111-3 11111111111-3", "arrecadacao", "valueKind", 3)]
    [InlineData("34191.09008 0000O.380051 71234.570001 1 16190000127859", "boleto", "code", 15)]
    [InlineData("341910900800004380051712345700011161900001278591", null, "length", 1)]
    [InlineData("3419109008", null, "length", null)]
    public async Task A_wrong_code_is_answered_with_what_is_wrong_and_where(string code, string? kind, string field, int? position)
    {
        var answer = await ReadAsync(code);
        Assert.False(answer.GetProperty("valid").GetBoolean());
        var problem = Assert.Single(answer.GetProperty("problems").EnumerateArray());
        Assert.Equal((field, position), (problem.Text("field"), problem.GetProperty("position").ValueKind == JsonValueKind.Null ? null : problem.GetProperty("position").GetInt32()));
        Assert.NotEmpty(problem.Text("message")!);
        if (field != "code") Assert.Equal(kind, answer.GetProperty("kind").GetString());
        Assert.Equal("null", answer.Raw("barcode"));
    }

    [Theory]
    [InlineData("{}", "code")]
    [InlineData("""{"code":""}""", "code")]
    [InlineData("""{"code":"  "}""", "code")]
    [InlineData("""{"code":null}""", "code")]
    [InlineData("""{"code":34191}""", "code")]
    [InlineData("""{"code":"1","kind":"boleto"}""", "kind")]
    [InlineData("""{"code":""", "")]
    [InlineData("[]", "")]
    public async Task A_request_that_is_not_one_is_a_problem(string json, string field) => Assert.Equal([field], await (await CalculatorScene.OfAsync(portal)).WrongAsync(Path, json));

    [Fact]
    public async Task There_is_a_longest_code_and_a_largest_body()
    {
        var api = await CalculatorScene.OfAsync(portal);
        Assert.Equal(["code"], await api.WrongAsync(Path, $$"""{"code":"{{new string('1', 1_001)}}"}"""));
        Assert.Equal(413, (await api.PostAsync(Path, $$"""{"code":"{{new string('1', 64_000)}}"}""")).Status);
    }

    [Fact]
    public async Task The_due_date_depends_on_the_day_of_reading()
    {
        Assert.Equal("2025-02-21", (await ReadAsync("00191999900001250000000002837465504512958217")).Text("dueDate"));
        var unreadable = await ReadAsync(WithFator("7500"));
        Assert.Equal(("null", 7500), (unreadable.Raw("dueDate"), unreadable.GetProperty("fator").GetInt32()));
        Assert.Contains(unreadable.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("fator", StringComparison.Ordinal));
    }

    private async Task<JsonElement> ReadAsync(string code) => await (await CalculatorScene.OfAsync(portal)).AnswerAsync(Path, JsonSerializer.Serialize(new { code }));

    private static string WithFator(string fator)
    {
        const string Slip = "34191161900001278591090000004380057123457000";
        for (var digit = '1'; digit <= '9'; digit++)
        {
            var candidate = $"{Slip[..4]}{digit}{fator}{Slip[9..]}";
            if (Cobranca.Domain.Boletos.Barcode.TryParse(candidate, out _)) return candidate;
        }
        throw new InvalidOperationException("One digit is right.");
    }
}
