using System.Net;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.Attacks;

/// <summary>Many taps at one moment are one wish: one code leaves, and every tap is answered as the first one was.</summary>
public sealed class CodeFloodTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const int Taps = 8;

    [Fact]
    public async Task Of_many_choices_at_one_moment_one_code_is_sent()
    {
        var (debtor, browser, choose) = await ChoosingAsync();
        var answers = await TapAsync(browser, choose, "contato", ("Form.Channel", "sms"));
        Assert.All(answers, answer => Assert.EndsWith("/aurora/entrar/codigo", answer.Location, StringComparison.Ordinal));
        Assert.Equal(1, await CodesAsync(debtor));
    }

    [Fact]
    public async Task Of_many_resends_at_one_moment_one_code_is_sent()
    {
        var (debtor, browser, choose) = await ChoosingAsync();
        var code = await browser.SubmitAndFollowAsync(choose, "contato", ("Form.Channel", "sms"));
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        var answers = await TapAsync(browser, code, "reenviar");
        // A tap that began after the code was sent is told to wait.
        Assert.Contains(answers, answer => answer.Location?.EndsWith("/aurora/entrar/codigo?reenviado=1", StringComparison.Ordinal) == true);
        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.Found or HttpStatusCode.TooManyRequests));
        Assert.Equal(2, await CodesAsync(debtor));
    }

    [Fact]
    public async Task A_choice_made_again_later_waits_its_minute()
    {
        var (debtor, browser, choose) = await ChoosingAsync();
        await browser.SubmitAsync(choose, "contato", ("Form.Channel", "sms"));
        portal.Clock.Advance(TimeSpan.FromSeconds(6));
        var wait = await browser.SubmitAsync(choose, "contato", ("Form.Channel", "email"));
        Assert.Equal((HttpStatusCode.TooManyRequests, "54"), (wait.Status, wait.Headers["Retry-After"]));
        Assert.Contains("Seu pedido já foi feito", wait.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("muitas tentativas", wait.Text, StringComparison.Ordinal);
        Assert.Equal(1, await CodesAsync(debtor));
    }

    [Fact]
    public async Task A_slow_second_tap_on_the_same_choice_is_told_that_the_code_is_on_its_way()
    {
        var (debtor, browser, choose) = await ChoosingAsync();
        await browser.SubmitAsync(choose, "contato", ("Form.Channel", "sms"));
        portal.Clock.Advance(TimeSpan.FromSeconds(20));
        var again = await browser.SubmitAndFollowAsync(choose, "contato", ("Form.Channel", "sms"));
        Assert.Equal((HttpStatusCode.OK, "Digite o código"), (again.Status, again.Heading));
        Assert.Contains("Seu pedido já foi feito há pouco", again.Text, StringComparison.Ordinal);
        Assert.NotNull(again.FormOrNull("codigo"));
        Assert.Equal(1, await CodesAsync(debtor));
    }

    [Fact]
    public async Task A_second_tap_does_not_tell_a_right_paper_of_a_company_from_a_wrong_one()
    {
        var company = await portal.AddDebtorAsync(portal.Vetor, TestTaxIds.Cnpj(4_711), d => d.RepresentativeCpf = Domain.Values.Cpf.Parse("52998224725"));
        var answers = new List<string?>();
        foreach (var paper in new[] { "52998", "00000" })
        {
            portal.Clock.Advance(TimeSpan.FromHours(1));
            var browser = portal.NewBrowser();
            var choose = await browser.SubmitAndFollowAsync(await browser.GetAsync("/vetor"), "entrar", ("Form.TaxId", company.TaxId.Value));
            await browser.SubmitAsync(choose, "contato", ("Form.Channel", "sms"), ("Form.Paper", "00000"));
            portal.Clock.Advance(TimeSpan.FromSeconds(6));
            var again = await browser.SubmitAsync(choose, "contato", ("Form.Channel", "sms"), ("Form.Paper", paper));
            answers.Add($"{again.Status} {again.Location}");
        }
        Assert.Equal(answers[0], answers[1]);
    }

    private async Task<(Debtor Debtor, Browser Browser, Page Choose)> ChoosingAsync()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var browser = portal.NewBrowser();
        return (debtor, browser, await browser.SubmitAndFollowAsync(await browser.GetAsync("/aurora"), "entrar", ("Form.TaxId", debtor.TaxId.Value)));
    }

    private static Task<Page[]> TapAsync(Browser browser, Page page, string form, params (string Name, string Value)[] fields) =>
        Task.WhenAll(Enumerable.Range(0, Taps).Select(_ => browser.SubmitAsync(page, form, fields)));

    private Task<int> CodesAsync(Debtor debtor) => portal.InDbAsync(portal.Aurora, db => db.Challenges.CountAsync(c => c.DebtorId == debtor.Id));
}
