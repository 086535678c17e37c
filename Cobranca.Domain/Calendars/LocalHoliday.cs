using Cobranca.Domain.Values;

namespace Cobranca.Domain.Calendars;

/// <summary>
/// A holiday of one state or one city, kept as data because state and city laws change: every year on a day of a month, or once on a
/// date. One that moves with Easter is entered date by date. (Feriado local.)
/// </summary>
public sealed record LocalHoliday
{
    private LocalHoliday(Uf uf, CityCode? city, int? year, int month, int day, string name, string source)
    {
        if (city is { } code && code.Uf != uf)
            throw new ArgumentException($"City {code} is in {code.Uf}, not in {uf}.", nameof(city));
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        (Uf, City, Year, Month, Day, Name, Source) = (uf, city, year, month, day, name, source);
    }

    /// <summary>The state that keeps it, or that the city is in.</summary>
    public Uf Uf { get; }

    /// <summary>The only city that keeps it; null when the whole state does.</summary>
    public CityCode? City { get; }

    /// <summary>The only year it falls in; null for every year.</summary>
    public int? Year { get; }

    /// <summary>1 to 12.</summary>
    public int Month { get; }

    /// <summary>The day of the month; a yearly 29 February falls in leap years only.</summary>
    public int Day { get; }

    /// <summary>Its name in Portuguese.</summary>
    public string Name { get; }

    /// <summary>Where it was found: nothing enters without a named source.</summary>
    public string Source { get; }

    /// <summary>The law that made it, when the source names one.</summary>
    public string? Law { get; init; }

    /// <summary>The first day on which it may fall; null for no limit.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>The last day on which it may fall; null for no limit.</summary>
    public DateOnly? ValidThrough { get; init; }

    /// <summary>A holiday on the same day of every year.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such day of the month in a leap year.</exception>
    /// <exception cref="ArgumentException">The city is in another state, or name or source is missing.</exception>
    public static LocalHoliday EveryYear(Uf uf, CityCode? city, int month, int day, string name, string source) =>
        month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(2000, month)
            ? new(uf, city, year: null, month, day, name, source)
            : throw new ArgumentOutOfRangeException(nameof(day), day, "No such day in that month.");

    /// <summary>A holiday on one date only.</summary>
    /// <exception cref="ArgumentException">The city is in another state, or name or source is missing.</exception>
    public static LocalHoliday Once(Uf uf, CityCode? city, DateOnly date, string name, string source) =>
        new(uf, city, date.Year, date.Month, date.Day, name, source);

    /// <summary>True when a place keeps it: the state's are kept in all its cities.</summary>
    public bool IsKeptIn(Uf uf, CityCode? city) => Uf == uf && (City is null || City == city);

    /// <summary>The day it falls on in a year; null when it does not.</summary>
    public DateOnly? In(int year)
    {
        if ((Year ?? year) != year || Day > DateTime.DaysInMonth(year, Month))
            return null;
        var date = new DateOnly(year, Month, Day);
        return date < ValidFrom || date > ValidThrough ? null : date;
    }
}
