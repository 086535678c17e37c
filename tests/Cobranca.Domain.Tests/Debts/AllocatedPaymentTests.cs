using Cobranca.Domain.Calendars;
using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;
using static Cobranca.Domain.Tests.Debts.Sample;

namespace Cobranca.Domain.Tests.Debts;

public class AllocatedPaymentTests
{
    private static readonly DebtPosition[] Debts =
    [
        Debt(1000m, "2026-09-02"),
        Debt(100m, "2026-09-01"),
        Debt(200m, "2026-12-01"),  // not yet due
        Debt(300m, "2020-09-01"),  // time-barred
    ];

    private static AllocatedPayment Allocate(decimal amount, DebtPosition[] debts, params int[] chosen) =>
        AllocatedPayment.Of(Paid("2026-10-01", amount), debts, chosen, IndexTable.Empty, Banks);

    private static (int, decimal)[] Shares(AllocatedPayment allocation) =>
        [.. allocation.Shares.Select(share => (share.Debt, share.Imputation.Amount.Reais))];

    [Fact]
    public void The_debt_due_first_is_settled_first()
    {
        var allocation = Allocate(500m, Debts); // debt 1 costs 103,00

        Assert.Equal([(1, 103m), (0, 397m)], Shares(allocation));
        Assert.Equal(Money.Zero, allocation.Surplus);
        Assert.Equal(Money.Zero, allocation.Shares[0].Imputation.Rest);
        Assert.Equal(Reais(9.67m), allocation.Shares[1].Imputation.Interest);
    }

    [Fact]
    public void The_debtors_choice_comes_before_that() => Assert.Equal([(0, 500m)], Shares(Allocate(500m, Debts, 0)));

    [Fact]
    public void Unasked_nothing_goes_to_debts_not_due_or_time_barred()
    {
        var allocation = Allocate(2000m, Debts);

        Assert.Equal([1, 0], allocation.Shares.Select(share => share.Debt));
        Assert.Equal(Reais(2000m) - Reais(103m) - Reais(1029.67m), allocation.Surplus);
    }

    [Fact]
    public void Asked_it_goes_there() => Assert.Equal([(2, 200m), (3, 150m)], Shares(Allocate(350m, Debts, 2, 3)));

    [Fact]
    public void Of_debts_due_together_the_most_onerous()
    {
        DebtPosition[] debts =
        [
            Debt(100m, "2026-09-01", TwoAndOne with { InterestPerMonth = Rate.Percent(0.5m) }),
            Debt(100m, "2026-09-01", TwoAndOne with { Fine = Rate.Zero }),
            Debt(100m, "2026-09-01"),
        ];

        Assert.Equal([2, 1, 0], Allocate(1000m, debts).Shares.Select(share => share.Debt));
    }

    [Fact]
    public void Without_an_agreed_rate_the_last_taxa_legal_says_how_onerous_a_debt_is()
    {
        DebtPosition[] debts =
        [
            Debt(100m, "2026-09-01", TwoAndOne with { InterestPerMonth = Rate.Percent(0.5m) }),
            Debt(100m, "2026-09-01", PriceTerms.NothingAgreed),
        ];
        var indices = Index(IndexSeries.TaxaLegal, 2026, 8, 0.6m);
        var payment = Paid("2026-10-01", 1m);

        Assert.Equal(0, Assert.Single(AllocatedPayment.Of(payment, debts, [], IndexTable.Empty, Banks).Shares).Debt);
        Assert.Equal(1, Assert.Single(AllocatedPayment.Of(payment, debts, [], indices, Banks).Shares).Debt);
    }

    [Fact]
    public void A_settled_debt_gets_nothing()
    {
        DebtPosition[] debts = [Debt(100m, "2026-09-01", payments: [Paid("2026-09-01", 100m)])];

        Assert.Empty(Allocate(50m, debts, 0).Shares);
        Assert.Equal(Reais(50m), Allocate(50m, debts, 0).Surplus);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1)]
    [InlineData(4)]
    public void A_choice_that_cannot_be_is_a_mistake_of_ours(params int[] chosen) =>
        Assert.Throws<ArgumentException>(() => Allocate(1m, Debts, chosen));

    [Fact]
    public void No_money_is_a_mistake_of_ours() => Assert.Throws<ArgumentException>(() => Allocate(0m, Debts));
}
