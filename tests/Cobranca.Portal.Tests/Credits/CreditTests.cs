using Cobranca.Domain.Payments;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Payments;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Api;
using Cobranca.Portal.Tests.Boletos;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Credits;

/// <summary>What was paid too much: seen unasked, asked back, given back. 1.234,56 of E03 costs 1.286,82 today.</summary>
public sealed class CreditTests(PortalFixture portal) : IClassFixture<PortalFixture>, IAsyncLifetime
{
    private static int _references;
    private readonly BoletoScene _scene = new(portal);

    public Task InitializeAsync() => _scene.PrepareAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task From_the_surplus_to_the_money_back()
    {
        var (debtor, debt, browser, payment) = await OverpaidAsync();
        var page = await browser.GetAsync("/aurora/pagamentos");
        Assert.Contains("Você tem R$ 10,00 a receber de volta", Plain(page), StringComparison.Ordinal);
        page = await browser.GetAsync("/aurora/creditos");
        Assert.Equal("A receber de volta", page.Heading);
        Assert.Contains(debtor.TaxId.Masked, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"Form", page.Body, StringComparison.Ordinal); // no field for any other key

        var asked = await browser.SubmitAsync(page, "devolver");
        Assert.EndsWith("/aurora/creditos?pedido=1", BoletoScene.PathTo(asked), StringComparison.Ordinal);
        Assert.Contains("Pedido feito", (await browser.GetAsync("/aurora/creditos?pedido=1")).Text, StringComparison.Ordinal);
        await browser.SubmitAsync(page, "devolver"); // once more, by the back button
        Assert.Equal(["payment.settled", "credit.refund_requested"], await _scene.EventsAboutAsync($"\"{payment.Reference}\""));

        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        var listed = (await aurora.GetAsync("/api/v1/credits?limit=200&status=refundRequested")).Json.GetProperty("items").EnumerateArray().Single(c => c.GetProperty("paymentReference").GetString() == payment.Reference);
        Assert.Equal(("10.00", debtor.TaxId.Value), (listed.GetProperty("amount").GetRawText(), listed.GetProperty("taxId").GetString()));
        var path = $"/api/v1/credits/{listed.GetProperty("id").GetString()}/refunded";
        const string done = """{"reference":"PIX-5512","paidOn":"2026-11-23"}""";
        Assert.Equal("refunded", (await aurora.PostAsync(path, done)).Json.GetProperty("status").GetString());
        Assert.Equal(200, (await aurora.PostAsync(path, done)).Status);
        Assert.Equal(409, (await aurora.PostAsync(path, done.Replace("5512", "5513", StringComparison.Ordinal))).Status);

        Assert.Equal(["payment.settled", "credit.refund_requested", "payment.refunded"], await _scene.EventsAboutAsync($"\"{payment.Reference}\""));
        Assert.Contains("Devolvido em 23/11/2026", (await browser.GetAsync("/aurora/creditos")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("a receber de volta", (await browser.GetAsync("/aurora/pagamentos")).Text, StringComparison.Ordinal);
        var left = await portal.InDbAsync(portal.Aurora, async db => (await db.JournalEntries.Include(e => e.Lines).Where(e => e.PaymentId == payment.Id).ToListAsync())
            .SelectMany(e => e.Lines).Where(l => l.Account == LedgerAccount.CreditToDebtor).Sum(l => l.Debit - l.Credit).Centavos);
        Assert.Equal((0L, ReceivableStatus.Paid), (left, (await _scene.ReloadAsync(debt)).Status));
    }

    [Fact]
    public async Task What_cannot_be_given_back_is_refused_with_the_reason()
    {
        var (_, _, _, payment) = await OverpaidAsync();
        var (aurora, vetor) = (await ApiScene.OfAsync(portal, portal.Aurora), await ApiScene.OfAsync(portal, portal.Vetor));
        var id = await portal.InDbAsync(portal.Aurora, db => db.DebtorCredits.Where(c => c.PaymentId == payment.Id).Select(c => c.Id).SingleAsync());
        Task<ApiAnswer> Give(ApiScene who, string on, string reference = "R", string? credit = null) => who.PostAsync($"/api/v1/credits/{credit ?? id.ToString(System.Globalization.CultureInfo.InvariantCulture)}/refunded", $$"""{"reference":"{{reference}}","paidOn":"{{on}}"}""");
        Assert.Equal(404, (await Give(vetor, "2026-11-23")).Status);
        foreach (var unknown in new[] { "0", "x", "99999999999999999999" }) Assert.Equal(404, (await Give(aurora, "2026-11-23", credit: unknown)).Status);
        Assert.Equal(["paidOn"], (await Give(aurora, "2026-11-24")).WrongFields);
        Assert.Equal(["paidOn"], (await Give(aurora, "2026-11-22")).WrongFields);
        Assert.Equal(["reference"], (await Give(aurora, "2026-11-23", " ")).WrongFields);
        Assert.Equal(["status"], (await aurora.GetAsync("/api/v1/credits?status=1")).WrongFields);
        await portal.InAsync(portal.Aurora, services => services.GetRequiredService<ReversePayment>().HandleAsync(portal.Aurora, new(payment.Reference, null, "E", "devolvido", "test"), default));
        Assert.Contains("estornado", (await Give(aurora, "2026-11-23")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_debtor_sees_and_asks_for_nothing()
    {
        var (_, _, _, payment) = await OverpaidAsync();
        var other = await portal.SignInAsync(await portal.AddDebtorAsync(portal.Aurora));
        var page = await other.GetAsync("/aurora/creditos");
        Assert.Contains("Você não tem valores a receber de volta", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("devolver", page.Body, StringComparison.Ordinal);
        Assert.Equal(CreditState.Open, await portal.InDbAsync(portal.Aurora, db => db.DebtorCredits.Where(c => c.PaymentId == payment.Id).Select(c => c.State).SingleAsync()));
    }

    private async Task<(Debtor Debtor, Receivable Debt, Browser Browser, Payment Payment)> OverpaidAsync()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var debt = await _scene.AddDebtAsync(debtor);
        var outcome = await portal.InAsync(portal.Aurora, services => services.GetRequiredService<RecordOutsidePayment>()
            .HandleAsync(portal.Aurora, new(debt.ExternalId, new(129_682), BoletoScene.Today, PaymentSource.Transfer, $"CRED-{Interlocked.Increment(ref _references)}", "test"), default));
        return (debtor, debt, await portal.SignInAsync(debtor), Assert.IsType<OutsidePaymentOutcome.Recorded>(outcome).Payment);
    }

    private static string Plain(Page page) => page.Text.Replace('\u00a0', ' ');
}
