using Cobranca.Domain.Calendars;
using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;
using static Cobranca.Domain.Tests.Debts.Sample;

namespace Cobranca.Domain.Tests.Debts;

public class PartialPaymentTests
{
    private static IReadOnlyList<Imputation> Ledger(DebtPosition debt, IndexTable? indices = null) =>
        Pricing.Imputations(in debt, indices ?? IndexTable.Empty, Banks);

    [Fact]
    public void E24_interest_then_fine_then_principal_and_no_second_fine()
    {
        var debt = Debt(1000m, "2026-09-01", payments: [Paid("2026-10-01", 500m)]);

        var line = Assert.Single(Ledger(debt));
        Assert.Equal(
            (Reais(10m), Reais(20m), Reais(470m), Money.Zero, Reais(530m)),
            (line.Interest, line.Fine, line.Principal, line.Surplus, line.Rest));
        Assert.Equal(Reais(530m), debt.PriceOn("2026-10-01").Total);

        var later = debt.PriceOn("2026-10-16");
        Assert.Equal((Reais(530m), Money.Zero, Reais(2.65m), Reais(532.65m)), (later.Principal, later.Fine, later.Interest, later.Total));
        Assert.Equal(45, later.DaysLate); // since the debt fell late, not since the payment
    }

    [Fact]
    public void The_fine_is_charged_once_however_often_the_debt_is_priced_and_paid()
    {
        // invoiceninja #2330: a scheduler charged it again every hour.
        var debt = Debt(1000m, "2026-09-01");
        foreach (var day in new[] { "2026-09-02", "2026-09-03", "2026-10-01", "2028-10-01" })
            Assert.Equal(Reais(20m), debt.PriceOn(day).Fine);

        var paying = Debt(1000m, "2026-09-01",
            payments: [Paid("2026-09-02", 15m), Paid("2026-09-03", 15m), Paid("2026-10-01", 100m), Paid("2026-12-01", 1m)]);
        Assert.Equal(Reais(20m), Ledger(paying).Sum(line => line.Fine));
    }

    [Fact]
    public void Paying_the_principal_late_does_not_lose_the_interest()
    {
        // erpnext #58220: once the principal was covered, interest that had accrued was no longer asked for.
        var debt = Debt(1000m, "2026-09-01", payments: [Paid("2026-10-01", 1000m)]);

        var line = Assert.Single(Ledger(debt));
        Assert.Equal((Reais(10m), Reais(20m), Reais(970m), Reais(30m)), (line.Interest, line.Fine, line.Principal, line.Rest));
        Assert.Equal(Reais(30m), debt.PriceOn("2026-10-01").Total);
        Assert.Equal(Reais(30.30m), debt.PriceOn("2026-10-31").Total);
    }

    [Fact]
    public void Unpaid_charges_are_carried_and_bear_no_interest()
    {
        // 30 days late: juros 10,00, multa 20,00. R$ 4,00 pays only interest; the rest stays as it stands.
        var debt = Debt(1000m, "2026-09-01", payments: [Paid("2026-10-01", 4m)]);

        var later = debt.PriceOn("2026-10-31");
        Assert.Equal((Reais(1000m), Reais(20m), Reais(16m)), (later.Principal, later.Fine, later.Interest));
    }

    [Fact]
    public void A_payment_before_the_due_date_reduces_the_principal_only()
    {
        var debt = Debt(1000m, "2026-09-01", payments: [Paid("2026-08-01", 400m)]);

        Assert.Equal(Reais(600m), debt.PriceOn("2026-09-01").Total);
        var late = debt.PriceOn("2026-10-01");
        Assert.Equal((Reais(600m), Reais(12m), Reais(6m)), (late.Principal, late.Fine, late.Interest));
    }

    [Fact]
    public void A_payment_inside_the_rolled_window_is_not_late_and_the_rest_counts_from_the_setting()
    {
        // E05's debt: due Saturday, free until Tuesday 13th.
        var paid = Paid("2026-10-13", 100m);
        var rolled = Debt(250m, "2026-10-10", payments: [paid]).PriceOn("2026-10-14");
        var fromOriginal = TwoAndOne with { MoraStart = MoraStart.OriginalDate };
        var original = Debt(250m, "2026-10-10", fromOriginal, payments: [paid]).PriceOn("2026-10-14");

        Assert.Equal((Reais(150m), Reais(3m), Reais(0.05m), 1), (rolled.Principal, rolled.Fine, rolled.Interest, rolled.DaysLate));
        Assert.Equal((Reais(150m), Reais(3m), Reais(0.20m), 4), (original.Principal, original.Fine, original.Interest, original.DaysLate));
    }

    [Fact]
    public void An_overpayment_settles_and_the_surplus_is_reported()
    {
        var debt = Debt(1000m, "2026-09-01", payments: [Paid("2026-10-01", 1100m), Paid("2026-10-02", 5m)]);

        var price = debt.PriceOn("2026-12-01");
        Assert.Equal((Money.Zero, Reais(75m), 0), (price.Total, price.Surplus, price.DaysLate));
        Assert.True(price.IsSettled);
        Assert.False(price.IsLate);
        Assert.Equal([Reais(70m), Reais(5m)], Ledger(debt).Select(line => line.Surplus));
    }

    [Fact]
    public void A_payment_dated_after_the_day_asked_for_is_not_asked_for_again()
    {
        // A slip paid on Saturday night carries Monday's date: on Sunday the debt is nevertheless gone.
        var debt = Debt(100m, "2026-10-05", payments: [Paid("2026-10-15", 102.33m)]);

        Assert.Equal(Money.Zero, debt.PriceOn("2026-10-14").Total);
        Assert.Equal(Reais(0.03m), debt.PriceOn("2026-10-14").Surplus);
        Assert.Equal((Money.Zero, Money.Zero), (debt.PriceOn("2026-10-15").Total, debt.PriceOn("2026-10-15").Surplus));
    }

    [Fact]
    public void Payments_may_come_in_any_order()
    {
        PartialPayment first = Paid("2026-09-20", 100m), second = Paid("2026-10-20", 200m);

        Assert.Equal(
            Debt(1000m, "2026-09-01", payments: [first, second]).PriceOn("2026-11-03"),
            Debt(1000m, "2026-09-01", payments: [second, first]).PriceOn("2026-11-03"));
    }

    [Fact]
    public void Imputing_one_more_payment_finds_its_place_in_time()
    {
        var debt = Debt(1000m, "2026-09-01", payments: [Paid("2026-11-03", 100m)]);

        var line = Pricing.Impute(in debt, Paid("2026-10-01", 500m), IndexTable.Empty, Banks);

        Assert.Equal((Day("2026-10-01"), Reais(10m), Reais(20m), Reais(470m)), (line.PaidOn, line.Interest, line.Fine, line.Principal));
        Assert.Equal(Reais(500m), line.Amount);
    }

    [Fact]
    public void Correction_is_paid_before_principal_and_months_go_on_from_the_same_day_of_the_month()
    {
        var terms = TwoAndOne with { Correction = IndexSeries.Ipca, Fine = Rate.Zero, InterestPerMonth = Rate.Zero };
        var indices = Index(IndexSeries.Ipca, 2026, 8, 1m, 1m, 1m);

        // One month complete on 03/09 (10,00), paid on 18/09; the second is complete on 03/10 although the payment was on the 18th.
        var debt = Debt(1000m, "2026-08-03", terms, payments: [Paid("2026-09-18", 110m)]);
        var line = Assert.Single(Ledger(debt, indices));
        Assert.Equal((Reais(10m), Reais(100m), Reais(900m)), (line.Correction, line.Principal, line.Rest));
        Assert.Equal(Money.Zero, debt.PriceOn("2026-10-02", indices).Correction);
        Assert.Equal(Reais(9m), debt.PriceOn("2026-10-03", indices).Correction);
    }

    [Fact]
    public void Correction_left_unpaid_is_corrected_as_part_of_the_value()
    {
        var terms = TwoAndOne with { Correction = IndexSeries.Ipca, Fine = Rate.Zero, InterestPerMonth = Rate.Zero };
        var indices = Index(IndexSeries.Ipca, 2026, 8, 10m, 10m);
        var debt = Debt(1000m, "2026-08-03", terms, payments: [Paid("2026-09-03", 40m)]);

        var price = debt.PriceOn("2026-10-05", indices); // (1.100 − 40) × 1,10

        Assert.Equal((Reais(1000m), Reais(166m), Reais(1166m)), (price.Principal, price.Correction, price.Total));
    }

    [Fact]
    public void A_deflation_shrinks_the_principal_when_money_reaches_it()
    {
        var terms = TwoAndOne with { Correction = IndexSeries.IgpM, Fine = Rate.Zero, InterestPerMonth = Rate.Zero };
        var debt = Debt(100m, "2026-08-03", terms, payments: [Paid("2026-09-03", 50m)]);
        var indices = Index(IndexSeries.IgpM, 2026, 8, -5m);

        var line = Assert.Single(Ledger(debt, indices));
        Assert.Equal((Reais(-5m), Reais(55m), Reais(50m), Reais(45m)), (line.Correction, line.Principal, line.Amount, line.Rest));
        var price = debt.PriceOn("2026-09-04", indices);
        Assert.Equal((Reais(45m), Money.Zero), (price.Principal, price.Correction));
    }

    [Fact]
    public void Nothing_paid_leaves_an_empty_ledger() => Assert.Empty(Ledger(Debt(100m, "2026-09-01")));

    [Theory]
    [InlineData(0)]
    [InlineData(-100)]
    public void A_payment_that_is_no_payment_is_refused(long centavos) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Debt(100m, "2026-09-01", payments: [new(Day("2026-09-02"), new(centavos))]));
}
