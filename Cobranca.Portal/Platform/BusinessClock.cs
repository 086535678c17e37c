namespace Cobranca.Portal.Platform;

/// <summary>The only place that knows what time it is and that business days are counted in São Paulo.</summary>
public sealed class BusinessClock(TimeProvider time)
{
    // Needs tzdata on the machine; there has been no daylight saving since 2019 (Decreto 9.772/2019).
    private static readonly TimeZoneInfo SaoPaulo = TimeZoneInfo.FindSystemTimeZoneById("America/Sao_Paulo");

    /// <summary>Now, in UTC: what the database keeps.</summary>
    public DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>The day it is in São Paulo: what prices are counted from.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Local(Now).DateTime);

    /// <summary>When the next day begins in São Paulo.</summary>
    public DateTime Midnight => StartOf(Today.AddDays(1));

    /// <summary>The instant a day begins in São Paulo.</summary>
    public static DateTime StartOf(DateOnly day) => TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue), SaoPaulo);

    /// <summary>An instant as São Paulo's clocks show it.</summary>
    public static DateTimeOffset Local(DateTime utc) => TimeZoneInfo.ConvertTime(new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)), SaoPaulo);
}
