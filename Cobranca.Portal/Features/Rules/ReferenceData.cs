using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cobranca.Domain.Calendars;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Rules;

/// <summary>
/// Indices and local holidays in memory, shared by all creditors. Every use asks the database whether they changed
/// (<see cref="ReferenceChange"/>), so that two nodes never price the same day differently.
/// </summary>
public sealed class ReferenceData
{
    private volatile Snapshot? _current;

    public async Task<Snapshot> CurrentAsync(CobrancaDb db, CancellationToken cancellation = default) =>
        await AsOfAsync(db, await db.ReferenceChanges.CountAsync(cancellation), cancellation);

    /// <summary>The same for a request that already knows how many changes there were.</summary>
    public async Task<Snapshot> AsOfAsync(CobrancaDb db, int changes, CancellationToken cancellation)
    {
        if (_current is { } known && known.Changes == changes) return known;

        var points = await db.IndexPoints.AsNoTracking().ToListAsync(cancellation);
        var holidays = await db.LocalHolidays.AsNoTracking().ToListAsync(cancellation);
        return _current = new(changes,
            IndexTable.From(points.Select(p => new MonthlyIndex(p.Series, p.Month.Year, p.Month.Month, p.MicroPercent / 1_000_000m, p.Source))),
            [.. holidays.Select(ToLocalHoliday)]);
    }


    private static LocalHoliday ToLocalHoliday(LocalHolidayRow row)
    {
        CityCode? city = row.CityCode is { } code ? CityCode.Parse(code) : null;
        var uf = city?.Uf ?? Uf.Parse(row.Uf!);
        var holiday = row.On is { } on
            ? LocalHoliday.Once(uf, city, on, row.Name, row.Source)
            : LocalHoliday.EveryYear(uf, city, row.Month!.Value, row.Day!.Value, row.Name, row.Source);
        return holiday with { Law = row.Law.Length == 0 ? null : row.Law, ValidFrom = row.ValidFrom, ValidThrough = row.ValidThrough };
    }

    public sealed class Snapshot
    {
        private readonly ImmutableArray<LocalHoliday> _holidays;
        private readonly ConcurrentDictionary<(Uf, CityCode?), BankCalendar> _calendars = new();

        internal Snapshot(int changes, IndexTable indices, ImmutableArray<LocalHoliday> holidays) => (Changes, Indices, _holidays) = (changes, indices, holidays);

        /// <summary>How many changes of the tables it knows of.</summary>
        internal int Changes { get; }

        public IndexTable Indices { get; }

        /// <summary>National holidays and those of any place. Made anew each time: whoever asks names the place, and there are thousands.</summary>
        public BankCalendar CalendarAt(Uf uf, CityCode? city) => BankCalendar.National.With(_holidays, uf, city);

        /// <summary>National holidays and those of the creditor's state and city.</summary>
        public BankCalendar CalendarOf(Creditor creditor)
        {
            CityCode? city = creditor.CityCode is { } code ? CityCode.Parse(code) : null;
            return _calendars.GetOrAdd((creditor.Uf, city), static (place, holidays) => BankCalendar.National.With(holidays, place.Item1, place.Item2), _holidays);
        }
    }
}
