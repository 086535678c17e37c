using System.Net;
using Cobranca.Domain.Boletos;
using Cobranca.Portal.Integrations.Bank;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cobranca.Portal.Tests.Boletos;

/// <summary>An installation without a bank connection, as Production is until one is configured: boletos are absent, not broken.</summary>
public sealed class NoBankTests : IAsyncLifetime
{
    private readonly PortalFixture _portal = new() { ChangeServices = services => services.RemoveAll<IBankConnection>() };

    public Task InitializeAsync() => _portal.InitializeAsync();

    public Task DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task No_page_offers_a_boleto_and_every_address_of_one_is_not_found()
    {
        var scene = new BoletoScene(_portal);
        await scene.PrepareAsync();
        var debtor = await _portal.AddDebtorAsync(_portal.Aurora);
        var late = await scene.AddDebtAsync(debtor);
        var coming = await scene.AddDebtAsync(debtor, dueOn: new(2026, 11, 30));
        var left = await _portal.InDbAsync(_portal.Aurora, async db =>
        {
            var boleto = new Boleto
            {
                PublicId = RandomKey.New(), CreditorId = _portal.Aurora.Id, DebtorId = debtor.Id, BankAccountId = 1, Status = BoletoStatus.Registered, BankCode = "341",
                NumberingKey = "0057/12345/109/", NossoNumero = "00000043", NossoNumeroFormatted = "109/00000043-8", Amount = new(127_859), DueOn = new(2026, 11, 30), PayableThrough = new(2026, 11, 30),
                Barcode = "34191161900001278591090000004380057123457000", LinhaDigitavel = "34191090080000438005171234570001116190000127859", RequestKey = RandomKey.New(), RequestedAt = scene.Now,
            };
            db.Boletos.Add(boleto);
            await db.SaveChangesAsync();
            return boleto;
        });

        var browser = await _portal.SignInAsync(debtor);
        var debts = await browser.GetAsync("/aurora/dividas");
        Assert.Equal(HttpStatusCode.OK, debts.Status);
        Assert.DoesNotContain("boleto", debts.Body, StringComparison.OrdinalIgnoreCase);
        foreach (var path in new[] { BoletoScene.ReviewPath(null, late), $"/aurora/boleto/outra-data/{coming.Id}", $"/aurora/boleto/{left.PublicId}" })
        {
            var page = await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, page.Status);
            Assert.Equal("Não encontramos esta página", page.Heading);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await browser.OpenAsync($"/aurora/boleto/{left.PublicId}.pdf")).Status);
    }
}
