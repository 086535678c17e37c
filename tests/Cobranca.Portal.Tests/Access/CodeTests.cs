using System.Net;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.Access;

/// <summary>A code is good for ten minutes, five tries, one session and one browser.</summary>
public sealed class CodeTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task The_right_code_opens_one_session_and_says_so_once()
    {
        var (debtor, browser, page) = await AwaitingAsync();
        var answer = await browser.SubmitAsync(page, "codigo", ("Form.Code", " " + (await portal.ReadCodeAsync(Mobile(debtor))).Insert(3, " ") + " "));
        Assert.EndsWith("/aurora/dividas", answer.Location, StringComparison.Ordinal);
        var cookie = Assert.Single(answer.SetCookies, c => c.StartsWith("sessao-aurora=", StringComparison.Ordinal) && !c.StartsWith("sessao-aurora=;", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("entrada-aurora", browser.Cookies.Keys);

        var session = Assert.Single(await SessionsAsync(debtor));
        Assert.Equal(SignInEntry.TaxId, session.Entry);
        Assert.Equal(debtor.Contacts[0].Id, session.ContactId);
        var identified = Assert.Single(await EventsAsync(debtor));
        Assert.Equal("debtor.identified", identified.Type);
        Assert.DoesNotContain(debtor.TaxId.Value, identified.Payload, StringComparison.Ordinal);
        Assert.DoesNotContain(Mobile(debtor), identified.Payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_code_nor_contact_stays_in_the_database()
    {
        var (debtor, _, _) = await AwaitingAsync();
        var code = await portal.ReadCodeAsync(Mobile(debtor));
        var message = await portal.InDbAsync(portal.Aurora, db => db.OutboxMessages.SingleAsync(m => m.DebtorId == debtor.Id));
        Assert.Null(message.Sealed);
        Assert.DoesNotContain(code, message.LastError ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_sent_twice_by_one_browser_lands_in_the_one_session()
    {
        var (debtor, browser, page) = await AwaitingAsync();
        var code = await portal.ReadCodeAsync(Mobile(debtor));
        var cookies = browser.Cookies.ToDictionary();
        await browser.SubmitAsync(page, "codigo", ("Form.Code", code));
        var session = browser.Cookies["sessao-aurora"];

        // The second tap left before the first answer came: same form, same cookies.
        var tap = portal.NewBrowser();
        foreach (var (name, value) in cookies) tap.Cookies[name] = value;
        var second = await tap.SubmitAsync(page, "codigo", ("Form.Code", code));
        Assert.EndsWith("/aurora/dividas", second.Location, StringComparison.Ordinal);
        Assert.Equal(session, tap.Cookies["sessao-aurora"]);
        Assert.Single(await SessionsAsync(debtor));
        Assert.Single(await EventsAsync(debtor));

        // Later it is a replay, and opens nothing.
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        var replay = portal.NewBrowser();
        foreach (var (name, value) in cookies) replay.Cookies[name] = value;
        Assert.NotNull((await replay.SubmitAsync(page, "codigo", ("Form.Code", code))).ErrorOf("Form.Code"));
        Assert.DoesNotContain("sessao-aurora", replay.Cookies.Keys);
    }

    [Fact]
    public async Task Of_many_confirmations_at_one_moment_one_opens_the_session()
    {
        var (debtor, browser, page) = await AwaitingAsync();
        var code = await portal.ReadCodeAsync(Mobile(debtor));
        var taps = Enumerable.Range(0, 4).Select(_ =>
        {
            var tap = portal.NewBrowser();
            foreach (var (name, value) in browser.Cookies) tap.Cookies[name] = value;
            return tap;
        }).ToList();
        var answers = await Task.WhenAll(taps.Select(tap => tap.SubmitAsync(page, "codigo", ("Form.Code", code))));
        Assert.All(answers, answer => Assert.EndsWith("/aurora/dividas", answer.Location, StringComparison.Ordinal));
        Assert.Single(taps.Select(tap => tap.Cookies["sessao-aurora"]).Distinct());
        Assert.Single(await SessionsAsync(debtor));
        Assert.Single(await EventsAsync(debtor));
    }

    [Fact]
    public async Task A_code_read_over_a_shoulder_is_nothing_in_another_browser()
    {
        var (debtor, _, page) = await AwaitingAsync();
        var code = await portal.ReadCodeAsync(Mobile(debtor));
        var (_, stranger, strangersPage) = await AwaitingAsync();
        Assert.NotNull((await stranger.SubmitAsync(strangersPage, "codigo", ("Form.Code", code))).ErrorOf("Form.Code"));

        var empty = portal.NewBrowser();
        foreach (var (name, value) in stranger.Cookies.Where(c => c.Key == "formulario")) empty.Cookies[name] = value;
        Assert.Equal("/aurora?aviso=tempo", (await empty.SubmitAndFollowAsync(strangersPage, "codigo", ("Form.Code", code))).Path);
        Assert.Empty(await SessionsAsync(debtor));
        Assert.NotNull(page);
    }

    [Fact]
    public async Task Five_tries_then_the_right_code_is_too_late()
    {
        var (debtor, browser, page) = await AwaitingAsync();
        var code = await portal.ReadCodeAsync(Mobile(debtor));
        for (var i = 0; i < 5; i++) Assert.Contains("não confere", (await browser.SubmitAsync(page, "codigo", ("Form.Code", Other(code)))).ErrorOf("Form.Code"), StringComparison.Ordinal);
        Assert.Contains("vezes demais", (await browser.SubmitAsync(page, "codigo", ("Form.Code", code))).ErrorOf("Form.Code"), StringComparison.Ordinal);
        Assert.Empty(await SessionsAsync(debtor));
    }

    [Fact]
    public async Task Of_forty_guesses_at_one_moment_five_are_looked_at()
    {
        var (debtor, browser, page) = await AwaitingAsync();
        var code = await portal.ReadCodeAsync(Mobile(debtor));
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => browser.SubmitAsync(page, "codigo", ("Form.Code", Other(code)))));
        Assert.Equal(5, answers.Count(answer => answer.ErrorOf("Form.Code")!.Contains("não confere", StringComparison.Ordinal)));
        Assert.Equal(5, await portal.InDbAsync(portal.Aurora, db => db.Challenges.Where(c => c.DebtorId == debtor.Id).Select(c => c.Tries).SingleAsync()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("abcdef")]
    [InlineData("１２３４５６")]
    [InlineData("<b>123456</b>")]
    public async Task What_cannot_be_a_code_uses_up_no_try(string typed)
    {
        var (debtor, browser, page) = await AwaitingAsync();
        var answer = await browser.SubmitAsync(page, "codigo", ("Form.Code", typed));
        Assert.Contains("6 números", answer.ErrorOf("Form.Code"), StringComparison.Ordinal);
        Assert.Equal(0, await portal.InDbAsync(portal.Aurora, db => db.Challenges.Where(c => c.DebtorId == debtor.Id).Select(c => c.Tries).SingleAsync()));
    }

    [Fact]
    public async Task Ten_minutes_and_it_is_over_even_past_midnight_and_the_years_end()
    {
        portal.Clock.Set(new(2026, 12, 31, 23, 55, 0, TimeSpan.FromHours(-3)));
        var (debtor, browser, page) = await AwaitingAsync();
        var (late, lateBrowser, latePage) = await AwaitingAsync();
        portal.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Assert.EndsWith("/dividas", (await browser.SubmitAsync(page, "codigo", ("Form.Code", await portal.ReadCodeAsync(Mobile(debtor))))).Location, StringComparison.Ordinal);
        var code = await portal.ReadCodeAsync(Mobile(late));
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("não vale mais", (await lateBrowser.SubmitAsync(latePage, "codigo", ("Form.Code", code))).ErrorOf("Form.Code"), StringComparison.Ordinal);
        Assert.Empty(await SessionsAsync(late));
    }

    [Fact]
    public async Task A_code_that_would_arrive_too_late_is_not_sent()
    {
        var (debtor, _, _) = await AwaitingAsync();
        portal.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Empty(await portal.MessagesToAsync(Mobile(debtor)));
    }

    [Fact]
    public async Task Another_code_after_a_minute_and_only_the_newest_counts()
    {
        var (debtor, browser, page) = await AwaitingAsync();
        var first = await portal.ReadCodeAsync(Mobile(debtor));
        var soon = await browser.SubmitAsync(page, "reenviar");
        Assert.Equal(HttpStatusCode.TooManyRequests, soon.Status);
        Assert.Contains("a partir das", soon.Text, StringComparison.Ordinal);

        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = await browser.SubmitAndFollowAsync(page, "reenviar");
        Assert.Contains("Enviamos um código novo", again.Text, StringComparison.Ordinal);
        var second = await portal.ReadCodeAsync(Mobile(debtor));
        if (first != second) Assert.NotNull((await browser.SubmitAsync(again, "codigo", ("Form.Code", first))).ErrorOf("Form.Code"));
        Assert.EndsWith("/dividas", (await browser.SubmitAsync(again, "codigo", ("Form.Code", second))).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Four_codes_an_attempt()
    {
        var (debtor, browser, page) = await AwaitingAsync();
        for (var i = 0; i < 3; i++)
        {
            portal.Clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(HttpStatusCode.Found, (await browser.SubmitAsync(page, "reenviar")).Status);
        }
        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.SubmitAsync(page, "reenviar")).Status);
        Assert.Equal(4, (await portal.MessagesToAsync(Mobile(debtor))).Count);
    }

    [Fact]
    public async Task A_contact_taken_out_of_use_meanwhile_opens_nothing()
    {
        var (debtor, browser, page) = await AwaitingAsync();
        var code = await portal.ReadCodeAsync(Mobile(debtor));
        await portal.InDbAsync(portal.Aurora, db => db.Contacts.Where(c => c.DebtorId == debtor.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.FlaggedAt, portal.Clock.GetUtcNow().UtcDateTime)));
        Assert.NotNull((await browser.SubmitAsync(page, "codigo", ("Form.Code", code))).ErrorOf("Form.Code"));
        Assert.Empty(await SessionsAsync(debtor));
    }

    [Fact]
    public async Task In_two_tabs_the_last_attempt_counts_and_nobody_gets_into_the_wrong_one()
    {
        var (first, second) = (await portal.AddDebtorAsync(portal.Aurora), await portal.AddDebtorAsync(portal.Aurora));
        var browser = portal.NewBrowser();
        var firstTab = await DoorPageTests.AskAsync(browser, "aurora", first.TaxId, "sms");
        var secondTab = await DoorPageTests.AskAsync(browser, "aurora", second.TaxId, "sms");
        Assert.NotNull((await browser.SubmitAsync(firstTab, "codigo", ("Form.Code", await portal.ReadCodeAsync(Mobile(first))))).ErrorOf("Form.Code"));
        Assert.EndsWith("/dividas", (await browser.SubmitAsync(secondTab, "codigo", ("Form.Code", await portal.ReadCodeAsync(Mobile(second))))).Location, StringComparison.Ordinal);
        Assert.Empty(await SessionsAsync(first));
        Assert.Single(await SessionsAsync(second));
    }

    [Fact]
    public async Task The_SMS_is_one_plain_neutral_message()
    {
        var (debtor, _, _) = await AwaitingAsync();
        var sms = Assert.Single(await portal.MessagesToAsync(Mobile(debtor)));
        Assert.Equal(("sms", "login-code", "login-code", "aurora"), (sms.Channel, sms.Template, sms.Purpose, sms.Creditor));
        Assert.True(sms.Text.Length <= 160, sms.Text);
        Assert.All(sms.Text, c => Assert.True(char.IsAscii(c)));
        Assert.StartsWith("Colegio Aurora: ", sms.Text, StringComparison.Ordinal);
        Assert.Contains("/aurora/nao-sou-eu", sms.Text, StringComparison.Ordinal);
        foreach (var word in new[] { "divida", "cobran", "debito", "pagamento", debtor.Name, debtor.TaxId.Value }) Assert.DoesNotContain(word, sms.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_email_says_whose_it_is()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        await DoorPageTests.AskAsync(portal.NewBrowser(), "aurora", debtor.TaxId, "email");
        var mail = Assert.Single(await portal.MessagesToAsync(debtor.Contacts[1].Value));
        foreach (var part in new[] { "Colégio Aurora", "Aurora Ensino Ltda", "11.222.333/0001-81", "Rua das Acácias, 120" }) Assert.Contains(part, mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Likeness.CodeIn(mail.Text), mail.Subject, StringComparison.Ordinal);
        foreach (var word in new[] { "dívida", "cobran", "débito", debtor.Name, debtor.TaxId.Value }) Assert.DoesNotContain(word, mail.Text, StringComparison.OrdinalIgnoreCase);
    }

    private static string Mobile(Debtor debtor) => debtor.Contacts[0].Value;

    private static string Other(string code) => code == "000000" ? "000001" : "000000";

    private Task<List<DebtorSession>> SessionsAsync(Debtor debtor) => portal.InDbAsync(portal.Aurora, db => db.DebtorSessions.Where(s => s.DebtorId == debtor.Id).ToListAsync());

    private Task<List<OutgoingEvent>> EventsAsync(Debtor debtor) =>
        portal.InDbAsync(portal.Aurora, db => db.OutgoingEvents.Where(e => e.Payload.Contains($"\"debtorId\":{debtor.Id},")).ToListAsync());

    private async Task<(Debtor Debtor, Browser Browser, Page Page)> AwaitingAsync()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var browser = portal.NewBrowser();
        return (debtor, browser, await DoorPageTests.AskAsync(browser, "aurora", debtor.TaxId, "sms"));
    }
}
