using Cobranca.Domain.Boletos;
using Cobranca.Portal.Integrations.Bank;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.Boletos;

public sealed class BankConversationTests(PortalFixture portal) : IClassFixture<PortalFixture>, IAsyncLifetime
{
    private readonly BoletoScene _scene = new(portal);
    private readonly ScriptedBank _bank = new();
    private static readonly DateOnly Today = BoletoScene.Today;

    public async Task InitializeAsync()
    {
        await _scene.PrepareAsync();
        // Slips left behind by other tests of this class are none of this test's business.
        await portal.InDbAsync(portal.Aurora, db => db.Boletos.ExecuteUpdateAsync(set => set.SetProperty(b => b.NextBankCallAt, (DateTime?)null)));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_bank_gets_a_final_amount_a_limit_and_both_parties()
    {
        var asked = await AskAsync(new(2026, 11, 28));
        BankSlip? seen = null;
        await _scene.TurnAsync(new Eavesdropper(slip => seen = slip));
        Assert.Equal(("341", "0057/12345/109/", asked.Boleto.NossoNumero), (seen!.Number.BankCode, seen.Number.Account, seen.Number.NossoNumero));
        Assert.Equal((128_888L, new DateOnly(2026, 11, 28), new DateOnly(2026, 11, 30)), (seen.Amount.Centavos, seen.DueOn, seen.PayableThrough));
        Assert.Equal(("Aurora Ensino Ltda", portal.Aurora.Cnpj.Value), (seen.Beneficiary.Name, seen.Beneficiary.TaxId.Value));
        Assert.Equal((asked.Debtor.Name, asked.Debtor.TaxId), (seen.Payer.Name, seen.Payer.TaxId));
        Assert.Equal((asked.Debt.ExternalId, "ME"), (seen.DocumentNumber, seen.Especie));
    }

    [Fact]
    public async Task Killed_after_the_bank_took_the_slip_it_goes_on_without_handing_it_over_again()
    {
        var asked = await AskAsync();
        _bank.OnTheWayBack = _ => throw new OperationCanceledException("killed");
        await Assert.ThrowsAsync<OperationCanceledException>(() => _scene.TurnAsync(_bank));
        Assert.Equal(BoletoStatus.Requested, (await _scene.ReloadAsync(asked.Boleto)).Status);
        _bank.OnTheWayBack = null;

        Assert.Equal(0, await _scene.TurnAsync(_bank)); // still leased to the process that died
        portal.Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(1, await _scene.TurnAsync(_bank));
        Assert.Equal(BoletoStatus.Registered, (await _scene.ReloadAsync(asked.Boleto)).Status);
        Assert.Equal((1, 1), (_bank.Count("register"), _bank.Count("ask")));
        Assert.Equal(["boleto.registered"], await _scene.EventsAboutAsync(asked.Boleto.PublicId));
    }

    [Fact]
    public async Task Killed_before_the_bank_heard_of_it_it_is_handed_over_once()
    {
        var asked = await AskAsync();
        // The lease of a process that died before it called.
        await portal.InDbAsync(portal.Aurora, db => db.Boletos.Where(b => b.Id == asked.Boleto.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(b => b.LeasedUntil, _scene.Now.AddMinutes(2)).SetProperty(b => b.BankCalls, 1)));
        Assert.Equal(0, await _scene.TurnAsync(_bank));
        portal.Clock.Advance(TimeSpan.FromMinutes(3));
        await _scene.TurnAsync(_bank);
        Assert.Equal(BoletoStatus.Registered, (await _scene.ReloadAsync(asked.Boleto)).Status);
        Assert.Equal(1, _bank.Count("register"));
    }

    [Fact]
    public async Task A_bank_that_is_down_is_asked_again_ever_more_slowly_and_the_page_stays_honest()
    {
        var asked = await AskAsync();
        _bank.IsDown = true;
        foreach (var wait in new[] { 5, 15, 60, 300, 900, 3600, 3600 })
        {
            Assert.Equal(1, await _scene.TurnAsync(_bank));
            Assert.Equal(0, await _scene.TurnAsync(_bank));
            portal.Clock.Advance(TimeSpan.FromSeconds(wait - 1));
            Assert.Equal(0, await _scene.TurnAsync(_bank));
            portal.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        var browser = await portal.SignInAsync(asked.Debtor);
        Assert.Contains("Estamos registrando no banco", (await browser.GetAsync($"/aurora/boleto/{asked.Boleto.PublicId}")).Text, StringComparison.Ordinal);

        _bank.IsDown = false;
        await _scene.TurnAsync(_bank);
        Assert.Equal("Seu boleto", (await browser.GetAsync($"/aurora/boleto/{asked.Boleto.PublicId}")).Heading);
    }

    [Fact]
    public async Task Eight_workers_at_once_ask_once()
    {
        await AskAsync();
        var talked = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _scene.TurnAsync(_bank)));
        Assert.Equal(1, talked.Sum());
        Assert.Single(_bank.Calls);
    }

    [Fact]
    public async Task While_one_worker_is_on_the_line_no_other_calls()
    {
        var asked = await AskAsync();
        var line = new TaskCompletionSource();
        var slow = new Slow(_bank, line.Task);
        var first = _scene.TurnAsync(slow);
        await slow.Called;
        Assert.Equal(0, await _scene.TurnAsync(_bank));
        line.SetResult();
        Assert.Equal(1, await first);
        Assert.Equal(BoletoStatus.Registered, (await _scene.ReloadAsync(asked.Boleto)).Status);
        Assert.Single(_bank.Calls);
    }

    [Fact]
    public async Task A_bank_that_takes_its_time_is_asked_and_not_told_again()
    {
        var asked = await AskAsync();
        _bank.Decision = new BankAnswer.Waiting();
        await _scene.TurnAsync(_bank);
        for (var look = 0; look < 3; look++)
        {
            portal.Clock.Advance(TimeSpan.FromSeconds(2));
            Assert.Equal(1, await _scene.TurnAsync(_bank));
        }
        Assert.Equal((1, 3), (_bank.Count("register"), _bank.Count("ask")));
        _bank.Slips[NumberOf(asked.Boleto)] = new BankAnswer.Registered();
        portal.Clock.Advance(TimeSpan.FromSeconds(5));
        await _scene.TurnAsync(_bank);
        Assert.Equal(BoletoStatus.Registered, (await _scene.ReloadAsync(asked.Boleto)).Status);
    }

    [Fact]
    public async Task The_older_slip_ends_only_once_the_newer_is_registered()
    {
        var older = await RegisteredAsync();
        var newer = await AskAgainAsync(older, Today.AddDays(2));
        Assert.Equal(BoletoStatus.Registered, (await _scene.ReloadAsync(older.Boleto)).Status);
        await _scene.TurnAsync(_bank);
        var superseded = await _scene.ReloadAsync(older.Boleto);
        Assert.Equal((BoletoStatus.Superseded, newer.Id), (superseded.Status, superseded.SupersededById!.Value));
        Assert.Equal(0, _bank.Count("close"));

        await _scene.TurnAsync(_bank);
        Assert.Equal(BoletoStatus.Closed, (await _scene.ReloadAsync(older.Boleto)).Status);
        Assert.Equal(NumberOf(older.Boleto), _bank.Calls.Single(call => call.What == "close").Slip);
        Assert.Equal(BoletoStatus.Registered, (await _scene.ReloadAsync(newer)).Status);
        Assert.Equal(["boleto.registered", "boleto.superseded"], await _scene.EventsAboutAsync($"\"id\":\"{older.Boleto.PublicId}\""));
    }

    [Fact]
    public async Task A_newer_slip_that_is_refused_leaves_the_older_alone()
    {
        var older = await RegisteredAsync();
        _bank.Decision = new BankAnswer.Rejected("CEP inválido");
        var newer = await AskAgainAsync(older, Today.AddDays(2));
        await _scene.TurnAsync(_bank);
        var refused = await _scene.ReloadAsync(newer);
        Assert.Equal((BoletoStatus.Rejected, "CEP inválido"), (refused.Status, refused.RejectionReason));
        Assert.Equal(BoletoStatus.Registered, (await _scene.ReloadAsync(older.Boleto)).Status);
        Assert.Equal(0, await _scene.TurnAsync(_bank));
    }

    [Fact]
    public async Task An_older_slip_that_the_bank_decides_on_later_ends_by_itself()
    {
        var older = await AskAsync();
        _bank.Decision = new BankAnswer.Waiting();
        await _scene.TurnAsync(_bank);
        _bank.Decision = new BankAnswer.Registered();
        var newer = await AskAgainAsync(older, Today.AddDays(2));
        await _scene.TurnAsync(_bank);
        _bank.Slips[NumberOf(older.Boleto)] = new BankAnswer.Registered();
        Assert.Equal((BoletoStatus.Superseded, BoletoStatus.Registered), ((await _scene.ReloadAsync(older.Boleto)).Status, (await _scene.ReloadAsync(newer)).Status));
        portal.Clock.Advance(TimeSpan.FromSeconds(10));
        await _scene.TurnAsync(_bank);
        Assert.Equal(BoletoStatus.Closed, (await _scene.ReloadAsync(older.Boleto)).Status);
        Assert.Equal(1, _bank.Count("close"));
    }

    [Fact]
    public async Task A_slip_that_shares_one_debt_ends_too_and_one_that_shares_none_stays()
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var (a, b, c) = (await _scene.AddDebtAsync(debtor), await _scene.AddDebtAsync(debtor, "100,00"), await _scene.AddDebtAsync(debtor, "200,00"));
        var browser = await portal.SignInAsync(debtor);
        var both = await _scene.FindAsync(await BoletoScene.AskAsync(browser, Today, a, b));
        var apart = await _scene.FindAsync(await BoletoScene.AskAsync(browser, Today, c));
        await _scene.TurnAsync(_bank);
        await BoletoScene.AskAsync(browser, Today, a);
        await _scene.TurnAsync(_bank);
        Assert.Equal((BoletoStatus.Superseded, BoletoStatus.Registered), ((await _scene.ReloadAsync(both)).Status, (await _scene.ReloadAsync(apart)).Status));
    }

    [Fact]
    public async Task A_closure_the_bank_could_not_be_asked_for_is_asked_for_again()
    {
        var older = await RegisteredAsync();
        await AskAgainAsync(older, Today.AddDays(2));
        await _scene.TurnAsync(_bank);
        _bank.OnTheWayBack = what => { if (what == "close") throw new OperationCanceledException("killed"); };
        await Assert.ThrowsAsync<OperationCanceledException>(() => _scene.TurnAsync(_bank));
        Assert.Equal(BoletoStatus.Superseded, (await _scene.ReloadAsync(older.Boleto)).Status);
        _bank.OnTheWayBack = null;
        portal.Clock.Advance(TimeSpan.FromMinutes(3));
        await _scene.TurnAsync(_bank);
        Assert.Equal(BoletoStatus.Closed, (await _scene.ReloadAsync(older.Boleto)).Status);
        Assert.Equal(2, _bank.Count("close"));
    }

    [Fact]
    public async Task A_closure_of_what_the_bank_never_had_is_a_closure()
    {
        var older = await RegisteredAsync();
        await AskAgainAsync(older, Today.AddDays(2));
        await _scene.TurnAsync(_bank);
        await _scene.TurnAsync(new Amnesiac());
        Assert.Equal(BoletoStatus.Closed, (await _scene.ReloadAsync(older.Boleto)).Status);
    }

    [Fact]
    public async Task A_slip_of_debts_that_were_settled_meanwhile_is_never_handed_over()
    {
        var asked = await AskAsync();
        await _scene.ChangeAsync(asked.Debt, r => r.Status = ReceivableStatus.Paid);
        await _scene.TurnAsync(_bank);
        Assert.Equal(BoletoStatus.ClosureRequested, (await _scene.ReloadAsync(asked.Boleto)).Status);
        await _scene.TurnAsync(new Amnesiac());
        Assert.Equal(BoletoStatus.Closed, (await _scene.ReloadAsync(asked.Boleto)).Status);
        Assert.Equal(0, _bank.Count("register"));
    }

    [Fact]
    public async Task A_bank_that_is_silent_past_the_due_date_leaves_no_slip_behind()
    {
        var asked = await AskAsync();
        _bank.Decision = new BankAnswer.Waiting();
        await _scene.TurnAsync(_bank);
        portal.Clock.Advance(TimeSpan.FromDays(2));
        await _scene.TurnAsync(_bank);
        var boleto = await _scene.ReloadAsync(asked.Boleto);
        Assert.Equal((BoletoStatus.Rejected, "O banco não confirmou o registro antes do vencimento."), (boleto.Status, boleto.RejectionReason));
    }

    [Fact]
    public async Task The_creditors_own_slip_of_the_same_account_is_closed_at_the_bank()
    {
        var asked = await AskAsync(change: OwnSlip);
        await _scene.TurnAsync(_bank);
        Assert.Null((await _scene.ReloadAsync(asked.Debt)).SlipSupersededAt);
        await _scene.TurnAsync(_bank);
        Assert.NotNull((await _scene.ReloadAsync(asked.Debt)).SlipSupersededAt);
        Assert.Equal(new SlipNumber("341", "0057/12345/109/", "00000042"), _bank.Calls.Single(call => call.What == "close").Slip);
        Assert.DoesNotContain("boleto.supersede_requested", await _scene.EventsAboutAsync(asked.Boleto.PublicId));
        Assert.Equal(BoletoStatus.Registered, (await _scene.ReloadAsync(asked.Boleto)).Status);
        Assert.Equal(0, await _scene.TurnAsync(_bank));
    }

    [Fact]
    public async Task Killed_between_registration_and_the_end_of_the_creditors_slip_it_goes_on()
    {
        var asked = await AskAsync(change: OwnSlip);
        await _scene.TurnAsync(_bank);
        _bank.OnTheWayBack = _ => throw new OperationCanceledException("killed");
        await Assert.ThrowsAsync<OperationCanceledException>(() => _scene.TurnAsync(_bank));
        _bank.OnTheWayBack = null;
        portal.Clock.Advance(TimeSpan.FromMinutes(3));
        await _scene.TurnAsync(_bank);
        Assert.NotNull((await _scene.ReloadAsync(asked.Debt)).SlipSupersededAt);
        Assert.Equal(BoletoStatus.Registered, (await _scene.ReloadAsync(asked.Boleto)).Status);
    }

    [Theory]
    [InlineData("237", "12345678901", null)] // another bank
    [InlineData("341", "00000042", null)] // no digits to prove the account by
    [InlineData("341", "00000099", "34191090080000420005171234570001115720000123456")] // the digits are another number's
    [InlineData("341", null, "34191101213456788005871234570001616670000012345")] // no number
    public async Task The_creditors_own_slip_of_who_knows_which_account_is_announced(string bank, string? number, string? linha)
    {
        var asked = await AskAsync(change: r => (r.SlipBankCode, r.SlipNossoNumero, r.SlipLinhaDigitavel) = (bank, number, linha));
        await _scene.TurnAsync(_bank);
        await _scene.TurnAsync(_bank);
        Assert.Equal(0, _bank.Count("close"));
        Assert.NotNull((await _scene.ReloadAsync(asked.Debt)).SlipSupersededAt);
        Assert.Equal(["boleto.registered", "boleto.supersede_requested"], await _scene.EventsAboutAsync(asked.Boleto.PublicId));
    }

    [Fact]
    public async Task A_slip_of_ours_that_came_back_in_the_creditors_file_is_not_closed_behind_our_back()
    {
        var first = await RegisteredAsync();
        await _scene.ChangeAsync(first.Debt, r => (r.SlipBankCode, r.SlipNossoNumero, r.SlipLinhaDigitavel) = ("341", first.Boleto.NossoNumero, first.Boleto.LinhaDigitavel));
        var second = await AskAgainAsync(first, Today.AddDays(1));
        for (var turn = 0; turn < 4; turn++) await _scene.TurnAsync(_bank);
        Assert.Equal(NumberOf(first.Boleto), _bank.Calls.Single(call => call.What == "close").Slip); // as an older slip of ours, not as the creditor's
        Assert.DoesNotContain("boleto.supersede_requested", await _scene.EventsAboutAsync(second.PublicId));
        Assert.Equal(BoletoStatus.Closed, (await _scene.ReloadAsync(first.Boleto)).Status);
    }

    private static void OwnSlip(Receivable receivable) =>
        (receivable.SlipBankCode, receivable.SlipNossoNumero, receivable.SlipLinhaDigitavel) = ("341", "00000042", "34191090080000420005171234570001115720000123456");

    private async Task<(Debtor Debtor, Receivable Debt, Browser Browser, Boleto Boleto)> AskAsync(DateOnly? payOn = null, Action<Receivable>? change = null)
    {
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var debt = await _scene.AddDebtAsync(debtor, change: change);
        var browser = await portal.SignInAsync(debtor);
        return (debtor, debt, browser, await _scene.FindAsync(await BoletoScene.AskAsync(browser, payOn ?? Today, debt)));
    }

    private async Task<(Debtor Debtor, Receivable Debt, Browser Browser, Boleto Boleto)> RegisteredAsync()
    {
        var asked = await AskAsync();
        await _scene.TurnAsync(_bank);
        Assert.Equal(BoletoStatus.Registered, (await _scene.ReloadAsync(asked.Boleto)).Status);
        return asked;
    }

    private async Task<Boleto> AskAgainAsync((Debtor Debtor, Receivable Debt, Browser Browser, Boleto Boleto) before, DateOnly payOn) =>
        await _scene.FindAsync(await BoletoScene.AskAsync(before.Browser, payOn, before.Debt));

    private static SlipNumber NumberOf(Boleto boleto) => new(boleto.BankCode, boleto.NumberingKey, boleto.NossoNumero);

    private sealed class Eavesdropper(Action<BankSlip> hear) : IBankConnection
    {
        public bool IsSimulated => false;
        public bool Serves(string bankCode) => true;

        public Task<BankAnswer> RegisterAsync(BankSlip slip, CancellationToken cancellation)
        {
            hear(slip);
            return Task.FromResult<BankAnswer>(new BankAnswer.Registered());
        }

        public Task<BankAnswer> AskAsync(SlipNumber slip, CancellationToken cancellation) => Task.FromResult<BankAnswer>(new BankAnswer.Unknown());
        public Task<BankAnswer> RequestClosureAsync(SlipNumber slip, CancellationToken cancellation) => Task.FromResult<BankAnswer>(new BankAnswer.Closed());
    }

    /// <summary>Answers once the line is free.</summary>
    private sealed class Slow(IBankConnection bank, Task line) : IBankConnection
    {
        private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Called => _called.Task;
        public bool IsSimulated => false;
        public bool Serves(string bankCode) => true;

        public async Task<BankAnswer> RegisterAsync(BankSlip slip, CancellationToken cancellation)
        {
            _called.TrySetResult();
            await line;
            return await bank.RegisterAsync(slip, cancellation);
        }

        public Task<BankAnswer> AskAsync(SlipNumber slip, CancellationToken cancellation) => bank.AskAsync(slip, cancellation);
        public Task<BankAnswer> RequestClosureAsync(SlipNumber slip, CancellationToken cancellation) => bank.RequestClosureAsync(slip, cancellation);
    }

    private sealed class Amnesiac : IBankConnection
    {
        public bool IsSimulated => false;
        public bool Serves(string bankCode) => true;
        public Task<BankAnswer> RegisterAsync(BankSlip slip, CancellationToken cancellation) => Task.FromResult<BankAnswer>(new BankAnswer.Waiting());
        public Task<BankAnswer> AskAsync(SlipNumber slip, CancellationToken cancellation) => Task.FromResult<BankAnswer>(new BankAnswer.Unknown());
        public Task<BankAnswer> RequestClosureAsync(SlipNumber slip, CancellationToken cancellation) => Task.FromResult<BankAnswer>(new BankAnswer.Unknown());
    }
}
