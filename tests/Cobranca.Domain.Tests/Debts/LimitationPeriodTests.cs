using Cobranca.Domain.Debts;
using static Cobranca.Domain.Tests.Debts.Sample;

namespace Cobranca.Domain.Tests.Debts;

public class LimitationPeriodTests
{
    [Fact]
    public void E27_collectable_on_the_day_of_the_same_number_and_no_longer()
    {
        var period = LimitationPeriod.Of(Day("2021-11-19"), 5);

        Assert.Equal(Day("2026-11-19"), period.CollectableThrough);
        Assert.False(period.IsTimeBarredOn(Day("2026-11-19")));
        Assert.True(period.IsTimeBarredOn(Day("2026-11-20")));
    }

    [Theory]
    [InlineData("2020-02-29", 5, "2025-03-01")] // CC 132 §3: the next day when the month lacks the number
    [InlineData("2020-02-29", 4, "2024-02-29")]
    [InlineData("2021-02-28", 3, "2024-02-28")]
    [InlineData("2021-12-31", 10, "2031-12-31")]
    public void Ends_on_the_same_day_number_or_the_next_day(string due, int years, string through) =>
        Assert.Equal(Day(through), LimitationPeriod.Of(Day(due), years).CollectableThrough);

    [Fact]
    public void The_receivables_own_date_is_the_first_day_barred()
    {
        var period = LimitationPeriod.Of(Day("2021-11-19"), 5, timeBarredOn: Day("2024-11-20"), interruptedOn: Day("2023-01-01"));

        Assert.False(period.IsTimeBarredOn(Day("2024-11-19")));
        Assert.True(period.IsTimeBarredOn(Day("2024-11-20")));
    }

    [Theory]
    [InlineData("2023-03-10", "2028-03-10")]
    [InlineData("2026-11-19", "2031-11-19")] // on the very last day
    [InlineData("2026-11-20", "2026-11-19")] // too late: nothing revives
    [InlineData("2021-11-19", "2026-11-19")] // not before it runs
    public void An_interruption_starts_the_period_anew_once(string interrupted, string through) =>
        Assert.Equal(Day(through), LimitationPeriod.Of(Day("2021-11-19"), 5, interruptedOn: Day(interrupted)).CollectableThrough);

    [Fact]
    public void A_debt_takes_the_years_of_its_terms()
    {
        var debt = Debt(100m, "2021-11-19", TwoAndOne with { LimitationYears = 3 });

        Assert.Equal(Day("2024-11-19"), debt.Limitation.CollectableThrough);
        Assert.Equal(Day("2024-01-01"), (debt with { TimeBarredOn = Day("2024-01-02") }).Limitation.CollectableThrough);
        Assert.Equal(Day("2026-01-05"), (debt with { InterruptedOn = Day("2023-01-05") }).Limitation.CollectableThrough);
    }

    [Fact]
    public void A_period_of_no_years_is_a_mistake_of_ours() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => LimitationPeriod.Of(Day("2021-11-19"), 0));
}
