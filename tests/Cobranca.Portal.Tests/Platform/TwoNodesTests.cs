using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Cobranca.Portal.Tests.Databases;

namespace Cobranca.Portal.Tests.Platform;

/// <summary>Two portals on one database behind nginx: whoever of them dies, the debtor's walk goes on.</summary>
public sealed partial class TwoNodesTests : IDisposable
{
    private const string Creditor = """
        {
          "slug": "escola", "legalName": "Escola Ltda", "tradeName": "Escola", "cnpj": "11.222.333/0001-81",
          "address": { "street": "Rua A, 1", "city": "São Paulo", "uf": "SP", "cep": "01310-100" },
          "privacyContact": { "name": "Fulana", "email": "dados@escola.example.com.br" }, "brand": { "color": "#0b5f5c" },
          "terms": [{ "validFrom": "2015-01-01", "finePercent": 2, "interestPercentPerMonth": 1 }],
          "bankAccounts": [{ "bank": "341", "agencia": "0057", "conta": "12345", "contaDv": "7", "carteira": "109" }]
        }
        """;

    private const string Portfolio = """
        externalId;taxId;name;dueDate;amount;email;descricao
        M-1;529.982.247-25;Ana Conceição;01/10/2026;1.000,00;ana@exemplo.com.br;Mensalidade
        """;

    private readonly OwnDatabase _database = OwnDatabase.Migrated();
    private readonly Stopwatch _since = Stopwatch.StartNew();

    public void Dispose() => _database.Dispose();

    /// <summary>Every process begins at the same fixed Monday and as much later as it starts later: one clock for all of them.</summary>
    private Dictionary<string, string> Settings => new(_database.Settings, StringComparer.Ordinal)
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Development", ["Demo:Enabled"] = "false", ["Portal:TrustedProxies:0"] = "127.0.0.0/8",
        ["Clock:StartAt"] = (PortalFixture.Start + _since.Elapsed).ToString("O", CultureInfo.InvariantCulture),
    };

    [Fact]
    public async Task A_journey_goes_on_when_either_of_two_portals_is_killed()
    {
        await PortalNode.CommandAsync(Settings, "creditor", "apply", Write("credor.json", Creditor));
        await PortalNode.CommandAsync(Settings, "import", Write("titulos.csv", Portfolio), "--creditor", "escola");
        var link = new Uri(Address().Match(await PortalNode.CommandAsync(Settings, "link", "create", "--creditor", "escola", "--external-id", "M-1")).Value).AbsolutePath;

        var (firstPort, secondPort) = (PortalNode.FreePort(), PortalNode.FreePort());
        await using var first = await PortalNode.StartAsync(firstPort, Settings);
        await using var second = await PortalNode.StartAsync(secondPort, Settings);
        await using var nginx = await Nginx.StartAsync(firstPort, secondPort);
        using var http = nginx.NewClient();
        var browser = new Browser(http, "10.0.0.1");

        var page = await browser.SubmitAndFollowAsync(await browser.GetAsync(link), "link", ("Form.Characters", "529"));
        page = await browser.SubmitAndFollowAsync(page, "contato", ("Form.Contact", page.Choices("Form.Contact")[0]));
        var code = await CodeAsync(http);

        await first.KillAsync();
        page = await browser.SubmitAndFollowAsync(page, "codigo", ("Form.Code", code));
        Assert.Contains("1.037,67", page.Text, StringComparison.Ordinal); // 1.000,00 + 2% + 53 days of 1% a month
        for (var again = 0; again < 4; again++) Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/escola/dividas")).Status);

        await using var firstAgain = await PortalNode.StartAsync(firstPort, Settings);
        await second.KillAsync();
        page = await browser.GetAsync("/escola/dividas");
        var review = await browser.GetAsync($"/escola/boleto/novo?d={page.Document.QuerySelector("input[name=d]")!.GetAttribute("value")}");
        var made = await browser.SubmitAsync(review, "gerar");
        var boleto = new Uri(nginx.Address, made.Location!).AbsolutePath;
        Assert.StartsWith("/escola/boleto/", boleto, StringComparison.Ordinal);
        page = await UntilAsync(() => browser.GetAsync(boleto), page => page.Text.Contains("linha digitável", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("1.037,67", page.Text, StringComparison.Ordinal);
        Assert.Equal("application/pdf", (await browser.GetAsync(boleto + ".pdf")).Headers["Content-Type"]);

        foreach (var port in new[] { firstPort, secondPort }) Assert.Contains($"127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}", nginx.AccessLog, StringComparison.Ordinal);
        Assert.Contains("\"GET /escola/l/[token]\"", nginx.AccessLog, StringComparison.Ordinal);
        Assert.DoesNotContain(link, nginx.AccessLog, StringComparison.Ordinal);
    }

    private static async Task<string> CodeAsync(HttpClient http)
    {
        var text = await UntilAsync(async () => (await http.GetFromJsonAsync<List<Sent>>("/dev/mensagens.json"))!.FirstOrDefault(m => m.Template == "login-code")?.Text, text => text is not null);
        return Code().Match(text!).Value;
    }

    /// <summary>Asks until it is so. Each question is a request to a busy portal: no need to wait in between.</summary>
    private static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Predicate<T> so)
    {
        for (var watch = Stopwatch.StartNew(); ;)
        {
            var answer = await ask();
            if (so(answer)) return answer;
            if (watch.Elapsed > TimeSpan.FromMinutes(2)) throw new TimeoutException($"It never came to be: {answer}");
        }
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_database.Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private sealed record Sent(string Template, string Text);

    [GeneratedRegex(@"https?://\S+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"(?<!\d)\d{6}(?!\d)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
