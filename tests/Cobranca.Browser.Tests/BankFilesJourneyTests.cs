using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Cobranca.Browser.Tests;

/// <summary>
/// From the wish to pay to the receipt, by files alone: remessa out, retorno in, paid at the simulated bank, retorno in. On a phone without
/// scripts the portal is killed while the bank thinks about the registration, and again while it thinks about the payment.
/// </summary>
[Collection(Journeys.Name)]
public sealed class BankFilesJourneyTests(PortalProcess portal, Chromium chromium)
{
    [Theory]
    [InlineData(360, false, true, "Pagar", "Pago por boleto")]
    [InlineData(1280, true, false, "Pagar com Pix", "Pago por boleto")]
    public Task A_boleto_goes_to_the_bank_and_comes_back_paid(int width, bool scripts, bool killed, string pay, string paid) => chromium.WalkAsync(portal, width, scripts, async page =>
    {
        // The last ones, so that whoever pays here is not somebody another journey counts on.
        var debtor = (await DemoDebtor.OfAsync(page, "aurora")).Last(d => d.Open is >= 2 and <= 6 && d.CanReceiveCodes);
        var journey = new Journey(portal, page);
        await journey.SignInAsync(debtor.Link, debtor.TaxId);
        await page.GetByRole(AriaRole.Button, new() { Name = "Gerar boleto" }).ClickAsync();
        await page.WaitForURLAsync("**/boleto/novo**");
        await page.GetByRole(AriaRole.Button, new() { Name = "Gerar boleto" }).ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("/aurora/boleto/", StringComparison.Ordinal) && !url.Contains("/novo", StringComparison.Ordinal));
        var boleto = page.Url.Split('?')[0];
        if (killed) await portal.KillAndRestartAsync();
        await UntilAsync(boleto, "Linha digitável");
        var amount = (await page.Locator(".amount").First.InnerTextAsync()).Split("R$")[1].Split('\n')[0].Trim(' ', '\u00a0');

        await page.GetByRole(AriaRole.Link, new() { Name = "banco simulado" }).ClickAsync();
        await LookAsync();
        var title = page.Locator("section.card").First;
        await Assertions.Expect(title.GetByLabel("Valor pago")).ToHaveValueAsync(amount);
        await title.GetByRole(AriaRole.Button, new() { Name = pay, Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("O retorno chega ao portal")).ToBeVisibleAsync();
        await LookAsync();
        if (killed) await portal.KillAndRestartAsync();
        await UntilAsync(boleto, "Recebemos o pagamento deste boleto");

        await page.GotoAsync("/aurora/pagamentos");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = amount }).First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText(paid).First).ToBeVisibleAsync();
        Assert.Equal("%PDF"u8.ToArray(), (await Pdf.DownloadAsync(page))[..4]);
        Assert.Contains("O razão fecha", await portal.CommandAsync("ledger", "check", "--creditor", "aurora"), StringComparison.Ordinal);

        // Some eight seconds; a portal on a busy machine takes longer.
        async Task UntilAsync(string address, string words)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
            using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
            do await page.GotoAsync(address); while (await page.GetByText(words).CountAsync() == 0 && await look.WaitForNextTickAsync(patience.Token));
        }

        async Task LookAsync()
        {
            Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
            if (!scripts) return; // axe is a script
            Assert.Empty((await page.RunAxe()).Violations.Select(v => $"{v.Id} at {string.Join(", ", v.Nodes.Select(n => n.Html).Take(3))}"));
        }
    });
}
