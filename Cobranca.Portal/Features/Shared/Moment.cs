using System.Globalization;
using Cobranca.Domain.Values;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Shared;

/// <summary>A moment to come, as it is said in São Paulo.</summary>
public static class Moment
{
    /// <summary>"a partir das 14:32", "amanhã, a partir das 00:10", "em 01/01/2027, a partir das 09:00": never earlier than the instant.</summary>
    public static string From(DateTime instant, BusinessClock clock)
    {
        var minute = TimeSpan.TicksPerMinute;
        var rounded = new DateTime((instant.Ticks + minute - 1) / minute * minute, DateTimeKind.Utc);
        var local = BusinessClock.Local(rounded);
        var day = DateOnly.FromDateTime(local.DateTime);
        var time = $"a partir das {local.ToString("HH:mm", CultureInfo.InvariantCulture)}";
        return (day.DayNumber - clock.Today.DayNumber) switch
        {
            0 => time,
            1 => $"amanhã, {time}",
            _ => $"em {day.ToPtBr()}, {time}",
        };
    }
}
