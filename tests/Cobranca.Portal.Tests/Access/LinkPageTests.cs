using System.Net;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.Access;

/// <summary>A link points at a person and proves nothing: the page behind it is the same for every token.</summary>
public sealed class LinkPageTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task Every_token_shows_the_same_page_with_the_creditor_and_nothing_of_the_debtor()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var known = await portal.LinkAsync(debtor);
        var expired = await portal.LinkAsync(debtor, days: 1);
        var revoked = await portal.LinkAsync(debtor);
        await portal.InDbAsync(portal.Aurora, db => db.AccessLinks.OrderByDescending(l => l.Id).Take(1).ExecuteUpdateAsync(set => set.SetProperty(l => l.RevokedAt, portal.Clock.GetUtcNow().UtcDateTime)));
        portal.Clock.Advance(TimeSpan.FromDays(2));
        var ofVetor = (await portal.LinkAsync(await portal.AddDebtorAsync(portal.Vetor))).Replace("/vetor/", "/aurora/", StringComparison.Ordinal);

        var first = await portal.NewBrowser().GetAsync(known);
        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Contains("Colégio Aurora", first.Text, StringComparison.Ordinal);
        Assert.Contains("11.222.333/0001-81", first.Text, StringComparison.Ordinal);
        Assert.Contains("Como saber que esta página é verdadeira", first.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(debtor.Name, first.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(debtor.TaxId.Value[3..], first.Body, StringComparison.Ordinal);
        Assert.Equal("no-store", first.Headers["Cache-Control"]);
        Assert.NotNull(first.Document.QuerySelector("a[href='/aurora/privacidade']"));

        foreach (var path in new[] { expired, revoked, ofVetor, "/aurora/l/x", "/aurora/l/" + new string('a', 4_000), "/aurora/l/%3Cscript%3E" })
        {
            var page = await portal.NewBrowser().GetAsync(path);
            Assert.Equal(Likeness.Of(first), Likeness.Of(page));
        }
    }

    [Fact]
    public async Task Looking_writes_nothing_and_asks_the_database_nothing_about_the_token()
    {
        var path = await portal.LinkAsync(await portal.AddDebtorAsync(portal.Aurora));
        await portal.NewBrowser().GetAsync(path); // the creditor is remembered from here on
        portal.Sql.Take();
        await portal.NewBrowser().GetAsync(path);
        Assert.Empty(portal.Sql.Take());
    }

    [Fact]
    public async Task Right_digits_show_masked_contacts_to_choose_from()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var browser = portal.NewBrowser();
        var page = await AnswerAsync(browser, await portal.LinkAsync(debtor), debtor.TaxId.FirstDigits(3));
        Assert.Equal("/aurora/entrar/contato", page.Path);
        Assert.Equal(2, page.Choices("Form.Contact").Count);
        Assert.Contains("*****-", page.Text, StringComparison.Ordinal);
        foreach (var contact in debtor.Contacts) Assert.DoesNotContain(contact.Value, page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(debtor.Name, page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_whole_number_is_as_good_as_its_beginning_and_must_be_right_throughout()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var path = await portal.LinkAsync(debtor);
        Assert.Equal("/aurora/entrar/contato", (await AnswerAsync(portal.NewBrowser(), path, debtor.TaxId.Formatted)).Path);
        var wrongEnd = debtor.TaxId.Value[..10] + (debtor.TaxId.Value[10] == '0' ? '1' : '0');
        Assert.NotNull((await AnswerAsync(portal.NewBrowser(), path, wrongEnd)).ErrorOf("Form.Characters"));
    }

    [Fact]
    public async Task Wrong_digits_and_a_link_that_opens_nothing_get_one_answer_from_the_same_statements()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var known = await portal.LinkAsync(debtor);
        var wrong = debtor.TaxId.FirstDigits(3) == "999" ? "998" : "999";
        await AnswerAsync(portal.NewBrowser(), "/aurora/l/warm-up", wrong);

        var answers = new List<(Page Page, IReadOnlyList<string> Sql)>();
        foreach (var path in new[] { known, "/aurora/l/nobody-has-this-token", await portal.LinkAsync(debtor, days: -1) })
        {
            var browser = portal.NewBrowser();
            var form = await browser.GetAsync(path);
            portal.Sql.Take();
            answers.Add((await browser.SubmitAsync(form, "link", ("Form.Characters", wrong)), portal.Sql.Take()));
        }
        Assert.All(answers, answer => Assert.Equal(Likeness.Of(answers[0].Page), Likeness.Of(answer.Page)));
        Assert.All(answers, answer => Assert.Equal(answers[0].Sql, answer.Sql));
        Assert.Contains("Não conferiu", answers[0].Page.ErrorOf("Form.Characters"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("1234567890123456789")]
    [InlineData("ab")]
    [InlineData("<script>alert(1)</script>")]
    public async Task Anything_but_digits_is_asked_again_at_the_field(string typed)
    {
        var browser = portal.NewBrowser();
        var page = await browser.SubmitAsync(await browser.GetAsync("/aurora/l/x"), "link", ("Form.Characters", typed));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("3 primeiros", page.ErrorOf("Form.Characters"), StringComparison.Ordinal);
        Assert.Empty(page.Document.QuerySelectorAll("main script"));
    }

    [Fact]
    public async Task An_alphanumeric_CNPJ_is_asked_for_its_first_characters()
    {
        var company = await portal.AddDebtorAsync(portal.Vetor, Domain.Values.TaxId.Parse("12ABC34501DE35"));
        var path = await portal.LinkAsync(company);
        var browser = portal.NewBrowser();
        var page = await browser.GetAsync(path + "?teclado=letras");
        Assert.Equal("text", page.Document.QuerySelector("[name='Form.Characters']")!.GetAttribute("inputmode"));
        var next = await browser.SubmitAndFollowAsync(page, "link", ("Form.Characters", "12a"));
        Assert.Equal("/vetor/entrar/contato", next.Path);
    }

    [Fact]
    public async Task Ten_answers_a_day_then_a_kind_pause_known_or_not()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var known = await portal.LinkAsync(debtor);
        var pauses = new List<string>();
        foreach (var path in new[] { known, "/aurora/l/never-made" })
        {
            for (var i = 0; i < 10; i++) Assert.Equal(HttpStatusCode.OK, (await AnswerAsync(portal.NewBrowser(), path, "000")).Status);
            // From another address, with the right digits: the link itself rests.
            var paused = await AnswerAsync(portal.NewBrowser(), path, debtor.TaxId.FirstDigits(3));
            Assert.Equal(HttpStatusCode.TooManyRequests, paused.Status);
            Assert.Contains("Tente de novo", paused.Text, StringComparison.Ordinal);
            pauses.Add(Likeness.Of(paused));
        }
        Assert.Equal(pauses[0], pauses[1]);

        portal.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("/aurora/entrar/contato", (await AnswerAsync(portal.NewBrowser(), known, debtor.TaxId.FirstDigits(3))).Path);
    }

    [Fact]
    public async Task Guessing_on_for_days_does_not_wear_a_link_down()
    {
        var month = TimeSpan.FromDays(30);
        portal.Clock.Advance(month - TimeSpan.FromTicks(portal.Clock.GetUtcNow().UtcTicks % month.Ticks));
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var link = await portal.LinkAsync(debtor, days: 90);
        for (var day = 0; day < 4; day++, portal.Clock.Advance(TimeSpan.FromDays(1)))
            for (var i = 0; i < 10; i++) Assert.Equal(HttpStatusCode.OK, (await AnswerAsync(portal.NewBrowser(), link, "000")).Status);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await AnswerAsync(portal.NewBrowser(), link, debtor.TaxId.FirstDigits(3))).Status);
        portal.Clock.Advance(month);
        Assert.Equal("/aurora/entrar/contato", (await AnswerAsync(portal.NewBrowser(), link, debtor.TaxId.FirstDigits(3))).Path);
    }

    [Fact]
    public async Task Somebody_elses_contact_cannot_be_chosen()
    {
        var (debtor, other) = (await portal.AddDebtorAsync(portal.Aurora), await portal.AddDebtorAsync(portal.Aurora));
        var browser = portal.NewBrowser();
        var page = await AnswerAsync(browser, await portal.LinkAsync(debtor), debtor.TaxId.FirstDigits(3));
        foreach (var contact in new[] { other.Contacts[0].Id.ToString(System.Globalization.CultureInfo.InvariantCulture), "0", "-1", "99999999999999999999", "x" })
        {
            var answer = await browser.SubmitAsync(page, "contato", ("Form.Contact", contact));
            Assert.NotNull(answer.ErrorOf("Form.Contact"));
        }
        Assert.Equal(0, await portal.InDbAsync(portal.Aurora, db => db.Challenges.CountAsync(c => c.ContactId == other.Contacts[0].Id)));
    }

    [Fact]
    public async Task A_link_revoked_on_the_way_opens_nothing()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var browser = portal.NewBrowser();
        var page = await AnswerAsync(browser, await portal.LinkAsync(debtor), debtor.TaxId.FirstDigits(3));
        page = await browser.SubmitAndFollowAsync(page, "contato", ("Form.Contact", page.Choices("Form.Contact")[0]));
        await portal.InDbAsync(portal.Aurora, db => db.AccessLinks.Where(l => l.DebtorId == debtor.Id).ExecuteUpdateAsync(set => set.SetProperty(l => l.RevokedAt, portal.Clock.GetUtcNow().UtcDateTime)));
        var sent = (await portal.MessagesToAsync(debtor.Contacts[0].Value)).Concat(await portal.MessagesToAsync(debtor.Contacts[1].Value)).Single();
        var answer = await browser.SubmitAsync(page, "codigo", ("Form.Code", Likeness.CodeIn(sent.Text)));
        Assert.NotNull(answer.ErrorOf("Form.Code"));
        Assert.Empty(await portal.InDbAsync(portal.Aurora, db => db.DebtorSessions.Where(s => s.DebtorId == debtor.Id).ToListAsync()));
    }

    private static async Task<Page> AnswerAsync(Browser browser, string path, string digits) =>
        await browser.SubmitAndFollowAsync(await browser.GetAsync(path), "link", ("Form.Characters", digits));
}
