using Cobranca.Domain.Values;

namespace Cobranca.Portal.Client.Content;

/// <summary>How a date is written.</summary>
public enum DayStyle
{
    /// <summary>21/11/2026</summary>
    Full,

    /// <summary>sáb, 21/11/2026</summary>
    Weekday,

    /// <summary>sábado, 21/11</summary>
    Near,
}

/// <summary>Dates as a Brazilian reads them, whatever the server's culture.</summary>
public static class DayFormat
{
    public static string Format(DateOnly day, DayStyle style = DayStyle.Full) => style switch
    {
        DayStyle.Weekday => $"{Weekday(day)[..3]}, {day.ToPtBr()}",
        DayStyle.Near => $"{Weekday(day)}, {day.ToPtBr()[..5]}",
        _ => day.ToPtBr(),
    };

    /// <summary>The label of a chip: Hoje, Amanhã, <c>sex, 06/11</c>, and with the year when it is another one.</summary>
    public static string Chip(DateOnly day, DateOnly today) =>
        day == today ? "Hoje"
        : day == today.AddDays(1) ? "Amanhã"
        : day.Year == today.Year ? Format(day, DayStyle.Weekday)[..^5]
        : Format(day, DayStyle.Weekday);

    /// <summary>segunda, not segunda-feira: short lines on a phone.</summary>
    private static string Weekday(DateOnly day) => DatePtBr.WeekdayName(day.DayOfWeek).Split('-')[0];
}
