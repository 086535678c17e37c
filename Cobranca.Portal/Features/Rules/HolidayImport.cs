using System.Globalization;
using Cobranca.Domain.Calendars;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Rules;

/// <summary>How an import of local holidays ended.</summary>
public abstract record HolidayImportResult
{
    private HolidayImportResult()
    {
    }

    /// <summary>The file has problems: nothing was written.</summary>
    public sealed record Refused(IReadOnlyList<LineProblem> Problems) : HolidayImportResult;

    public sealed record Done(int Added, int Changed, int Unchanged) : HolidayImportResult;
}

/// <summary>Takes state and city holidays in. The same file again changes nothing; a holiday is never removed by one that leaves it out.</summary>
public sealed class HolidayImport(CobrancaDb db, BusinessClock clock)
{
    public async Task<HolidayImportResult> RunAsync(string text, string actor, CancellationToken cancellation = default)
    {
        var file = LocalHolidayFile.Read(text);
        if (file.Problems.Count > 0) return new HolidayImportResult.Refused(file.Problems);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var known = await db.LocalHolidays.ToDictionaryAsync(h => h.NaturalKey, cancellation);
        var (added, unchanged, changed) = (0, 0, 0);
        foreach (var row in file.Values.Select(RowOf))
        {
            if (!known.TryGetValue(row.NaturalKey, out var stored))
            {
                db.LocalHolidays.Add(row);
                added++;
            }
            else if ((stored.Name, stored.Law, stored.Source, stored.ValidThrough) == (row.Name, row.Law, row.Source, row.ValidThrough))
            {
                unchanged++;
            }
            else
            {
                (stored.Name, stored.Law, stored.Source, stored.ValidThrough) = (row.Name, row.Law, row.Source, row.ValidThrough);
                changed++;
            }
        }
        if (added + changed > 0)
        {
            db.AuditEntries.Add(new()
            {
                At = clock.Now, Actor = actor, Action = "holidays.import", Subject = "local holidays",
                Detail = FormattableString.Invariant($"added {added}, changed {changed}"),
            });
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }
        return new HolidayImportResult.Done(added, changed, unchanged);
    }

    private static LocalHolidayRow RowOf(LocalHoliday holiday)
    {
        var on = holiday.Year is { } year ? new DateOnly(year, holiday.Month, holiday.Day) : (DateOnly?)null;
        var day = on?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? string.Create(CultureInfo.InvariantCulture, $"{holiday.Month:00}-{holiday.Day:00}");
        return new()
        {
            Uf = holiday.Uf.Value, CityCode = holiday.City?.Value, On = on,
            Month = on is null ? holiday.Month : null, Day = on is null ? holiday.Day : null,
            Name = holiday.Name, Law = holiday.Law ?? "", Source = holiday.Source, ValidFrom = holiday.ValidFrom, ValidThrough = holiday.ValidThrough,
            NaturalKey = $"{holiday.City?.Value ?? holiday.Uf.Value}/{day}/{holiday.ValidFrom?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}",
        };
    }
}
