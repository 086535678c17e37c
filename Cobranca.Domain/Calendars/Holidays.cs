namespace Cobranca.Domain.Calendars;

/// <summary>
/// National and bank holidays by rule, for the years <see cref="FirstYear"/> to <see cref="LastYear"/>: from the first day a boleto's
/// due date can name (1997-10-07) to beyond any plan sold today. Saturdays and Sundays are not holidays here. (Feriados.)
/// </summary>
public static class Holidays
{
    /// <summary>The first year covered.</summary>
    public const int FirstYear = 1997;

    /// <summary>The last year covered.</summary>
    public const int LastYear = 2100;

    private const string Law662 = "Lei 662/1949, com a redação da Lei 10.607/2002";
    private const string Resolution4880 = "Resolução CMN 4.880/2020";

    /// <summary>
    /// The holidays of a year, in order of date. When two fall on one day (21 April 2000 was Good Friday and Tiradentes) both are there.
    /// The source is the rule as it stands today; earlier rules named the same days.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A year outside 1997..2100.</exception>
    public static IReadOnlyList<Holiday> In(int year)
    {
        ThrowIfNotCovered(year);
        var easter = Easter(year);
        List<Holiday> holidays =
        [
            National(1, 1, "Confraternização Universal", Law662),
            National(4, 21, "Tiradentes", Law662),
            National(5, 1, "Dia do Trabalho", Law662),
            National(9, 7, "Independência do Brasil", Law662),
            National(10, 12, "Nossa Senhora Aparecida", "Lei 6.802/1980"),
            National(11, 2, "Finados", Law662),
            National(11, 15, "Proclamação da República", Law662),
            National(12, 25, "Natal", Law662),
            Banking(-48, "Segunda-feira de Carnaval"),
            Banking(-47, "Terça-feira de Carnaval"),
            Banking(-2, "Sexta-feira Santa"),
            Banking(60, "Corpus Christi"),
        ];
        if (year >= 2024)
            holidays.Add(National(11, 20, "Dia Nacional de Zumbi e da Consciência Negra", "Lei 14.759/2023"));
        return [.. holidays.OrderBy(holiday => holiday.Date)];

        Holiday National(int month, int day, string name, string source) => new(new(year, month, day), name, source, HolidayKind.National);
        Holiday Banking(int afterEaster, string name) => new(easter.AddDays(afterEaster), name, Resolution4880, HolidayKind.Banking);
    }

    /// <summary>Easter Sunday in the Gregorian calendar, by the algorithm of Meeus, Jones and Butcher.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A year outside 1997..2100.</exception>
    public static DateOnly Easter(int year)
    {
        ThrowIfNotCovered(year);
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var g = (b - (b + 8) / 25 + 1) / 3;
        var h = (19 * a + b - b / 4 - g + 15) % 30;
        var l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
        var m = (a + 11 * h + 22 * l) / 451;
        var n = h + l - 7 * m + 114;
        return new(year, n / 31, n % 31 + 1);
    }

    private static void ThrowIfNotCovered(int year)
    {
        if (year is < FirstYear or > LastYear)
            throw new ArgumentOutOfRangeException(nameof(year), year, $"Holidays are known from {FirstYear} to {LastYear}.");
    }
}
