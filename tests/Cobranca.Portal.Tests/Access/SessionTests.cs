using System.Net;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.Access;

/// <summary>Twenty minutes sliding, eight hours at most, one debtor at one creditor. <c>/sair</c> stands for every signed-in page.</summary>
public sealed class SessionTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Inside = "/aurora/sair";

    [Fact]
    public async Task A_stranger_is_sent_to_the_door_whatever_they_ask()
    {
        var browser = portal.NewBrowser();
        var get = await browser.GetAsync(Inside);
        Assert.Equal((HttpStatusCode.SeeOther, "/aurora"), (get.Status, get.Location));
        var post = await browser.SendAsync(new(HttpMethod.Post, Inside) { Content = new FormUrlEncodedContent([new("_handler", "sair")]) });
        Assert.Equal((HttpStatusCode.SeeOther, "/aurora"), (post.Status, post.Location));
        // A fragment asked for by script has to take the whole page along.
        var fragment = new HttpRequestMessage(HttpMethod.Get, Inside);
        fragment.Headers.Add("HX-Request", "true");
        Assert.Equal("/aurora", (await browser.SendAsync(fragment)).Headers["HX-Redirect"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_made_up_cookie_is_nothing(string value)
    {
        var browser = portal.NewBrowser();
        browser.Cookies["sessao-aurora"] = value;
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync(Inside)).Status);
    }

    [Fact]
    public async Task A_session_of_one_creditor_is_nothing_at_another()
    {
        var browser = await portal.SignInAsync(await portal.AddDebtorAsync(portal.Aurora));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Inside)).Status);
        browser.Cookies["sessao-vetor"] = browser.Cookies["sessao-aurora"];
        Assert.Equal("/vetor?aviso=sessao", (await browser.GetAsync("/vetor/sair")).Location);
        Assert.Equal("/vetor?aviso=sessao", (await browser.GetAsync("/vetor/dividas")).Location);
    }

    [Fact]
    public async Task Twenty_minutes_unused_end_it_and_use_keeps_it()
    {
        var browser = await portal.SignInAsync(await portal.AddDebtorAsync(portal.Aurora));
        for (var i = 0; i < 3; i++)
        {
            portal.Clock.Advance(TimeSpan.FromMinutes(19));
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Inside)).Status);
        }
        portal.Clock.Advance(TimeSpan.FromMinutes(20));
        var gone = await browser.GetAsync(Inside);
        Assert.Equal("/aurora?aviso=sessao", gone.Location);
        Assert.Contains("Sua sessão terminou", (await browser.GetAsync(gone.Location!)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eight_hours_end_it_however_much_it_is_used()
    {
        var browser = await portal.SignInAsync(await portal.AddDebtorAsync(portal.Aurora));
        for (var i = 0; i < 31; i++)
        {
            portal.Clock.Advance(TimeSpan.FromMinutes(15));
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Inside)).Status);
        }
        portal.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync(Inside)).Status);
    }

    [Fact]
    public async Task It_is_touched_at_most_once_a_minute()
    {
        var browser = await portal.SignInAsync(await portal.AddDebtorAsync(portal.Aurora));
        portal.Clock.Advance(TimeSpan.FromSeconds(59));
        portal.Sql.Take();
        await browser.GetAsync(Inside);
        Assert.DoesNotContain(portal.Sql.Take(), sql => sql.StartsWith("UPDATE", StringComparison.Ordinal));
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        await browser.GetAsync(Inside);
        await browser.GetAsync(Inside);
        Assert.Single(portal.Sql.Take(), sql => sql.StartsWith("UPDATE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Signing_out_ends_the_row_so_that_a_kept_cookie_is_dead()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var browser = await portal.SignInAsync(debtor);
        var kept = browser.Cookies["sessao-aurora"];
        var out1 = await browser.SubmitAndFollowAsync(await browser.GetAsync(Inside), "sair");
        Assert.Equal("/aurora?aviso=saiu", out1.Path);
        Assert.Contains("Você saiu", out1.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("sessao-aurora", browser.Cookies.Keys);

        browser.Cookies["sessao-aurora"] = kept;
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync(Inside)).Status);
        var session = Assert.Single(await SessionsAsync(debtor));
        Assert.Equal("signed-out", session.EndReason);
    }

    [Fact]
    public async Task The_header_of_every_signed_in_page_signs_out_too()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var browser = await portal.SignInAsync(debtor);
        var page = await browser.GetAsync("/aurora/privacidade");
        await browser.SubmitAsync(page, "sair");
        Assert.NotNull(Assert.Single(await SessionsAsync(debtor)).EndedAt);
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_every_session_of_that_debtor_and_no_other()
    {
        var (debtor, other) = (await portal.AddDebtorAsync(portal.Aurora), await portal.AddDebtorAsync(portal.Aurora));
        var phone = await portal.SignInAsync(debtor);
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        var laptop = await portal.SignInAsync(debtor);
        var others = await portal.SignInAsync(other);
        await laptop.SubmitAsync(await laptop.GetAsync(Inside), "sair", ("Form.Everywhere", "true"));
        Assert.Equal(HttpStatusCode.SeeOther, (await phone.GetAsync(Inside)).Status);
        Assert.Equal(HttpStatusCode.OK, (await others.GetAsync(Inside)).Status);
    }

    [Fact]
    public async Task Looking_at_the_way_out_signs_nobody_out()
    {
        var browser = await portal.SignInAsync(await portal.AddDebtorAsync(portal.Aurora));
        await browser.GetAsync(Inside);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Inside)).Status);
    }

    [Fact]
    public async Task Coming_in_again_in_the_same_browser_ends_the_session_before()
    {
        var (first, second) = (await portal.AddDebtorAsync(portal.Aurora), await portal.AddDebtorAsync(portal.Aurora));
        var browser = await portal.SignInAsync(first);
        await portal.SignInAsync(second, browser);
        Assert.Equal("replaced", Assert.Single(await SessionsAsync(first)).EndReason);
        Assert.Null(Assert.Single(await SessionsAsync(second)).EndedAt);
    }

    [Fact]
    public async Task Only_a_hash_of_the_cookie_is_stored()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var browser = await portal.SignInAsync(debtor);
        var session = Assert.Single(await SessionsAsync(debtor));
        Assert.NotEqual(System.Buffers.Text.Base64Url.DecodeFromChars(browser.Cookies["sessao-aurora"]), session.SecretHash);
        Assert.Equal(32, session.SecretHash.Length);
    }

    private Task<List<DebtorSession>> SessionsAsync(Debtor debtor) => portal.InDbAsync(portal.Aurora, db => db.DebtorSessions.Where(s => s.DebtorId == debtor.Id).ToListAsync());
}
