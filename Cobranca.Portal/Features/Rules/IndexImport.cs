using Cobranca.Domain.Calendars;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Rules;

/// <summary>How an import of indices ended.</summary>
public abstract record IndexImportResult
{
    private IndexImportResult()
    {
    }

    /// <summary>The file has problems: nothing was written, because a series with holes would price wrongly without anyone noticing.</summary>
    public sealed record Refused(IReadOnlyList<LineProblem> Problems) : IndexImportResult;

    /// <param name="Added">Months not known before.</param>
    /// <param name="Changed">Months whose published value was revised.</param>
    /// <param name="Unchanged">Months known with this value.</param>
    /// <param name="Last">The latest month now known of the series.</param>
    public sealed record Done(int Added, IReadOnlyList<RevisedMonth> Changed, int Unchanged, DateOnly? Last) : IndexImportResult;
}

/// <summary>A month that said something else before.</summary>
public sealed record RevisedMonth(DateOnly Month, decimal Before, decimal After);

/// <summary>Takes a series in as the Banco Central publishes it. The same file again changes nothing.</summary>
public sealed class IndexImport(CobrancaDb db, BusinessClock clock)
{
    public async Task<IndexImportResult> RunAsync(string text, IndexSeries series, string source, string actor, CancellationToken cancellation = default)
    {
        var file = BcbSeriesFile.Read(text, series, source);
        if (file.Problems.Count > 0) return new IndexImportResult.Refused(file.Problems);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var known = await db.IndexPoints.Where(p => p.Series == series).ToDictionaryAsync(p => p.Month, cancellation);
        var (added, unchanged, changed) = (0, 0, new List<RevisedMonth>());
        foreach (var month in file.Values)
        {
            var (first, micro) = (new DateOnly(month.Year, month.Month, 1), decimal.ToInt64(month.Percent * 1_000_000m));
            if (!known.TryGetValue(first, out var point))
            {
                known[first] = db.IndexPoints.Add(new() { Series = series, Month = first, MicroPercent = micro, Source = source, ImportedAt = clock.Now }).Entity;
                added++;
            }
            else if (point.MicroPercent == micro)
            {
                unchanged++;
            }
            else
            {
                changed.Add(new(first, point.MicroPercent / 1_000_000m, month.Percent));
                (point.MicroPercent, point.Source, point.ImportedAt) = (micro, source, clock.Now);
            }
        }
        if (added + changed.Count > 0)
        {
            db.AuditEntries.Add(new()
            {
                At = clock.Now, Actor = actor, Action = "indices.import", Subject = series.ToString(),
                Detail = FormattableString.Invariant($"added {added}, changed {changed.Count}, source {source}"),
            });
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }
        return new IndexImportResult.Done(added, changed, unchanged, known.Count == 0 ? null : known.Keys.Max());
    }
}
