using System.Text.Json;

namespace Cobranca.Portal.Tests.Api.Calculators;

public sealed class BoletoPreviewTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Path = "/api/v1/boletos/preview";

    private const string Itau = """
        {"bank":"341","agencia":"0057","conta":"12345","contaDv":"7","carteira":"109","nossoNumero":"43","amount":1278.59,"dueDate":"2026-11-03"}
        """;

    /// <summary>Every known field filled in: what a bank does not need must not matter.</summary>
    private const string Everything = """
        {"bank":"756","carteira":"1","agencia":"4327","agenciaDv":"?","conta":"?","contaDv":"?","convenio":"229385","convenioDv":"7","posto":"?","byte":"?",
         "variacao":"01","parcela":"001","ios":"?","nossoNumero":"354","amount":1250.00,"dueDate":"2025-02-21","issuedOn":"2025-01-02"}
        """;

    public static TheoryData<string, string> Slips { get; } = new()
    {
        { """{"bank":"001","carteira":"17","convenio":"2837465","nossoNumero":"1","amount":87.35,"dueDate":"2023-05-15"}""", "00193935100000087350000002837465000000000117" },
        { """{"bank":"033","carteira":"101","convenio":"5260965","nossoNumero":"348378","amount":0.01,"dueDate":"2026-12-10"}""", "03397165600000000019526096500000034837890101" },
        { """{"bank":"077","carteira":"112","agencia":"0001","convenio":"4879213","nossoNumero":"15031","amount":345678.90,"dueDate":"2027-02-28"}""", "07799173600345678900001112487921300000150310" },
        { """{"bank":"104","carteira":"SIG14","convenio":"487521","nossoNumero":"791554","amount":1999.99,"dueDate":"2025-12-31"}""", "10491131200001999994875214000100040007915540" },
        { """{"bank":"237","carteira":"09","agencia":"1173","conta":"403005","nossoNumero":"291584","amount":0.01,"dueDate":"2026-12-10"}""", "23792165600000000011173090000029158404030050" },
        { Itau, "34191161900001278591090000004380057123457000" },
        { """{"bank":"422","agencia":"0123","agenciaDv":"4","conta":"578432","contaDv":"1","nossoNumero":"71","amount":345678.90,"dueDate":"2026-07-15"}""", "42292150800345678907012340057843210000007102" },
        { """{"bank":"748","carteira":"1","agencia":"0165","posto":"02","convenio":"02623","byte":"2","nossoNumero":"57568","amount":345678.90,"dueDate":"2049-10-13","issuedOn":"2026-11-21"}""", "74892999900345678901126257568001650202623102" },
        { Everything, "75692999900001250001432701229385700003547001" },
    };

    [Theory]
    [MemberData(nameof(Slips))]
    public async Task Nine_banks_by_their_rules(string request, string barcode)
    {
        var slip = await (await CalculatorScene.OfAsync(portal)).AnswerAsync(Path, request);
        Assert.Equal(barcode, slip.Text("barcode"));
        Assert.Equal(barcode[19..], slip.Text("campoLivre"));
        Assert.Equal(47, slip.Text("linhaDigitavel")!.Length);
        Assert.Equal(slip.Text("linhaDigitavel"), string.Concat(slip.Text("linhaDigitavelFormatted")!.Where(char.IsAsciiDigit)));
    }

    [Fact]
    public async Task The_whole_answer()
    {
        var slip = await (await CalculatorScene.OfAsync(portal)).AnswerAsync(Path, Itau);
        Assert.Equal("34191.09008 00004.380051 71234.570001 1 16190000127859", slip.Text("linhaDigitavelFormatted"));
        Assert.Equal(("00000043", "8", "109/00000043-8", 1619, "Itaú Unibanco"),
            (slip.Text("nossoNumero"), slip.Text("nossoNumeroDv"), slip.Text("nossoNumeroFormatted"), slip.GetProperty("fator").GetInt32(), slip.Text("bankName")));
        Assert.Empty(slip.GetProperty("warnings").EnumerateArray());
        var doubted = await (await CalculatorScene.OfAsync(portal)).AnswerAsync(Path, CalculatorScene.With(Itau, "contaDv", "\"8\""));
        Assert.Equal("contaDv", Assert.Single(doubted.GetProperty("warnings").EnumerateArray()).Text("field"));
    }

    [Theory]
    [InlineData("bank", "\"999\"", "bank")]
    [InlineData("bank", "341", "bank")]
    [InlineData("bank", null, "bank")]
    [InlineData("agencia", null, "agencia")]
    [InlineData("agencia", "57", "agencia")]
    [InlineData("agencia", "\"00571\"", null)]
    [InlineData("agencia", "\"10571\"", "agencia")]
    [InlineData("contaDv", "\"\"", "contaDv")]
    [InlineData("carteira", "\"198\"", "carteira")]
    [InlineData("nossoNumero", null, "nossoNumero")]
    [InlineData("nossoNumero", "\"43-7\"", "nossoNumero")]
    [InlineData("nossoNumero", "\"123456789\"", "nossoNumero")]
    [InlineData("amount", "0", "amount")]
    [InlineData("amount", "100000000.00", "amount")]
    [InlineData("amount", "99999999.99", null)]
    [InlineData("amount", "1.001", "amount")]
    [InlineData("amount", null, "amount")]
    [InlineData("dueDate", "\"2000-07-02\"", "dueDate")]
    [InlineData("dueDate", "\"2000-07-03\"", null)]
    [InlineData("dueDate", "\"2049-10-13\"", null)]
    [InlineData("dueDate", "\"2049-10-14\"", "dueDate")]
    [InlineData("dueDate", "\"2026-02-29\"", "dueDate")]
    [InlineData("dueDate", null, "dueDate")]
    [InlineData("issuedOn", "\"hoje\"", "issuedOn")]
    [InlineData("conta_dv", "\"7\"", "conta_dv")]
    [InlineData("Agencia", "\"0057\"", "Agencia")]
    public async Task What_will_not_do_is_refused_by_name(string field, string? value, string? refused)
    {
        var api = await CalculatorScene.OfAsync(portal);
        var request = CalculatorScene.With(Itau, field, value);
        if (refused is null) await api.AnswerAsync(Path, request);
        else Assert.Equal([refused], await api.WrongAsync(Path, request));
    }

    [Fact]
    public async Task Everything_wrong_is_said_at_once() => Assert.Equal(
        ["carteira", "agencia", "conta", "contaDv", "nossoNumero", "amount", "dueDate"],
        (await (await CalculatorScene.OfAsync(portal)).WrongAsync(Path, """{"bank":"341","nossoNumero":"x","amount":0,"dueDate":"1999-01-01"}""")).OrderBy(Order));

    [Fact]
    public async Task Sicredi_asks_for_the_day_of_issue() => Assert.Equal(["issuedOn"],
        await (await CalculatorScene.OfAsync(portal)).WrongAsync(Path, """{"bank":"748","carteira":"1","agencia":"0165","posto":"02","convenio":"02623","byte":"2","nossoNumero":"1","amount":1,"dueDate":"2026-12-10"}"""));

    [Fact]
    public async Task A_key_without_the_scope_is_sent_away()
    {
        var api = await ApiScene.OfAsync(portal, portal.Vetor, "boletos:read", "boletos:write");
        foreach (var path in new[] { "pricing/preview", "boletos/preview", "boletos/read", "pix/preview", "pix/read" })
            Assert.Equal(403, (await api.PostAsync($"/api/v1/{path}", "{}")).Status);
        Assert.Equal(401, (await new ApiScene(portal.Http, null).PostAsync(Path, Itau)).Status);
    }

    [SharedFact("vectors/boleto.json")]
    public async Task Every_shared_vector_of_every_bank()
    {
        var api = await CalculatorScene.OfAsync(portal);
        var count = 0;
        foreach (var vector in CalculatorScene.Shared("vectors/boleto.json")!.Value.GetProperty("vectors").EnumerateArray())
        {
            var slip = await api.AnswerAsync(Path, RequestOf(vector.GetProperty("input")));
            var expected = vector.GetProperty("expected");
            Assert.Equal(
                (expected.Text("barcode"), expected.Text("linha"), expected.Text("linhaFormatada"), expected.Text("campoLivre"), expected.Text("nossoNumero"), expected.Text("nossoNumeroDV")),
                (slip.Text("barcode"), slip.Text("linhaDigitavel"), slip.Text("linhaDigitavelFormatted"), slip.Text("campoLivre"), slip.Text("nossoNumero"), slip.Text("nossoNumeroDv")));
            var read = await api.AnswerAsync("/api/v1/boletos/read", $$"""{"code":"{{expected.Text("linhaFormatada")}}"}""");
            Assert.Equal((true, expected.Text("barcode"), expected.Text("campoLivre")), (read.GetProperty("valid").GetBoolean(), read.Text("barcode"), read.Text("campoLivre")));
            count++;
        }
        Assert.Equal(65, count);
    }

    [SharedFact("vectors/boleto-published.json")]
    public async Task Every_published_slip_that_tells_its_input()
    {
        var api = await CalculatorScene.OfAsync(portal);
        var vectors = CalculatorScene.Shared("vectors/boleto-published.json")!.Value.EnumerateArray().Where(vector => vector.TryGetProperty("input", out _)).ToList();
        foreach (var vector in vectors)
            Assert.Equal(vector.Text("barcode"), (await api.AnswerAsync(Path, RequestOf(vector.GetProperty("input")))).Text("barcode"));
        Assert.Equal(110, vectors.Count);
    }

    private static string RequestOf(JsonElement input)
    {
        var fields = new (string Ours, string Theirs)[]
        {
            ("bank", "banco"), ("carteira", "carteira"), ("agencia", "agencia"), ("agenciaDv", "agenciaDV"), ("conta", "conta"), ("contaDv", "contaDV"), ("convenio", "convenio"),
            ("convenioDv", "convenioDV"), ("posto", "posto"), ("byte", "byte"), ("variacao", "variacao"), ("ios", "ios"), ("nossoNumero", "nossoNumero"), ("dueDate", "vencimento"), ("issuedOn", "emissao"),
        };
        return $$"""{{{string.Join(',', fields.Select(field => $"\"{field.Ours}\":{CalculatorScene.Quoted(input, field.Theirs)}"))}},"amount":{{input.Text("valor")}}}""";
    }

    private static int Order(string field) => Array.IndexOf(["carteira", "agencia", "conta", "contaDv", "nossoNumero", "amount", "dueDate"], field);
}
