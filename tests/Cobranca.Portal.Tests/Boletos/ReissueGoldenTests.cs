using Cobranca.Domain.Boletos;

namespace Cobranca.Portal.Tests.Boletos;

/// <summary>E03 and the pair of domain facts §2.1, from the link to the paper.</summary>
public sealed class ReissueGoldenTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly BoletoScene _scene = new(portal);

    [Fact]
    public async Task A_debt_47_days_late_becomes_exactly_this_boleto()
    {
        await _scene.PrepareAsync();
        portal.Clock.Set(new(2026, 11, 3, 10, 0, 0, TimeSpan.FromHours(-3)));
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var debt = await _scene.AddDebtAsync(debtor);
        var browser = await portal.SignInAsync(debtor);

        var review = await browser.GetAsync(BoletoScene.ReviewPath(new(2026, 11, 3), debt));
        Assert.Contains("R$ 1.278,59", review.Text, StringComparison.Ordinal);
        Assert.Contains("24,69", review.Text, StringComparison.Ordinal);
        Assert.Contains("19,34", review.Text, StringComparison.Ordinal);
        Assert.Contains("não pode ser pago", review.Text, StringComparison.Ordinal);

        var path = BoletoScene.PathTo(await browser.SubmitAsync(review, "gerar"))!;
        var waiting = await browser.GetAsync(path);
        Assert.Contains("Estamos registrando no banco", waiting.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("34191", waiting.Body, StringComparison.Ordinal);

        await _scene.BankDecidesAsync();
        var page = await browser.GetAsync(path);
        Assert.Equal("Seu boleto", page.Heading);
        Assert.Contains("34191.09008 00004.380051 71234.570001 1 16190000127859", page.Text, StringComparison.Ordinal);
        Assert.Contains("R$ 1.278,59", page.Text, StringComparison.Ordinal);
        Assert.Contains("Aurora Ensino Ltda", page.Text, StringComparison.Ordinal);
        Assert.Contains("11.222.333/0001-81", page.Text, StringComparison.Ordinal);

        var boleto = await _scene.FindAsync(path);
        Assert.Equal(("00000043", "109/00000043-8", 127_859L), (boleto.NossoNumero, boleto.NossoNumeroFormatted, boleto.Amount.Centavos));
        Assert.Equal("34191161900001278591090000004380057123457000", boleto.Barcode);
        Assert.Equal([BoletoStatus.Requested, BoletoStatus.Registered], boleto.Transitions.Select(t => t.Status));

        var paper = await browser.GetAsync(path + ".pdf");
        Assert.Equal("application/pdf", paper.Headers["Content-Type"]);
        Assert.Equal("no-store", paper.Headers["Cache-Control"]);
        Assert.Contains("filename=boleto.pdf", paper.Headers["Content-Disposition"], StringComparison.Ordinal);
        Assert.StartsWith("%PDF-", paper.Body, StringComparison.Ordinal);
        Assert.Equal(["boleto.registered"], await _scene.EventsAboutAsync(boleto.PublicId));
    }
}
