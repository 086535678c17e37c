using System.Globalization;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.Access;

/// <summary>«Não sou eu» works at once for whoever received something, and for nobody else.</summary>
public sealed class NotMeTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task The_holder_of_a_link_closes_it_and_the_contact_it_was_sent_to()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var mobile = debtor.Contacts[0];
        var path = await portal.LinkAsync(debtor, contactId: mobile.Id);
        var done = await RefuseAsync(path);
        Assert.Contains("Obrigado", done.Heading, StringComparison.Ordinal);
        Assert.Equal(["wrong-person", null], await FlagsAsync(debtor));
        Assert.Single(await EventsAsync("contact.refused", debtor));

        // The link is one that never was, and codes go elsewhere.
        var browser = portal.NewBrowser();
        Assert.NotNull((await browser.SubmitAsync(await browser.GetAsync(path), "link", ("Form.Characters", debtor.TaxId.FirstDigits(3)))).ErrorOf("Form.Characters"));
        await DoorPageTests.AskAsync(portal.NewBrowser(), "aurora", debtor.TaxId, "sms");
        Assert.Empty(await portal.MessagesToAsync(mobile.Value));

        // Again, it is the same answer and nothing new.
        Assert.Equal(Likeness.Of(done), Likeness.Of(await RefuseAsync(path)));
        Assert.Single(await EventsAsync("contact.refused", debtor));
    }

    [Fact]
    public async Task A_link_somebody_else_delivered_is_closed_alone()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        await RefuseAsync(await portal.LinkAsync(debtor));
        Assert.Equal([null, null], await FlagsAsync(debtor));
        Assert.NotNull(await portal.InDbAsync(portal.Aurora, db => db.AccessLinks.Where(l => l.DebtorId == debtor.Id).Select(l => l.RevokedAt).SingleAsync()));
    }

    [Fact]
    public async Task Without_a_link_that_opens_the_same_words_do_nothing()
    {
        var debtor = await portal.AddDebtorAsync(portal.Vetor);
        var known = await RefuseAsync(await portal.LinkAsync(await portal.AddDebtorAsync(portal.Aurora)));
        var ofVetor = (await portal.LinkAsync(debtor, contactId: debtor.Contacts[0].Id)).Replace("/vetor/", "/aurora/", StringComparison.Ordinal);
        foreach (var path in new[] { "/aurora/l/made-up", ofVetor }) Assert.Equal(Likeness.Of(known), Likeness.Of(await RefuseAsync(path)));
        Assert.Equal([null, null], await FlagsAsync(debtor));
    }

    [Fact]
    public async Task Looking_at_the_link_or_the_page_refuses_nothing()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var browser = portal.NewBrowser();
        await browser.GetAsync(await portal.LinkAsync(debtor, contactId: debtor.Contacts[0].Id));
        await browser.GetAsync("/aurora/nao-sou-eu?feito=1");
        Assert.Equal([null, null], await FlagsAsync(debtor));
    }

    [Fact]
    public async Task Further_on_in_the_attempt_the_link_still_speaks_for_its_contact()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var browser = portal.NewBrowser();
        var page = await browser.GetAsync(await portal.LinkAsync(debtor, contactId: debtor.Contacts[1].Id));
        await browser.SubmitAndFollowAsync(page, "link", ("Form.Characters", debtor.TaxId.FirstDigits(3)));
        await browser.SubmitAsync(await browser.GetAsync("/aurora/nao-sou-eu"), "nao-sou-eu");
        Assert.Equal([null, "wrong-person"], await FlagsAsync(debtor));
        Assert.Equal("/aurora?aviso=tempo", (await browser.OpenAsync("/aurora/entrar/contato")).Path);
    }

    [Fact]
    public async Task Signed_in_it_ends_every_session_of_that_contact_and_flags_it()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var (phone, second) = (await portal.SignInAsync(debtor), await SecondSessionAsync(debtor));
        var done = await phone.SubmitAndFollowAsync(await phone.GetAsync("/aurora/nao-sou-eu"), "nao-sou-eu");
        Assert.Contains("Obrigado", done.Heading, StringComparison.Ordinal);
        Assert.Equal(["wrong-person", null], await FlagsAsync(debtor));
        Assert.All(await portal.InDbAsync(portal.Aurora, db => db.DebtorSessions.Where(s => s.DebtorId == debtor.Id).ToListAsync()), s => Assert.Equal("wrong-person", s.EndReason));
        foreach (var browser in new[] { phone, second }) Assert.Equal(System.Net.HttpStatusCode.SeeOther, (await browser.GetAsync("/aurora/sair")).Status);
        Assert.Single(await EventsAsync("contact.refused", debtor));
    }

    [Fact]
    public async Task Whoever_got_a_code_they_did_not_ask_for_types_it_in_and_is_left_alone()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var asking = portal.NewBrowser();
        var codePage = await DoorPageTests.AskAsync(asking, "aurora", debtor.TaxId, "sms");
        var code = await portal.ReadCodeAsync(debtor.Contacts[0].Value);
        portal.Clock.Advance(TimeSpan.FromMinutes(5));

        await RefuseByCodeAsync(debtor.Contacts[0].Value, code);
        Assert.Equal(["wrong-person", null], await FlagsAsync(debtor));
        // And the code itself no longer opens anything.
        Assert.NotNull((await asking.SubmitAsync(codePage, "codigo", ("Form.Code", code))).ErrorOf("Form.Code"));
    }

    [Fact]
    public async Task The_code_still_proves_the_contact_after_it_stopped_opening_anything()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        await DoorPageTests.AskAsync(portal.NewBrowser(), "aurora", debtor.TaxId, "email");
        var code = await portal.ReadCodeAsync(debtor.Contacts[1].Value);
        portal.Clock.Advance(TimeSpan.FromHours(23));
        await RefuseByCodeAsync(debtor.Contacts[1].Value.ToUpperInvariant().Replace("MARINA", "marina", StringComparison.Ordinal), code);
        Assert.Equal([null, "wrong-person"], await FlagsAsync(debtor));
    }

    [Fact]
    public async Task Whoever_knows_a_CPF_and_a_phone_but_holds_nothing_cannot_take_it_out_of_use()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var attacker = portal.NewBrowser();
        await DoorPageTests.AskAsync(attacker, "aurora", debtor.TaxId, "sms");
        var code = await portal.ReadCodeAsync(debtor.Contacts[0].Value);

        // Typing a CPF proves nothing: the page asks for the code of the message.
        var page = await attacker.GetAsync("/aurora/nao-sou-eu");
        Assert.NotNull(page.Document.QuerySelector("[name='Form.Code']"));
        var answers = new List<string>();
        foreach (var (contact, guess) in new[] { (debtor.Contacts[0].Value, code == "111111" ? "222222" : "111111"), ("+5521999990000", code), ("ninguem@exemplo.com.br", "123456") })
            answers.Add(Likeness.Of(await attacker.SubmitAndFollowAsync(page, "nao-sou-eu", ("Form.Contact", contact), ("Form.Code", guess))));
        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        Assert.Equal([null, null], await FlagsAsync(debtor));

        // Five guesses a day for one contact, from wherever: the sixth is not even looked at.
        for (var i = 0; i < 4; i++) await RefuseByCodeAsync(debtor.Contacts[0].Value, "000000");
        Assert.Equal(System.Net.HttpStatusCode.TooManyRequests, (await RefuseByCodeAsync(debtor.Contacts[0].Value, code)).Status);
        Assert.Equal([null, null], await FlagsAsync(debtor));
    }

    [Theory]
    [InlineData("", "", "Form.Contact")]
    [InlineData("abc", "123456", "Form.Contact")]
    [InlineData("(19) 3234-5678", "123456", "Form.Contact")]
    [InlineData("(11) 98765-4321", "12", "Form.Code")]
    [InlineData("a@b", "123456", "Form.Contact")]
    public async Task What_cannot_be_a_contact_or_a_code_is_asked_again(string contact, string code, string field) =>
        Assert.NotNull((await RefuseByCodeAsync(contact, code)).ErrorOf(field));

    private async Task<Page> RefuseAsync(string link)
    {
        var browser = portal.NewBrowser();
        return await browser.SubmitAndFollowAsync(await browser.GetAsync(link), "nao-sou-eu");
    }

    private async Task<Page> RefuseByCodeAsync(string contact, string code)
    {
        var browser = portal.NewBrowser();
        return await browser.SubmitAndFollowAsync(await browser.GetAsync("/aurora/nao-sou-eu"), "nao-sou-eu", ("Form.Contact", contact), ("Form.Code", code));
    }

    private Task<Browser> SecondSessionAsync(Debtor debtor)
    {
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        return portal.SignInAsync(debtor);
    }

    private Task<List<string?>> FlagsAsync(Debtor debtor) => portal.InDbAsync(debtor.CreditorId == portal.Aurora.Id ? portal.Aurora : portal.Vetor,
        db => db.Contacts.Where(c => c.DebtorId == debtor.Id).OrderBy(c => c.Id).Select(c => c.FlagReason).ToListAsync());

    private Task<List<OutgoingEvent>> EventsAsync(string type, Debtor debtor)
    {
        var id = debtor.Id.ToString(CultureInfo.InvariantCulture);
        return portal.InDbAsync(portal.Aurora, db => db.OutgoingEvents.Where(e => e.Type == type && e.Payload.Contains("\"debtorId\":" + id + ",")).ToListAsync());
    }
}
