using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Cobranca.Domain.Calendars;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Rules;

/// <summary>
/// Indices and local holidays in memory, shared by all creditors. Every use asks the database whether they changed (two look-ups over a
/// few hundred rows), so that two nodes never price the same day differently.
/// </summary>
public sealed class ReferenceData
{
    private volatile Snapshot? _current;

    public async Task<Snapshot> CurrentAsync(CobrancaDb db, CancellationToken cancellation = default)
    {
        var stamp = await StampAsync(db, cancellation);
        if (_current is { } known && known.Stamp == stamp) return known;

        var points = await db.IndexPoints.AsNoTracking().ToListAsync(cancellation);
        var holidays = await db.LocalHolidays.AsNoTracking().ToListAsync(cancellation);
        return _current = new(stamp,
            IndexTable.From(points.Select(p => new MonthlyIndex(p.Series, p.Month.Year, p.Month.Month, p.MicroPercent / 1_000_000m, p.Source))),
            [.. holidays.Select(ToLocalHoliday)]);
    }

    /// <summary>For whoever just wrote in this process: a clock that stands still (tests) would hide the change from the stamp.</summary>
    public void Forget() => _current = null;

    private static async Task<Stamp> StampAsync(CobrancaDb db, CancellationToken cancellation)
    {
        var indices = await db.IndexPoints.GroupBy(_ => 1).Select(all => new { Count = all.Count(), Last = all.Max(p => p.ImportedAt) }).SingleOrDefaultAsync(cancellation);
        var holidays = await db.LocalHolidays.GroupBy(_ => 1).Select(all => new { Count = all.Count(), Last = all.Max(h => h.Id) }).SingleOrDefaultAsync(cancellation);
        return new(indices?.Count ?? 0, indices?.Last ?? default, holidays?.Count ?? 0, holidays?.Last ?? 0);
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

    /// <summary>What tells one state of the tables from another. A holiday that changes is a new row, so its highest id moves.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Stamp(int Indices, DateTime LastIndexAt, int Holidays, long LastHoliday);

    public sealed class Snapshot
    {
        private readonly ImmutableArray<LocalHoliday> _holidays;
        private readonly ConcurrentDictionary<(Uf, CityCode?), BankCalendar> _calendars = new();

        internal Snapshot(Stamp stamp, IndexTable indices, ImmutableArray<LocalHoliday> holidays) => (Stamp, Indices, _holidays) = (stamp, indices, holidays);

        internal Stamp Stamp { get; }

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
