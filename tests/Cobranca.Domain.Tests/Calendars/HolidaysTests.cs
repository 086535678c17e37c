using Cobranca.Domain.Calendars;

namespace Cobranca.Domain.Tests.Calendars;

public class HolidaysTests
{
    [Theory]
    [InlineData("2024-03-31", "2024-02-12", "2024-02-13", "2024-03-29", "2024-05-30")]
    [InlineData("2025-04-20", "2025-03-03", "2025-03-04", "2025-04-18", "2025-06-19")]
    [InlineData("2026-04-05", "2026-02-16", "2026-02-17", "2026-04-03", "2026-06-04")]
    [InlineData("2027-03-28", "2027-02-08", "2027-02-09", "2027-03-26", "2027-05-27")]
    [InlineData("2028-04-16", "2028-02-28", "2028-02-29", "2028-04-14", "2028-06-15")]
    public void Move_with_Easter(string easter, string carnivalMonday, string carnivalTuesday, string goodFriday, string corpusChristi)
    {
        var year = Day(easter).Year;
        Assert.Equal(Day(easter), Holidays.Easter(year));
        Assert.Equal(
            [Day(carnivalMonday), Day(carnivalTuesday), Day(goodFriday), Day(corpusChristi)],
            Holidays.In(year).Where(holiday => holiday.Kind == HolidayKind.Banking).Select(holiday => holiday.Date));
        Assert.True(BankCalendar.National.IsBusinessDay(Day(carnivalTuesday).AddDays(1))); // Ash Wednesday
        Assert.True(BankCalendar.National.IsBusinessDay(Day(goodFriday).AddDays(-1)));     // Maundy Thursday
    }

    [Fact]
    public void Easter_reaches_both_its_ends()
    {
        Assert.Equal(new DateOnly(2008, 3, 23), Holidays.Easter(2008));
        Assert.Equal(new DateOnly(2038, 4, 25), Holidays.Easter(2038));
    }

    [Fact]
    public void Of_2026_are_these() => Assert.Equal(
        [
            "2026-01-01 Confraternização Universal", "2026-02-16 Segunda-feira de Carnaval", "2026-02-17 Terça-feira de Carnaval",
            "2026-04-03 Sexta-feira Santa", "2026-04-21 Tiradentes", "2026-05-01 Dia do Trabalho", "2026-06-04 Corpus Christi",
            "2026-09-07 Independência do Brasil", "2026-10-12 Nossa Senhora Aparecida", "2026-11-02 Finados",
            "2026-11-15 Proclamação da República", "2026-11-20 Dia Nacional de Zumbi e da Consciência Negra", "2026-12-25 Natal",
        ],
        Holidays.In(2026).Select(holiday => $"{holiday.Date:yyyy-MM-dd} {holiday.Name}"));

    [Fact]
    public void Zumbi_is_national_from_2024()
    {
        Assert.DoesNotContain(Holidays.In(2023), holiday => holiday.Date == new DateOnly(2023, 11, 20));
        Assert.Equal("Lei 14.759/2023", Holidays.In(2024).Single(holiday => holiday.Date == new DateOnly(2024, 11, 20)).Source);
        Assert.True(BankCalendar.National.IsBusinessDay(new(2023, 11, 20)));
        Assert.False(BankCalendar.National.IsBusinessDay(new(2024, 11, 20)));
    }

    [Fact]
    public void Each_says_its_name_and_source() => Assert.All(
        Enumerable.Range(Holidays.FirstYear, 104).SelectMany(Holidays.In),
        holiday => Assert.True(holiday.Name.Length > 3 && holiday.Source.Any(char.IsDigit)));

    [Theory]
    [InlineData(1996)]
    [InlineData(2101)]
    public void Are_not_guessed_outside_the_range(int year)
    {
        var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => Holidays.In(year));
        Assert.Contains("1997 to 2100", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Holidays.Easter(year));
    }

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", null);
}
