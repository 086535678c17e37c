using System.Net;
using Cobranca.Portal.Tests.Boletos;

namespace Cobranca.Portal.Tests.Attacks;

/// <summary>A date in the address can be any date that can be written: it is refused like any other day outside the policy.</summary>
public sealed class FarDateTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Theory]
    [InlineData("1996-12-31")] // before the bank calendar begins
    [InlineData("2100-12-31")] // no later day to roll to
    [InlineData("2101-01-01")]
    public async Task A_day_the_bank_calendar_does_not_know_is_a_day_that_cannot_be_chosen(string day)
    {
        var scene = new BoletoScene(portal);
        await scene.PrepareAsync();
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var debt = await scene.AddDebtAsync(debtor);
        var paid = await scene.AddDebtAsync(debtor, change: r => r.Status = Persistence.Model.ReceivableStatus.Paid);
        var browser = await portal.SignInAsync(debtor);

        foreach (var (chosen, says) in new[] { (debt, "Escolha outra data"), (paid, "Não há o que pagar nesta escolha.") })
        {
            var page = await browser.GetAsync($"{BoletoScene.ReviewPath(null, chosen)}&pagar={Uri.EscapeDataString(day)}");
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Contains(says, page.Text, StringComparison.Ordinal);
            Assert.Null(page.FormOrNull("gerar"));
        }
    }
}
