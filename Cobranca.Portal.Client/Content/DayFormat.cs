using System.Globalization;

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
    private static readonly string[] Names = ["domingo", "segunda", "terça", "quarta", "quinta", "sexta", "sábado"];
    private static readonly string[] Short = ["dom", "seg", "ter", "qua", "qui", "sex", "sáb"];

    public static string Format(DateOnly day, DayStyle style = DayStyle.Full) => style switch
    {
        DayStyle.Weekday => $"{Short[(int)day.DayOfWeek]}, {Numbers(day)}",
        DayStyle.Near => $"{Names[(int)day.DayOfWeek]}, {Numbers(day)[..5]}",
        _ => Numbers(day),
    };

    /// <summary>The label of a chip: Hoje, Amanhã, <c>sex, 06/11</c>, and with the year when it is another one.</summary>
    public static string Chip(DateOnly day, DateOnly today) =>
        day == today ? "Hoje"
        : day == today.AddDays(1) ? "Amanhã"
        : day.Year == today.Year ? Format(day, DayStyle.Weekday)[..^5]
        : Format(day, DayStyle.Weekday);

    private static string Numbers(DateOnly day) => day.ToString("dd'/'MM'/'yyyy", CultureInfo.InvariantCulture);
}
