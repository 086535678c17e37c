using System.Globalization;
using System.Net;
using Cobranca.Domain.Boletos;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Features.Payments;
using Cobranca.Portal.Integrations.Bank.Simulated;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Boletos;

public sealed class BoletoPageTests(PortalFixture portal) : IClassFixture<PortalFixture>, IAsyncLifetime
{
    private readonly BoletoScene _scene = new(portal);
    private static readonly DateOnly Today = BoletoScene.Today;

    public Task InitializeAsync() => _scene.PrepareAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("")]
    [InlineData(".pdf")]
    public async Task Nobody_else_sees_it(string suffix)
    {
        var (_, debt, browser) = await SignedInAsync();
        var path = $"/aurora/boleto/{(await _scene.IssueAsync(browser, Today, debt)).PublicId}{suffix}";
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(path)).Status);

        var stranger = await portal.NewBrowser().GetAsync(path);
        Assert.Equal((HttpStatusCode.SeeOther, "/aurora"), (stranger.Status, stranger.Location));
        var (_, _, other) = await SignedInAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(path)).Status);
        Assert.Equal("/vetor", (await browser.GetAsync(path.Replace("/aurora/", "/vetor/", StringComparison.Ordinal))).Location);
    }

    /// <summary>Its interest ran on the whole first and on the rest afterwards: no one number of days tells it.</summary>
    [Fact]
    public async Task A_debt_paid_in_part_says_what_its_interest_is_of()
    {
        var (_, debt, browser) = await SignedInAsync();
        Assert.Contains("67 dias", (await PageAsync()).Text, StringComparison.Ordinal);
        Assert.IsType<OutsidePaymentOutcome.Recorded>(await portal.InAsync(portal.Aurora, services => services.GetRequiredService<RecordOutsidePayment>().HandleAsync(portal.Aurora,
            new(debt.ExternalId, new(50_000), Today.AddDays(-30), PaymentSource.Transfer, $"T-{debt.Id}", "teste"), default)));
        var rest = (await PageAsync()).Text;
        Assert.All(["Valor ainda em aberto", "sobre o que estava em aberto em cada dia"], said => Assert.Contains(said, rest, StringComparison.Ordinal));
        Assert.DoesNotContain("67 dias", rest, StringComparison.Ordinal);

        async Task<Page> PageAsync() => await browser.GetAsync($"/aurora/boleto/{(await _scene.IssueAsync(browser, Today, debt)).PublicId}");
    }

    [Fact]
    public async Task Nobody_else_sends_it()
    {
        var (_, debt, browser) = await SignedInAsync();
        var boleto = await _scene.IssueAsync(browser, Today, debt);
        var page = await browser.GetAsync($"/aurora/boleto/{boleto.PublicId}");
        Assert.Equal("/aurora", (await portal.NewBrowser().SendAsync(Browser.Filled(page, "enviar"))).Location);

        var (debtor, own, other) = await SignedInAsync();
        var mine = await other.GetAsync($"/aurora/boleto/{(await _scene.IssueAsync(other, Today, own)).PublicId}");
        var form = Browser.Filled(mine, "enviar", ("Form.Contact", Id(debtor.Contacts[0])));
        form.RequestUri = new($"/aurora/boleto/{boleto.PublicId}", UriKind.Relative);
        Assert.Equal("/aurora/dividas", BoletoScene.PathTo(await other.SendAsync(form)));
        Assert.Equal(0, await MessagesAsync(boleto));
    }

    [Theory]
    [InlineData("/aurora/boleto/AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/aurora/boleto/x")]
    [InlineData("/aurora/boleto/x.pdf")]
    [InlineData("/aurora/boleto/x.html")]
    public async Task What_does_not_exist_is_not_found(string path)
    {
        var (_, _, browser) = await SignedInAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(path)).Status);
    }

    [Fact]
    public async Task The_waiting_page_looks_again_by_itself_but_not_for_ever()
    {
        var (_, debt, browser) = await SignedInAsync();
        var path = await BoletoScene.AskAsync(browser, Today, debt);
        var page = await browser.GetAsync(path);
        Assert.NotNull(page.Document.QuerySelector("[data-pending]")); // with scripts
        Assert.Equal($"3;url={path}?vez=1", BoletoScene.RefreshOf(page));
        var looks = 0;
        for (; BoletoScene.RefreshOf(page) is { } refresh; looks++)
        {
            Assert.True(looks < 100);
            page = await browser.GetAsync(refresh[(refresh.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        }
        Assert.Equal(30, looks);
        Assert.Contains("Está demorando mais do que o normal", page.Text, StringComparison.Ordinal);
        Assert.Contains("Ver se já está pronto", page.Text, StringComparison.Ordinal);

        await _scene.BankDecidesAsync();
        page = await browser.GetAsync(path);
        Assert.Null(BoletoScene.RefreshOf(page));
        Assert.Null(page.Document.QuerySelector("[data-pending]"));
        Assert.Equal("Seu boleto", page.Heading);
    }

    [Fact]
    public async Task A_waiting_boleto_has_no_paper()
    {
        var (_, debt, browser) = await SignedInAsync();
        var path = await BoletoScene.AskAsync(browser, Today, debt);
        var paper = await browser.GetAsync(path + ".pdf");
        Assert.Equal((HttpStatusCode.Redirect, path), (paper.Status, BoletoScene.PathTo(paper)));
    }

    [Fact]
    public async Task A_payable_one_has_everything_needed_to_pay_and_to_trust_it()
    {
        var (_, debt, browser) = await SignedInAsync();
        var boleto = await _scene.IssueAsync(browser, Today, debt);
        var page = await browser.GetAsync($"/aurora/boleto/{boleto.PublicId}");
        foreach (var words in new[] { "R$ 1.286,82", "Aurora Ensino Ltda", "11.222.333/0001-81", "não pague o antigo", "até 3 dias úteis", "venceu em 17/09/2026", "banco simulado" })
            Assert.Contains(words, page.Text, StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector("svg.barcode"));
        Assert.Equal(boleto.LinhaDigitavel, page.Document.QuerySelector("[data-copy]")!.GetAttribute("data-copy"));
        Assert.NotNull(page.Document.QuerySelector($"a[href='/aurora/boleto/{boleto.PublicId}.pdf']"));
        Assert.Equal("no-store", page.Headers["Cache-Control"]);
        Assert.DoesNotContain("<script>", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_one_says_why_and_how_to_go_on()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var debt = await _scene.AddDebtAsync(debtor, "100,13", new(2026, 11, 30));
        var browser = await portal.SignInAsync(debtor);
        var boleto = await _scene.IssueAsync(browser, Today, debt);
        Assert.Equal(BoletoStatus.Rejected, boleto.Status);
        var page = await browser.GetAsync($"/aurora/boleto/{boleto.PublicId}");
        Assert.Equal("O banco não aceitou o boleto", page.Heading);
        Assert.Contains(SimulatedCounter.RefusalReason.TrimEnd('.'), page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(boleto.LinhaDigitavel[..5], page.Text, StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector("a.btn[href='/aurora/dividas']"));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync($"/aurora/boleto/{boleto.PublicId}.pdf")).Status);
        Assert.Equal(["boleto.rejected"], await _scene.EventsAboutAsync(boleto.PublicId));
    }

    [Fact]
    public async Task A_replaced_one_leads_to_the_one_that_counts()
    {
        var (_, debt, browser) = await SignedInAsync();
        var older = await _scene.IssueAsync(browser, Today, debt);
        var newer = await _scene.IssueAsync(browser, Today.AddDays(3), debt);
        var page = await browser.GetAsync($"/aurora/boleto/{older.PublicId}");
        Assert.Equal("Este boleto foi substituído", page.Heading);
        Assert.NotNull(page.Document.QuerySelector($"a[href='/aurora/boleto/{newer.PublicId}']"));
        Assert.DoesNotContain(older.LinhaDigitavel[..5], page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync($"/aurora/boleto/{older.PublicId}.pdf")).Status);
    }

    [Fact]
    public async Task After_its_last_day_it_is_not_offered_for_payment()
    {
        var (debtor, debt, browser) = await SignedInAsync();
        var boleto = await _scene.IssueAsync(browser, new(2026, 11, 28), debt);
        portal.Clock.Set(new(2026, 11, 30, 23, 50, 0, TimeSpan.FromHours(-3)));
        browser = await portal.SignInAsync(debtor);
        Assert.Equal("Seu boleto", (await browser.GetAsync($"/aurora/boleto/{boleto.PublicId}")).Heading);
        portal.Clock.Set(new(2026, 12, 1, 0, 1, 0, TimeSpan.FromHours(-3)));
        var page = await browser.GetAsync($"/aurora/boleto/{boleto.PublicId}");
        Assert.Equal("Este boleto venceu", page.Heading);
        Assert.DoesNotContain(boleto.LinhaDigitavel[..5], page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync($"/aurora/boleto/{boleto.PublicId}.pdf")).Status);
        Assert.DoesNotContain(boleto.PublicId, (await browser.GetAsync("/aurora/dividas")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_debt_settled_elsewhere_takes_its_slip_out_of_sight_at_once()
    {
        var (_, debt, browser) = await SignedInAsync();
        var boleto = await _scene.IssueAsync(browser, Today, debt);
        await _scene.ChangeAsync(debt, r => r.Status = ReceivableStatus.Paid);
        Assert.Equal("Este boleto foi encerrado", (await browser.GetAsync($"/aurora/boleto/{boleto.PublicId}")).Heading);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync($"/aurora/boleto/{boleto.PublicId}.pdf")).Status);
        Assert.Equal(1, await BankWorker.SweepAsync(portal.Services.GetRequiredService<IServiceScopeFactory>(), _scene.Clock, default));
        await _scene.BankDecidesAsync();
        Assert.Equal(BoletoStatus.Closed, (await _scene.ReloadAsync(boleto)).Status);
    }

    [Fact]
    public async Task A_debt_disputed_since_is_not_pressed_for()
    {
        var (_, debt, browser) = await SignedInAsync();
        var boleto = await _scene.IssueAsync(browser, Today, debt);
        await _scene.ChangeAsync(debt, r => r.Status = ReceivableStatus.Disputed);
        Assert.Contains("você não precisa pagar este boleto enquanto isso", (await browser.GetAsync($"/aurora/boleto/{boleto.PublicId}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_debts_page_lists_it()
    {
        var (_, debt, browser) = await SignedInAsync();
        var path = await BoletoScene.AskAsync(browser, Today, debt);
        Assert.Contains("o banco está registrando", (await browser.GetAsync("/aurora/dividas")).Text, StringComparison.Ordinal);
        await _scene.BankDecidesAsync();
        var page = await browser.GetAsync("/aurora/dividas");
        Assert.Contains("Boleto de R$ 1.286,82, vence em 23/11/2026", page.Text, StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector($"a[href='{path}']"));
    }

    [Fact]
    public async Task It_goes_by_email_with_everything_the_law_wants_on_it()
    {
        var (debtor, debt, browser) = await SignedInAsync();
        var boleto = await _scene.IssueAsync(browser, new(2026, 11, 28), debt);
        var (mobile, email) = (debtor.Contacts[0], debtor.Contacts[1]);
        var page = await browser.GetAsync($"/aurora/boleto/{boleto.PublicId}");
        Assert.DoesNotContain(email.Value, page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(mobile.Value, page.Body, StringComparison.Ordinal);

        var sent = await browser.SubmitAndFollowAsync(page, "enviar", ("Form.Contact", Id(email)));
        Assert.Contains("Enviamos o boleto para o seu e-mail", sent.Text, StringComparison.Ordinal);
        var message = Assert.Single(await portal.MessagesToAsync(email.Value));
        Assert.Equal(("boleto", "requested-answer", "email"), (message.Template, message.Purpose, message.Channel));
        foreach (var words in new[] { "Aurora Ensino Ltda", "CNPJ 11.222.333/0001-81", "Rua das Acácias, 120", LinhaOf(boleto), "R$\u00a01.288,88", "pago até 30/11/2026", "multa R$\u00a024,69" })
            Assert.Contains(words, message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_paper_goes_with_the_email_and_only_while_it_can_be_paid()
    {
        var (debtor, debt, browser) = await SignedInAsync();
        var boleto = await _scene.IssueAsync(browser, Today, debt);
        var file = await portal.InAsync(portal.Aurora, services => services.GetRequiredService<IMessageAttachments>().BoletoAsync(boleto.Id, default));
        Assert.Equal(("boleto.pdf", "application/pdf"), (file!.FileName, file.ContentType));

        var page = await browser.GetAsync($"/aurora/boleto/{boleto.PublicId}");
        await browser.SubmitAsync(page, "enviar", ("Form.Contact", Id(debtor.Contacts[1])));
        await _scene.IssueAsync(browser, Today.AddDays(1), debt);
        Assert.Empty(await portal.MessagesToAsync(debtor.Contacts[1].Value));
        Assert.NotNull((await portal.InDbAsync(portal.Aurora, db => db.OutboxMessages.SingleAsync(m => m.BoletoId == boleto.Id))).ParkedAt);
    }

    [Fact]
    public async Task An_sms_holds_the_creditor_and_the_digits_and_fits_in_one()
    {
        var (debtor, debt, browser) = await SignedInAsync();
        var boleto = await _scene.IssueAsync(browser, Today, debt);
        await browser.SubmitAsync(await browser.GetAsync($"/aurora/boleto/{boleto.PublicId}"), "enviar", ("Form.Contact", Id(debtor.Contacts[0])));
        var message = (await portal.MessagesToAsync(debtor.Contacts[0].Value))[0];
        Assert.Equal($"Colegio Aurora: codigo do boleto que voce pediu: {LinhaOf(boleto)}", message.Text);
        Assert.True(message.Text.Length <= 160);
        Assert.DoesNotContain("R$", message.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("vida", message.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Only_own_usable_contacts_receive_it()
    {
        var (debtor, debt, browser) = await SignedInAsync();
        var (_, _, _) = await SignedInAsync();
        var boleto = await _scene.IssueAsync(browser, Today, debt);
        var others = await portal.InDbAsync(portal.Aurora, async db =>
        {
            var work = portal.Contact(portal.Aurora, ContactChannel.Email, $"trabalho{debtor.Id}@empresa.com.br");
            work.Ownership = ContactOwnership.Work;
            var flagged = portal.Contact(portal.Aurora, ContactChannel.Email, $"antigo{debtor.Id}@exemplo.com.br");
            flagged.FlaggedAt = _scene.Now;
            var elsewhere = await db.Contacts.FirstAsync(c => c.DebtorId != debtor.Id);
            work.DebtorId = flagged.DebtorId = debtor.Id;
            db.Contacts.AddRange(work, flagged);
            await db.SaveChangesAsync();
            return new[] { work, flagged, elsewhere };
        });
        var page = await browser.GetAsync($"/aurora/boleto/{boleto.PublicId}");
        Assert.Equal(2, page.Document.QuerySelectorAll("button[name='Form.Contact']").Length);
        foreach (var contact in others)
        {
            var answer = await browser.SubmitAsync(page, "enviar", ("Form.Contact", Id(contact)));
            Assert.Contains("Escolha um dos seus contatos", answer.Text, StringComparison.Ordinal);
        }
        foreach (var text in new[] { "", "abc", "-1" })
            Assert.Contains("Escolha um dos seus contatos", (await browser.SubmitAsync(page, "enviar", ("Form.Contact", text))).Text, StringComparison.Ordinal);
        Assert.Equal(0, await MessagesAsync(boleto));
    }

    [Fact]
    public async Task There_is_a_limit_to_sending_even_for_eight_taps_at_once()
    {
        var (debtor, debt, browser) = await SignedInAsync();
        var boleto = await _scene.IssueAsync(browser, Today, debt);
        var page = await browser.GetAsync($"/aurora/boleto/{boleto.PublicId}");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => browser.SubmitAsync(page, "enviar", ("Form.Contact", Id(debtor.Contacts[1])))));
        Assert.Equal(SendBoleto.MaxPerDay, answers.Count(answer => BoletoScene.PathTo(answer)?.EndsWith("?enviado=email", StringComparison.Ordinal) == true));
        Assert.All(answers.Where(answer => BoletoScene.PathTo(answer) is null), answer => Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status));
        Assert.Equal(SendBoleto.MaxPerDay, await MessagesAsync(boleto));
    }

    [Fact]
    public async Task A_send_form_kept_until_the_boleto_ended_leads_to_the_page_that_says_so()
    {
        var (debtor, debt, browser) = await SignedInAsync();
        var boleto = await _scene.IssueAsync(browser, Today, debt);
        var page = await browser.GetAsync($"/aurora/boleto/{boleto.PublicId}");
        await _scene.IssueAsync(browser, Today.AddDays(1), debt);
        var answer = await browser.SubmitAsync(page, "enviar", ("Form.Contact", Id(debtor.Contacts[1])));
        Assert.Equal("Este boleto foi substituído", answer.Heading);
        Assert.Equal(0, await MessagesAsync(boleto));
    }

    private async Task<(Debtor Debtor, Receivable Debt, Browser Browser)> SignedInAsync()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var debt = await _scene.AddDebtAsync(debtor);
        return (debtor, debt, await portal.SignInAsync(debtor));
    }

    private Task<int> MessagesAsync(Boleto boleto) => portal.InDbAsync(portal.Aurora, db => db.OutboxMessages.CountAsync(m => m.BoletoId == boleto.Id));

    private static string Id(Contact contact) => contact.Id.ToString(CultureInfo.InvariantCulture);

    private static string LinhaOf(Boleto boleto) => LinhaDigitavel.TryParse(boleto.LinhaDigitavel, out var linha) ? linha.Formatted : "";
}
