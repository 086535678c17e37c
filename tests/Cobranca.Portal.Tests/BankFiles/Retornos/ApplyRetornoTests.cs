using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Payments;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Payments;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Api;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Cobranca.Portal.Tests.BankFiles.Retornos.RetornoScene;

namespace Cobranca.Portal.Tests.BankFiles.Retornos;

/// <summary>What each thing a bank can say does here, to the centavo, and once.</summary>
public sealed class ApplyRetornoTests(PortalFixture portal) : IClassFixture<PortalFixture>, IAsyncLifetime
{
    private const CnabFormat C240 = CnabFormat.Cnab240;
    private const CnabFormat C400 = CnabFormat.Cnab400;
    private readonly RetornoScene _scene = new(portal);

    public Task InitializeAsync() => _scene.PrepareAsync("001", "104", "237", "341", "422");

    /// <summary>Whatever a test did, the books hold.</summary>
    public Task DisposeAsync() => _scene.AssertBooksAsync();

    [Fact]
    public async Task A_slip_is_registered_by_one_file_and_paid_by_the_next_and_says_where()
    {
        var slip = await _scene.SlipAsync(status: BoletoStatus.Sent);
        var first = await _scene.ApplyAsync("341", C400, Line(slip, "02"));
        Assert.Equal((BoletoStatus.Registered, RetornoStatus.Applied, 1L), ((await _scene.ReloadAsync(slip)).Status, first.Status, first.Applied));

        var file = _scene.FileOf("341", C400, Line(slip, "06", 10_000));
        var second = await _scene.ApplyAsync(file);
        Assert.Equal((1L, 1L, 0L, 10_000L, 199L), (second.Titles, second.Applied, second.ForReview, second.Received.Centavos, second.Tariffs.Centavos));
        var paid = await _scene.ReloadAsync(slip);
        Assert.Equal((BoletoStatus.Paid, ReceivableStatus.Paid), (paid.Status, paid.Items[0].Receivable!.Status));
        Assert.Equal([(first.Id, 2), (second.Id, 2)], paid.Transitions.OrderBy(t => t.Id).Select(t => (t.RetornoId!.Value, t.FileLine!.Value)));
        var payment = Assert.Single(await _scene.PaymentsAsync(slip));
        // The payer's day, before the bank's fee, which Itaú takes off what it credits.
        Assert.Equal((10_000L, Today, 199L, 9_801L, Today.AddDays(1), second.Id, 2),
            (payment.Amount.Centavos, payment.PaidOn, payment.TariffAmount!.Value.Centavos, payment.NetAmount!.Value.Centavos, payment.CreditedOn!.Value, payment.RetornoId!.Value, payment.RetornoLine!.Value));
        Assert.Equal($"341/{slip.NumberingKey}/{slip.NossoNumero}/06/20261123/10000", payment.Reference);
        Assert.Equal(["boleto.registered", "boleto.paid", "payment.settled"], await new Boletos.BoletoScene(portal).EventsAboutAsync(slip.PublicId));

        // The same file again, the same news in another file, and the confirmation after the payment: nothing moves.
        Assert.Equal((second.Id, 1L), ((await _scene.ApplyAsync(file)).Id, (await _scene.ApplyAsync(file)).Applied));
        var again = await _scene.ApplyAsync("341", C400, Line(slip, "02"), Line(slip, "06", 10_000), Line(slip, "02", on: Today.AddDays(-1)));
        Assert.Equal((0L, 2L, 1L, 0L, Money.Zero), (again.Applied, again.Known, again.Noted, again.ForReview, again.Received));
        Assert.Single(await _scene.PaymentsAsync(slip));
    }

    /// <summary>The same number at two banks: what it means is the bank's.</summary>
    [Theory]
    [InlineData("341", C400, "17", 0, BoletoStatus.Registered, ReviewReason.OrderRejected)]
    [InlineData("001", C240, "17", 10_000, BoletoStatus.Paid, ReviewReason.None)]
    [InlineData("341", C400, "15", 0, BoletoStatus.Registered, ReviewReason.OrderRejected)]
    [InlineData("237", C400, "15", 10_000, BoletoStatus.Paid, ReviewReason.None)]
    [InlineData("001", C240, "15", 0, BoletoStatus.Closed, ReviewReason.None)]
    [InlineData("341", C400, "10", 0, BoletoStatus.Closed, ReviewReason.Unexpected)]
    [InlineData("341", C400, "10", 10_000, BoletoStatus.Paid, ReviewReason.None)]
    [InlineData("237", C400, "10", 0, BoletoStatus.Closed, ReviewReason.None)]
    [InlineData("422", C400, "40", 0, BoletoStatus.Protested, ReviewReason.None)]
    [InlineData("237", C400, "40", 10_000, BoletoStatus.Registered, ReviewReason.NothingToReverse)]
    [InlineData("237", C400, "22", 0, BoletoStatus.Registered, ReviewReason.NothingToReverse)]
    [InlineData("104", C240, "44", 0, BoletoStatus.Registered, ReviewReason.NothingToReverse)]
    [InlineData("001", C240, "44", 0, BoletoStatus.Registered, ReviewReason.None)]
    [InlineData("341", C400, "23", 0, BoletoStatus.AtNotary, ReviewReason.None)]
    [InlineData("001", C240, "11", 0, BoletoStatus.Registered, ReviewReason.None)]
    [InlineData("341", C400, "03", 0, BoletoStatus.Registered, ReviewReason.OrderRejected)]
    public async Task A_code_does_what_it_means_at_its_bank(string bank, CnabFormat format, string code, long paid, BoletoStatus becomes, ReviewReason review)
    {
        var slip = await _scene.SlipAsync(bank);
        var retorno = await _scene.ApplyAsync(bank, format, Line(slip, code, paid == 0 ? null : paid));
        var said = Assert.Single(await _scene.OccurrencesAsync(retorno));
        Assert.Equal((becomes, review), ((await _scene.ReloadAsync(slip)).Status, said.Review));
        Assert.Equal(review != ReviewReason.None, said.Outcome == OccurrenceOutcome.Review);
        Assert.Equal(becomes == BoletoStatus.Paid ? 1 : 0, (await _scene.PaymentsAsync(slip)).Count);
    }

    [Theory]
    [InlineData(BoletoStatus.Registered, 9_950, 0, 50, BoletoStatus.Paid, ReviewReason.None)]
    [InlineData(BoletoStatus.Registered, 6_000, 0, 0, BoletoStatus.Paid, ReviewReason.Short)]
    [InlineData(BoletoStatus.Registered, 12_500, 2_500, 0, BoletoStatus.Paid, ReviewReason.Over)]
    [InlineData(BoletoStatus.Closed, 10_000, 0, 0, BoletoStatus.PaidAfterClosure, ReviewReason.PaidAfterClosure)]
    [InlineData(BoletoStatus.Rejected, 10_000, 0, 0, BoletoStatus.PaidAfterClosure, ReviewReason.PaidAfterClosure)]
    [InlineData(BoletoStatus.Protested, 10_000, 0, 0, BoletoStatus.PaidAfterClosure, ReviewReason.PaidAfterClosure)]
    [InlineData(BoletoStatus.Superseded, 10_000, 0, 0, BoletoStatus.Paid, ReviewReason.None)]
    [InlineData(BoletoStatus.Requested, 10_000, 0, 0, BoletoStatus.Paid, ReviewReason.None)]
    [InlineData(BoletoStatus.Sent, 10_000, 0, 0, BoletoStatus.Paid, ReviewReason.None)]
    public async Task Money_is_booked_whatever_the_slip_and_what_is_odd_about_it_is_shown(BoletoStatus stood, long paid, long surplus, long shortfall, BoletoStatus becomes, ReviewReason review)
    {
        var slip = await _scene.SlipAsync(status: stood);
        var retorno = await _scene.ApplyAsync("341", C400, Line(slip, "06", paid));
        var after = await _scene.ReloadAsync(slip);
        var payment = Assert.Single(await _scene.PaymentsAsync(slip));
        Assert.Equal((becomes, review, surplus, shortfall), (after.Status, (await _scene.OccurrencesAsync(retorno))[0].Review, payment.Surplus.Centavos, payment.Shortfall.Centavos));
        Assert.Equal(paid < 9_900 ? ReceivableStatus.Open : ReceivableStatus.Paid, after.Items[0].Receivable!.Status);
        Assert.Equal(surplus == 0 ? 0 : 1, await portal.InDbAsync(portal.Aurora, db => db.DebtorCredits.CountAsync(c => c.PaymentId == payment.Id && c.State == CreditState.Open)));
        Assert.Equal(paid, retorno.Received.Centavos);
        // A waiting slip that is paid was registered: its history has both, and the confirmation that comes later is no news.
        if (!stood.IsWaiting()) return;
        Assert.Equal([BoletoStatus.Registered, BoletoStatus.Paid], after.Transitions.OrderBy(t => t.Id).Select(t => t.Status));
        Assert.Equal(1, (await _scene.ApplyAsync("341", C400, Line(slip, "02"))).Noted);
    }

    [Fact]
    public async Task Paid_twice_the_second_is_the_payers_credit()
    {
        var slip = await _scene.SlipAsync();
        var retorno = await _scene.ApplyAsync("341", C400, Line(slip, "06", 10_000), Line(slip, "06", 10_000, Today.AddDays(-1)));
        Assert.Equal([OccurrenceOutcome.Applied, OccurrenceOutcome.Review], (await _scene.OccurrencesAsync(retorno)).Select(o => o.Outcome));
        Assert.Equal(ReviewReason.PaidTwice, (await _scene.OccurrencesAsync(retorno))[1].Review);
        Assert.Equal([0, 10_000], (await _scene.PaymentsAsync(slip)).Select(p => p.Surplus.Centavos));
    }

    [Fact]
    public async Task The_same_line_twice_in_one_file_is_booked_once_and_asked_about()
    {
        var slip = await _scene.SlipAsync();
        var line = Line(slip, "06", 10_000);
        var retorno = await _scene.ApplyAsync("341", C400, line, Line(slip, "02"), Line(slip, "02"), line);
        var said = await _scene.OccurrencesAsync(retorno);
        Assert.Equal([(0, ReviewReason.None), (0, ReviewReason.None), (1, ReviewReason.None), (1, ReviewReason.Repeated)], said.Select(o => (o.Repeat, o.Review)));
        Assert.Single(await _scene.PaymentsAsync(slip));
        // Sent again with the same two lines it is the same news; a third one is not.
        Assert.Equal((2L, 0L), (await KnownAndReviewAsync(line, line)));
        Assert.Equal((2L, 1L), (await KnownAndReviewAsync(line, line, line)));

        async Task<(long, long)> KnownAndReviewAsync(params RetornoLine[] lines)
        {
            var again = await _scene.ApplyAsync("341", C400, lines);
            return (again.Known, again.ForReview);
        }
    }

    [Fact]
    public async Task A_part_leaves_the_slip_open_and_the_rest_closes_it()
    {
        var slip = await _scene.SlipAsync();
        Assert.Equal(1, (await _scene.ApplyAsync("341", C400, Line(slip, "07", 4_000))).Applied);
        Assert.Equal((BoletoStatus.Registered, 6_000L), ((await _scene.ReloadAsync(slip)).Status, (await _scene.ReloadAsync(slip)).Items[0].Receivable!.OpenPrincipal.Centavos));
        Assert.Equal(1, (await _scene.ApplyAsync("341", C400, Line(slip, "06", 6_000))).Applied);
        Assert.Equal((BoletoStatus.Paid, ReceivableStatus.Paid), ((await _scene.ReloadAsync(slip)).Status, (await _scene.ReloadAsync(slip)).Items[0].Receivable!.Status));
    }

    [Fact]
    public async Task A_payment_taken_back_is_owed_again_and_can_be_paid_again_in_the_same_file()
    {
        var slip = await _scene.SlipAsync("237");
        var retorno = await _scene.ApplyAsync("237", C400, Line(slip, "06", 10_000), Line(slip, "40", 10_000), Line(slip, "06", 10_000, Today.AddDays(-1)));
        Assert.Equal((3L, 0L), (retorno.Applied, retorno.ForReview));
        Assert.Equal([false, true], (await _scene.PaymentsAsync(slip)).Select(p => p.ReversedAt is null));
        var debt = (await _scene.ReloadAsync(slip)).Items[0].Receivable!;
        Assert.Equal((ReceivableStatus.Paid, Money.Zero), (debt.Status, debt.OpenPrincipal));

        // Bradesco's 22 without an amount means the one that stands.
        var cancelled = await _scene.ApplyAsync("237", C400, Line(slip, "22"));
        // Each step says which file and line it came from, the taking back too; to be paid again moves a paid slip no further.
        var told = (await (await ApiScene.OfAsync(portal, portal.Aurora, ApiScopes.BoletosRead)).GetAsync($"/api/v1/boletos/{slip.PublicId}")).Json.GetProperty("history").EnumerateArray()
            .Select(step => (step.GetProperty("by").GetString(), step.GetProperty("inFile").GetString(), step.GetProperty("inLine").GetInt32(), step.GetProperty("detail").GetString()!.Contains("estornados", StringComparison.Ordinal)));
        Assert.Equal([("retorno", "retorno.ret", 2, false), ("retorno", "retorno.ret", 3, true), ("retorno", "retorno.ret", 2, true)], told);
        Assert.Equal((1L, ReceivableStatus.Open), (cancelled.Applied, (await _scene.ReloadAsync(slip)).Items[0].Receivable!.Status));
        Assert.Equal(ReviewReason.NothingToReverse, (await _scene.OccurrencesAsync(await _scene.ApplyAsync("237", C400, Line(slip, "22", on: Today.AddDays(-1)))))[0].Review);
    }

    [Fact]
    public async Task Paid_again_on_the_day_it_was_taken_back_the_money_is_asked_about_and_not_swallowed()
    {
        var (slip, other) = (await _scene.SlipAsync("237"), await _scene.SlipAsync("237"));
        var paid = Line(slip, "06", 10_000);
        await _scene.ApplyAsync("237", C400, paid, Line(other, "06", 10_000));
        // Behind its reversal in the same file, and in a file that comes after it.
        var second = await _scene.ApplyAsync("237", C400, Line(slip, "40", 10_000), paid, Line(other, "40", 10_000));
        var third = await _scene.ApplyAsync("237", C400, Line(other, "06", 10_000));
        Assert.Equal((2L, 1L, 1L), (second.Applied, second.ForReview, third.ForReview));
        foreach (var said in new[] { (await _scene.OccurrencesAsync(second))[1], Assert.Single(await _scene.OccurrencesAsync(third)) })
            Assert.Equal((ReviewReason.Repeated, 1, true), (said.Review, said.Repeat, said.Detail!.Contains("já foi estornado", StringComparison.Ordinal)));
        Assert.NotNull(Assert.Single(await _scene.PaymentsAsync(slip)).ReversedAt);
        // A copy of the money and of its reversal is nothing new.
        Assert.Equal(2, (await _scene.ApplyAsync("237", C400, Line(other, "06", 10_000), Line(other, "40", 10_000))).Known);
    }

    [Fact]
    public async Task What_cannot_be_is_shown_and_not_booked()
    {
        var slip = await _scene.SlipAsync();
        var stranger = new Boleto { PublicId = "", BankCode = "341", NumberingKey = "", NossoNumero = "99999999", NossoNumeroFormatted = "", Barcode = "", LinhaDigitavel = "", RequestKey = "", Amount = new(100), DueOn = Today };
        var retorno = await _scene.ApplyAsync("341", C400, Line(slip, "06", 10_000, Today.AddDays(1)), Line(slip, "06", 10_000, new(1996, 12, 31)), Line(slip, "06"), Line(stranger, "06", 7_700), Line(stranger, "02"));
        var said = await _scene.OccurrencesAsync(retorno);
        Assert.Equal([ReviewReason.Implausible, ReviewReason.Implausible, ReviewReason.Implausible, ReviewReason.UnknownSlip, ReviewReason.None], said.Select(o => o.Review));
        Assert.Contains("77,00", said[3].Detail, StringComparison.Ordinal);
        Assert.Equal((4L, 1L, Money.Zero), (retorno.ForReview, retorno.Noted, retorno.Received));
        Assert.Empty(await _scene.PaymentsAsync(slip));
        // Money without a number may be anybody's: as much in the next file is another payer's.
        stranger.NossoNumero = "";
        foreach (var _ in Enumerable.Range(0, 2)) Assert.Equal(1, (await _scene.ApplyAsync("341", C400, Line(stranger, "72", 7_700))).ForReview);

        var bytes = _scene.FileOf("341", C400, Line(slip, "06", 10_000));
        "98"u8.CopyTo(bytes.AsSpan(402 + 108));
        Assert.Equal(ReviewReason.UnknownCode, Assert.Single(await _scene.OccurrencesAsync(await _scene.ApplyAsync(bytes))).Review);
        Assert.Equal(BoletoStatus.Registered, (await _scene.ReloadAsync(slip)).Status);
    }

    /// <summary>The creditor's other system numbers slips too: in another carteira of the account, or with a key of its own.</summary>
    [Fact]
    public async Task A_line_about_another_systems_slip_of_the_same_number_moves_nothing()
    {
        var slip = await _scene.SlipAsync();
        var retorno = await _scene.ApplyAsync("341", C400, Line(slip, "06", 10_000) with { Carteira = "112" }, Line(slip, "09") with { Carteira = "112" }, Line(slip, "06", 10_000) with { OurId = "ERP 77", Carteira = "109" });
        Assert.Equal([ReviewReason.UnknownSlip, ReviewReason.None, ReviewReason.UnknownSlip], (await _scene.OccurrencesAsync(retorno)).Select(o => o.Review));
        Assert.Equal(BoletoStatus.Registered, (await _scene.ReloadAsync(slip)).Status);
        Assert.Empty(await _scene.PaymentsAsync(slip));

        await _scene.ApplyAsync("341", C400, Line(slip, "06", 10_000) with { OurId = $"B{slip.Id}", Carteira = "109" });
        Assert.Equal(BoletoStatus.Paid, (await _scene.ReloadAsync(slip)).Status);
    }

    [Fact]
    public async Task A_payment_somebody_typed_in_first_is_recognised()
    {
        var slip = await _scene.SlipAsync();
        await portal.InAsync(portal.Aurora, services => services.GetRequiredService<RecordPayment>().HandleAsync(portal.Aurora, new(slip.PublicId, new(10_000), Today, PaymentSource.Boleto, $"BALCAO-{slip.Id}", "teste"), default));
        var retorno = await _scene.ApplyAsync("341", C400, Line(slip, "06", 10_000));
        var payment = Assert.Single(await _scene.PaymentsAsync(slip));
        Assert.Equal((retorno.Id, 199L, Today.AddDays(1), 0L), (payment.RetornoId!.Value, payment.TariffAmount!.Value.Centavos, payment.CreditedOn!.Value, retorno.ForReview));
    }

    [Fact]
    public async Task What_the_bank_keeps_besides_its_tariff_is_booked_as_paid_and_shown()
    {
        var slips = new[] { await _scene.SlipAsync("001"), await _scene.SlipAsync("001"), await _scene.SlipAsync("001") };
        var retorno = await _scene.ApplyAsync("001", C240, slips.Zip([10_000, 9_801, 9_301], (slip, net) => Line(slip, "06", 10_000) with { Net = new Money(net) }));
        Assert.Equal([ReviewReason.None, ReviewReason.None, ReviewReason.Unexpected], (await _scene.OccurrencesAsync(retorno)).Select(o => o.Review));
        Assert.Contains("faltam R$ 5,00", (await _scene.OccurrencesAsync(retorno))[2].Detail!.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Equal((30_000L, 10_000L), (retorno.Received.Centavos, Assert.Single(await _scene.PaymentsAsync(slips[2])).Amount.Centavos));
    }

    [Theory]
    [InlineData(BoletoStatus.ClosureRequested, BoletoStatus.ClosureRequested)]
    [InlineData(BoletoStatus.Registered, BoletoStatus.Registered)]
    public async Task Back_from_the_notary_a_slip_whose_end_was_asked_for_is_to_be_closed(BoletoStatus stood, BoletoStatus becomes)
    {
        var slip = await _scene.SlipAsync("001");
        await portal.InDbAsync(portal.Aurora, async db =>
        {
            var found = await db.Boletos.SingleAsync(b => b.Id == slip.Id);
            if (stood == BoletoStatus.ClosureRequested) found.Hear(new BoletoEvent.ClosureAsked("teste"), _scene.Now, "teste");
            return await db.SaveChangesAsync();
        });
        await _scene.ApplyAsync("001", C240, Line(slip, "23"));
        Assert.Equal((BoletoStatus.AtNotary, (DateTime?)null), ((await _scene.ReloadAsync(slip)).Status, (await _scene.ReloadAsync(slip)).NextBankCallAt));
        await _scene.ApplyAsync("001", C240, Line(slip, "24"));
        var back = await _scene.ReloadAsync(slip);
        Assert.Equal((becomes, becomes == BoletoStatus.ClosureRequested), (back.Status, back.NextBankCallAt is not null));
    }

    [Fact]
    public async Task A_reversal_somebody_typed_in_first_takes_no_other_payment_with_it()
    {
        var slip = await _scene.SlipAsync("237");
        await _scene.ApplyAsync("237", C400, Line(slip, "06", 10_000), Line(slip, "06", 10_000, Today.AddDays(-1)));
        var payments = await _scene.PaymentsAsync(slip);
        await portal.InAsync(portal.Aurora, services => services.GetRequiredService<ReversePayment>().HandleAsync(portal.Aurora, new(payments[1].Reference, payments[1].Source, $"BALCAO-{slip.Id}", "extrato", "teste"), default));
        var said = Assert.Single(await _scene.OccurrencesAsync(await _scene.ApplyAsync("237", C400, Line(slip, "40", 10_000))));
        Assert.Equal((ReviewReason.NothingToReverse, true), (said.Review, said.Detail!.Contains("à mão", StringComparison.Ordinal)));
        Assert.Equal([true, false], (await _scene.PaymentsAsync(slip)).Select(p => p.ReversedAt is null));
    }

    [Theory]
    [InlineData(BoletoStatus.Registered)]
    [InlineData(BoletoStatus.Superseded)]
    public async Task Two_slips_of_one_debt_paid_in_one_file_leave_a_credit(BoletoStatus stood)
    {
        var older = await _scene.SlipAsync(status: stood);
        var debt = (await _scene.ReloadAsync(older)).Items[0].Receivable!;
        var newer = await _scene.SlipAsync(debtor: await portal.InDbAsync(portal.Aurora, db => db.Debtors.SingleAsync(d => d.Id == older.DebtorId)), debt: debt);
        var retorno = await _scene.ApplyAsync("341", C400, Line(older, "06", 10_000), Line(newer, "06", 10_000));
        Assert.Equal((1L, 1L), (retorno.Applied, retorno.ForReview));
        Assert.Equal((BoletoStatus.Paid, BoletoStatus.Paid), ((await _scene.ReloadAsync(older)).Status, (await _scene.ReloadAsync(newer)).Status));
        Assert.Equal(10_000, Assert.Single(await _scene.PaymentsAsync(newer)).Surplus.Centavos);
    }

    [Fact]
    public async Task Tariffs_are_a_cost_once_whatever_they_are_for()
    {
        var slip = await _scene.SlipAsync("237");
        var lines = new[] { Line(slip, "02") with { Tariff = new(150) }, Line(slip, "28") with { Tariff = new(75) } };
        var retorno = await _scene.ApplyAsync("237", C400, lines);
        Assert.Equal((225L, 2L), (retorno.Tariffs.Centavos, retorno.Applied));
        Assert.Equal(Money.Zero, (await _scene.ApplyAsync("237", C400, lines)).Tariffs);
        Assert.Equal(2, await portal.InDbAsync(portal.Aurora, db => db.JournalEntries.CountAsync(e => e.Kind == JournalKind.TariffCharged && e.Key.Contains(slip.NossoNumero))));
        // The same fee a second time in one file is asked about.
        var twice = await _scene.ApplyAsync("237", C400, lines[1], lines[1]);
        Assert.Equal((1L, 1L, Money.Zero), (twice.Known, twice.ForReview, twice.Tariffs));
    }

    [Fact]
    public async Task A_refused_entry_says_why_and_a_refused_instruction_leaves_the_slip()
    {
        var slip = await _scene.SlipAsync(status: BoletoStatus.Sent);
        var order = await portal.InDbAsync(portal.Aurora, async db =>
        {
            var added = new BankOrder
            {
                CreditorId = slip.CreditorId, BankAccountId = slip.BankAccountId, BankCode = "341", NumberingKey = slip.NumberingKey, NossoNumero = slip.NossoNumero, BoletoId = slip.Id, Kind = BankOrderKind.Entry,
                Number = 1, State = BankOrderState.Sent, Amount = slip.Amount, DueOn = slip.DueOn, DocumentNumber = "1", RequestedBy = "teste", CreatedAt = _scene.Now,
            };
            db.BankOrders.Add(added);
            await db.SaveChangesAsync();
            return added;
        });
        var retorno = await _scene.ApplyAsync("341", C400, Line(slip, "03", "08"));
        var after = await _scene.ReloadAsync(slip);
        Assert.Equal((BoletoStatus.Rejected, ReviewReason.OrderRejected), (after.Status, (await _scene.OccurrencesAsync(retorno))[0].Review));
        Assert.StartsWith("08", after.RejectionReason, StringComparison.Ordinal);
        var answered = await portal.InDbAsync(portal.Aurora, db => db.BankOrders.AsNoTracking().SingleAsync(o => o.Id == order.Id));
        Assert.Equal((BankOrderState.Rejected, retorno.Id, 2), (answered.State, answered.RetornoId!.Value, answered.RetornoLine!.Value));
    }

    [Fact]
    public async Task Another_creditors_slip_in_my_file_is_not_touched()
    {
        await portal.InDbAsync(portal.Vetor, async db =>
        {
            var account = AccountAt("341", portal.Vetor.Id);
            (account.Conta, account.FirstSequence) = ("54321", 9_000);
            db.BankAccounts.Add(account);
            return await db.SaveChangesAsync();
        });
        var theirs = await _scene.SlipAsync(creditor: portal.Vetor);
        var retorno = await _scene.ApplyAsync("341", C400, Line(theirs, "06", 10_000), Line(theirs, "09"));
        Assert.Equal((ReviewReason.UnknownSlip, 1L), ((await _scene.OccurrencesAsync(retorno))[0].Review, retorno.ForReview));
        Assert.Equal(BoletoStatus.Registered, (await _scene.ReloadAsync(theirs, portal.Vetor)).Status);
        Assert.Equal(0, await portal.InDbAsync(portal.Vetor, db => db.Payments.CountAsync()));
    }
}
