using System.Globalization;
using System.Text;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Portfolio;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Boletos;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Platform;

/// <summary>The walk of one unmistakable person: link, digits, code, debts, boleto, PDF, e-mail, import; and all that must stay theirs.</summary>
public sealed class LoggedJourney(PortalFixture portal)
{
    private readonly List<string> _secrets = [];

    /// <summary>Texts that must be nowhere outside the database, the pages and the messages.</summary>
    public IReadOnlyList<string> Secrets => _secrets;

    public string LinkToken { get; private set; } = "";

    public async Task WalkAsync()
    {
        var scene = new BoletoScene(portal);
        await scene.PrepareAsync();
        var debtor = await portal.AddDebtorAsync(portal.Aurora, change: d =>
        {
            d.Name = "Zuleica Quintanilha";
            d.Contacts.Clear();
            d.Contacts.Add(portal.Contact(portal.Aurora, ContactChannel.Mobile, "+5511968574231"));
            d.Contacts.Add(portal.Contact(portal.Aurora, ContactChannel.Email, "zuleica.q@correio.example.com.br"));
        });
        var cpf = debtor.TaxId.Value;
        _secrets.AddRange([cpf, debtor.TaxId.Formatted, "Zuleica", "Quintanilha", "5511968574231", "11968574231", "96857-4231", "zuleica.q", "correio.example"]);
        await ImportAsync(debtor.TaxId.Formatted);
        var debt = await scene.AddDebtAsync(debtor, "7.391,83");
        _secrets.AddRange(["7.391,83", "7391,83", "7391.83", "739183"]);

        // Through the door, by hand: every page of it, and a wrong answer.
        var browser = portal.NewBrowser();
        var link = await portal.LinkAsync(debtor);
        LinkToken = link[(link.LastIndexOf('/') + 1)..];
        _secrets.Add(LinkToken);
        var page = await browser.SubmitAsync(await browser.GetAsync(link), "link", ("Form.Characters", "000"));
        page = await browser.SubmitAndFollowAsync(await browser.GetAsync(link), "link", ("Form.Characters", debtor.TaxId.FirstDigits(3)));
        _secrets.Add(browser.Cookies["entrada-aurora"]);
        page = await browser.SubmitAndFollowAsync(page, "contato", ("Form.Contact", debtor.Contacts[0].Id.ToString(CultureInfo.InvariantCulture)));
        var code = await portal.ReadCodeAsync("+5511968574231");
        _secrets.Add(code);
        page = await browser.SubmitAndFollowAsync(page, "codigo", ("Form.Code", code));
        Assert.Contains("7.391,83", page.Text, StringComparison.Ordinal);
        _secrets.Add(browser.Cookies["sessao-aurora"]);
        _secrets.Add(browser.Cookies["formulario"]);

        var boleto = await scene.IssueAsync(browser, BoletoScene.Today, debt);
        Assert.Equal(BoletoStatus.Registered, boleto.Status);
        Assert.True(LinhaDigitavel.TryParse(boleto.LinhaDigitavel, out var linha));
        _secrets.AddRange([boleto.Amount.ToAmountString(), boleto.Amount.Centavos.ToString(CultureInfo.InvariantCulture), boleto.NossoNumeroFormatted, boleto.LinhaDigitavel, linha.Formatted, boleto.Barcode]);
        Assert.Equal("application/pdf", (await browser.GetAsync($"/aurora/boleto/{boleto.PublicId}.pdf")).Headers["Content-Type"]);
        var email = debtor.Contacts[1];
        await browser.SubmitAndFollowAsync(await browser.GetAsync($"/aurora/boleto/{boleto.PublicId}"), "enviar", ("Form.Contact", email.Id.ToString(CultureInfo.InvariantCulture)));
        Assert.Single(await portal.MessagesToAsync(email.Value));

        // Somebody at the door without a link, and out again.
        await browser.GetAsync("/aurora/nada-aqui?cpf=" + cpf);
        var stranger = portal.NewBrowser();
        await stranger.SubmitAndFollowAsync(await stranger.GetAsync("/aurora"), "entrar", ("Form.TaxId", debtor.TaxId.Formatted));
        await browser.SubmitAsync(page, "sair");
    }

    private Task<bool> ImportAsync(string taxId) => portal.InAsync(portal.Aurora, async services =>
    {
        var csv = $"""
            externalId;taxId;name;dueDate;amount;email
            ZQ-1;{taxId};Zuleica Quintanilha;01/10/2026;7.391,83;zuleica.q@correio.example.com.br
            ZQ-2;{taxId};Zuleica Quintanilha;31/02/2026;7.391,83;zuleica.q@correio.example.com.br
            """;
        var creditor = await services.GetRequiredService<Persistence.CobrancaDb>().Creditors.AsNoTracking().SingleAsync(c => c.Id == portal.Aurora.Id);
        var result = await services.GetRequiredService<PortfolioImport>().RunAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv)), creditor, new() { SourceName = "titulos.csv", Actor = "teste" });
        var done = Assert.IsType<PortfolioImportResult.Done>(result);
        return done.Summary is { Added: 1, Refused: 1 } ? true : throw new InvalidOperationException("The import went otherwise than expected.");
    });
}
