using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Boletos;

public class ReissuePolicyTests
{
    private static readonly DateOnly Today = new(2026, 11, 3); // a Tuesday
    private static readonly ReissueLimits Limits = new();

    /// <summary>E03: R$ 1.234,56 due on 17/09/2026 is R$ 1.278,59 on 03/11/2026.</summary>
    private static readonly ReissueDebt Late = new(new(2026, 9, 17), static on => Price(123456, new(2026, 9, 17), on));

    private static readonly ReissueDebt NotDue = new(new(2026, 11, 20), static on => Price(48000, new(2026, 11, 20), on)); // a holiday

    [Fact]
    public void The_slip_is_the_price_of_the_chosen_day()
    {
        var allowed = Allowed([Late], Today);
        Assert.Equal(new Money(127859), allowed.Amount);
        Assert.Equal((Today, Today), (allowed.DueOn, allowed.PayableThrough));
        Assert.Equal((Today, new Money(127859), false), (allowed.Lines[0].PricedOn, allowed.Lines[0].Price, allowed.Lines[0].ChangesDate));
        Assert.True(Allowed([Late], Today.AddDays(1)).Amount > allowed.Amount);
    }

    [Fact]
    public void Several_debts_are_priced_alone_and_added()
    {
        var other = new ReissueDebt(new(2026, 10, 5), static on => Price(10000, new(2026, 10, 5), on));
        var allowed = Allowed([Late, other], Today);
        Assert.Equal([Late, other], allowed.Lines.Select(static line => line.Debt));
        Assert.Equal(new Money(127859) + Price(10000, new(2026, 10, 5), Today), allowed.Amount);
    }

    [Fact]
    public void A_day_without_bank_service_is_payable_on_the_next_at_no_charge()
    {
        var saturday = new DateOnly(2026, 11, 7);
        var allowed = Allowed([Late], saturday);
        Assert.Equal(new DateOnly(2026, 11, 9), allowed.PayableThrough);
        Assert.Equal(Late.PriceOn(saturday), allowed.Amount);
    }

    [Fact]
    public void A_creditor_may_keep_to_business_days()
    {
        var limits = Limits with { NonBusinessDaysAllowed = false };
        Assert.Equal(new ReissueRefusal.NotABusinessDay(new(2026, 11, 9)), Assert.Single(Refused([Late], new(2026, 11, 7), limits)));
        Assert.Equal([3, 4, 5, 6, 9, 10, 11, 12, 13], Policy(limits).AllowedDays([Late]).Select(static day => day.Day));
        Assert.Equal(Enumerable.Range(3, 11), Policy(Limits).AllowedDays([Late]).Select(static day => day.Day));
    }

    [Fact]
    public void The_day_lies_from_today_to_the_creditors_limit()
    {
        Assert.Equal(new ReissueRefusal.DayHasPassed(Today), Assert.Single(Refused([Late], Today.AddDays(-1))));
        Assert.Equal(Today.AddDays(10), Policy(Limits).LastDay([Late]));
        Allowed([Late], Today.AddDays(10));
        Assert.Equal(new ReissueRefusal.TooFarAhead(Today.AddDays(10)), Assert.Single(Refused([Late], Today.AddDays(11))));
        Assert.Equal([Today], Policy(Limits with { MaxDaysAhead = 0 }).AllowedDays([Late]));
    }

    [Fact]
    public void A_debt_not_yet_due_keeps_its_own_day_or_moves_it_within_limits()
    {
        var allowed = Allowed([NotDue], new(2026, 11, 23)); // the holiday's next business day: no change of date
        Assert.Equal((new Money(48000), false), (allowed.Amount, allowed.Lines[0].ChangesDate));

        allowed = Allowed([NotDue], new(2026, 11, 30));
        Assert.True(allowed.Lines[0].ChangesDate);
        Assert.Equal(Price(48000, new(2026, 11, 20), new(2026, 11, 30)), allowed.Amount);
        Assert.Equal(new ReissueRefusal.DateChangeTooFar(new(2026, 11, 30)), Assert.Single(Refused([NotDue], new(2026, 12, 1))));
    }

    [Fact]
    public void A_creditor_may_waive_the_charges_of_a_change_asked_for_in_time()
    {
        var limits = Limits with { DateChangeWaivesCharges = true };
        var line = Allowed([NotDue], new(2026, 11, 30), limits).Lines[0];
        Assert.Equal((NotDue.DueOn, new Money(48000), true), (line.PricedOn, line.Price, line.ChangesDate));
        Assert.Equal(new Money(127859), Allowed([Late], Today, limits).Amount); // not of a late debt's
    }

    [Theory]
    [InlineData(10, 2, 2, 2)]
    [InlineData(10, 1, 3, 1)]
    [InlineData(10, 0, 0, 0)]
    [InlineData(0, 2, 0, 0)]
    public void Changes_of_date_are_counted(int maxDays, int perYear, int used, int said)
    {
        var limits = Limits with { DateChangeMaxDays = maxDays, DateChangesPerYear = perYear };
        var debt = NotDue with { DateChangesThisYear = used };
        Assert.Equal(new ReissueRefusal.DateChangesUsedUp(said, new(2026, 11, 23)), Assert.Single(Refused([debt], new(2026, 11, 24), limits)));
        Allowed([debt], new(2026, 11, 23), limits);
    }

    [Fact]
    public void A_debt_that_became_late_is_not_a_change_of_date()
    {
        var used = Late with { DateChangesThisYear = 9 };
        Assert.False(Allowed([used], Today.AddDays(5)).Lines[0].ChangesDate);
    }

    [Fact]
    public void The_tightest_debt_sets_the_last_day()
    {
        Assert.Equal(Today.AddDays(10), Policy(Limits).LastDay([Late, NotDue]));
        Assert.Equal(new ReissueRefusal.TooFarAhead(Today.AddDays(10)), Assert.Single(Refused([NotDue, Late], new(2026, 11, 20))));
    }

    [Fact]
    public void No_day_past_the_last_one_a_debt_may_be_collected_on()
    {
        var ending = Late with { CollectableThrough = Today.AddDays(2) };
        Assert.Equal(new ReissueRefusal.PastLastDayOfDebt(Today.AddDays(2)), Assert.Single(Refused([Late, ending], Today.AddDays(3))));
        Allowed([ending], Today.AddDays(2));
        Assert.Empty(Policy(Limits).AllowedDays([Late with { CollectableThrough = Today.AddDays(-1) }]));
    }

    [Fact]
    public void Amounts_have_limits()
    {
        var small = Debt(499);
        Assert.Equal(new ReissueRefusal.BelowMinimum(new(500), new(499)), Assert.Single(Refused([small], Today)));
        Assert.Equal(new Money(998), Allowed([small, small], Today).Amount);
        Assert.Equal(Barcode.HighestAmount, Allowed([Debt(9_999_999_999)], Today).Amount);
        Assert.Equal(
            new ReissueRefusal.AboveMaximum(Barcode.HighestAmount, new(10_000_000_499)), Assert.Single(Refused([Debt(10_000_000_000), small], Today)));
    }

    [Fact]
    public void Debts_have_a_limit_and_reasons_come_together()
    {
        Assert.Equal(new ReissueRefusal.NoDebts(), Assert.Single(Refused([], Today)));
        Assert.Equal(
            [new ReissueRefusal.TooManyDebts(20), new ReissueRefusal.TooFarAhead(Today.AddDays(10))],
            Refused([.. Enumerable.Repeat(Late, 21)], Today.AddDays(11)));
        Allowed([.. Enumerable.Repeat(Late, 20)], Today);
    }

    [Fact]
    public void Nothing_is_priced_for_a_day_that_cannot_be_chosen()
    {
        var priceless = Late with { PriceOn = static _ => throw new InvalidOperationException("priced") };
        Refused([priceless], Today.AddDays(11));
    }

    [Theory]
    [InlineData(0, "O vencimento desta dívida não pode mudar. Escolha uma data até 23/11/2026.")]
    [InlineData(1, "O vencimento desta dívida já mudou neste ano, e só pode mudar uma vez. Escolha uma data até 23/11/2026.")]
    [InlineData(2, "O vencimento desta dívida já mudou 2 vezes neste ano, que é o limite. Escolha uma data até 23/11/2026.")]
    public void Reasons_say_what_can_be_done(int perYear, string text) =>
        Assert.Equal(text, new ReissueRefusal.DateChangesUsedUp(perYear, new(2026, 11, 23)).Text);

    [Fact]
    public void Every_reason_has_its_text()
    {
        ReissueRefusal[] all =
        [
            new ReissueRefusal.NoDebts(), new ReissueRefusal.TooManyDebts(1), new ReissueRefusal.DayHasPassed(Today), new ReissueRefusal.NotABusinessDay(Today),
            new ReissueRefusal.TooFarAhead(Today), new ReissueRefusal.DateChangeTooFar(Today), new ReissueRefusal.DateChangesUsedUp(2, Today),
            new ReissueRefusal.PastLastDayOfDebt(Today), new ReissueRefusal.BelowMinimum(new(500), new(1)), new ReissueRefusal.AboveMaximum(new(500), new(501)),
        ];
        Assert.Equal(typeof(ReissueRefusal).GetNestedTypes().Length, all.Length);
        Assert.All(all, static reason => Assert.EndsWith(".", reason.Text, StringComparison.Ordinal));
        Assert.Equal("O menor boleto é de R$\u00a05,00, e este seria de R$\u00a00,01. Junte mais dívidas, se houver.", all[8].Text);
    }

    [Fact]
    public void Limits_are_checked_all_at_once()
    {
        Assert.Empty(Limits.Check());
        var wrong = new ReissueLimits { MaxDaysAhead = 61, MaxDebtsPerBoleto = 0, DateChangeMaxDays = -1, DateChangesPerYear = 13, MinAmount = Money.Zero };
        Assert.Equal(
            ["maxDaysAhead", "maxDebtsPerBoleto", "dateChangeMaxDays", "dateChangesPerYear", "minAmount"],
            wrong.Check().Select(static problem => problem.Field));
    }

    private static ReissuePolicy Policy(ReissueLimits limits) => new(limits, Today, NextServedDay);

    private static ReissueDecision.Allowed Allowed(IReadOnlyCollection<ReissueDebt> debts, DateOnly dueOn, ReissueLimits? limits = null) =>
        Assert.IsType<ReissueDecision.Allowed>(Policy(limits ?? Limits).Decide(debts, dueOn));

    private static IReadOnlyList<ReissueRefusal> Refused(IReadOnlyCollection<ReissueDebt> debts, DateOnly dueOn, ReissueLimits? limits = null) =>
        Assert.IsType<ReissueDecision.Refused>(Policy(limits ?? Limits).Decide(debts, dueOn)).Reasons;

    private static ReissueDebt Debt(long centavos) => new(new(2026, 9, 17), _ => new(centavos));

    private static DateOnly NextServedDay(DateOnly day)
    {
        while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || day == new DateOnly(2026, 11, 20))
            day = day.AddDays(1);
        return day;
    }

    /// <summary>2% once and 1% a month, as the demo creditors agree; the engine itself is tested where it lives.</summary>
    private static Money Price(long centavos, DateOnly dueOn, DateOnly on)
    {
        var principal = new Money(centavos);
        var days = on > NextServedDay(dueOn) ? on.DayNumber - NextServedDay(dueOn).DayNumber : 0;
        return days == 0 ? principal : principal + Money.Round(principal.Reais * 2 / 100) + Money.Round(principal.Reais * days / 3000);
    }
}
