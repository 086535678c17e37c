using Cobranca.Domain.Boletos;
using Cobranca.Domain.Payments;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Payments;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Cobranca.Portal.Tests.Boletos;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Payments;

/// <summary>A payment taken back: everything is as if it had never come, and history says that it had.</summary>
public sealed class ReversePaymentTests(PortalFixture portal) : IClassFixture<PortalFixture>, IAsyncLifetime
{
    private static int _references;
    private static readonly DateOnly Today = BoletoScene.Today;
    private readonly BoletoScene _scene = new(portal);

    public Task InitializeAsync() => _scene.PrepareAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_debt_is_owed_again_to_the_centavo_and_everybody_is_told()
    {
        var (debt, browser, boleto) = await IssuedAsync();
        var payment = await PayAsync(boleto, 128_682);
        Assert.Equal("Não há pagamento a fazer por aqui", (await browser.GetAsync("/aurora/dividas")).Heading);

        var done = Assert.IsType<ReversePaymentOutcome.Reversed>(await ReverseAsync(payment.Reference));
        Assert.True(Assert.Single(done.Debts).Reopened);
        Assert.Equal(ReceivableStatus.Open, (await _scene.ReloadAsync(debt)).Status);
        Assert.Contains("1.286,82", (await browser.GetAsync("/aurora/dividas")).Text, StringComparison.Ordinal);
        var kept = await portal.InDbAsync(portal.Aurora, db => db.PaymentAllocations.IgnoreQueryFilters([PaymentAllocation.ReversedFilter]).SingleAsync(a => a.PaymentId == payment.Id));
        Assert.Equal((128_682L, true), (kept.Amount.Centavos, kept.ReversedAt is not null));
        Assert.Equal(["boleto.registered", "boleto.paid", "payment.settled", "payment.reversed"], await _scene.EventsAboutAsync(boleto.PublicId));
        var after = await _scene.ReloadAsync(boleto);
        Assert.Equal((BoletoStatus.Paid, true), (after.Status, after.Transitions[^1].Detail!.Contains("estornados", StringComparison.Ordinal)));
        Assert.Equal(2, await portal.InDbAsync(portal.Aurora, db => db.AuditEntries.CountAsync(a => a.Subject == boleto.PublicId)));
        Assert.All(await BalancesAsync(payment), balance => Assert.Equal(0, balance));
    }

    [Fact]
    public async Task The_same_reversal_again_changes_nothing_and_another_is_refused()
    {
        var (_, _, boleto) = await IssuedAsync();
        var payment = await PayAsync(boleto, 128_682);
        Assert.IsType<ReversePaymentOutcome.Reversed>(await ReverseAsync(payment.Reference, "E1"));
        var known = await ReverseAsync(payment.Reference, "E1");
        Assert.Contains("Nada mudou", PaymentReverseCommand.Lines(Assert.IsType<ReversePaymentOutcome.KnownAlready>(known)).Single(), StringComparison.Ordinal);
        Assert.Contains("já foi estornado", Assert.IsType<ReversePaymentOutcome.Refused>(await ReverseAsync(payment.Reference, "E2")).Why, StringComparison.Ordinal);
        Assert.Contains("Não há pagamento", Assert.IsType<ReversePaymentOutcome.Refused>(await ReverseAsync("nada")).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eight_at_once_reverse_once()
    {
        var (_, _, boleto) = await IssuedAsync();
        var payment = await PayAsync(boleto, 128_682);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ReverseAsync(payment.Reference)));
        Assert.Single(outcomes.OfType<ReversePaymentOutcome.Reversed>());
        Assert.Equal(7, outcomes.OfType<ReversePaymentOutcome.KnownAlready>().Count());
    }

    [Fact]
    public async Task Of_two_payments_one_is_taken_back_and_the_slip_that_counted_on_it_ends()
    {
        var (debt, browser, boleto) = await IssuedAsync();
        var first = await PayAsync(boleto, 50_000);
        var rest = await _scene.IssueAsync(browser, Today, debt);
        Assert.Equal(78_682, rest.Amount.Centavos);
        var second = await PayAsync(boleto, 10_000);
        var done = Assert.IsType<ReversePaymentOutcome.Reversed>(await ReverseAsync(first.Reference));
        Assert.False(Assert.Single(done.Debts).Reopened); // it was open all the time
        Assert.NotEqual(BoletoStatus.Registered, (await _scene.ReloadAsync(rest)).Status);
        Assert.Contains("1.186,82", (await browser.GetAsync("/aurora/dividas")).Text, StringComparison.Ordinal);
        Assert.Null(await portal.InDbAsync(portal.Aurora, db => db.Payments.Where(p => p.Id == second.Id).Select(p => p.ReversedAt).SingleAsync()));
    }

    [Fact]
    public async Task What_was_let_go_within_the_tolerance_is_owed_again()
    {
        await _scene.PrepareAsync(limits => limits.PaymentTolerance = new(100));
        var (debt, _, boleto) = await IssuedAsync();
        var payment = await PayAsync(boleto, 128_600);
        var part = Assert.Single(payment.Allocations);
        Assert.Equal((82L, true), (part.Discount!.Value.Centavos, part.Settled));
        await ReverseAsync(payment.Reference);
        Assert.Equal((ReceivableStatus.Open, 123_456L), ((await _scene.ReloadAsync(debt)).Status, (await _scene.ReloadAsync(debt)).OpenPrincipal.Centavos));
        Assert.All(await BalancesAsync(payment), balance => Assert.Equal(0, balance));
    }

    [Fact]
    public async Task A_credit_that_was_not_given_back_is_withdrawn_and_one_that_was_is_lost()
    {
        var (_, _, boleto) = await IssuedAsync();
        var open = await PayAsync(boleto, 129_682);
        await ReverseAsync(open.Reference);
        Assert.Equal(CreditState.Withdrawn, await StateAsync(open));

        var (_, _, other) = await IssuedAsync();
        var given = await PayAsync(other, 129_682);
        await portal.InDbAsync(portal.Aurora, db => db.DebtorCredits.Where(c => c.PaymentId == given.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.State, CreditState.Refunded)));
        Assert.Equal(1_000, Assert.IsType<ReversePaymentOutcome.Reversed>(await ReverseAsync(given.Reference)).LostSurplus.Centavos);
        Assert.Equal(1_000, await portal.InDbAsync(portal.Aurora, async db => (await db.JournalEntries.Include(e => e.Lines).SingleAsync(e => e.PaymentId == given.Id && e.Kind == JournalKind.PaymentReversed))
            .Lines.Single(l => l.Account == LedgerAccount.Adjustments).Debit.Centavos));
    }

    [Fact]
    public async Task What_the_bank_had_credited_is_taken_out_of_the_bank_and_its_tariff_stays_a_cost()
    {
        var (_, _, boleto) = await IssuedAsync();
        var payment = await PayAsync(boleto, 128_682, new(Today, new(199)));
        Assert.Equal((199L, 128_483L, Today), (payment.TariffAmount!.Value.Centavos, payment.NetAmount!.Value.Centavos, payment.CreditedOn));
        await ReverseAsync(payment.Reference);
        var lines = await portal.InDbAsync(portal.Aurora, async db => (await db.JournalEntries.Include(e => e.Lines).Where(e => e.PaymentId == payment.Id).ToListAsync()).SelectMany(e => e.Lines).ToList());
        long Of(LedgerAccount account) => lines.Where(l => l.Account == account).Sum(l => l.Debit - l.Credit).Centavos;
        Assert.Equal((0L, -199L, 199L), (Of(LedgerAccount.CashInTransit), Of(LedgerAccount.Cash), Of(LedgerAccount.BankTariff)));
    }

    [Fact]
    public async Task A_payment_by_an_import_is_corrected_by_an_import()
    {
        await portal.InDbAsync(portal.Aurora, async db =>
        {
            var debtor = await portal.AddDebtorAsync(portal.Aurora);
            db.Payments.Add(new() { CreditorId = portal.Aurora.Id, DebtorId = debtor.Id, Amount = new(1), PaidOn = Today, Source = PaymentSource.Import, Reference = "IMP-1", RecordedAt = _scene.Now });
            return await db.SaveChangesAsync();
        });
        Assert.Contains("importação", Assert.IsType<ReversePaymentOutcome.Refused>(await ReverseAsync("IMP-1")).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_is_refused_all_at_once()
    {
        var refused = Assert.Throws<CommandRefusedException>(() => PaymentReverseCommand.Read("", "a\nb", "3", ""));
        Assert.All(["--reference", "--reason", "--source", "--reversal-reference"], word => Assert.Contains(word, refused.Message, StringComparison.Ordinal));
    }

    private async Task<(Receivable Debt, Browser Browser, Boleto Boleto)> IssuedAsync()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var debt = await _scene.AddDebtAsync(debtor);
        var browser = await portal.SignInAsync(debtor);
        return (debt, browser, await _scene.IssueAsync(browser, Today, debt));
    }

    private async Task<Payment> PayAsync(Boleto boleto, long centavos, BankCredit? credit = null)
    {
        var reference = $"R{Interlocked.Increment(ref _references)}";
        var outcome = await portal.InAsync(portal.Aurora, services => services.GetRequiredService<RecordPayment>()
            .HandleAsync(portal.Aurora, new(boleto.PublicId, new(centavos), Today, PaymentSource.Boleto, reference, "test") { Credit = credit }, default));
        return Assert.IsType<RecordPaymentOutcome.Recorded>(outcome).Payment;
    }

    private Task<ReversePaymentOutcome> ReverseAsync(string reference, string? own = null) => portal.InAsync(portal.Aurora, services =>
        services.GetRequiredService<ReversePayment>().HandleAsync(portal.Aurora, new(reference, null, own ?? reference, "Cheque devolvido", "test"), default));

    private Task<CreditState> StateAsync(Payment payment) => portal.InDbAsync(portal.Aurora, db => db.DebtorCredits.Where(c => c.PaymentId == payment.Id).Select(c => c.State).SingleAsync());

    /// <summary>What the payment's entries leave on each account.</summary>
    private Task<List<long>> BalancesAsync(Payment payment) => portal.InDbAsync(portal.Aurora, async db =>
        (await db.JournalEntries.Include(e => e.Lines).Where(e => e.PaymentId == payment.Id).ToListAsync()).SelectMany(e => e.Lines)
            .GroupBy(l => l.Account).Select(g => g.Sum(l => l.Debit - l.Credit).Centavos).ToList());
}
