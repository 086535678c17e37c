using System.Collections.Immutable;
using System.Numerics;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Calendars;

/// <summary>
/// The days on which banks operate, from 1997-01-01 to 2100-12-31: not on Saturdays, Sundays, national and bank holidays, nor on those
/// of the state and city it was made for (domain facts §5.1; Resolução CMN 4.880/2020). Immutable, and asking costs one bit test. Every
/// member throws <see cref="ArgumentOutOfRangeException"/>, naming the range, for a day outside it. (Calendário bancário.)
/// </summary>
public sealed class BankCalendar
{
    private static readonly int Origin = new DateOnly(Holidays.FirstYear, 1, 1).DayNumber;
    private static readonly int DayCount = new DateOnly(Holidays.LastYear, 12, 31).DayNumber - Origin + 1;

    private readonly ulong[] _open;    // a bit a day: banks operate
    private readonly ulong[] _serving; // and serve the public, so that a debtor can pay
    private readonly ImmutableArray<LocalHoliday> _local;

    private BankCalendar(ulong[] open, ulong[] serving, ImmutableArray<LocalHoliday> local) =>
        (_open, _serving, _local) = (open, serving, local);

    /// <summary>National and bank holidays only.</summary>
    public static BankCalendar National { get; } = MakeNational();

    /// <summary>This calendar with the holidays a place keeps, for a creditor or branch there.</summary>
    /// <param name="holidays">Local holidays of any place; the others are left out.</param>
    /// <param name="uf">The state.</param>
    /// <param name="city">The city; null for the state's holidays only.</param>
    /// <exception cref="ArgumentException">The city is in another state.</exception>
    public BankCalendar With(IEnumerable<LocalHoliday> holidays, Uf uf, CityCode? city = null)
    {
        ArgumentNullException.ThrowIfNull(holidays);
        if (city is { } code && code.Uf != uf)
            throw new ArgumentException($"City {code} is in {code.Uf}, not in {uf}.", nameof(city));
        ImmutableArray<LocalHoliday> kept = [.. holidays.Where(holiday => holiday.IsKeptIn(uf, city))];
        if (kept.IsEmpty)
            return this;
        var open = (ulong[])_open.Clone();
        foreach (var holiday in kept)
        {
            for (var year = Holidays.FirstYear; year <= Holidays.LastYear; year++)
            {
                if (holiday.In(year) is { } date)
                    Clear(open, date);
            }
        }
        return new(open, Serving(open), _local.AddRange(kept));
    }

    /// <summary>True on a business day; the last one of the year is one, though it serves no public.</summary>
    public bool IsBusinessDay(DateOnly date)
    {
        var day = IndexOf(date);
        return (_open[day >> 6] >> (day & 63) & 1) != 0;
    }

    /// <summary>
    /// The same day when it is a business day, else the next one. For our own deadlines: it stops at the last business day of the year,
    /// unlike <see cref="ChargeFreeThrough"/>.
    /// </summary>
    public DateOnly RollForward(DateOnly date) => FirstFrom(_open, date);

    /// <summary>
    /// The last day on which something due on <paramref name="due"/> is paid without late charges: the due date when banks serve the
    /// public on it, else the next day they do (Lei 7.089/1983). The last business day of a year has no public service, so a due date on
    /// it, or rolled to it, reaches into January (domain facts §5.1 and E31, the cautious reading: never overcharges).
    /// </summary>
    public DateOnly ChargeFreeThrough(DateOnly due) => FirstFrom(_serving, due);

    /// <summary>
    /// The day reached by counting business days after <paramref name="date"/>, which itself does not count: five after Thursday
    /// 2026-11-19 is Friday 2026-11-27 (E28). Zero days is the same date, business day or not.
    /// </summary>
    /// <param name="date">The day counted from.</param>
    /// <param name="days">How many business days, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative days, or the range was left.</exception>
    public DateOnly AddBusinessDays(DateOnly date, int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        _ = IndexOf(date);
        for (; days > 0; days--)
            date = FirstFrom(_open, date.AddDays(1));
        return date;
    }

    /// <summary>
    /// The holiday on a date, to say why it is no business day; null on any other day, Saturdays and Sundays included. Of two on one day
    /// the national one comes first, the local one last.
    /// </summary>
    public Holiday? HolidayOn(DateOnly date)
    {
        _ = IndexOf(date);
        var national = Holidays.In(date.Year).Where(holiday => holiday.Date == date).MinBy(holiday => holiday.Kind);
        if (national is not null)
            return national;
        var local = _local.FirstOrDefault(holiday => holiday.In(date.Year) == date);
        return local is null ? null : new(date, local.Name, local.Law ?? local.Source, HolidayKind.Local);
    }

    private static BankCalendar MakeNational()
    {
        var open = new ulong[(DayCount + 63) / 64];
        for (var day = 0; day < DayCount; day++)
        {
            if (DateOnly.FromDayNumber(Origin + day).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                open[day >> 6] |= 1UL << day;
        }
        for (var year = Holidays.FirstYear; year <= Holidays.LastYear; year++)
        {
            foreach (var holiday in Holidays.In(year))
                Clear(open, holiday.Date);
        }
        return new(open, Serving(open), []);
    }

    /// <summary>The business days less the last of each year.</summary>
    private static ulong[] Serving(ulong[] open)
    {
        var serving = (ulong[])open.Clone();
        for (var year = Holidays.FirstYear; year <= Holidays.LastYear; year++)
        {
            var day = new DateOnly(year, 12, 31).DayNumber - Origin;
            while ((open[day >> 6] >> day & 1) == 0)
                day--;
            serving[day >> 6] &= ~(1UL << day);
        }
        return serving;
    }

    private static void Clear(ulong[] days, DateOnly date)
    {
        var day = IndexOf(date);
        days[day >> 6] &= ~(1UL << day);
    }

    private static DateOnly FirstFrom(ulong[] days, DateOnly date)
    {
        var day = IndexOf(date);
        var word = days[day >> 6] >> day << day; // without the days before
        for (var i = day >> 6; ; word = days[i])
        {
            if (word != 0)
                return DateOnly.FromDayNumber(Origin + (i << 6) + BitOperations.TrailingZeroCount(word));
            if (++i == days.Length)
                throw OutOfRange(date);
        }
    }

    private static int IndexOf(DateOnly date)
    {
        var day = date.DayNumber - Origin;
        return (uint)day < (uint)DayCount ? day : throw OutOfRange(date);
    }

    private static ArgumentOutOfRangeException OutOfRange(DateOnly date) =>
        new(nameof(date), date, $"The bank calendar covers {Holidays.FirstYear}-01-01 to {Holidays.LastYear}-12-31.");
}
