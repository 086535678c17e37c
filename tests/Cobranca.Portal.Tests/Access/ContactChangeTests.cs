using System.Net;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Access;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Access;

/// <summary>«Meu contato mudou»: anybody may ask, a person decides, the old contacts hear of it before the new one counts.</summary>
public sealed class ContactChangeTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static int _mobiles = 20_000_000;

    [Fact]
    public async Task Known_and_unknown_people_get_the_same_answer_from_the_same_statements()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora, change: d => d.BirthDate = new(1980, 3, 7));
        var answers = new List<(string Likeness, IReadOnlyList<string> Sql)>();
        foreach (var (person, paper) in new[] { (TestTaxIds.Cpf(700_001), "07/03/1980"), (debtor.TaxId, "07/03/1980"), (debtor.TaxId, "errado") })
        {
            portal.Clock.Advance(TimeSpan.FromDays(1));
            var browser = portal.NewBrowser();
            var page = await browser.GetAsync("/aurora/entrar/contato-mudou");
            portal.Sql.Take();
            var sent = await browser.SubmitAsync(page, "contato-mudou", ("Form.TaxId", person.Value), ("Form.Contact", "novo@exemplo.com.br"), ("Form.Paper", paper));
            var sql = portal.Sql.Take();
            var protocol = sent.Location![^9..];
            var done = await browser.GetAsync("/aurora/entrar/contato-mudou?protocolo=" + protocol);
            Assert.Contains(protocol, done.Text, StringComparison.Ordinal);
            answers.Add((string.Join('\n', Likeness.Of(sent), Likeness.Of(done)).Replace(protocol, "(protocol)", StringComparison.Ordinal)
                .Replace($"value=\"{person.Value}\"", "(typed)", StringComparison.Ordinal).Replace($"value=\"{paper}\"", "(paper)", StringComparison.Ordinal), sql));
        }
        Assert.All(answers, answer => Assert.Equal(answers[0].Likeness, answer.Likeness));
        Assert.All(answers, answer => Assert.Equal(answers[0].Sql, answer.Sql));
        Assert.Equal([(null, false), (debtor.Id, true), (debtor.Id, false)],
            (await portal.InDbAsync(portal.Aurora, db => db.ContactRequests.Where(r => r.NewValue == "novo@exemplo.com.br").OrderBy(r => r.Id).ToListAsync())).Select(r => (r.DebtorId, r.EvidenceMatches)));
        Assert.Equal(0, await portal.InDbAsync(portal.Aurora, db => db.Contacts.CountAsync(c => c.Value == "novo@exemplo.com.br")));
    }

    [Fact]
    public async Task The_same_request_twice_is_one_with_one_protocol_known_or_not()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        foreach (var person in new[] { debtor.TaxId, TestTaxIds.Cpf(700_010) })
        {
            var mobile = NewMobile();
            var browser = portal.NewBrowser();
            var page = await browser.GetAsync("/aurora/entrar/contato-mudou");
            (string, string)[] fields = [("Form.TaxId", person.Value), ("Form.Contact", mobile), ("Form.Paper", "x")];
            var answers = await Task.WhenAll(browser.SubmitAsync(page, "contato-mudou", fields), browser.SubmitAsync(page, "contato-mudou", fields));
            Assert.NotNull(answers[0].Location);
            Assert.Equal(answers[0].Location, answers[1].Location);
            Assert.Equal(1, await portal.InDbAsync(portal.Aurora, db => db.ContactRequests.CountAsync(r => r.NewValue == mobile)));
        }
    }

    [Theory]
    [InlineData("", "novo@exemplo.com.br", "123", "Form.TaxId")]
    [InlineData("52998224725", "", "123", "Form.Contact")]
    [InlineData("52998224725", "novo@exemplo", "123", "Form.Contact")]
    [InlineData("52998224725", "(19) 3234-5678", "123", "Form.Contact")]
    [InlineData("52998224725", "98765-4321", "123", "Form.Contact")]
    [InlineData("52998224725", "novo@exemplo.com.br", " ", "Form.Paper")]
    public async Task What_cannot_be_right_is_asked_again_at_its_field(string taxId, string contact, string paper, string field)
    {
        var page = await RequestAsync(portal.NewBrowser(), taxId, contact, paper);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.NotNull(page.ErrorOf(field));
    }

    [Fact]
    public async Task Script_in_a_field_stays_text()
    {
        const string script = "<script>alert(1)</script>";
        var page = await RequestAsync(portal.NewBrowser(), script, script, script);
        Assert.Empty(page.Document.QuerySelectorAll("main script"));
        Assert.Equal(script, ((AngleSharp.Html.Dom.IHtmlInputElement)page.Document.QuerySelector("[name='Form.Paper']")!).Value);
        Assert.DoesNotContain(script, (await portal.NewBrowser().GetAsync("/aurora/entrar/contato-mudou?protocolo=" + script)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Three_requests_a_day_for_each_person()
    {
        var person = TestTaxIds.Cpf(700_020).Value;
        for (var i = 0; i < 3; i++) Assert.NotNull((await RequestAsync(portal.NewBrowser(), person, NewMobile(), "x")).Location);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await RequestAsync(portal.NewBrowser(), person, NewMobile(), "x")).Status);
    }

    [Fact]
    public async Task Approved_it_waits_out_its_cool_off_while_the_old_contacts_are_told()
    {
        var (debtor, mobile, protocol) = await AskedAsync("07/03/1980");
        var approved = Assert.IsType<ContactDecision.Approved>(await DecideAsync(protocol, (decide, request) => decide.ApproveAsync(portal.Aurora, request, "Rita", null, default)));
        Assert.Equal((portal.Clock.GetUtcNow().UtcDateTime.AddDays(3), 2), (approved.UsableFrom, approved.ContactsTold));

        var sms = Assert.Single(await portal.MessagesToAsync(debtor.Contacts[0].Value));
        var mail = Assert.Single(await portal.MessagesToAsync(debtor.Contacts[1].Value));
        Assert.All(new[] { sms, mail }, message =>
        {
            Assert.Equal("contact-changed", message.Template);
            Assert.Contains(protocol, message.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(mobile, message.Text, StringComparison.Ordinal);
        });
        Assert.True(sms.Text.Length <= 160, sms.Text);
        Assert.Empty(await portal.MessagesToAsync(mobile));

        // Again changes nothing and tells nobody twice.
        Assert.IsType<ContactDecision.AlreadySo>(await DecideAsync(protocol, (decide, request) => decide.ApproveAsync(portal.Aurora, request, "Rita", null, default)));
        Assert.Single(await portal.MessagesToAsync(debtor.Contacts[0].Value));
        Assert.Equal(1, await portal.InDbAsync(portal.Aurora, db => db.OutgoingEvents.CountAsync(e => e.Type == "contact.changed" && e.Payload.Contains(protocol))));
        Assert.Equal(1, await portal.InDbAsync(portal.Aurora, db => db.AuditEntries.CountAsync(a => a.Action == "contact.approve" && a.Subject == protocol && a.Actor == "Rita")));

        // No code before the cool-off is over; then it is the newest contact.
        portal.Clock.Advance(TimeSpan.FromDays(3) - TimeSpan.FromSeconds(1));
        await DoorPageTests.AskAsync(portal.NewBrowser(), "aurora", debtor.TaxId, "sms");
        Assert.Empty(await portal.MessagesToAsync(mobile));
        portal.Clock.Advance(TimeSpan.FromHours(1));
        await DoorPageTests.AskAsync(portal.NewBrowser(), "aurora", debtor.TaxId, "sms");
        Assert.Single(await portal.MessagesToAsync(mobile));
    }

    [Fact]
    public async Task An_approval_taken_back_ends_the_contact_and_whoever_came_in_by_it()
    {
        var (debtor, mobile, protocol) = await AskedAsync("07/03/1980");
        await DecideAsync(protocol, (decide, request) => decide.ApproveAsync(portal.Aurora, request, "Rita", null, default));
        portal.Clock.Advance(TimeSpan.FromDays(4));
        var browser = portal.NewBrowser();
        var page = await DoorPageTests.AskAsync(browser, "aurora", debtor.TaxId, "sms");
        await browser.SubmitAsync(page, "codigo", ("Form.Code", await portal.ReadCodeAsync(mobile)));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/aurora/sair")).Status);

        Assert.Equal(new ContactDecision.Refused(TookBackApproval: true), await DecideAsync(protocol, (decide, request) => decide.RefuseAsync(portal.Aurora, request, "Rita", "não foi ele", default)));
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync("/aurora/sair")).Status);
        Assert.Equal("objected", await portal.InDbAsync(portal.Aurora, db => db.Contacts.Where(c => c.Value == mobile).Select(c => c.FlagReason).SingleAsync()));
        Assert.IsType<ContactDecision.AlreadySo>(await DecideAsync(protocol, (decide, request) => decide.RefuseAsync(portal.Aurora, request, "Rita", null, default)));
        Assert.IsType<ContactDecision.NotPossible>(await DecideAsync(protocol, (decide, request) => decide.ApproveAsync(portal.Aurora, request, "Rita", "por telefone", default)));
    }

    [Fact]
    public async Task What_does_not_match_the_papers_needs_a_person_to_say_how_they_made_sure()
    {
        var (_, mobile, protocol) = await AskedAsync("01/01/1999");
        Assert.IsType<ContactDecision.NotPossible>(await DecideAsync(protocol, (decide, request) => decide.ApproveAsync(portal.Aurora, request, "Rita", null, default)));
        Assert.Equal(0, await portal.InDbAsync(portal.Aurora, db => db.Contacts.CountAsync(c => c.Value == mobile)));
        Assert.IsType<ContactDecision.Approved>(await DecideAsync(protocol, (decide, request) => decide.ApproveAsync(portal.Aurora, request, "Rita", "veio à secretaria com documento", default)));
        Assert.Equal("veio à secretaria com documento", await portal.InDbAsync(portal.Aurora, db => db.AuditEntries.Where(a => a.Subject == protocol).Select(a => a.Detail).SingleAsync()));
    }

    [Fact]
    public async Task A_stranger_and_somebody_elses_contact_cannot_be_approved_whatever_is_said()
    {
        var stranger = (await RequestAsync(portal.NewBrowser(), TestTaxIds.Cpf(700_030).Value, NewMobile(), "x")).Location![^9..];
        Assert.IsType<ContactDecision.NotPossible>(await DecideAsync(stranger, (decide, request) => decide.ApproveAsync(portal.Aurora, request, "Rita", "por telefone", default)));

        var (owner, debtor) = (await portal.AddDebtorAsync(portal.Aurora), await portal.AddDebtorAsync(portal.Aurora, change: d => d.BirthDate = new(1980, 3, 7)));
        var taken = (await RequestAsync(portal.NewBrowser(), debtor.TaxId.Value, owner.Contacts[0].Value, "07/03/1980")).Location![^9..];
        Assert.IsType<ContactDecision.NotPossible>(await DecideAsync(taken, (decide, request) => decide.ApproveAsync(portal.Aurora, request, "Rita", "por telefone", default)));
    }

    [Fact]
    public async Task Two_people_deciding_at_once_decide_once()
    {
        var (debtor, _, protocol) = await AskedAsync("07/03/1980");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            try { return await DecideAsync(protocol, (decide, request) => decide.ApproveAsync(portal.Aurora, request, $"Rita {i}", null, default)); }
            catch (DbUpdateException) { return null; }
        }));
        Assert.Single(outcomes, outcome => outcome is ContactDecision.Approved);
        Assert.Single(await portal.MessagesToAsync(debtor.Contacts[0].Value));
    }

    private async Task<(Debtor Debtor, string Mobile, string Protocol)> AskedAsync(string paper)
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora, change: d => d.BirthDate = new(1980, 3, 7));
        var mobile = NewMobile();
        return (debtor, mobile, (await RequestAsync(portal.NewBrowser(), debtor.TaxId.Value, mobile, paper)).Location![^9..]);
    }

    private static string NewMobile() => PortalFixture.MobileOf(Interlocked.Increment(ref _mobiles));

    private static async Task<Page> RequestAsync(Browser browser, string taxId, string contact, string paper) =>
        await browser.SubmitAsync(await browser.GetAsync("/aurora/entrar/contato-mudou"), "contato-mudou", ("Form.TaxId", taxId), ("Form.Contact", contact), ("Form.Paper", paper));

    private Task<ContactDecision> DecideAsync(string protocol, Func<DecideContactChange, ContactRequest, Task<ContactDecision>> decide) => portal.InAsync(portal.Aurora, async services =>
        await decide(services.GetRequiredService<DecideContactChange>(), await services.GetRequiredService<Persistence.CobrancaDb>().ContactRequests.SingleAsync(r => r.Protocol == protocol)));
}
