using System.Net;
using Cobranca.Domain.Cnab;
using Cobranca.Portal.Integrations.Bank.Files;
using Cobranca.Portal.Integrations.Bank.Simulated;
using Cobranca.Portal.Tests.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.BankFiles;

/// <summary>Where a developer pays, and what else <c>/dev</c> shows of boletos.</summary>
public sealed class DevBankPageTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task What_the_bank_registered_is_paid_by_a_form()
    {
        var (bank, folder) = (portal.Services.GetRequiredService<SimulatedBank>(), portal.Services.GetRequiredService<BankFolders>().Of("aurora", "341")!);
        var browser = portal.NewBrowser();
        Assert.Contains("ainda não tem boletos", (await browser.GetAsync("/dev/banco")).Text, StringComparison.Ordinal);
        RemessaFiles.Send(folder, RemessaFiles.Itau, "341", CnabFormat.Cnab400, 1, RemessaFiles.Entry("00000001", 128_682, new(2026, 11, 23)));
        Answer();

        var page = await browser.GetAsync("/dev/banco");
        foreach (var words in new[] { "R$ 1.286,82 · em aberto", "MARINA CONCEICAO", "00000001", "23/11/2026" }) Assert.Contains(words, page.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Equal("1.286,82", page.Document.QuerySelector("input[name=Amount]")!.GetAttribute("value"));
        // A bank whose files know no reversal has no button for it.
        Assert.Equal(["boleto", "pix", "baixar"], page.Document.QuerySelectorAll("button[name=Deed]").Select(button => button.GetAttribute("value")));

        foreach (var wrong in new[] { "", "muito", "-1,00", "1,99", "99999999999999,00" })
            Assert.Contains("Informe um valor", (await browser.SubmitAndFollowAsync(page, "banco", ("Deed", "boleto"), ("Amount", wrong))).Text, StringComparison.Ordinal);
        Assert.Contains("não tem este boleto", (await browser.SubmitAndFollowAsync(page, "banco", ("Deed", "boleto"), ("Title", "x"))).Text, StringComparison.Ordinal);

        page = await browser.SubmitAndFollowAsync(page, "banco", ("Deed", "boleto"), ("Amount", "1.300,00"));
        Assert.Contains("Pago.", page.Text, StringComparison.Ordinal);
        Assert.Contains("pago R$ 1.300,00", page.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Equal("Pagar de novo", page.Document.QuerySelector("button[name=Deed]")!.TextContent);
        Answer();
        Assert.Equal(2, Directory.GetFiles(folder.Retorno).Length);

        void Answer()
        {
            bank.Turn();
            portal.Clock.Advance(SimulatedBank.Delay);
            bank.Turn();
        }
    }

    [Fact]
    public async Task A_sample_carne_says_that_it_is_none_to_pay()
    {
        var answer = await portal.Http.GetAsync("/dev/carne.pdf");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var peers = new PdfPeers(await answer.Content.ReadAsByteArrayAsync());
        peers.AssertSyntaxIsClean();
        Assert.Equal(3, peers.Text().Split("DEMONSTRAÇÃO: NÃO PAGUE").Length - 1);
    }
}
