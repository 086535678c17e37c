using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Access;
using Cobranca.Portal.Features.Payments;
using Cobranca.Portal.Integrations.Bank;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Boletos;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Events;

/// <summary>What a creditor's systems hear of a debtor's whole way through the portal, and what they do not.</summary>
public sealed class JourneyTests(PortalFixture portal) : IClassFixture<PortalFixture>, IAsyncLifetime
{
    private readonly BoletoScene _boletos = new(portal);
    private readonly EventScene _scene = new(portal);

    public Task InitializeAsync() => _boletos.PrepareAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Everything_that_happens_is_told_and_nothing_personal_is_said()
    {
        await using var receiver = await Receiver.StartAsync();
        await _scene.RegisterAsync(await _scene.ApiAsync(), receiver.Url);
        var debtor = await portal.AddDebtorAsync(portal.Aurora, change: d =>
        {
            d.BirthDate = new(1980, 3, 7);
            (d.Address, d.Cep) = ("Rua das Laranjeiras, 77", Cep.Parse("13010001"));
        });
        var neighbour = await _boletos.AddDebtAsync(await portal.AddDebtorAsync(portal.Aurora));
        var debts = new[] { await _boletos.AddDebtAsync(debtor), await _boletos.AddDebtAsync(debtor), await _boletos.AddDebtAsync(debtor, change: OwnSlip) };

        var browser = await portal.SignInAsync(debtor);
        var first = await _boletos.IssueAsync(browser, new(2026, 11, 24), debts[0]);
        var second = await _boletos.IssueAsync(browser, new(2026, 11, 26), debts[0]);
        await PayAsync(second);
        // The creditor's own slip of another bank: it must close that one itself.
        await _boletos.IssueAsync(browser, new(2026, 11, 25), debts[2]);
        await _boletos.BankDecidesAsync();
        // A debt that ends elsewhere takes its slip along.
        var third = await _boletos.IssueAsync(browser, new(2026, 11, 27), debts[1]);
        await _boletos.ChangeAsync(debts[1], r => r.Status = ReceivableStatus.Cancelled);
        await Cobranca.Portal.Features.Boletos.BankWorker.SweepAsync(portal.Services.GetRequiredService<IServiceScopeFactory>(), _boletos.Clock, default);
        await RejectAsync(browser, await _boletos.AddDebtAsync(debtor));
        var newMobile = await ChangeContactAsync(debtor);
        var refusing = portal.NewBrowser();
        await refusing.SubmitAndFollowAsync(await refusing.GetAsync(await portal.LinkAsync(debtor, contactId: debtor.Contacts[1].Id)), "nao-sou-eu");

        while (await _scene.TurnAsync() > 0) { }
        var heard = receiver.Requests.OrderBy(r => r.Number).ToList();
        Assert.Equal(
        [
            "debtor.identified", "boleto.registered", "boleto.registered", "boleto.superseded", "boleto.paid", "payment.settled", "boleto.registered", "boleto.supersede_requested",
            "boleto.registered", "boleto.superseded", "boleto.rejected", "contact.changed", "contact.changed", "contact.refused",
        ], heard.Select(r => r.Type));
        Assert.Equal(heard.Select((_, i) => (long)i + 1), heard.Select(r => r.Number));

        // Each says which of the creditor's debts it is about.
        Assert.All(heard, r => Assert.Contains("\"MENS-", r.Text, StringComparison.Ordinal));
        Assert.All(heard, r => Assert.DoesNotContain(neighbour.ExternalId, r.Text, StringComparison.Ordinal));
        Assert.Equal((first.PublicId, "superseded", second.PublicId), (Data(heard[3], "id"), Data(heard[3], "status"), Data(heard[3], "by")));
        Assert.Equal((third.PublicId, "closureRequested", "settled"), (Data(heard[9], "id"), Data(heard[9], "status"), Data(heard[9], "reason")));
        Assert.Equal("1288.06", heard[4].Json.GetProperty("data").GetProperty("paidAmount").GetRawText());

        var personal = new List<string> { debtor.Name, debtor.TaxId.Value, debtor.TaxId.Formatted, "Laranjeiras", "13010001", newMobile, newMobile[3..], "1980" };
        personal.AddRange(debtor.Contacts.SelectMany(c => new[] { c.Value, c.Value.TrimStart('+')[2..] }));
        foreach (var word in personal) Assert.All(heard, r => Assert.DoesNotContain(word, r.Text, StringComparison.OrdinalIgnoreCase));
        Assert.All(heard, r => Assert.Contains(r.Type, EventTypes.All));
    }

    private static string? Data(Arrived arrived, string field) => arrived.Json.GetProperty("data").GetProperty(field).GetString();

    private static void OwnSlip(Receivable receivable) => (receivable.SlipBankCode, receivable.SlipNossoNumero) = ("033", "1234567");

    private async Task PayAsync(Boleto boleto)
    {
        var outcome = await portal.InAsync(portal.Aurora, services => services.GetRequiredService<RecordPayment>()
            .HandleAsync(portal.Aurora, new(boleto.PublicId, boleto.Amount, DateOnly.FromDateTime(portal.Clock.GetUtcNow().Date), PaymentSource.Boleto, "retorno-1", "teste"), default));
        Assert.IsType<RecordPaymentOutcome.Recorded>(outcome);
    }

    private async Task RejectAsync(Browser browser, Receivable debt)
    {
        var path = await BoletoScene.AskAsync(browser, new(2026, 11, 24), debt);
        await _boletos.TurnAsync(new ScriptedBank { Decision = new BankAnswer.Rejected("Carteira não habilitada.") });
        Assert.Equal(Domain.Boletos.BoletoStatus.Rejected, (await _boletos.FindAsync(path)).Status);
    }

    /// <summary>Asked for, approved, and taken back; the new number.</summary>
    private async Task<string> ChangeContactAsync(Debtor debtor)
    {
        const string Mobile = "+5511988887777";
        var browser = portal.NewBrowser();
        var asked = await browser.SubmitAsync(await browser.GetAsync("/aurora/entrar/contato-mudou"), "contato-mudou", ("Form.TaxId", debtor.TaxId.Value), ("Form.Contact", Mobile), ("Form.Paper", "07/03/1980"));
        var protocol = asked.Location![^9..];
        foreach (var approve in new[] { true, false })
        {
            await portal.InAsync(portal.Aurora, async services =>
            {
                var request = await services.GetRequiredService<CobrancaDb>().ContactRequests.SingleAsync(r => r.Protocol == protocol);
                var decide = services.GetRequiredService<DecideContactChange>();
                return approve ? await decide.ApproveAsync(portal.Aurora, request, "Rita", null, default) : await decide.RefuseAsync(portal.Aurora, request, "Rita", "não foi ele", default);
            });
        }
        return Mobile;
    }
}
