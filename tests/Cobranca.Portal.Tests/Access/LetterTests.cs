using System.Net;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Access;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Access;

/// <summary>A code printed in a letter: once, in time, for the person it was made for.</summary>
public sealed class LetterTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task The_letter_and_the_CPF_open_a_session_once()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora, change: d => d.Contacts.Clear());
        var code = await LetterAsync(debtor);
        var browser = portal.NewBrowser();
        var answer = await EnterAsync(browser, debtor.TaxId.Formatted, code.ToLowerInvariant().Replace('-', ' '));
        Assert.EndsWith("/aurora/dividas", answer.Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/aurora/sair")).Status);
        var session = Assert.Single(await SessionsAsync(debtor));
        Assert.Equal((SignInEntry.Letter, (long?)null), (session.Entry, session.ContactId));

        Assert.NotNull((await EnterAsync(portal.NewBrowser(), debtor.TaxId.Value, code)).ErrorOf("Form.Code"));
        Assert.Single(await SessionsAsync(debtor));
    }

    [Fact]
    public async Task A_second_tap_on_the_same_form_lands_in_the_same_session()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var code = await LetterAsync(debtor);
        var browser = portal.NewBrowser();
        var page = await browser.GetAsync("/aurora/carta");
        (string, string)[] fields = [("Form.TaxId", debtor.TaxId.Value), ("Form.Code", code)];
        var answers = await Task.WhenAll(browser.SubmitAsync(page, "carta", fields), browser.SubmitAsync(page, "carta", fields));
        Assert.All(answers, answer => Assert.EndsWith("/aurora/dividas", answer.Location, StringComparison.Ordinal));
        Assert.Single(await SessionsAsync(debtor));

        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.NotNull((await browser.SubmitAsync(page, "carta", fields)).ErrorOf("Form.Code"));
    }

    [Fact]
    public async Task A_wrong_code_an_old_one_somebody_elses_and_a_stranger_get_one_answer_from_the_same_statements()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var other = await portal.AddDebtorAsync(portal.Aurora);
        var ofVetor = await portal.AddDebtorAsync(portal.Vetor, debtor.TaxId);
        var old = await LetterAsync(debtor, days: 1);
        portal.Clock.Advance(TimeSpan.FromDays(2));
        var others = await LetterAsync(other);
        var vetors = await LetterAsync(ofVetor);
        (TaxId Person, string Code)[] tries =
            [(TestTaxIds.Cpf(800_001), "ACDEF-34679"), (debtor.TaxId, "ACDEF-34679"), (debtor.TaxId, old), (debtor.TaxId, others), (debtor.TaxId, vetors), (TestTaxIds.Cpf(800_002), others)];

        var answers = new List<(string Likeness, IReadOnlyList<string> Sql)>();
        foreach (var (person, code) in tries)
        {
            portal.Clock.Advance(TimeSpan.FromDays(1));
            var browser = portal.NewBrowser();
            var page = await browser.GetAsync("/aurora/carta");
            portal.Sql.Take();
            var answer = await browser.SubmitAsync(page, "carta", ("Form.TaxId", person.Value), ("Form.Code", code));
            answers.Add((Likeness.Of(answer).Replace(person.Value, "(typed)", StringComparison.Ordinal).Replace($"value=\"{code}\"", "(code)", StringComparison.Ordinal), portal.Sql.Take()));
            Assert.NotNull(answer.ErrorOf("Form.Code"));
        }
        Assert.All(answers, answer => Assert.Equal(answers[0].Likeness, answer.Likeness));
        Assert.All(answers, answer => Assert.Equal(answers[0].Sql, answer.Sql));
    }

    [Fact]
    public async Task Five_a_day_for_each_person_known_or_not()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var code = await LetterAsync(debtor);
        var pauses = new List<string>();
        foreach (var person in new[] { debtor.TaxId, TestTaxIds.Cpf(800_100) })
        {
            for (var i = 0; i < 5; i++) await EnterAsync(portal.NewBrowser(), person.Value, "ACDEF-34679");
            var paused = await EnterAsync(portal.NewBrowser(), person.Value, code);
            Assert.Equal(HttpStatusCode.TooManyRequests, paused.Status);
            pauses.Add(Likeness.Of(paused).Replace(person.Value, "(typed)", StringComparison.Ordinal));
        }
        Assert.Equal(pauses[0], pauses[1]);
        portal.Clock.Advance(TimeSpan.FromDays(1));
        Assert.EndsWith("/aurora/dividas", (await EnterAsync(portal.NewBrowser(), debtor.TaxId.Value, code)).Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", "Form.TaxId")]
    [InlineData("52998224725", "", "Form.Code")]
    [InlineData("52998224725", "ABC", "Form.Code")]
    [InlineData("52998224725", "OOOOO-IIIII", "Form.Code")]
    [InlineData("111", "ACDEF-34679", "Form.TaxId")]
    public async Task What_cannot_be_one_is_asked_again(string taxId, string code, string field) =>
        Assert.NotNull((await EnterAsync(portal.NewBrowser(), taxId, code)).ErrorOf(field));

    private static async Task<Page> EnterAsync(Browser browser, string taxId, string code) =>
        await browser.SubmitAsync(await browser.GetAsync("/aurora/carta"), "carta", ("Form.TaxId", taxId), ("Form.Code", code));

    private Task<string> LetterAsync(Debtor debtor, int days = 30) => portal.InAsync(debtor.CreditorId == portal.Aurora.Id ? portal.Aurora : portal.Vetor, async services =>
    {
        var db = services.GetRequiredService<CobrancaDb>();
        var code = EnterByLetter.Create(db, services.GetRequiredService<InstallationKeys>(), debtor, portal.Clock.GetUtcNow().UtcDateTime, days);
        await db.SaveChangesAsync();
        return code;
    });

    private Task<List<DebtorSession>> SessionsAsync(Debtor debtor) => portal.InDbAsync(portal.Aurora, db => db.DebtorSessions.Where(s => s.DebtorId == debtor.Id).ToListAsync());
}
