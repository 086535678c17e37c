using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Boletos;

namespace Cobranca.Portal.Tests.Debts;

/// <summary>What the page of debts says while the person chooses.</summary>
public sealed class RepricingTests(PortalFixture portal) : IClassFixture<PortalFixture>, IAsyncLifetime
{
    private readonly BoletoScene _scene = new(portal);

    public Task InitializeAsync() => _scene.PrepareAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_new_total_is_said_politely_and_nothing_opened_is_closed()
    {
        var (browser, _) = await SignedInAsync(new DateOnly(2026, 9, 17));
        var page = await browser.GetAsync("/aurora/dividas");
        Assert.Equal("Para ficar em dia: R$ 1.286,82, 1 dívida, pagando hoje, seg, 23/11.", page.Document.QuerySelector("#valores [role=status].sr")!.TextContent.Replace('\u00a0', ' '));
        Assert.Contains("\"open\"", page.Document.QuerySelector("meta[name=htmx-config]")!.GetAttribute("content")!, StringComparison.Ordinal);
        // The browser's own check would keep the old total on the page; the last of several quick taps is the one that counts.
        var form = page.Document.QuerySelector("form[hx-get]")!;
        Assert.True(form.HasAttribute("novalidate"));
        Assert.Equal("replace", form.GetAttribute("hx-sync"));
    }

    [Fact]
    public async Task Nothing_chosen_shows_no_amount_and_no_button()
    {
        var (browser, _) = await SignedInAsync(new DateOnly(2026, 9, 17));
        var page = await browser.GetAsync("/aurora/dividas?escolha=1");
        Assert.Equal("Nada escolhido", page.Heading);
        Assert.Equal("Nada escolhido.", page.Document.QuerySelector("#valores [role=status].sr")!.TextContent);
        Assert.DoesNotContain("R$ 0,00", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Gerar boleto", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_paused_debts_never_reads_as_a_discharge()
    {
        var (browser, _) = await SignedInAsync(new DateOnly(2026, 9, 17), debt => debt.Status = ReceivableStatus.Disputed);
        var page = await browser.GetAsync("/aurora/dividas");
        Assert.Equal("Nada a pagar hoje", page.Heading);
        Assert.DoesNotContain("em dia", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asking_again_for_the_same_slip_leads_to_it()
    {
        var (browser, debt) = await SignedInAsync(new DateOnly(2026, 9, 17));
        var review = BoletoScene.ReviewPath(payOn: null, debt);
        Assert.Contains("Gerar boleto", (await browser.GetAsync(review)).Text, StringComparison.Ordinal);
        await _scene.IssueAsync(browser, payOn: null, debt);
        Assert.Contains("Ver o boleto já gerado", (await browser.GetAsync(review)).Text, StringComparison.Ordinal);
    }

    private async Task<(Browser Browser, Receivable Debt)> SignedInAsync(DateOnly dueOn, Action<Receivable>? change = null)
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var debt = await _scene.AddDebtAsync(debtor, dueOn: dueOn, change: change);
        return (await portal.SignInAsync(debtor), debt);
    }
}
