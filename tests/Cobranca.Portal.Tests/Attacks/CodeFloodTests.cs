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
        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.SubmitAsync(choose, "contato", ("Form.Channel", "email"))).Status);
        Assert.Equal(1, await CodesAsync(debtor));
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
