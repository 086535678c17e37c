using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Cobranca.Browser.Tests;

/// <summary>
/// Nothing in the code knows the demonstration: a creditor made by <c>creditor apply</c>, with its own bank, file and a company that owes,
/// passes the same journey, and the payment of the boleto empties the list.
/// </summary>
[Collection(Journeys.Name)]
public sealed partial class OwnCreditorJourneyTests(PortalProcess portal, Chromium chromium)
{
    private const string Creditor = """
        {
          "slug": "oficina-sao-jorge", "legalName": "Oficina São Jorge Peças e Serviços Ltda", "tradeName": "Oficina São Jorge", "cnpj": "11.444.777/0001-61",
          "address": { "street": "Rua das Oficinas, 55", "district": "Centro", "city": "Curitiba", "uf": "PR", "cep": "80010-000", "cityCode": "4106902" },
          "email": "financeiro@example.com.br", "phone": "(41) 3333-4444",
          "privacyContact": { "name": "Encarregada de dados", "email": "privacidade@example.com.br" },
          "brand": { "color": "#8a1c4a" },
          "terms": [ { "validFrom": "2020-01-01", "finePercent": 10, "interestPercentPerMonth": 1, "consumer": false, "clause": "Pedido, item 4" } ],
          "bankAccounts": [ { "bank": "001", "agencia": "1234", "agenciaDv": "3", "conta": "12345", "contaDv": "X", "carteira": "17", "convenio": "1234567", "variacao": "019", "firstSequence": 100 } ],
          "limits": { "payDateMaxDays": 15 }
        }
        """;

    // Due Thursday 2026-10-01, paid by Monday 2026-11-23: 53 days; 10% + 1% a month on R$ 5.000,00 = 500,00 + 88,33 (facts E08's terms).
    private const string Portfolio = """
        externalId;taxId;name;dueDate;amount;email;optin_email;descricao;consumer;contrato
        NF-7001;12.ABC.345/01DE-35;Transportes Açaí & Irmãos Ltda;01/10/2026;5.000,00;contas@example.com.br;sim;Retífica do motor;nao;PED-88
        """;

    [Fact]
    public async Task A_third_creditor_and_a_company_pass_the_same_journey()
    {
        await portal.CommandAsync("creditor", "apply", portal.Write("credor.json", Creditor));
        Assert.Contains("sem mudanças", await portal.CommandAsync("creditor", "apply", portal.Write("credor.json", Creditor)), StringComparison.OrdinalIgnoreCase);
        await portal.CommandAsync("import", portal.Write("titulos.csv", Portfolio), "--creditor", "oficina-sao-jorge");
        var link = new Uri(Address().Match(await portal.CommandAsync("link", "create", "--creditor", "oficina-sao-jorge", "--external-id", "NF-7001")).Value).AbsolutePath;

        await chromium.WalkAsync(portal, 360, scripts: false, page => WalkAsync(page, link));
    }

    private async Task WalkAsync(IPage page, string link)
    {
        var journey = new Journey(portal, page);
        await journey.SignInAsync(link, "12ABC345", paper: "NF-7001");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("5.588,33");
        await journey.IssueBoletoAsync();

        Assert.Equal([await Pdf.BarcodeOnAsync(page)], await Pdf.ReadCodesAsync(await Pdf.DownloadAsync(page)));
        var boleto = new Uri(page.Url).Segments[^1];
        await portal.CommandAsync("payment", "record", "--creditor", "oficina-sao-jorge", "--boleto", boleto, "--amount", "5.588,33", "--paid-on", "23/11/2026", "--reference", "extrato-1");
        await page.GotoAsync("/oficina-sao-jorge/dividas");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Não há pagamento a fazer por aqui");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sair" }).ClickAsync();
        await page.GotoAsync("/oficina-sao-jorge/dividas");
        Assert.DoesNotContain("dividas", page.Url, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"https?://\S+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
