using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Features.Payments;
using Cobranca.Portal.Features.Rules;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Cobranca.Portal.Tests.Boletos;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Payments;

/// <summary>docs/decisions/0022.</summary>
public sealed class RecordPaymentTests(PortalFixture portal) : IClassFixture<PortalFixture>, IAsyncLifetime
{
    private static int _references;
    private readonly BoletoScene _scene = new(portal);
    private static readonly DateOnly Today = BoletoScene.Today;

    public Task InitializeAsync() => _scene.PrepareAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_face_value_in_time_settles_exactly()
    {
        var (_, debt, browser, boleto) = await IssuedAsync(Today); // 1.234,56 + 24,69 + 27,57
        var done = await RecordedAsync(boleto, "1.286,82", Today);
        Assert.Equal((BoletoStatus.Paid, 0L, 0L, 0L), (done.Boleto.Status, done.Payment.Surplus.Centavos, done.Payment.Shortfall.Centavos, done.Allocation.StillOwed.Centavos));
        var part = Assert.Single(done.Payment.Allocations);
        Assert.Equal((2_757L, 2_469L, 0L, 123_456L, 128_682L), (part.Interest.Centavos, part.Fine.Centavos, part.Correction.Centavos, part.Principal.Centavos, part.Amount.Centavos));
        Assert.Equal(ReceivableStatus.Paid, (await _scene.ReloadAsync(debt)).Status);
        Assert.Contains("Não há pagamento a fazer por aqui", (await browser.GetAsync("/aurora/dividas")).Text, StringComparison.Ordinal);
        Assert.Equal("Boleto pago", (await browser.GetAsync($"/aurora/boleto/{boleto.PublicId}")).Heading);
        Assert.Equal(["boleto.registered", "boleto.paid", "payment.settled"], await _scene.EventsAboutAsync(boleto.PublicId));
        Assert.Equal("payment.record", await portal.InDbAsync(portal.Aurora, db => db.AuditEntries.Where(a => a.Subject == boleto.PublicId).Select(a => a.Action).SingleAsync()));
    }

    [Fact]
    public async Task The_business_day_after_a_due_date_without_banks_is_in_time()
    {
        var (_, debt, _, boleto) = await IssuedAsync(new(2026, 11, 28)); // a Saturday: 1.288,88
        portal.Clock.Set(new(2026, 11, 30, 12, 0, 0, TimeSpan.FromHours(-3)));
        var done = await RecordedAsync(boleto, "1.288,88", new(2026, 11, 30));
        Assert.Equal((0L, 0L), (done.Payment.Surplus.Centavos, done.Payment.Shortfall.Centavos));
        Assert.Equal(new(2026, 11, 30), done.Payment.PaidOn);
        Assert.Equal(ReceivableStatus.Paid, (await _scene.ReloadAsync(debt)).Status);
    }

    [Fact]
    public async Task Short_on_that_business_day_it_still_counts_for_the_due_date()
    {
        var (_, _, _, boleto) = await IssuedAsync(new(2026, 11, 28));
        portal.Clock.Set(new(2026, 11, 30, 12, 0, 0, TimeSpan.FromHours(-3)));
        var done = await RecordedAsync(boleto, "500,00", new(2026, 11, 30));
        Assert.Equal((2_963L, new DateOnly(2026, 11, 28)), (done.Payment.Allocations[0].Interest.Centavos, done.Payment.Allocations[0].PaidOn)); // 72 days, not 74
    }

    [Fact]
    public async Task Paid_days_before_its_due_date_it_settles_all_the_same()
    {
        var (_, debt, _, boleto) = await IssuedAsync(Today.AddDays(10));
        var done = await RecordedAsync(boleto, boleto.Amount.ToAmountString(), Today);
        Assert.Equal((0L, 0L), (done.Payment.Surplus.Centavos, done.Payment.Shortfall.Centavos));
        Assert.Equal(ReceivableStatus.Paid, (await _scene.ReloadAsync(debt)).Status);
    }

    [Fact]
    public async Task An_index_that_came_out_since_changes_nothing_of_what_was_issued()
    {
        var (_, debt, _, boleto) = await IssuedAsync(Today);
        await _scene.ChangeAsync(debt, r => r.OwnInterestPerMonth = Rate.Percent(0.5m));
        var done = await RecordedAsync(boleto, "1.286,82", Today);
        Assert.Equal((0L, 2_757L), (done.Payment.Surplus.Centavos, done.Payment.Allocations[0].Interest.Centavos));
    }

    [Theory]
    [InlineData("1.285,82", 100)]
    [InlineData("1.286,81", 1)]
    public async Task Short_within_tolerance_settles_and_writes_the_difference_down(string amount, long missing)
    {
        var (_, debt, _, boleto) = await IssuedAsync(Today);
        var done = await RecordedAsync(boleto, amount, Today);
        Assert.Equal((missing, 123_456 - missing), (done.Payment.Shortfall.Centavos, done.Payment.Allocations[0].Principal.Centavos));
        Assert.Equal(done.Payment.Amount, done.Payment.Allocations[0].Amount);
        Assert.Equal(ReceivableStatus.Paid, (await _scene.ReloadAsync(debt)).Status);
    }

    [Fact]
    public async Task Short_beyond_tolerance_shrinks_the_debt_interest_first()
    {
        var (debtor, debt, _, boleto) = await IssuedAsync(Today);
        var done = await RecordedAsync(boleto, "500,00", Today);
        var part = Assert.Single(done.Payment.Allocations);
        Assert.Equal((2_757L, 2_469L, 44_774L), (part.Interest.Centavos, part.Fine.Centavos, part.Principal.Centavos));
        Assert.Equal((0L, 78_682L), (done.Payment.Surplus.Centavos, done.Allocation.StillOwed.Centavos));
        Assert.Equal(ReceivableStatus.Open, (await _scene.ReloadAsync(debt)).Status);
        var page = await (await portal.SignInAsync(debtor)).GetAsync("/aurora/dividas");
        Assert.Contains("R$ 786,82", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rest_of_a_debt_paid_in_part_can_be_issued_and_paid()
    {
        var (_, debt, browser, boleto) = await IssuedAsync(Today);
        await RecordedAsync(boleto, "500,00", Today);
        var rest = await _scene.IssueAsync(browser, Today, debt);
        Assert.Equal((78_682L, 0L), (rest.Amount.Centavos, rest.Items[0].Fine.Centavos));
        await RecordedAsync(rest, "786,82", Today);
        Assert.Equal(ReceivableStatus.Paid, (await _scene.ReloadAsync(debt)).Status);
    }

    [Fact]
    public async Task Over_settles_and_keeps_the_rest_in_sight()
    {
        var (_, debt, _, boleto) = await IssuedAsync(Today);
        var done = await RecordedAsync(boleto, "1.300,00", Today);
        Assert.Equal((1_318L, 128_682L), (done.Payment.Surplus.Centavos, done.Payment.Allocations.Sum(a => a.Amount).Centavos));
        Assert.Equal(ReceivableStatus.Paid, (await _scene.ReloadAsync(debt)).Status);
        Assert.Contains(PaymentRecordCommand.Lines(done), line => line.StartsWith("SOBRARAM R$\u00a013,18", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Several_debts_short_go_oldest_first_and_what_is_chosen_counts_even_before_it_is_due()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var (older, newer, coming) = (await _scene.AddDebtAsync(debtor, "100,00", new(2026, 10, 5)), await _scene.AddDebtAsync(debtor, "200,00", new(2026, 11, 3)), await _scene.AddDebtAsync(debtor, "300,00", new(2026, 11, 30)));
        var browser = await portal.SignInAsync(debtor);
        var boleto = await _scene.IssueAsync(browser, Today, older, newer, coming);
        // older 49 days: 2,00 + 1,63; newer 20 days: 4,00 + 1,33; coming: nothing.
        Assert.Equal(60_896, boleto.Amount.Centavos);
        var done = await RecordedAsync(boleto, "400,00", Today);
        Assert.Equal([(older.Id, 10_363L), (newer.Id, 20_533L), (coming.Id, 9_104L)], done.Payment.Allocations.Select(a => (a.ReceivableId, a.Amount.Centavos)));
        Assert.Equal([true, true, false], done.Allocation.Shares.Select(share => share.Settles));
        Assert.Equal(20_896, done.Allocation.StillOwed.Centavos);
    }

    [Fact]
    public async Task Paid_late_it_is_priced_on_the_day_of_payment()
    {
        var (_, debt, _, boleto) = await IssuedAsync(Today);
        portal.Clock.Set(new(2026, 12, 10, 12, 0, 0, TimeSpan.FromHours(-3)));
        var done = await RecordedAsync(boleto, "1.286,82", new(2026, 12, 8)); // 82 days: 24,69 + 33,74 = 1.292,99
        Assert.Equal((3_374L, 2_469L, 122_839L, 617L), (done.Payment.Allocations[0].Interest.Centavos, done.Payment.Allocations[0].Fine.Centavos,
            done.Payment.Allocations[0].Principal.Centavos, done.Allocation.StillOwed.Centavos));
        Assert.Equal(ReceivableStatus.Open, (await _scene.ReloadAsync(debt)).Status);
    }

    [Fact]
    public async Task Paid_twice_the_second_belongs_to_the_payer()
    {
        var (_, _, _, boleto) = await IssuedAsync(Today);
        await RecordedAsync(boleto, "1.286,82", Today);
        var again = await RecordedAsync(boleto, "1.286,82", Today);
        Assert.Equal((128_682L, 0, BoletoStatus.Paid), (again.Payment.Surplus.Centavos, again.Payment.Allocations.Count, again.Boleto.Status));
        Assert.Contains("ATENÇÃO: este boleto já tinha um pagamento registrado.", PaymentRecordCommand.Lines(again));
    }

    [Fact]
    public async Task A_replaced_slip_that_is_paid_settles_and_ends_the_one_that_replaced_it()
    {
        var (_, debt, browser, older) = await IssuedAsync(Today);
        var newer = await _scene.IssueAsync(browser, Today.AddDays(5), debt);
        await portal.InDbAsync(portal.Aurora, db => db.Boletos.Where(b => b.Id == older.Id).ExecuteUpdateAsync(set => set.SetProperty(b => b.Status, BoletoStatus.Superseded)));
        var done = await RecordedAsync(older, "1.286,82", Today);
        Assert.Equal((BoletoStatus.Superseded, BoletoStatus.Paid, 0L), (done.Before, done.Boleto.Status, done.Payment.Surplus.Centavos));
        Assert.Equal([newer.Id], done.Closing.Select(b => b.Id));
        Assert.Equal(ReceivableStatus.Paid, (await _scene.ReloadAsync(debt)).Status);
        Assert.Equal("Este boleto foi encerrado", (await browser.GetAsync($"/aurora/boleto/{newer.PublicId}")).Heading);
        await _scene.BankDecidesAsync();
        Assert.Equal(BoletoStatus.Closed, (await _scene.ReloadAsync(newer)).Status);
    }

    [Fact]
    public async Task A_closed_slip_that_is_paid_finds_its_debts_or_its_payer()
    {
        var (_, debt, browser, older) = await IssuedAsync(Today);
        var newer = await _scene.IssueAsync(browser, Today.AddDays(5), debt);
        Assert.Equal(BoletoStatus.Closed, (await _scene.ReloadAsync(older)).Status);
        await RecordedAsync(newer, newer.Amount.ToAmountString(), Today);
        var done = await RecordedAsync(older, "1.286,82", Today);
        Assert.Equal((BoletoStatus.PaidAfterClosure, 128_682L), (done.Boleto.Status, done.Payment.Surplus.Centavos));

        var (_, other, second, closed) = await IssuedAsync(Today);
        await _scene.IssueAsync(second, Today.AddDays(5), other);
        var after = await RecordedAsync(closed, "1.286,82", Today);
        Assert.Equal((BoletoStatus.PaidAfterClosure, 0L), (after.Boleto.Status, after.Payment.Surplus.Centavos));
        Assert.Equal(ReceivableStatus.Paid, (await _scene.ReloadAsync(other)).Status);
    }

    [Fact]
    public async Task A_payment_in_between_makes_the_rest_of_a_slip_surplus()
    {
        // Two slips for one debt, the older paid in part while still open at the bank, then the newer in full.
        var (_, debt, browser, older) = await IssuedAsync(Today);
        var newer = await _scene.IssueAsync(browser, Today.AddDays(1), debt);
        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        await RecordedAsync(older, "500,00", Today);
        var done = await RecordedAsync(newer, newer.Amount.ToAmountString(), Today);
        Assert.Equal((78_682L, newer.Amount.Centavos - 78_682L), (done.Payment.Allocations[0].Amount.Centavos, done.Payment.Surplus.Centavos));
        Assert.Equal(ReceivableStatus.Paid, (await _scene.ReloadAsync(debt)).Status);
    }

    [Theory]
    [InlineData(ReceivableStatus.Disputed, true)]
    [InlineData(ReceivableStatus.Suspended, true)]
    [InlineData(ReceivableStatus.Cancelled, false)]
    [InlineData(ReceivableStatus.Agreed, false)]
    public async Task What_cannot_take_money_leaves_it_to_the_payer(ReceivableStatus status, bool takes)
    {
        var (_, debt, _, boleto) = await IssuedAsync(Today);
        await _scene.ChangeAsync(debt, r => r.Status = status);
        var done = await RecordedAsync(boleto, "1.286,82", Today);
        Assert.Equal(takes ? 0 : 128_682, done.Payment.Surplus.Centavos);
        Assert.Equal(takes ? ReceivableStatus.Paid : status, (await _scene.ReloadAsync(debt)).Status);
    }

    [Fact]
    public async Task A_short_payment_ends_other_slips_of_the_debt_because_they_ask_for_too_much()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var (a, b) = (await _scene.AddDebtAsync(debtor, "100,00", new(2026, 11, 30)), await _scene.AddDebtAsync(debtor, "200,00", new(2026, 11, 30)));
        var browser = await portal.SignInAsync(debtor);
        var both = await _scene.FindAsync(await BoletoScene.AskAsync(browser, Today, a, b));
        var bank = new ScriptedBank();
        await _scene.TurnAsync(bank);
        var one = await _scene.FindAsync(await BoletoScene.AskAsync(browser, Today, a)); // waits at the bank
        var done = await RecordedAsync(both, "50,00", Today);
        Assert.Equal([one.Id], done.Closing.Select(x => x.Id));
        Assert.Equal(BoletoStatus.ClosureRequested, (await _scene.ReloadAsync(one)).Status);
    }

    [Fact]
    public async Task The_same_payment_again_changes_nothing()
    {
        var (_, _, _, boleto) = await IssuedAsync(Today);
        var asked = Asked(boleto.PublicId, "1.286,82", Today);
        Assert.IsType<RecordPaymentOutcome.Recorded>(await RecordAsync(asked));
        var known = Assert.IsType<RecordPaymentOutcome.KnownAlready>(await RecordAsync(asked));
        Assert.StartsWith("Este pagamento já estava registrado", PaymentRecordCommand.Lines(known).Single(), StringComparison.Ordinal);
        foreach (var other in new[] { asked with { Amount = new(100) }, asked with { PaidOn = Today.AddDays(-1) } })
            Assert.Contains("já é de outro pagamento", Assert.IsType<RecordPaymentOutcome.Refused>(await RecordAsync(other)).Why, StringComparison.Ordinal);
        Assert.IsType<RecordPaymentOutcome.Recorded>(await RecordAsync(asked with { Source = PaymentSource.Transfer }));
    }

    [Fact]
    public async Task Eight_commands_at_once_book_one_payment()
    {
        var (debtor, _, _, boleto) = await IssuedAsync(Today);
        var asked = Asked(boleto.PublicId, "1.286,82", Today);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RecordAsync(asked)));
        Assert.Single(outcomes.OfType<RecordPaymentOutcome.Recorded>());
        Assert.Equal(7, outcomes.OfType<RecordPaymentOutcome.KnownAlready>().Count());
        Assert.Equal(128_682, await portal.InDbAsync(portal.Aurora, async db => (await db.Payments.Where(p => p.DebtorId == debtor.Id).ToListAsync()).Sum(p => p.Amount).Centavos));
    }

    [Fact]
    public async Task Eight_payments_at_once_of_one_boleto_settle_it_once()
    {
        var (_, _, _, boleto) = await IssuedAsync(Today);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RecordAsync(Asked(boleto.PublicId, "1.286,82", Today))));
        var recorded = outcomes.Cast<RecordPaymentOutcome.Recorded>().ToList();
        Assert.Equal(128_682, recorded.Sum(done => done.Payment.Allocations.Sum(a => a.Amount)).Centavos);
        Assert.Equal(7 * 128_682, recorded.Sum(done => done.Payment.Surplus).Centavos);
    }

    [Fact]
    public async Task What_the_bank_never_registered_cannot_have_been_paid()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var (good, bad) = (await _scene.AddDebtAsync(debtor), await _scene.AddDebtAsync(debtor, "100,13", new(2026, 11, 30)));
        var browser = await portal.SignInAsync(debtor);
        var waiting = await _scene.FindAsync(await BoletoScene.AskAsync(browser, Today, good));
        Assert.Contains("ainda não foi registrado", await RefusedAsync(Asked(waiting.PublicId, "1.286,82", Today)), StringComparison.Ordinal);
        var refused = await _scene.IssueAsync(browser, Today, bad);
        Assert.Contains("foi recusado pelo banco", await RefusedAsync(Asked(refused.PublicId, "100,13", Today)), StringComparison.Ordinal);
        Assert.Equal(0, await portal.InDbAsync(portal.Aurora, db => db.Payments.CountAsync(p => p.DebtorId == debtor.Id)));
    }

    [Fact]
    public async Task Days_that_cannot_be_are_refused()
    {
        var (_, _, _, boleto) = await IssuedAsync(Today);
        Assert.Contains("ainda não chegou", await RefusedAsync(Asked(boleto.PublicId, "1.286,82", Today.AddDays(1))), StringComparison.Ordinal);
        Assert.Contains("só existe desde 23/11/2026", await RefusedAsync(Asked(boleto.PublicId, "1.286,82", Today.AddDays(-1))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_boleto_is_found_by_its_number_in_any_spelling_and_only_at_its_creditor()
    {
        var (_, _, _, boleto) = await IssuedAsync(Today);
        foreach (var name in new[] { boleto.NossoNumero, boleto.NossoNumero.TrimStart('0'), boleto.NossoNumeroFormatted, boleto.NossoNumeroFormatted[4..] })
            Assert.Equal(boleto.Id, (await RecordedAsync(Asked(name, "1,00", Today))).Boleto.Id);
        foreach (var name in new[] { "", "0", "999999", "%", "x", "'", new string('9', 400) })
            Assert.Contains("não tem boleto", await RefusedAsync(Asked(name, "1,00", Today)), StringComparison.Ordinal);
        var elsewhere = await portal.InAsync(portal.Vetor, services => services.GetRequiredService<RecordPayment>().HandleAsync(portal.Vetor, Asked(boleto.PublicId, "1,00", Today), default));
        Assert.Contains("não tem boleto", Assert.IsType<RecordPaymentOutcome.Refused>(elsewhere).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_of_two_accounts_must_be_told_apart()
    {
        var (_, _, _, first) = await IssuedAsync(Today);
        var (_, _, _, second) = await IssuedAsync(Today);
        await portal.InDbAsync(portal.Aurora, db => db.Boletos.Where(b => b.Id == second.Id).ExecuteUpdateAsync(set => set
            .SetProperty(b => b.NossoNumero, first.NossoNumero).SetProperty(b => b.NumberingKey, "0057/99999/109/")));
        var why = await RefusedAsync(Asked(first.NossoNumero, "1,00", Today));
        Assert.Contains(first.PublicId, why, StringComparison.Ordinal);
        Assert.Contains(second.PublicId, why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1", "21/11/2026", "boleto", "--amount")]
    [InlineData("0", "21/11/2026", "boleto", "maior que zero")]
    [InlineData("1e9", "21/11/2026", "boleto", "--amount")]
    [InlineData("1,2,3", "21/11/2026", "boleto", "--amount")]
    [InlineData("1.234", "21/11/2026", "boleto", "--amount")]
    [InlineData("1.234,56", "31/02/2026", "boleto", "--paid-on")]
    [InlineData("1.234,56", "21/11/2026", "pix", "--source")]
    [InlineData("abc", "never", "x", "--amount", "--paid-on", "--source")]
    public void What_cannot_be_read_is_refused_all_at_once(string amount, string on, string source, params string[] words)
    {
        var refused = Assert.Throws<CommandRefusedException>(() => PaymentRecordCommand.Read("x", amount, on, "ref", source));
        Assert.All(words, word => Assert.Contains(word, refused.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    public void A_reference_is_one_line(string reference) =>
        Assert.Contains("--reference", Assert.Throws<CommandRefusedException>(() => PaymentRecordCommand.Read("x", "1,00", "21/11/2026", reference, "boleto")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task The_command_says_plainly_what_it_did()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var (a, b) = (await _scene.AddDebtAsync(debtor, change: r => r.Description = "Mensalidade de setembro"), await _scene.AddDebtAsync(debtor, "100,00", new(2026, 11, 30), r => r.Description = "Uniforme"));
        var boleto = await _scene.IssueAsync(await portal.SignInAsync(debtor), Today, a, b);
        var done = await RecordedAsync(Asked(boleto.PublicId, "1.300,00", Today, "TED 1"));
        Assert.Equal(
        [
            $"Pagamento registrado: R$\u00a01.300,00 em 23/11/2026, boleto {boleto.NossoNumeroFormatted} de R$\u00a01.386,82, referência TED 1.",
            $"  {a.ExternalId}  Mensalidade de setembro: R$\u00a01.286,82 (juros 27,57, multa 24,69, principal 1.234,56) QUITADA",
            $"  {b.ExternalId}  Uniforme: R$\u00a013,18 (principal 13,18) CONTINUA EM ABERTO",
            "Faltam R$\u00a086,82 (na data do pagamento) para quitar as dívidas deste boleto.",
        ], PaymentRecordCommand.Lines(done));
    }

    [Fact]
    public async Task It_runs_from_the_command_line()
    {
        var (_, debt, _, boleto) = await IssuedAsync(Today);
        WebApplication Build()
        {
            var builder = Composition.Builder(["--environment=Development", .. portal.DatabaseArguments]);
            builder.Services.AddSingleton<TimeProvider>(portal.Clock);
            return builder.Build();
        }
        string[] words = ["payment", "record", "--creditor", "aurora", "--boleto", boleto.PublicId, "--amount", "1.286,82", "--paid-on", "23/11/2026", "--source", "counter", "--reference", "CAIXA 7"];
        Assert.Equal(0, await CommandLine.RunAsync(words, Build));
        Assert.Equal(0, await CommandLine.RunAsync(words, Build));
        Assert.Equal(ReceivableStatus.Paid, (await _scene.ReloadAsync(debt)).Status);
        words[7] = "1,00";
        Assert.Equal(1, await CommandLine.RunAsync(words, Build));
    }

    private async Task<(Debtor Debtor, Receivable Debt, Browser Browser, Boleto Boleto)> IssuedAsync(DateOnly dueOn)
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var debt = await _scene.AddDebtAsync(debtor);
        var browser = await portal.SignInAsync(debtor);
        var boleto = await _scene.IssueAsync(browser, dueOn, debt);
        Assert.Equal(BoletoStatus.Registered, boleto.Status);
        return (debtor, debt, browser, boleto);
    }

    private static PaymentToRecord Asked(string boleto, string amount, DateOnly paidOn, string? reference = null) =>
        PaymentRecordCommand.Read(boleto, amount, paidOn.ToPtBr(), reference ?? $"REF {Interlocked.Increment(ref _references)}", "boleto");

    private Task<RecordPaymentOutcome> RecordAsync(PaymentToRecord asked) =>
        portal.InAsync(portal.Aurora, services => services.GetRequiredService<RecordPayment>().HandleAsync(portal.Aurora, asked, default));

    private async Task<RecordPaymentOutcome.Recorded> RecordedAsync(PaymentToRecord asked)
    {
        var outcome = await RecordAsync(asked);
        return outcome as RecordPaymentOutcome.Recorded ?? throw new InvalidOperationException(outcome.ToString());
    }

    private Task<RecordPaymentOutcome.Recorded> RecordedAsync(Boleto boleto, string amount, DateOnly paidOn) => RecordedAsync(Asked(boleto.PublicId, amount, paidOn));

    private async Task<string> RefusedAsync(PaymentToRecord asked) => Assert.IsType<RecordPaymentOutcome.Refused>(await RecordAsync(asked)).Why;
}
