using System.Globalization;
using System.Net;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Rules;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Boletos;

/// <summary>docs/decisions/0021.</summary>
public sealed class AnotherDateTests(PortalFixture portal) : IClassFixture<PortalFixture>, IAsyncLifetime
{
    private readonly BoletoScene _scene = new(portal);

    /// <summary>A Monday in a week's time.</summary>
    private static readonly DateOnly Due = new(2026, 11, 30);

    public Task InitializeAsync() => _scene.PrepareAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_new_slip_is_for_the_principal_alone()
    {
        var (_, debt, browser) = await SignedInAsync();
        var page = await browser.GetAsync(Path(debt));
        Assert.Equal(["2026-12-01", "2026-12-04", "2026-12-07", "2026-12-08", "2026-12-15", "outra"], page.Choices("pagar"));
        Assert.Contains("R$ 500,00", page.Text, StringComparison.Ordinal);
        Assert.Contains("Sem acréscimo", page.Text, StringComparison.Ordinal);

        var boleto = await MoveAsync(browser, debt, new(2026, 12, 10));
        Assert.Equal((BoletoKind.DueDateChange, BoletoStatus.Registered, 50_000L, new DateOnly(2026, 12, 10)), (boleto.Kind, boleto.Status, boleto.Amount.Centavos, boleto.DueOn));
    }

    [Fact]
    public async Task Charges_count_from_the_new_date_once_it_is_registered_and_the_limitation_period_from_the_old()
    {
        var (_, debt, browser) = await SignedInAsync();
        var asked = await browser.SubmitAsync(await browser.GetAsync(Path(debt) + "?pagar=2026-12-10"), "gerar");
        Assert.Null((await _scene.ReloadAsync(debt)).MovedTo);
        await _scene.BankDecidesAsync();
        Assert.Equal(BoletoStatus.Registered, (await _scene.FindAsync(BoletoScene.PathTo(asked)!)).Status);
        var moved = await _scene.ReloadAsync(debt);
        Assert.Equal((new DateOnly(2026, 12, 10), Due), (moved.MovedTo!.Value, moved.DueOn));

        var (onTime, late, barred) = await portal.InAsync(portal.Aurora, async services =>
        {
            var pricer = await services.GetRequiredService<PricingRules>().PricerAsync(portal.Aurora);
            return (pricer.PriceOn(moved, new(2026, 12, 10)).Total, pricer.PriceOn(moved, new(2026, 12, 11)), pricer.LimitationOf(moved).CollectableThrough);
        });
        Assert.Equal(50_000, onTime.Centavos);
        Assert.Equal((1_000L, 17L, 1), (late.Fine.Centavos, late.Interest.Centavos, late.DaysLate)); // 2%, and one day of 1% a month
        Assert.Equal(new(2031, 11, 30), barred);
    }

    [Fact]
    public async Task Between_the_two_dates_list_and_slip_say_the_same()
    {
        var (debtor, debt, browser) = await SignedInAsync();
        await MoveAsync(browser, debt, new(2026, 12, 10));
        portal.Clock.Set(new(2026, 12, 4, 9, 0, 0, TimeSpan.FromHours(-3)));
        browser = await portal.SignInAsync(debtor);
        var page = await browser.GetAsync("/aurora/dividas");
        Assert.Contains("vence em 10/12/2026", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("venceu", page.Text, StringComparison.Ordinal);
        Assert.Contains("R$ 500,00", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_the_bank_refuses_moves_nothing()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var debt = await _scene.AddDebtAsync(debtor, "500,13", Due);
        var boleto = await MoveAsync(await portal.SignInAsync(debtor), debt, new(2026, 12, 10));
        Assert.Equal(BoletoStatus.Rejected, boleto.Status);
        Assert.Null((await _scene.ReloadAsync(debt)).MovedTo);
    }

    [Theory]
    [InlineData("2026-11-30", "já pode ser paga até 30/11/2026 sem acréscimo")]
    [InlineData("2026-11-25", "já pode ser paga até 30/11/2026 sem acréscimo")]
    [InlineData("2026-12-16", "pode mudar até 15/12/2026")]
    public async Task Only_a_later_date_within_the_days_allowed(string day, string words)
    {
        var (debtor, debt, browser) = await SignedInAsync();
        var page = await browser.GetAsync($"{Path(debt)}?pagar={day}");
        Assert.Contains(words, page.Text, StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("input[name='Form.Key']"));

        var form = Browser.Filled(await browser.GetAsync(Path(debt)), "gerar");
        form.RequestUri = new($"{Path(debt)}?pagar={day}", UriKind.Relative);
        Assert.Equal(HttpStatusCode.OK, (await browser.SendAsync(form)).Status);
        Assert.Empty(await _scene.BoletosOfAsync(debtor));
    }

    [Fact]
    public async Task A_debt_already_late_is_sent_to_the_updated_slip()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var debt = await _scene.AddDebtAsync(debtor);
        var browser = await portal.SignInAsync(debtor);
        var page = await browser.GetAsync(Path(debt));
        Assert.Contains("Esta dívida já venceu", page.Text, StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("input[name='Form.Key']"));
    }

    [Fact]
    public async Task So_many_times_a_year_for_the_person_not_for_the_debt()
    {
        var (debtor, first, browser) = await SignedInAsync();
        var others = new[] { await _scene.AddDebtAsync(debtor, "100,00", Due), await _scene.AddDebtAsync(debtor, "200,00", Due) };
        await MoveAsync(browser, first, new(2026, 12, 1));
        await MoveAsync(browser, others[0], new(2026, 12, 1));
        var page = await browser.GetAsync(Path(others[1]) + "?pagar=2026-12-01");
        Assert.Contains("Você já mudou 2 vencimentos neste ano, que é o limite.", page.Text, StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("input[name='Form.Key']"));

        portal.Clock.Set(new(2027, 1, 2, 9, 0, 0, TimeSpan.FromHours(-3)));
        var next = await _scene.AddDebtAsync(debtor, "300,00", new(2027, 1, 11));
        browser = await portal.SignInAsync(debtor);
        Assert.NotNull((await browser.GetAsync(Path(next))).Document.QuerySelector("input[name='Form.Key']"));
    }

    [Fact]
    public async Task A_refused_change_does_not_count()
    {
        await _scene.PrepareAsync(limits => limits.DueDateChangesPerYear = 1);
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var (refused, good) = (await _scene.AddDebtAsync(debtor, "500,13", Due), await _scene.AddDebtAsync(debtor, "500,00", Due));
        var browser = await portal.SignInAsync(debtor);
        await MoveAsync(browser, refused, new(2026, 12, 10));
        Assert.Equal(BoletoStatus.Registered, (await MoveAsync(browser, good, new(2026, 12, 10))).Status);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(10, 0)]
    public async Task Where_the_creditor_offers_no_change_there_is_no_page(int days, int times)
    {
        await _scene.PrepareAsync(limits => (limits.DueDateChangeMaxDays, limits.DueDateChangesPerYear) = (days, times));
        var (_, debt, browser) = await SignedInAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(Path(debt))).Status);
        Assert.DoesNotContain("outra-data", (await browser.GetAsync("/aurora/dividas")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_leads_there_for_what_is_still_to_come()
    {
        var (_, debt, browser) = await SignedInAsync();
        Assert.NotNull((await browser.GetAsync("/aurora/dividas")).Document.QuerySelector($"a[href='{Path(debt)}']"));
    }

    [Fact]
    public async Task Nobody_else_moves_it()
    {
        var (_, debt, _) = await SignedInAsync();
        Assert.Equal("/aurora", (await portal.NewBrowser().GetAsync(Path(debt))).Location);
        var (_, _, other) = await SignedInAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(Path(debt))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync("/aurora/boleto/outra-data/0")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync("/aurora/boleto/outra-data/abc")).Status);
    }

    private async Task<(Debtor Debtor, Receivable Debt, Browser Browser)> SignedInAsync()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var debt = await _scene.AddDebtAsync(debtor, "500,00", Due);
        return (debtor, debt, await portal.SignInAsync(debtor));
    }

    private async Task<Boleto> MoveAsync(Browser browser, Receivable debt, DateOnly to)
    {
        var page = await browser.GetAsync(string.Create(CultureInfo.InvariantCulture, $"{Path(debt)}?pagar={to:yyyy-MM-dd}"));
        var path = BoletoScene.PathTo(await browser.SubmitAsync(page, "gerar"));
        Assert.True(path is not null, page.Text);
        await _scene.BankDecidesAsync();
        return await _scene.FindAsync(path);
    }

    private static string Path(Receivable debt) => string.Create(CultureInfo.InvariantCulture, $"/aurora/boleto/outra-data/{debt.Id}");
}
