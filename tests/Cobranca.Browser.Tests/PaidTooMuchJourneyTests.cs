using System.Globalization;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Cobranca.Browser.Tests;

/// <summary>Somebody paid too much: sees it, takes the receipt, asks the rest back. On a phone, and without scripts.</summary>
[Collection(Journeys.Name)]
public sealed class PaidTooMuchJourneyTests(PortalProcess portal, Chromium chromium)
{
    [Theory]
    [InlineData(360, true, ColorScheme.Light, 6)]
    [InlineData(360, false, ColorScheme.Light, 7)]
    [InlineData(1280, true, ColorScheme.Dark, 8)]
    public Task A_surplus_is_seen_and_asked_back(int width, bool scripts, ColorScheme scheme, int person) => chromium.WalkAsync(portal, width, scripts, async page =>
    {
        var violations = new List<string>();
        var debtor = (await DemoDebtor.OfAsync(page, "aurora")).Where(d => d.Open is >= 2 and <= 6 && d.CanReceiveCodes).ElementAt(person);
        var journey = new Journey(portal, page);
        await journey.SignInAsync(debtor.Link, debtor.TaxId);
        await journey.IssueBoletoAsync();
        var boleto = new Uri(page.Url).Segments[^1];
        await portal.CommandAsync("payment", "record", "--creditor", "aurora", "--boleto", boleto, "--amount", "99.999,99", "--paid-on", "23/11/2026",
            "--reference", string.Create(CultureInfo.InvariantCulture, $"extrato-{person}"), "--credited-on", "24/11/2026", "--tariff", "1,99");

        await page.GotoAsync("/aurora/pagamentos");
        await Assertions.Expect(page.GetByText("a receber de volta").First).ToBeVisibleAsync();
        await LookAsync("pagamentos");
        Assert.Equal("%PDF"u8.ToArray(), (await Pdf.DownloadAsync(page))[..4]);
        await page.GetByRole(AriaRole.Link, new() { Name = "Ver e pedir de volta" }).ClickAsync();
        await LookAsync("creditos");
        await page.GetByRole(AriaRole.Button, new() { Name = "de volta" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Pedido feito")).ToBeVisibleAsync();
        await LookAsync("creditos pedidos");
        Assert.Empty(violations);
        Assert.Contains("O razão fecha", await portal.CommandAsync("ledger", "check", "--creditor", "aurora"), StringComparison.Ordinal);

        async Task LookAsync(string place)
        {
            var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (overflow > 0) violations.Add($"{place}: scrolls sideways by {overflow} px");
            if (!scripts) return; // axe is a script
            var result = await page.RunAxe();
            violations.AddRange(result.Violations.Select(v => $"{place}: {v.Id} at {string.Join(", ", v.Nodes.Select(n => n.Html).Take(3))}"));
        }
    }, scheme);
}
