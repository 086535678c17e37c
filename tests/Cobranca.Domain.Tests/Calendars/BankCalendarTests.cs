using Cobranca.Domain.Calendars;
using Cobranca.Domain.Values;
using FsCheck;
using FsCheck.Fluent;

namespace Cobranca.Domain.Tests.Calendars;

public class BankCalendarTests
{
    private static readonly BankCalendar Banks = BankCalendar.National;
    private static readonly Uf SaoPaulo = Uf.Parse("SP");
    private static readonly CityCode SaoPauloCity = CityCode.Parse("3550308");
    private static readonly CityCode Campinas = CityCode.Parse("3509502");

    /// <summary>Invented dates: the repository ships no local holiday without a named source.</summary>
    private static readonly LocalHoliday[] Local =
    [
        LocalHoliday.EveryYear(SaoPaulo, city: null, 7, 9, "Data do estado", "teste")
            with { Law = "Lei estadual", ValidFrom = new(1998, 1, 1) },
        LocalHoliday.EveryYear(SaoPaulo, SaoPauloCity, 1, 25, "Aniversário da cidade", "teste"),
        LocalHoliday.Once(SaoPaulo, SaoPauloCity, new(2026, 8, 3), "Luto municipal", "teste"),
        LocalHoliday.EveryYear(Uf.Parse("RJ"), city: null, 4, 23, "Data de outro estado", "teste"),
    ];

    [Theory]
    [InlineData("2026-10-05", "2026-10-05")] // E01: a Monday
    [InlineData("2026-10-10", "2026-10-13")] // E05: Saturday, Sunday, holiday
    [InlineData("2026-11-20", "2026-11-23")] // E07: a holiday on a Friday
    [InlineData("2026-12-31", "2027-01-04")] // E31: no public service on the last business day of the year
    [InlineData("2027-12-31", "2028-01-03")]
    [InlineData("2028-12-30", "2029-01-02")] // a Saturday; Friday the 29th was the last business day
    [InlineData("2028-12-29", "2029-01-02")]
    [InlineData("2027-12-30", "2027-12-30")]
    [InlineData("2027-01-31", "2027-02-01")] // E29
    [InlineData("2027-02-28", "2027-03-01")]
    [InlineData("2027-03-31", "2027-03-31")]
    [InlineData("2027-04-30", "2027-04-30")]
    [InlineData("2027-05-31", "2027-05-31")]
    public void No_charge_is_due_through(string due, string through) => Assert.Equal(Day(through), Banks.ChargeFreeThrough(Day(due)));

    [Theory]
    [InlineData("2026-10-10", "2026-10-13")]
    [InlineData("2026-11-20", "2026-11-23")]
    [InlineData("2026-12-31", "2026-12-31")] // our own deadline stays in the year
    [InlineData("2027-01-01", "2027-01-04")]
    [InlineData("2026-02-14", "2026-02-18")] // over Carnival
    public void Rolls_forward(string from, string to) => Assert.Equal(Day(to), Banks.RollForward(Day(from)));

    [Fact]
    public void Counts_business_days_over_a_holiday() // E28
    {
        Assert.Equal(Day("2026-11-27"), Banks.AddBusinessDays(Day("2026-11-19"), 5));
        Assert.Equal(Day("2026-11-23"), Banks.AddBusinessDays(Day("2026-11-20"), 1));
        Assert.Equal(Day("2026-11-21"), Banks.AddBusinessDays(Day("2026-11-21"), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Banks.AddBusinessDays(Day("2026-11-21"), -1));
    }

    [Fact]
    public void Agrees_with_the_rules_on_every_day_of_the_range()
    {
        var holidays = Enumerable.Range(Holidays.FirstYear, 104).SelectMany(Holidays.In).Select(holiday => holiday.Date).ToHashSet();
        for (var day = Day("1997-01-01"); day <= Day("2100-12-31"); day = day.AddDays(1))
        {
            var expected = day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(day);
            Assert.True(Banks.IsBusinessDay(day) == expected, $"{day:O}");
            Assert.Equal(holidays.Contains(day), Banks.HolidayOn(day) is not null);
        }
    }

    [Fact]
    public void Names_the_holiday()
    {
        Assert.Equal("Natal", Banks.HolidayOn(Day("2026-12-25"))?.Name);
        Assert.Null(Banks.HolidayOn(Day("2026-12-26")));
        Assert.Equal("Tiradentes", Banks.HolidayOn(Day("2000-04-21"))?.Name); // and Good Friday
    }

    [Fact]
    public void Adds_the_holidays_of_a_place()
    {
        var city = Banks.With(Local, SaoPaulo, SaoPauloCity);
        Assert.Equal(Day("2026-07-10"), city.RollForward(Day("2026-07-09")));
        Assert.Equal(Day("2027-01-26"), city.ChargeFreeThrough(Day("2027-01-25")));
        Assert.False(city.IsBusinessDay(Day("2026-08-03")));
        Assert.True(city.IsBusinessDay(Day("2027-08-03")));
        Assert.True(city.IsBusinessDay(Day("2026-04-23"))); // another state's
        Assert.Equal(
            new Holiday(Day("2026-07-09"), "Data do estado", "Lei estadual", HolidayKind.Local),
            city.HolidayOn(Day("2026-07-09")));
        Assert.Equal("Luto municipal", city.HolidayOn(Day("2026-08-03"))?.Name);
        Assert.Null(city.HolidayOn(Day("2027-08-03")));
        Assert.Equal("Natal", city.HolidayOn(Day("2026-12-25"))?.Name);
    }

    [Fact]
    public void A_citys_holidays_are_its_own()
    {
        Assert.True(Banks.With(Local, SaoPaulo, Campinas).IsBusinessDay(Day("2027-01-25")));
        Assert.True(Banks.With(Local, SaoPaulo).IsBusinessDay(Day("2027-01-25")));
        Assert.False(Banks.With(Local, SaoPaulo, Campinas).IsBusinessDay(Day("2026-07-09")));
        Assert.True(Banks.IsBusinessDay(Day("2026-07-09")));
        Assert.Throws<ArgumentException>(() => Banks.With(Local, Uf.Parse("RJ"), SaoPauloCity));
    }

    [Fact]
    public void A_holiday_holds_only_while_its_law_does()
    {
        var holiday = LocalHoliday.EveryYear(SaoPaulo, city: null, 7, 9, "Data do estado", "teste")
            with { ValidFrom = Day("2025-01-01"), ValidThrough = Day("2027-12-31") };
        var calendar = Banks.With([holiday], SaoPaulo);
        Assert.True(calendar.IsBusinessDay(Day("2024-07-09")));
        Assert.False(calendar.IsBusinessDay(Day("2025-07-09")));
        Assert.False(calendar.IsBusinessDay(Day("2027-07-09")));
        Assert.True(calendar.IsBusinessDay(Day("2029-07-09")));
    }

    [Fact]
    public void A_yearly_leap_day_falls_in_leap_years()
    {
        var holiday = LocalHoliday.EveryYear(SaoPaulo, city: null, 2, 29, "Dia bissexto", "teste");
        Assert.Null(holiday.In(2026));
        Assert.Equal(Day("2024-02-29"), holiday.In(2024));
        Assert.False(Banks.With([holiday], SaoPaulo).IsBusinessDay(Day("2024-02-29")));
        Assert.Throws<ArgumentOutOfRangeException>(() => LocalHoliday.EveryYear(SaoPaulo, city: null, 2, 30, "x", "teste"));
    }

    [Fact]
    public void A_local_holiday_on_the_last_day_of_the_year_never_shortens_the_grace()
    {
        var calendar = Banks.With([LocalHoliday.EveryYear(SaoPaulo, city: null, 12, 31, "Véspera", "teste")], SaoPaulo);
        Assert.Equal(Day("2027-01-04"), calendar.ChargeFreeThrough(Day("2026-12-31")));
        Assert.Equal(Day("2027-01-04"), calendar.ChargeFreeThrough(Day("2026-12-30"))); // the last business day there
        Assert.Equal(Day("2027-01-04"), calendar.RollForward(Day("2026-12-31")));
    }

    [Theory]
    [InlineData("1996-12-31")]
    [InlineData("2101-01-01")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public void Throws_outside_its_range(string date)
    {
        Action[] calls =
        [
            () => Banks.IsBusinessDay(Day(date)), () => Banks.RollForward(Day(date)), () => Banks.ChargeFreeThrough(Day(date)),
            () => Banks.AddBusinessDays(Day(date), 1), () => Banks.AddBusinessDays(Day(date), 0), () => Banks.HolidayOn(Day(date)),
        ];
        Assert.All(calls, call =>
        {
            var thrown = Assert.Throws<ArgumentOutOfRangeException>(call);
            Assert.Contains("1997-01-01 to 2100-12-31", thrown.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Throws_rather_than_roll_out_of_its_range()
    {
        Assert.Equal(Day("2100-12-31"), Banks.RollForward(Day("2100-12-31")));
        Assert.Throws<ArgumentOutOfRangeException>(() => Banks.ChargeFreeThrough(Day("2100-12-31")));
        Assert.Throws<ArgumentOutOfRangeException>(() => Banks.AddBusinessDays(Day("2100-12-31"), 1));
    }

    [Fact]
    public void Rolling_is_idempotent_and_never_goes_back() => Check(day =>
    {
        var rolled = Banks.RollForward(day);
        return rolled >= day && rolled.DayNumber - day.DayNumber <= 5 && Banks.IsBusinessDay(rolled) && Banks.RollForward(rolled) == rolled
            && Enumerable.Range(0, rolled.DayNumber - day.DayNumber).All(skipped => !Banks.IsBusinessDay(day.AddDays(skipped)));
    });

    [Fact]
    public void The_grace_is_idempotent_and_never_shorter_than_the_roll() => Check(day =>
    {
        var through = Banks.ChargeFreeThrough(day);
        return through >= Banks.RollForward(day) && Banks.ChargeFreeThrough(through) == through && Banks.IsBusinessDay(through);
    });

    [Fact]
    public void A_place_only_ever_rolls_further() => Check(day =>
    {
        var city = Banks.With(Local, SaoPaulo, SaoPauloCity);
        return city.RollForward(day) >= Banks.RollForward(day) && city.ChargeFreeThrough(day) >= Banks.ChargeFreeThrough(day);
    });

    [Fact]
    public void Counting_on_is_counting_at_once() => Check(day =>
        Banks.AddBusinessDays(Banks.AddBusinessDays(day, 3), 4) == Banks.AddBusinessDays(day, 7));

    private static void Check(Func<DateOnly, bool> holds) =>
        Prop.ForAll(
            Gen.Choose(Day("1997-01-01").DayNumber, Day("2100-12-01").DayNumber).Select(DateOnly.FromDayNumber).ToArbitrary(),
            holds).QuickCheckThrowOnFailure();

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", null);
}
