using System.Net;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.Access;

/// <summary>The way in without a link: whoever types a CPF learns nothing from what the portal does with it.</summary>
public sealed class DoorPageTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task The_first_page_says_whose_it_is_and_where_privacy_is()
    {
        var page = await portal.NewBrowser().GetAsync("/aurora");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("Colégio Aurora", page.Heading, StringComparison.Ordinal);
        Assert.Contains("11.222.333/0001-81", page.Text, StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector("a[href='/aurora/privacidade']"));
        Assert.Equal("numeric", page.Document.QuerySelector("[name='Form.TaxId']")!.GetAttribute("inputmode"));
        Assert.Equal("noindex, nofollow", page.Headers["X-Robots-Tag"]);
        Assert.Equal("no-referrer", page.Headers["Referrer-Policy"]);
    }

    [Fact]
    public async Task A_known_person_gets_the_code_and_gets_in()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var browser = portal.NewBrowser();
        var page = await AskAsync(browser, "aurora", debtor.TaxId, "sms");
        Assert.Equal("/aurora/entrar/codigo", page.Path);
        Assert.Contains("Se os dados conferem", page.Text, StringComparison.Ordinal);
        Assert.Equal("one-time-code", page.Document.QuerySelector("[name='Form.Code']")!.GetAttribute("autocomplete"));
        var entered = await browser.SubmitAsync(page, "codigo", ("Form.Code", await portal.ReadCodeAsync(debtor.Contacts[0].Value)));
        Assert.Equal("/aurora/dividas", new Uri(new("http://localhost"), entered.Location!).AbsolutePath);
    }

    [Fact]
    public async Task No_mask_is_shown_before_a_proof()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var browser = portal.NewBrowser();
        var choose = await browser.SubmitAndFollowAsync(await browser.GetAsync("/aurora"), "entrar", ("Form.TaxId", debtor.TaxId.Formatted));
        var code = await browser.SubmitAndFollowAsync(choose, "contato", ("Form.Channel", "email"));
        Assert.All(new[] { choose, code }, page =>
        {
            Assert.DoesNotContain("*****", page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("•", page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(debtor.Name, page.Body, StringComparison.Ordinal);
        });
        Assert.Equal(["sms", "email"], choose.Choices("Form.Channel"));
    }

    /// <summary>Every page and every write on the way, for people who differ in what we know of them.</summary>
    [Fact]
    public async Task Known_and_unknown_people_are_answered_alike_to_the_byte_by_the_same_statements()
    {
        var known = await portal.AddDebtorAsync(portal.Aurora);
        var withoutContacts = await portal.AddDebtorAsync(portal.Aurora, change: d => d.Contacts.Clear());
        var flagged = await portal.AddDebtorAsync(portal.Aurora, change: d => d.Contacts.ForEach(c => c.FlaggedAt = portal.Clock.GetUtcNow().UtcDateTime));
        var ofVetor = await portal.AddDebtorAsync(portal.Vetor);
        TaxId[] people = [TestTaxIds.Cpf(900_001), known.TaxId, withoutContacts.TaxId, flagged.TaxId, ofVetor.TaxId, TestTaxIds.Cpf(900_002)];

        var walks = new List<IReadOnlyList<(string Step, string Answer, IReadOnlyList<string> Sql)>>();
        foreach (var person in people) walks.Add(await WalkAsync("aurora", person, paper: null));
        foreach (var walk in walks.Skip(1)) AssertSame(walks[0], walk);
    }

    [Fact]
    public async Task Companies_are_answered_alike_whatever_paper_they_name()
    {
        var known = await portal.AddDebtorAsync(portal.Vetor, TestTaxIds.Cnpj(1), d => d.RepresentativeCpf = Cpf.Parse("52998224725"));
        await CompanyTests.AddInvoiceAsync(portal, known, "NF-10234");
        (TaxId Company, string Paper)[] people =
            [(TestTaxIds.Cnpj(2), "10234"), (known.TaxId, "NF-10234"), (known.TaxId, "99999"), (known.TaxId, "52998"), (TaxId.Parse("12ABC34501DE35"), "NF-10234")];

        var walks = new List<IReadOnlyList<(string Step, string Answer, IReadOnlyList<string> Sql)>>();
        foreach (var (company, paper) in people) walks.Add(await WalkAsync("vetor", company, paper));
        foreach (var walk in walks.Skip(1)) AssertSame(walks[0], walk);
        // The two right papers, and only they, sent a code, and once more when asked.
        Assert.Equal(2 * 2, (await portal.MessagesToAsync(known.Contacts[0].Value)).Count);
    }

    [Fact]
    public async Task Decoys_go_through_the_outbox_and_reach_nobody()
    {
        await portal.DeliverAsync();
        await AskAsync(portal.NewBrowser(), "aurora", TestTaxIds.Cpf(900_100), "email");
        var decoy = await portal.InDbAsync(portal.Aurora, db => db.OutboxMessages.SingleAsync(m => m.SentAt == null && m.ParkedAt == null));
        Assert.Null(decoy.DebtorId);
        Assert.Equal("login-code", decoy.Template);
        Assert.Empty(await portal.MessagesToAsync(""));
        var gone = await portal.InDbAsync(portal.Aurora, db => db.OutboxMessages.SingleAsync(m => m.Id == decoy.Id));
        Assert.NotNull(gone.SentAt);
        Assert.Null(gone.Sealed);
        Assert.Null(gone.ParkedAt);
    }

    [Theory]
    [InlineData("", "vazio")]
    [InlineData("123", "incompleto")]
    [InlineData("111.111.111-11", "iguais")]
    [InlineData("529.982.247-24", "verificador")]
    [InlineData("<script>", "caractere")]
    [InlineData("5,2998E+10", "planilha")]
    public async Task A_number_that_cannot_be_one_is_asked_again_at_the_field(string typed, string says)
    {
        var browser = portal.NewBrowser();
        var page = await browser.SubmitAsync(await browser.GetAsync("/aurora"), "entrar", ("Form.TaxId", typed));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains(says, page.ErrorOf("Form.TaxId"), StringComparison.Ordinal);
        Assert.DoesNotContain(page.SetCookies, c => c.StartsWith("entrada", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("pombo-correio")]
    public async Task A_channel_must_be_one_that_was_offered(string? channel)
    {
        var browser = portal.NewBrowser();
        var page = await browser.SubmitAndFollowAsync(await browser.GetAsync("/aurora"), "entrar", ("Form.TaxId", TestTaxIds.Cpf(900_200).Value));
        var answer = await browser.SubmitAsync(page, "contato", channel is null ? [] : [("Form.Channel", channel)]);
        Assert.NotNull(answer.ErrorOf("Form.Channel"));
    }

    [Theory]
    [InlineData("/aurora/entrar/contato")]
    [InlineData("/aurora/entrar/codigo")]
    public async Task Steps_out_of_order_lead_back_to_the_door(string path)
    {
        var page = await portal.NewBrowser().OpenAsync(path);
        Assert.StartsWith("/aurora?aviso=tempo", page.Path, StringComparison.Ordinal);
        Assert.Contains("começar de novo", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_of_an_attempt_that_ended_leads_back_to_the_door()
    {
        var browser = portal.NewBrowser();
        var choose = await browser.SubmitAndFollowAsync(await browser.GetAsync("/aurora"), "entrar", ("Form.TaxId", TestTaxIds.Cpf(900_300).Value));
        var code = await browser.SubmitAndFollowAsync(choose, "contato", ("Form.Channel", "sms"));
        portal.Clock.Advance(TimeSpan.FromMinutes(31));
        foreach (var (page, form) in new[] { (choose, "contato"), (code, "codigo"), (code, "reenviar") })
            Assert.Equal("/aurora?aviso=tempo", (await browser.SubmitAndFollowAsync(page, form, ("Form.Channel", "sms"), ("Form.Code", "123456"))).Path);
    }

    [Fact]
    public async Task An_attempt_at_one_creditor_is_nothing_at_another()
    {
        var browser = portal.NewBrowser();
        await browser.SubmitAndFollowAsync(await browser.GetAsync("/aurora"), "entrar", ("Form.TaxId", TestTaxIds.Cpf(900_400).Value));
        browser.Cookies["entrada-vetor"] = browser.Cookies["entrada-aurora"];
        Assert.Equal("/vetor?aviso=tempo", (await browser.OpenAsync("/vetor/entrar/contato")).Path);
    }

    internal static async Task<Page> AskAsync(Browser browser, string creditor, TaxId taxId, string channel)
    {
        var choose = await browser.SubmitAndFollowAsync(await browser.GetAsync("/" + creditor), "entrar", ("Form.TaxId", taxId.Formatted));
        return await browser.SubmitAndFollowAsync(choose, "contato", ("Form.Channel", channel));
    }

    private async Task<IReadOnlyList<(string Step, string Answer, IReadOnlyList<string> Sql)>> WalkAsync(string creditor, TaxId taxId, string? paper)
    {
        var browser = portal.NewBrowser();
        var steps = new List<(string, string, IReadOnlyList<string>)>();
        (string, string)[] choice = paper is null ? [("Form.Channel", "sms")] : [("Form.Channel", "sms"), ("Form.Paper", paper)];

        async Task<Page> Note(string step, Func<Task<Page>> act)
        {
            portal.Sql.Take();
            var page = await act();
            var sql = portal.Sql.Take();
            // What was typed comes back in the field: the one thing in which the answers may differ.
            var answer = Likeness.Of(page).Replace($"value=\"{taxId.Formatted}\"", "(typed)", StringComparison.Ordinal).Replace($"value=\"{paper}\"", "(typed)", StringComparison.Ordinal);
            steps.Add((step, answer, sql));
            return page;
        }

        var door = await Note("door", () => browser.GetAsync("/" + creditor));
        await Note("enter", () => browser.SubmitAsync(door, "entrar", ("Form.TaxId", taxId.Formatted)));
        var choose = await Note("choose", () => browser.GetAsync($"/{creditor}/entrar/contato"));
        await Note("chosen", () => browser.SubmitAsync(choose, "contato", choice));
        var code = await Note("code", () => browser.GetAsync($"/{creditor}/entrar/codigo"));
        await Note("wrong", () => browser.SubmitAsync(code, "codigo", ("Form.Code", "000000")));
        await Note("too soon", () => browser.SubmitAsync(code, "reenviar"));
        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        await Note("again", () => browser.SubmitAsync(code, "reenviar"));
        for (var i = 0; i < 6; i++) await Note($"wrong {i}", () => browser.SubmitAsync(code, "codigo", ("Form.Code", "000000")));
        await portal.DeliverAsync();
        // The next person starts in windows of their own.
        portal.Clock.Set(PortalFixture.Start + TimeSpan.FromDays(Interlocked.Increment(ref s_day)));
        return steps;
    }

    private static int s_day;

    private static void AssertSame(IReadOnlyList<(string Step, string Answer, IReadOnlyList<string> Sql)> expected, IReadOnlyList<(string Step, string Answer, IReadOnlyList<string> Sql)> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (one, other) in expected.Zip(actual))
        {
            Assert.Equal(one.Step, other.Step);
            Assert.Equal(one.Answer, other.Answer);
            Assert.Equal(one.Sql, other.Sql);
        }
    }
}
