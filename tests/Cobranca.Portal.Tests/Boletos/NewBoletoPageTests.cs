using System.Globalization;
using System.Net;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.Boletos;

public sealed class NewBoletoPageTests(PortalFixture portal) : IClassFixture<PortalFixture>, IAsyncLifetime
{
    private readonly BoletoScene _scene = new(portal);
    private static readonly DateOnly Today = BoletoScene.Today;

    public Task InitializeAsync() => _scene.PrepareAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_stranger_is_sent_to_the_door()
    {
        var (_, debt, browser) = await SignedInAsync();
        var stranger = portal.NewBrowser();
        var page = await stranger.GetAsync(BoletoScene.ReviewPath(Today, debt));
        Assert.Equal((HttpStatusCode.SeeOther, "/aurora"), (page.Status, page.Location));

        var form = Browser.Filled(await browser.GetAsync(BoletoScene.ReviewPath(Today, debt)), "gerar");
        Assert.Equal("/aurora", (await stranger.SendAsync(form)).Location);
        Assert.Empty(await BoletosWithAsync(debt));
    }

    [Fact]
    public async Task Somebody_elses_debt_does_not_exist()
    {
        var (_, debt, _) = await SignedInAsync();
        var (_, own, other) = await SignedInAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(BoletoScene.ReviewPath(Today, debt))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(BoletoScene.ReviewPath(Today, own, debt))).Status);

        var form = Browser.Filled(await other.GetAsync(BoletoScene.ReviewPath(Today, own)), "gerar");
        form.RequestUri = new(BoletoScene.ReviewPath(Today, debt), UriKind.Relative);
        Assert.Equal("/aurora/dividas", BoletoScene.PathTo(await other.SendAsync(form)));
        Assert.Empty(await BoletosWithAsync(debt));
    }

    [Fact]
    public async Task A_session_of_one_creditor_opens_nothing_of_another()
    {
        var (_, debt, browser) = await SignedInAsync();
        Assert.Equal("/vetor", (await browser.GetAsync(BoletoScene.ReviewPath(Today, debt).Replace("/aurora/", "/vetor/", StringComparison.Ordinal))).Location);
    }

    [Theory]
    [InlineData("d=abc")]
    [InlineData("d=-1")]
    [InlineData("d=99999999999999999999")]
    [InlineData("d=%3Cscript%3E")]
    [InlineData("d=0")]
    public async Task Ids_that_are_none_find_nothing(string query)
    {
        var (_, _, browser) = await SignedInAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/aurora/boleto/novo?" + query)).Status);
    }

    [Fact]
    public async Task Without_a_choice_the_list_of_debts_comes_back()
    {
        var (_, _, browser) = await SignedInAsync();
        Assert.EndsWith("/aurora/dividas", (await browser.GetAsync("/aurora/boleto/novo")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_barred_debt_is_not_found_and_nothing_is_said_about_it()
    {
        var (debtor, _, browser) = await SignedInAsync();
        var old = await _scene.AddDebtAsync(debtor, dueOn: new(2021, 11, 22));
        var last = await _scene.AddDebtAsync(debtor, dueOn: new(2021, 11, 23));
        var page = await browser.GetAsync(BoletoScene.ReviewPath(Today, old));
        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.DoesNotContain("prescri", page.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(BoletoScene.ReviewPath(Today, last))).Status);
    }

    [Theory]
    [InlineData(ReceivableStatus.Disputed, "está em análise")]
    [InlineData(ReceivableStatus.Suspended, "não está em cobrança agora")]
    [InlineData(ReceivableStatus.Cancelled, "não está em cobrança agora")]
    [InlineData(ReceivableStatus.Agreed, "faz parte de um acordo")]
    [InlineData(ReceivableStatus.Paid, "já está paga")]
    public async Task What_cannot_be_paid_here_is_left_out_with_its_reason(ReceivableStatus status, string words)
    {
        var (debtor, debt, browser) = await SignedInAsync();
        var other = await _scene.AddDebtAsync(debtor, "100,00", change: r => r.Status = status);
        var page = await browser.GetAsync(BoletoScene.ReviewPath(Today, debt, other));
        Assert.Contains(words, page.Text, StringComparison.Ordinal);
        Assert.Contains("1.286,82", page.Text, StringComparison.Ordinal); // 67 days: 24,69 + 27,57

        var alone = await browser.GetAsync(BoletoScene.ReviewPath(Today, other));
        Assert.Contains(words, alone.Text, StringComparison.Ordinal);
        Assert.Contains("Não há o que pagar nesta escolha", alone.Text, StringComparison.Ordinal);
        Assert.Null(alone.Document.QuerySelector("input[value=gerar]"));
    }

    [Fact]
    public async Task A_debt_that_leaves_between_seeing_and_asking_is_not_issued()
    {
        var (debtor, debt, browser) = await SignedInAsync();
        var other = await _scene.AddDebtAsync(debtor, "100,00");
        var review = await browser.GetAsync(BoletoScene.ReviewPath(Today, debt, other));
        await _scene.ChangeAsync(other, r => r.Status = ReceivableStatus.Disputed);
        var answer = await browser.SubmitAsync(review, "gerar");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("está em análise", answer.Text, StringComparison.Ordinal);
        Assert.Empty(await _scene.BoletosOfAsync(debtor));
    }

    [Fact]
    public async Task A_price_that_changed_since_it_was_shown_is_shown_again()
    {
        var (debtor, debt, browser) = await SignedInAsync();
        var review = await browser.GetAsync(BoletoScene.ReviewPath(Today, debt));
        await _scene.ChangeAsync(debt, r => r.Principal = new(200_000));
        var answer = await browser.SubmitAsync(review, "gerar");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("mudou desde que você abriu esta página", answer.Text, StringComparison.Ordinal);
        Assert.Contains("2.084,67", answer.Text, StringComparison.Ordinal); // 2.000,00 + 40,00 + 44,67
        Assert.Empty(await _scene.BoletosOfAsync(debtor));

        Assert.StartsWith("/aurora/boleto/", BoletoScene.PathTo(await browser.SubmitAsync(answer, "gerar")), StringComparison.Ordinal);
        Assert.Equal(208_467, (await _scene.BoletosOfAsync(debtor)).Single().Amount.Centavos);
    }

    [Fact]
    public async Task A_form_kept_past_midnight_in_sao_paulo_is_shown_again()
    {
        var (debtor, debt, browser) = await SignedInAsync();
        portal.Clock.Set(new(2026, 11, 23, 23, 59, 0, TimeSpan.FromHours(-3)));
        browser = await portal.SignInAsync(debtor);
        var review = await browser.GetAsync(BoletoScene.ReviewPath(Today, debt));
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        var answer = await browser.SubmitAsync(review, "gerar");
        Assert.Contains("Essa data já passou", answer.Text, StringComparison.Ordinal);
        Assert.Empty(await _scene.BoletosOfAsync(debtor));
    }

    [Theory]
    [InlineData("2026-11-22", "Essa data já passou")]
    [InlineData("2026-12-04", "Escolha uma data até 03/12/2026")]
    [InlineData("31/02/2026", "Dia 31 não existe")]
    [InlineData("<script>", "Data incorreta")]
    [InlineData("outra", "Diga a data")]
    public async Task A_day_that_cannot_be_chosen_is_answered_and_cannot_be_issued(string day, string words)
    {
        var (debtor, debt, browser) = await SignedInAsync();
        var path = BoletoScene.ReviewPath(null, debt) + "&pagar=" + Uri.EscapeDataString(day);
        var page = await browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains(words, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page.Body, StringComparison.Ordinal);

        var form = Browser.Filled(await browser.GetAsync(BoletoScene.ReviewPath(Today, debt)), "gerar");
        form.RequestUri = new(path, UriKind.Relative);
        var answer = await browser.SendAsync(form);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Empty(await _scene.BoletosOfAsync(debtor));
    }

    [Fact]
    public async Task A_day_without_banks_is_payable_on_the_next_one_at_the_same_price()
    {
        var (_, debt, browser) = await SignedInAsync();
        var saturday = new DateOnly(2026, 11, 28);
        var page = await browser.GetAsync(BoletoScene.ReviewPath(saturday, debt));
        Assert.Contains("Em 28/11/2026 os bancos não atendem: você pode pagar até 30/11/2026, sem acréscimo.", page.Text, StringComparison.Ordinal);
        var boleto = await _scene.IssueAsync(browser, saturday, debt);
        Assert.Equal((saturday, new DateOnly(2026, 11, 30)), (boleto.DueOn, boleto.PayableThrough));
    }

    [Fact]
    public async Task Several_debts_are_priced_one_by_one()
    {
        // E26: seven debts of 19,90, eleven days late: rounding on the sum would give 0,51 and 2,79.
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var debts = new List<Receivable>();
        for (var i = 0; i < 7; i++) debts.Add(await _scene.AddDebtAsync(debtor, "19,90", new(2026, 11, 12)));
        var browser = await portal.SignInAsync(debtor);
        var boleto = await _scene.IssueAsync(browser, Today, [.. debts]);
        Assert.Equal(13_930 + 49 + 280, boleto.Amount.Centavos);
        Assert.Equal((7, 49L, 280L), (boleto.Items.Count, boleto.Items.Sum(i => i.Interest).Centavos, boleto.Items.Sum(i => i.Fine).Centavos));
    }

    [Fact]
    public async Task Too_many_debts_and_too_little_money_are_answered()
    {
        await _scene.PrepareAsync(limits => limits.MaxDebtsPerBoleto = 2);
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var debts = new[] { await _scene.AddDebtAsync(debtor, "1,00"), await _scene.AddDebtAsync(debtor, "1,00"), await _scene.AddDebtAsync(debtor, "1,00") };
        var browser = await portal.SignInAsync(debtor);
        Assert.Contains("Cada boleto pode ter até 2 dívidas", (await browser.GetAsync(BoletoScene.ReviewPath(Today, debts))).Text, StringComparison.Ordinal);
        Assert.Contains("O menor boleto é de R$ 5,00", (await browser.GetAsync(BoletoScene.ReviewPath(Today, debts[0]))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_debt_not_yet_due_is_not_made_late_by_the_slip_of_others()
    {
        var (debtor, debt, browser) = await SignedInAsync();
        var soon = await _scene.AddDebtAsync(debtor, "300,00", new(2026, 11, 25));
        var page = await browser.GetAsync(BoletoScene.ReviewPath(new(2026, 11, 27), debt, soon));
        Assert.Contains("ainda não venceu: escolha uma data até 25/11/2026", page.Text, StringComparison.Ordinal);
        var boleto = await _scene.IssueAsync(browser, new(2026, 11, 25), debt, soon);
        Assert.Equal(30_000, boleto.Items.Single(i => i.ReceivableId == soon.Id).Total.Centavos);
    }

    [Fact]
    public async Task The_same_form_sent_again_is_the_same_boleto()
    {
        var (debtor, debt, browser) = await SignedInAsync();
        var review = await browser.GetAsync(BoletoScene.ReviewPath(Today, debt));
        var first = BoletoScene.PathTo(await browser.SubmitAsync(review, "gerar"));
        Assert.StartsWith("/aurora/boleto/", first, StringComparison.Ordinal);
        Assert.Equal(first, BoletoScene.PathTo(await browser.SubmitAsync(review, "gerar")));
        await _scene.BankDecidesAsync();
        await _scene.ChangeAsync(debt, r => r.Status = ReceivableStatus.Paid);
        Assert.Equal(first, BoletoScene.PathTo(await browser.SubmitAsync(review, "gerar")));
        Assert.Single(await _scene.BoletosOfAsync(debtor));
    }

    [Fact]
    public async Task Eight_taps_at_once_are_one_boleto_and_one_number()
    {
        var (debtor, debt, browser) = await SignedInAsync();
        var review = await browser.GetAsync(BoletoScene.ReviewPath(Today, debt));
        var before = await LastSequenceAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => browser.SubmitAsync(review, "gerar")));
        Assert.All(answers, answer => Assert.StartsWith("/aurora/boleto/", BoletoScene.PathTo(answer), StringComparison.Ordinal));
        Assert.Single(answers.Select(answer => BoletoScene.PathTo(answer)).Distinct());
        Assert.Single(await _scene.BoletosOfAsync(debtor));
        Assert.Equal(Math.Max(before + 1, 43), await LastSequenceAsync());
    }

    [Fact]
    public async Task Eight_people_at_once_get_eight_numbers()
    {
        var people = new List<(Browser Browser, Page Review)>();
        for (var i = 0; i < 8; i++)
        {
            var (_, debt, browser) = await SignedInAsync();
            people.Add((browser, await browser.GetAsync(BoletoScene.ReviewPath(Today, debt))));
        }
        var answers = await Task.WhenAll(people.Select(person => person.Browser.SubmitAsync(person.Review, "gerar")));
        Assert.All(answers, answer => Assert.StartsWith("/aurora/boleto/", BoletoScene.PathTo(answer), StringComparison.Ordinal));
        var boletos = await Task.WhenAll(answers.Select(answer => _scene.FindAsync(BoletoScene.PathTo(answer)!)));
        Assert.Equal(8, boletos.Select(b => b.NossoNumero).Distinct().Count());
    }

    [Fact]
    public async Task A_number_used_elsewhere_is_passed_over()
    {
        var (_, debt, browser) = await SignedInAsync();
        var first = await _scene.IssueAsync(browser, Today, debt);
        // As when an account is applied anew with an older first number.
        await portal.InDbAsync(portal.Aurora, db => db.BankAccounts.ExecuteUpdateAsync(set => set.SetProperty(a => a.LastSequence, a => a.LastSequence - 1)));
        var second = await _scene.IssueAsync(browser, Today.AddDays(1), debt);
        Assert.Equal(int.Parse(first.NossoNumero, CultureInfo.InvariantCulture) + 1, int.Parse(second.NossoNumero, CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Asking_for_what_is_there_shows_it()
    {
        var (debtor, debt, browser) = await SignedInAsync();
        var path = await BoletoScene.AskAsync(browser, Today, debt);
        Assert.Equal(path, await BoletoScene.AskAsync(browser, Today, debt));
        await _scene.BankDecidesAsync();
        Assert.Equal(path, await BoletoScene.AskAsync(browser, Today, debt));
        Assert.NotEqual(path, await BoletoScene.AskAsync(browser, Today.AddDays(1), debt));
        Assert.Equal(2, (await _scene.BoletosOfAsync(debtor)).Count);
    }

    [Fact]
    public async Task Two_tabs_with_the_same_choice_are_one_boleto()
    {
        var (debtor, debt, browser) = await SignedInAsync();
        var tabs = new[] { await browser.GetAsync(BoletoScene.ReviewPath(Today, debt)), await browser.GetAsync(BoletoScene.ReviewPath(Today, debt)) };
        var answers = await Task.WhenAll(tabs.Select(tab => browser.SubmitAsync(tab, "gerar")));
        Assert.All(answers, answer => Assert.StartsWith("/aurora/boleto/", BoletoScene.PathTo(answer), StringComparison.Ordinal));
        Assert.Single(answers.Select(answer => BoletoScene.PathTo(answer)).Distinct());
        Assert.Single(await _scene.BoletosOfAsync(debtor));
    }

    [Fact]
    public async Task The_review_says_which_slip_it_replaces_and_what_that_leaves_open()
    {
        var (debtor, debt, browser) = await SignedInAsync();
        var other = await _scene.AddDebtAsync(debtor, "100,00", change: r => r.Description = "Uniforme");
        await _scene.IssueAsync(browser, Today, debt, other);
        var review = await browser.GetAsync(BoletoScene.ReviewPath(Today.AddDays(2), debt));
        Assert.Contains("Um boleto anterior deixa de valer", review.Text, StringComparison.Ordinal);
        Assert.Contains("Ele pagava também: Uniforme, que continua em aberto.", review.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_is_a_limit_a_day()
    {
        var (debtor, debt, browser) = await SignedInAsync();
        for (var day = 0; day < RequestBoleto.MaxPerDay; day++) await BoletoScene.AskAsync(browser, Today.AddDays(day), debt);
        var answer = await browser.SubmitAsync(await browser.GetAsync(BoletoScene.ReviewPath(Today.AddDays(10), debt)), "gerar");
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
        Assert.Contains("limite do dia", answer.Text, StringComparison.Ordinal);
        Assert.Equal(RequestBoleto.MaxPerDay, (await _scene.BoletosOfAsync(debtor)).Count);
    }

    [Fact]
    public async Task An_account_switched_off_takes_the_offer_away()
    {
        var (_, debt, browser) = await SignedInAsync();
        var review = await browser.GetAsync(BoletoScene.ReviewPath(Today, debt));
        Assert.Contains("Gerar boleto", (await browser.GetAsync("/aurora/dividas")).Text, StringComparison.Ordinal);
        await SwitchAsync(false);
        try
        {
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(BoletoScene.ReviewPath(Today, debt))).Status);
            Assert.Equal("/aurora/dividas", BoletoScene.PathTo(await browser.SubmitAsync(review, "gerar")));
            Assert.DoesNotContain("Gerar boleto", (await browser.GetAsync("/aurora/dividas")).Text, StringComparison.Ordinal);
        }
        finally { await SwitchAsync(true); }

        // As creditor apply does: what changes in a creditor raises its version.
        Task<int> SwitchAsync(bool on) => portal.InDbAsync(portal.Aurora, async db =>
        {
            await db.BankAccounts.ExecuteUpdateAsync(set => set.SetProperty(a => a.IsActive, on));
            return await db.Creditors.Where(c => c.Id == portal.Aurora.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Version, c => c.Version + 1));
        });
    }

    [Fact]
    public async Task Hostile_names_stay_text()
    {
        var (debtor, _, browser) = await SignedInAsync();
        var debt = await _scene.AddDebtAsync(debtor, change: r => { r.Description = "<script>alert(1)</script>" + new string('x', 150); r.OriginalCreditor = "<img src=x>"; });
        var page = await browser.GetAsync(BoletoScene.ReviewPath(Today, debt));
        Assert.DoesNotContain("<script>alert", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x>", page.Body, StringComparison.Ordinal);
        var boleto = await _scene.IssueAsync(browser, Today, debt);
        Assert.StartsWith("%PDF-", (await browser.GetAsync($"/aurora/boleto/{boleto.PublicId}.pdf")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_of_another_person_opens_nothing()
    {
        var (_, debt, browser) = await SignedInAsync();
        var review = await browser.GetAsync(BoletoScene.ReviewPath(Today, debt));
        await browser.SubmitAsync(review, "gerar");
        var key = review.Document.QuerySelector("input[name='Form.Key']")!.GetAttribute("value")!;

        var (debtor, own, other) = await SignedInAsync();
        var answer = await other.SubmitAsync(await other.GetAsync(BoletoScene.ReviewPath(Today, own)), "gerar", ("Form.Key", key));
        Assert.Null(BoletoScene.PathTo(answer));
        Assert.Empty(await _scene.BoletosOfAsync(debtor));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("' OR 1=1 --' OR 1=1 --")]
    public async Task A_broken_key_makes_nothing(string key)
    {
        var (debtor, debt, browser) = await SignedInAsync();
        var answer = await browser.SubmitAsync(await browser.GetAsync(BoletoScene.ReviewPath(Today, debt)), "gerar", ("Form.Key", key));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Empty(await _scene.BoletosOfAsync(debtor));
    }

    [Fact]
    public async Task An_expired_form_comes_back_to_the_debts_with_a_notice()
    {
        var (debtor, debt, browser) = await SignedInAsync();
        var form = Browser.Filled(await browser.GetAsync(BoletoScene.ReviewPath(Today, debt)), "gerar", ("_formulario", "nonsense"));
        var answer = await browser.SendAsync(form);
        var page = await browser.OpenAsync(BoletoScene.PathTo(answer)!);
        Assert.Equal("/aurora/dividas?aviso=formulario", page.Path);
        Assert.Contains("nada foi enviado", page.Text, StringComparison.Ordinal);
        Assert.Empty(await _scene.BoletosOfAsync(debtor));
    }

    [Fact]
    public async Task The_slip_the_creditor_issued_is_shown_until_it_is_replaced()
    {
        var (debtor, _, browser) = await SignedInAsync();
        var debt = await _scene.AddDebtAsync(debtor, "500,00", new(2026, 11, 25), r =>
        {
            r.SlipBankCode = "341";
            r.SlipNossoNumero = "00000042";
            r.SlipLinhaDigitavel = "34191090080000420005171234570001115720000123456";
        });
        Assert.Contains("34191.09008 00004.200051 71234.570001 1 15720000123456", (await browser.GetAsync(BoletoScene.ReviewPath(Today, debt))).Text, StringComparison.Ordinal);
        await _scene.IssueAsync(browser, Today, debt);
        Assert.DoesNotContain("15720000123456", (await browser.GetAsync(BoletoScene.ReviewPath(Today, debt))).Text, StringComparison.Ordinal);
    }

    private async Task<(Debtor Debtor, Receivable Debt, Browser Browser)> SignedInAsync()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var debt = await _scene.AddDebtAsync(debtor);
        return (debtor, debt, await portal.SignInAsync(debtor));
    }

    private Task<List<long>> BoletosWithAsync(Receivable debt) => portal.InDbAsync(portal.Aurora, db => db.BoletoItems.Where(i => i.ReceivableId == debt.Id).Select(i => i.BoletoId).ToListAsync());

    private Task<long> LastSequenceAsync() => portal.InDbAsync(portal.Aurora, db => db.BankAccounts.Select(a => a.LastSequence).SingleAsync());
}
