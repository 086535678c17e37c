using System.Globalization;

namespace Cobranca.Domain.Values;

/// <summary>Dates as a Brazilian reads them, whatever the server's culture. (Data por extenso.)</summary>
public static class DatePtBr
{
    private static readonly string[] Months =
        ["janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"];

    private static readonly string[] Weekdays =
        ["domingo", "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado"];

    /// <summary><c>21/11/2026</c>.</summary>
    public static string ToPtBr(this DateOnly date) => date.ToString("dd'/'MM'/'yyyy", CultureInfo.InvariantCulture);

    /// <summary><c>sáb, 21/11</c>: where the year is plain from its surroundings.</summary>
    public static string ToPtBrShort(this DateOnly date) =>
        WeekdayName(date.DayOfWeek)[..3] + date.ToString("', 'dd'/'MM", CultureInfo.InvariantCulture);

    /// <summary><c>novembro</c>.</summary>
    /// <param name="month">1 to 12.</param>
    public static string MonthName(int month) => Months[month - 1];

    /// <summary><c>sábado</c>, <c>segunda-feira</c>.</summary>
    public static string WeekdayName(DayOfWeek day) => Weekdays[(int)day];
}
