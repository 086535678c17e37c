using System.Globalization;
using System.Text.Json;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Payments;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.BankFiles.Remessas;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Features.Payments;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Integrations.Bank;
using Cobranca.Portal.Integrations.Bank.Files;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Cobranca.Portal.Tests.Api;
using Cobranca.Portal.Tests.BankFiles.Remessas;
using Cobranca.Portal.Tests.BankFiles.Retornos;
using Cobranca.Portal.Tests.Boletos;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Cobranca.Portal.Tests.BankFiles.Retornos.RetornoScene;

namespace Cobranca.Portal.Tests.BankFiles;

/// <summary>docs/decisions/0050: what a creditor may change of a slip that is out, and what the bank's answer does.</summary>
public sealed class InstructBoletoTests(RemessaScene scene) : IClassFixture<RemessaScene>, IAsyncLifetime
{
    private const CnabFormat C400 = CnabFormat.Cnab400;
    private readonly RetornoScene _files = new(scene.Portal);
    private ApiScene _aurora = null!;

    public async Task InitializeAsync()
    {
        scene.Portal.Clock.Set(PortalFixture.Start);
        await _files.PrepareAsync("001");
        _aurora = await ApiScene.OfAsync(scene.Portal, scene.Portal.Aurora, ApiScopes.BoletosRead, ApiScopes.BoletosWrite);
    }

    /// <summary>Whatever a test did, the books hold.</summary>
    public Task DisposeAsync() => _files.AssertBooksAsync();

    [Fact]
    public async Task From_the_request_to_the_money_every_step_has_its_day_its_source_its_file_and_its_line()
    {
        var slip = await RequestedAsync();
        var entry = await scene.MadeAsync();
        var browser = await scene.Portal.SignInAsync(await scene.Portal.InDbAsync(scene.Portal.Aurora, db => db.Debtors.Include(d => d.Contacts).SingleAsync(d => d.Id == slip.DebtorId)));
        Assert.Equal("Seu boleto está quase pronto", (await PageAsync(browser, slip)).Heading);
        Assert.Equal(409, (await InstructAsync(slip, "due-date", """{"dueDate":"2026-12-10"}""")).Status);
        var registered = await _files.ApplyAsync("341", C400, Line(slip, "02"));

        var asked = await InstructAsync(slip, "due-date", """{"dueDate":"2026-12-10"}""");
        Assert.True(asked.Status == 202, asked.Text);
        // Nothing has changed yet, and the same again is the same order.
        Assert.Equal(("2026-11-30", "dueDateChange queued", 202), (asked.Json.GetProperty("dueDate").GetString(), LastOrder(asked), (await InstructAsync(slip, "due-date", """{"dueDate":"2026-12-10"}""")).Status));
        var moving = await scene.MadeAsync();
        Assert.Equal(new DateOnly(2026, 12, 10), Assert.IsType<RemessaInstruction.DueDateChange>(Assert.Single((await scene.ReadAsync(moving)).Instructions)).DueOn);
        var moved = await _files.ApplyAsync("341", C400, Line(slip, "14") with { DueOn = new DateOnly(2026, 12, 10) });

        Assert.Equal(202, (await InstructAsync(slip, "abatement", """{"amount":89.70}""")).Status);
        var lowering = await scene.MadeAsync();
        var lowered = await _files.ApplyAsync("341", C400, Line(slip, "12"));
        var page = await PageAsync(browser, slip);
        Assert.All(["para pagar até qui, 10/12", "R$ 1.200,00", "O vencimento e o valor mudaram depois de emitido", "Abatimento dado por"], said => Assert.Contains(said, page.Text, StringComparison.Ordinal));
        Assert.Contains("Boleto de R$ 1.200,00, vence em 10/12/2026", (await browser.GetAsync("/aurora/dividas")).Text, StringComparison.Ordinal);
        Assert.Equal(200, (await _aurora.GetAsync($"/api/v1/boletos/{slip.PublicId}/pdf")).Status);
        var check = await browser.SubmitAsync(await browser.GetAsync("/verificar"), "verificar", ("Form.Code", slip.LinhaDigitavel));
        Assert.Contains("vale o que o seu banco mostrar", check.Text, StringComparison.Ordinal);

        scene.Portal.Clock.Set(new(2026, 12, 10, 12, 0, 0, TimeSpan.FromHours(-3)));
        var paid = await _files.ApplyAsync("341", C400, Line(slip, "06", 120_000, new(2026, 12, 9)));
        Assert.Equal((1L, 0L), (paid.Applied, paid.ForReview));
        var told = (await _aurora.GetAsync($"/api/v1/boletos/{slip.PublicId}")).Json;
        Assert.Equal(
        [
            "requested devedor  ", $"sent remessa {entry.FileName} 3", "registered retorno retorno.ret 2", "registered retorno retorno.ret 2", "registered retorno retorno.ret 2", "paid retorno retorno.ret 2",
        ], told.GetProperty("history").EnumerateArray().Select(step => $"{step.GetProperty("status").GetString()} {step.GetProperty("by").GetString()} {step.GetProperty("inFile").GetString()} {step.GetProperty("inLine")}"));
        Assert.Equal([null, null, null, "Vencimento de 30/11/2026 para 10/12/2026.", "Abatimento de R$ 89,70: pagável por R$ 1.200,00."], told.GetProperty("history").EnumerateArray().Take(5).Select(step => step.GetProperty("detail").GetString()?.Replace('\u00a0', ' ')));
        var steps = (await _files.ReloadAsync(slip)).Transitions.OrderBy(t => t.Id).ToList();
        Assert.Equal<long?>([null, null, registered.Id, moved.Id, lowered.Id, paid.Id], steps.Select(t => t.RetornoId));
        Assert.Equal<long?>([entry.Id, moving.Id, lowering.Id], (await scene.OrdersAsync(slip)).Select(o => o.RemessaId));

        // Paid in time at the price that was granted: the debt is over, and what was taken off is a discount.
        var payment = Assert.Single(await _files.PaymentsAsync(slip));
        var part = Assert.Single(payment.Allocations);
        Assert.Equal((114_486L, 2_469L, 3_045L, 8_970L, 8_970L, 0L, 0L),
            (part.Principal.Centavos, part.Fine.Centavos, part.Interest.Centavos, part.Discount!.Value.Centavos, part.Granted!.Value.Centavos, payment.Shortfall.Centavos, payment.Surplus.Centavos));
        Assert.Equal(8_970L, await DiscountsAsync(payment));
        Assert.Equal(["boleto.registered", "boleto.changed", "boleto.changed", "boleto.paid", "payment.settled"], await scene.Boletos.EventsAboutAsync(slip.PublicId));

        // Taken back, all of it is owed again, discount and all.
        await ReverseAsync(payment);
        Assert.Equal((0L, ReceivableStatus.Open), (await DiscountsAsync(payment), (await _files.ReloadAsync(slip)).Items[0].Receivable!.Status));
    }

    [Fact]
    public async Task What_cannot_be_is_refused_and_says_what_would_be()
    {
        var slip = await _files.SlipAsync();
        foreach (var (verb, body, status) in new[]
        {
            ("due-date", """{"dueDate":"2026-12-09"}""", 400), ("due-date", """{"dueDate":"2026-12-10"}""", 200), ("due-date", """{"dueDate":"2027-12-10"}""", 400),
            ("value", """{"amount":100.01}""", 400), ("value", """{"amount":100.00}""", 200), ("value", """{"amount":0}""", 400), ("value", """{"amount":-1}""", 400),
            ("abatement", """{"amount":100.00}""", 400), ("abatement", """{"amount":0}""", 200), ("abatement", """{"amount":-1}""", 400), ("cancel", """{"reason":"a\nb"}""", 400),
        })
        {
            var answer = await InstructAsync(slip, verb, body);
            Assert.True(answer.Status == status, $"{verb} {body}: {answer.Text}");
        }
        Assert.Empty(await scene.OrdersAsync(slip));
        Assert.Equal(202, (await InstructAsync(slip, "value", """{"amount":90.00}""")).Status);
        // One at a time: what the second would change is not known before the first is answered.
        Assert.Equal(409, (await InstructAsync(slip, "abatement", """{"amount":10.00}""")).Status);
        Assert.Equal(409, (await InstructAsync(slip, "value", """{"amount":80.00}""")).Status);
        Assert.Single(await scene.OrdersAsync(slip));

        var vetor = await ApiScene.OfAsync(scene.Portal, scene.Portal.Vetor, ApiScopes.BoletosWrite);
        Assert.Equal(404, (await vetor.PostAsync($"/api/v1/boletos/{slip.PublicId}/cancel", "{}")).Status);
        foreach (var status in Enum.GetValues<BoletoStatus>().Where(s => s != BoletoStatus.Registered))
            Assert.Equal(409, (await InstructAsync(await _files.SlipAsync(status: status), "value", """{"amount":90.00}""")).Status);
        // A slip that may not be collected on that day for the law's sake.
        var old = await _files.SlipAsync();
        await scene.Boletos.ChangeAsync((await _files.ReloadAsync(old)).Items[0].Receivable!, r => r.TimeBarredOn = new(2026, 12, 20));
        Assert.Contains("prescreve", (await InstructAsync(old, "due-date", """{"dueDate":"2026-12-21"}""")).Text, StringComparison.Ordinal);
        Assert.Equal(202, (await InstructAsync(old, "due-date", """{"dueDate":"2026-12-18"}""")).Status);
    }

    [Fact]
    public async Task What_the_bank_refuses_changes_nothing_and_may_be_asked_again()
    {
        var slip = await _files.SlipAsync();
        await InstructAsync(slip, "due-date", """{"dueDate":"2026-12-21"}""");
        await scene.MadeAsync();
        await _files.ApplyAsync("341", C400, Line(slip, "17", "16"));
        var order = Assert.Single(await scene.OrdersAsync(slip));
        Assert.Equal((BankOrderState.Rejected, true, new DateOnly(2026, 12, 10)), (order.State, order.Reason is { Length: > 0 }, (await _files.ReloadAsync(slip)).DueOn));
        Assert.Equal(["boleto.change_rejected"], await scene.Boletos.EventsAboutAsync(slip.PublicId));
        Assert.Equal(202, (await InstructAsync(slip, "due-date", """{"dueDate":"2026-12-21"}""")).Status);
        await scene.MadeAsync();
        await _files.ApplyAsync("341", C400, Line(slip, "14") with { DueOn = new DateOnly(2026, 12, 21) });
        var moved = await _files.ReloadAsync(slip);
        // The debt was not late: its new day is the slip's (docs/decisions/0021).
        Assert.Equal((new DateOnly(2026, 12, 21), new(2026, 12, 21), new(2026, 12, 21)), (moved.DueOn, moved.PayableThrough, moved.Items[0].Receivable!.MovedTo!.Value));
        Assert.Equal([BankOrderState.Rejected, BankOrderState.Confirmed], (await scene.OrdersAsync(slip)).Select(o => o.State));

        // Two that are refused on one day read alike: each is answered, and a third such line answers none.
        await InstructAsync(slip, "due-date", """{"dueDate":"2026-12-28"}""");
        await scene.MadeAsync();
        await scene.Portal.InDbAsync(scene.Portal.Aurora, async db =>
        {
            db.Add(new BankOrder
            {
                CreditorId = slip.CreditorId, BankAccountId = slip.BankAccountId, BankCode = slip.BankCode, NumberingKey = slip.NumberingKey, NossoNumero = slip.NossoNumero, BoletoId = slip.Id,
                Kind = BankOrderKind.AbatementGrant, Number = 1, Amount = slip.Amount, DueOn = slip.DueOn, Abatement = new(100), DocumentNumber = "1", RequestedBy = "teste", CreatedAt = scene.Boletos.Now, State = BankOrderState.Sent,
            });
            return await db.SaveChangesAsync();
        });
        var refused = await _files.ApplyAsync("341", C400, Line(slip, "16", "16"), Line(slip, "16", "16"), Line(slip, "16", "16"));
        Assert.Equal((2L, 1L), (refused.ForReview, refused.Noted));
        Assert.DoesNotContain(await scene.OrdersAsync(slip), o => o.State is BankOrderState.Sent or BankOrderState.Queued);
    }

    [Fact]
    public async Task A_date_somebody_moved_at_the_bank_is_followed_and_the_file_says_so()
    {
        var slip = await _files.SlipAsync();
        var retorno = await _files.ApplyAsync("341", C400, Line(slip, "14") with { DueOn = new DateOnly(2027, 1, 2) });
        var moved = await _files.ReloadAsync(slip);
        Assert.Equal((new DateOnly(2027, 1, 2), new(2027, 1, 4), 1L), (moved.DueOn, moved.PayableThrough, retorno.Applied));
        Assert.Contains("sem pedido nosso", Assert.Single(moved.Transitions).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lower_value_settles_the_debt_and_a_payment_of_the_old_one_leaves_a_credit()
    {
        var slip = await _files.SlipAsync("001");
        await InstructAsync(slip, "value", """{"amount":80.00}""");
        await GenerateAtAsync("001");
        await _files.ApplyAsync("001", CnabFormat.Cnab240, Line(slip, "61") with { FaceValue = new(8_000) });
        Assert.Equal((8_000L, 2_000L), ((await _files.ReloadAsync(slip)).Amount.Centavos, (await _files.ReloadAsync(slip)).Granted.Centavos));
        // Five centavos short, within the tolerance of a real: what was granted and what was let go are told apart.
        await _files.ApplyAsync("001", CnabFormat.Cnab240, Line(slip, "06", 7_995));
        var payment = Assert.Single(await _files.PaymentsAsync(slip));
        Assert.Equal((7_995L, 2_005L, 2_000L, 5L), (payment.Allocations[0].Principal.Centavos, payment.Allocations[0].Discount!.Value.Centavos, payment.Allocations[0].Granted!.Value.Centavos, payment.Shortfall.Centavos));
        Assert.Equal(2_000L, await DiscountsAsync(payment));
        await ReverseAsync(payment);

        // Itaú says no more than "data changed".
        var itau = await _files.SlipAsync();
        await InstructAsync(itau, "value", """{"amount":80.00}""");
        await scene.MadeAsync();
        await _files.ApplyAsync("341", C400, Line(itau, "04") with { FaceValue = new(8_000) });
        Assert.Equal(8_000L, (await _files.ReloadAsync(itau)).Amount.Centavos);

        var other = await _files.SlipAsync("001");
        await InstructAsync(other, "abatement", """{"amount":20.00}""");
        await GenerateAtAsync("001");
        await _files.ApplyAsync("001", CnabFormat.Cnab240, Line(other, "12"));
        await _files.ApplyAsync("001", CnabFormat.Cnab240, Line(other, "06", 10_000));
        Assert.Equal((2_000L, 2_000L), (Assert.Single(await _files.PaymentsAsync(other)).Surplus.Centavos, (await _files.PaymentsAsync(other))[0].Allocations[0].Granted!.Value.Centavos));
    }

    [Theory]
    [InlineData("abatement", """{"amount":20.00}""", "12", 8_000)]
    [InlineData("value", """{"amount":80.00}""", "61", 8_000)]
    [InlineData("due-date", """{"dueDate":"2026-12-21"}""", "14", 10_000)]
    public async Task Paid_as_it_was_changed_before_the_bank_says_that_it_changed_it_is_paid_in_full(string verb, string body, string code, long paid)
    {
        var slip = await _files.SlipAsync("001");
        var moved = verb == "due-date" ? new DateOnly(2026, 12, 21) : slip.DueOn;
        Assert.Equal(202, (await InstructAsync(slip, verb, body)).Status);
        await GenerateAtAsync("001");
        scene.Portal.Clock.Set(new(2026, 12, 21, 12, 0, 0, TimeSpan.FromHours(-3)));
        var settled = await _files.ApplyAsync("001", CnabFormat.Cnab240, Line(slip, "06", paid, moved) with { DueOn = moved });
        Assert.Equal((1L, 0L, BoletoStatus.Paid, ReceivableStatus.Paid, moved),
            (settled.Applied, settled.ForReview, (await _files.ReloadAsync(slip)).Status, (await _files.ReloadAsync(slip)).Items[0].Receivable!.Status, (await _files.ReloadAsync(slip)).DueOn));
        var payment = Assert.Single(await _files.PaymentsAsync(slip));
        Assert.Equal((Money.Zero, Money.Zero, 10_000 - paid), (payment.Surplus, payment.Shortfall, payment.Allocations[0].Granted?.Centavos ?? 0));
        // The confirmation that comes behind it is no news, and the second of its kind nobody asked for is.
        var confirmed = Line(slip, code) with { FaceValue = new(verb == "value" ? 8_000 : 10_000), DueOn = moved };
        Assert.Equal(1L, (await _files.ApplyAsync("001", CnabFormat.Cnab240, confirmed)).Noted);
        Assert.Equal((BankOrderState.Confirmed, (string?)null), (Assert.Single(await scene.OrdersAsync(slip)).State, (await scene.OrdersAsync(slip))[0].Reason));
    }

    [Fact]
    public async Task Cancelled_it_is_not_to_be_paid_at_once_and_its_debt_stays_owed()
    {
        var debtor = await scene.Portal.AddDebtorAsync(scene.Portal.Aurora);
        var slip = await _files.SlipAsync(debtor: debtor);
        await InstructAsync(slip, "due-date", """{"dueDate":"2026-12-21"}""");
        var cancelled = await InstructAsync(slip, "cancel", """{"reason":"venda desfeita"}""");
        Assert.Equal((202, "closureRequested", 200), (cancelled.Status, cancelled.Json.GetProperty("status").GetString(), (await InstructAsync(slip, "cancel", "{}")).Status));
        var browser = await scene.Portal.SignInAsync(debtor);
        var page = await PageAsync(browser, slip);
        Assert.Equal("Este boleto foi cancelado", page.Heading);
        Assert.DoesNotContain("venda desfeita", page.Text, StringComparison.Ordinal);
        await scene.Boletos.TurnAsync();
        var closing = await scene.MadeAsync();
        Assert.Equal([(BankOrderKind.DueDateChange, BankOrderState.Withdrawn), (BankOrderKind.Closure, BankOrderState.Sent)], (await scene.OrdersAsync(slip)).Select(o => (o.Kind, o.State)));
        Assert.Contains((await scene.ReadAsync(closing)).Instructions, i => i is RemessaInstruction.Closure && i.NossoNumero == slip.NossoNumero);
        await _files.ApplyAsync("341", C400, Line(slip, "09"));
        Assert.Equal((BoletoStatus.Closed, ReceivableStatus.Open), ((await _files.ReloadAsync(slip)).Status, (await _files.ReloadAsync(slip)).Items[0].Receivable!.Status));
        Assert.Equal("Este boleto foi cancelado", (await PageAsync(browser, slip)).Heading);
        Assert.Equal("comando", (await GivenAsync(await _files.SlipAsync(status: BoletoStatus.Paid), new BoletoInstruction.Cancel(null)))[..7]);
    }

    [Fact]
    public async Task Not_confirmed_in_time_its_closure_is_asked_since_the_bank_may_have_it()
    {
        var (sent, never) = (await RequestedAsync(), await RequestedAsync());
        await scene.MadeAsync();
        var left = await RequestedAsync();
        // One the bank was never asked for has nothing to close.
        var unasked = await _files.SlipAsync(status: BoletoStatus.Requested);
        var bank = scene.Portal.Services.GetServices<IBankConnection>().OfType<CnabBank>().Single();
        Assert.IsType<BankAnswer.Closed>(await bank.RequestClosureAsync(new SlipNumber("341", unasked.NumberingKey, unasked.NossoNumero), default));
        Assert.Empty(await scene.OrdersAsync(unasked));
        scene.Portal.Clock.Set(new(2026, 12, 1, 12, 0, 0, TimeSpan.FromHours(-3)));
        await BankWorker.SweepAsync(scene.Portal.Services.GetRequiredService<IServiceScopeFactory>(), scene.Boletos.Clock, default);
        await scene.Boletos.TurnAsync();
        Assert.Equal((BoletoStatus.ClosureRequested, BoletoStatus.ClosureRequested, BoletoStatus.Rejected), ((await _files.ReloadAsync(sent)).Status, (await _files.ReloadAsync(never)).Status, (await _files.ReloadAsync(left)).Status));
        var debtor = await scene.Portal.InDbAsync(scene.Portal.Aurora, db => db.Debtors.Include(d => d.Contacts).SingleAsync(d => d.Id == sent.DebtorId));
        Assert.Equal("O banco não confirmou o boleto", (await PageAsync(await scene.Portal.SignInAsync(debtor), sent)).Heading);
        await scene.Boletos.TurnAsync();
        await scene.MadeAsync();
        // One is confirmed late and paid all the same, the other never was.
        await _files.ApplyAsync("341", C400, Line(sent, "15", on: new DateOnly(2026, 12, 1)), Line(sent, "02", on: new DateOnly(2026, 12, 1)), Line(never, "09", on: new DateOnly(2026, 12, 1)));
        // Refused because the bank did not have it yet, its closure is asked again as soon as it has, and once.
        await scene.Boletos.TurnAsync();
        await scene.Boletos.TurnAsync();
        Assert.Equal([(1, BankOrderState.Rejected), (2, BankOrderState.Queued)], (await scene.OrdersAsync(sent)).Where(o => o.Kind == BankOrderKind.Closure).Select(o => (o.Number, o.State)));
        Assert.Equal((BoletoStatus.ClosureRequested, BoletoStatus.Closed), ((await _files.ReloadAsync(sent)).Status, (await _files.ReloadAsync(never)).Status));
        await _files.ApplyAsync("341", C400, Line(sent, "06", sent.Amount.Centavos, new DateOnly(2026, 11, 30)));
        Assert.Equal((BoletoStatus.Paid, ReceivableStatus.Paid), ((await _files.ReloadAsync(sent)).Status, (await _files.ReloadAsync(sent)).Items[0].Receivable!.Status));
    }

    [Theory]
    [InlineData(BoletoStatus.AtNotary, "Este boleto está no cartório", "o pagamento é feito no cartório")]
    [InlineData(BoletoStatus.Protested, "Este boleto foi protestado", "carta de anuência")]
    public async Task What_is_with_a_notary_says_where_it_is_paid(BoletoStatus status, string heading, string text)
    {
        var debtor = await scene.Portal.AddDebtorAsync(scene.Portal.Aurora);
        var slip = await _files.SlipAsync(debtor: debtor, status: status);
        var browser = await scene.Portal.SignInAsync(debtor);
        var page = await PageAsync(browser, slip);
        Assert.Equal(heading, page.Heading);
        Assert.Contains(text, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(slip.LinhaDigitavel, page.Text, StringComparison.Ordinal);
        // Whom to call is one tap away.
        Assert.Equal(status == BoletoStatus.AtNotary, page.Text.Contains(", (19) 3234-5678, antes desse prazo.", StringComparison.Ordinal));
        Assert.Equal(status == BoletoStatus.AtNotary ? 1 : 0, page.Document.QuerySelectorAll("main a[href='tel:+551932345678']").Length);
        Assert.Equal(status == BoletoStatus.AtNotary, (await browser.GetAsync("/aurora/dividas")).Text.Contains("está no cartório, pague lá", StringComparison.Ordinal));
        // A new boleto does not stop the notary's clock, and whoever is about to ask for one is told.
        var debt = (await _files.ReloadAsync(slip)).Items[0].Receivable!;
        var another = (await browser.GetAsync(BoletoScene.ReviewPath(null, debt))).Text;
        Assert.Equal((status == BoletoStatus.AtNotary, false), (another.Contains("o prazo de lá continua a correr", StringComparison.Ordinal), another.Contains("deixa de valer", StringComparison.Ordinal)));
        // Settled at the counter, a protest under way must be stopped.
        await scene.Portal.InAsync(scene.Portal.Aurora, services => services.GetRequiredService<RecordOutsidePayment>().HandleAsync(scene.Portal.Aurora,
            new(debt.ExternalId, debt.Principal, BoletoScene.Today, PaymentSource.Counter, $"BALCAO-{slip.Id}", "teste"), default));
        Assert.Equal(status == BoletoStatus.AtNotary ? BoletoStatus.ClosureRequested : status, (await _files.ReloadAsync(slip)).Status);
    }

    /// <summary>A boleto of 1.289,70 for a debt that is in the books.</summary>
    private async Task<Boleto> RequestedAsync()
    {
        scene.Portal.Clock.Set(PortalFixture.Start);
        await scene.DrainAsync();
        scene.Portal.Clock.Set(PortalFixture.Start);
        var slip = await scene.RequestAsync();
        await scene.Portal.InDbAsync(scene.Portal.Aurora, async db =>
        {
            var debt = await db.BoletoItems.Where(i => i.BoletoId == slip.Id).Select(i => i.Receivable!).SingleAsync();
            db.Post(debt.CreditorId, Bookkeeping.ReceivableRecorded(debt.Principal), $"test/{debt.ExternalId}", "teste", scene.Boletos.Now);
            return await db.SaveChangesAsync();
        });
        return slip;
    }

    private Task<ApiAnswer> InstructAsync(Boleto slip, string verb, string body) => _aurora.PostAsync($"/api/v1/boletos/{slip.PublicId}/{verb}", body);

    private static string LastOrder(ApiAnswer answer) => answer.Json.GetProperty("orders").EnumerateArray().Last() is var order ? $"{order.GetProperty("kind").GetString()} {order.GetProperty("status").GetString()}" : "";

    private static Task<Page> PageAsync(Browser browser, Boleto slip) => browser.GetAsync($"/aurora/boleto/{slip.PublicId}");

    private async Task GenerateAtAsync(string bank)
    {
        var account = await scene.Portal.InDbAsync(scene.Portal.Aurora, db => db.BankAccounts.AsNoTracking().SingleAsync(a => a.BankCode == bank));
        Assert.IsType<GenerateRemessaOutcome.Made>(await scene.Portal.InAsync(scene.Portal.Aurora, services => services.GetRequiredService<GenerateRemessa>().HandleAsync(scene.Portal.Aurora, account, "teste", default)));
    }

    private Task<long> DiscountsAsync(Payment payment) => scene.Portal.InDbAsync(scene.Portal.Aurora, async db =>
        (await db.JournalEntries.AsNoTracking().Include(e => e.Lines).Where(e => e.PaymentId == payment.Id).ToListAsync())
            .SelectMany(e => e.Lines).Where(l => l.Account == LedgerAccount.Discounts).Sum(l => l.Debit.Centavos - l.Credit.Centavos));

    private async Task ReverseAsync(Payment payment)
    {
        var outcome = await scene.Portal.InAsync(scene.Portal.Aurora, services => services.GetRequiredService<ReversePayment>().HandleAsync(scene.Portal.Aurora,
            new(payment.Reference, payment.Source, $"E-{payment.Id}", "teste", "teste"), default));
        Assert.IsType<ReversePaymentOutcome.Reversed>(outcome);
    }

    /// <summary>What the command says, or why it refused.</summary>
    private Task<string> GivenAsync(Boleto slip, BoletoInstruction instruction) => scene.Portal.InAsync(scene.Portal.Aurora, async services =>
    {
        try { return await BoletoCommands.GiveAsync(services, scene.Portal.Aurora, slip.NossoNumeroFormatted, instruction, default); }
        catch (CommandRefusedException refused) { return $"comando recusado: {refused.Message}"; }
    });
}
