using System.Collections.Immutable;

namespace Cobranca.Domain.Calendars;

/// <summary>One month of one series as published. (Índice do mês.)</summary>
/// <param name="Series">The series.</param>
/// <param name="Year">The year it measures.</param>
/// <param name="Month">The month it measures, 1 to 12, not the month it was published in.</param>
/// <param name="Percent">The change in percent, as printed: 0.42 for 0,42%; may be negative, except the taxa legal and the Selic.</param>
/// <param name="Source">Where it came from, for the proof of a price.</param>
public readonly record struct MonthlyIndex(IndexSeries Series, int Year, int Month, decimal Percent, string Source);

/// <summary>
/// The months known of every series. Immutable and safe to share; a look-up is an array access. A month that is not there is answered
/// as such: what to do without it is the price's decision. (Tabela de índices.)
/// </summary>
public sealed class IndexTable
{
    private static readonly int SeriesCount = Enum.GetValues<IndexSeries>().Length;

    private readonly ImmutableArray<Run> _runs; // one a series

    private IndexTable(ImmutableArray<Run> runs) => _runs = runs;

    /// <summary>Knows nothing.</summary>
    public static IndexTable Empty { get; } = new([.. Enumerable.Repeat(new Run(0, []), SeriesCount)]);

    /// <summary>A table of these months.</summary>
    /// <exception cref="ArgumentException">
    /// A month twice with different values, no such month, or a negative taxa legal or Selic.
    /// </exception>
    public static IndexTable From(IEnumerable<MonthlyIndex> months)
    {
        ArgumentNullException.ThrowIfNull(months);
        var bySeries = months.ToLookup(month => month.Series);
        return new([.. Enum.GetValues<IndexSeries>().Select(series => Run.Of(bySeries[series]))]);
    }

    /// <summary>The percentage of a month, when it is known.</summary>
    /// <param name="series">The series.</param>
    /// <param name="year">The year measured.</param>
    /// <param name="month">The month measured, 1 to 12.</param>
    /// <param name="percent">0.42 for 0,42%.</param>
    public bool TryGet(IndexSeries series, int year, int month, out decimal percent)
    {
        var found = Find(series, year, month);
        percent = found?.Percent ?? 0m;
        return found is not null;
    }

    /// <summary>A month with its source, for a proof; null when it is not known.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such month.</exception>
    public MonthlyIndex? Find(IndexSeries series, int year, int month)
    {
        if (month is < 1 or > 12)
            throw new ArgumentOutOfRangeException(nameof(month), month, "A month lies between 1 and 12.");
        var run = _runs[(int)series];
        var at = year * 12 + month - 1 - run.First;
        return (uint)at < (uint)run.Months.Length ? run.Months[at] : null;
    }

    /// <summary>The latest month known of a series; null when none is. Months before it may still be missing.</summary>
    public (int Year, int Month)? LastPublished(IndexSeries series) =>
        _runs[(int)series].Months is [.., { } last] ? (last.Year, last.Month) : null;

    /// <summary>Consecutive months from the first known to the last; null where one is missing.</summary>
    private sealed record Run(int First, ImmutableArray<MonthlyIndex?> Months)
    {
        public static Run Of(IEnumerable<MonthlyIndex> months)
        {
            var byNumber = new SortedDictionary<int, MonthlyIndex>();
            foreach (var month in months)
            {
                if (month.Month is < 1 or > 12 || (month.Percent < 0 && month.Series is IndexSeries.TaxaLegal or IndexSeries.Selic))
                    throw new ArgumentException($"{month} cannot be.", nameof(months));
                var number = month.Year * 12 + month.Month - 1;
                if (!byNumber.TryAdd(number, month) && byNumber[number].Percent != month.Percent)
                    throw new ArgumentException($"{month} differs from {byNumber[number]}.", nameof(months));
            }
            if (byNumber.Count == 0)
                return new(0, []);
            var first = byNumber.Keys.First();
            var run = new MonthlyIndex?[byNumber.Keys.Last() - first + 1];
            foreach (var (number, month) in byNumber)
                run[number - first] = month;
            return new(first, [.. run]);
        }
    }
}
