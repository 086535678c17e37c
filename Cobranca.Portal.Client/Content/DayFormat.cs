using Cobranca.Domain.Values;

namespace Cobranca.Portal.Client.Content;

/// <summary>Dates as a Brazilian reads them, whatever the server's culture.</summary>
public static class DayFormat
{
    /// <summary>The label of a chip: Hoje, Amanhã, <c>sex, 06/11</c>, and with the year when it is another one.</summary>
    public static string Chip(DateOnly day, DateOnly today) =>
        day == today ? "Hoje"
        : day == today.AddDays(1) ? "Amanhã"
        : $"{DatePtBr.WeekdayName(day.DayOfWeek)[..3]}, {(day.Year == today.Year ? day.ToPtBr()[..5] : day.ToPtBr())}";
}
