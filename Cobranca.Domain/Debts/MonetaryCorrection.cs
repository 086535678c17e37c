using Cobranca.Domain.Calendars;

namespace Cobranca.Domain.Debts;

/// <summary>
/// The product of monthly price indices between two days. A month counts once it is complete: from the 3rd to the 3rd, or to the last
/// day of a shorter month; nothing is charged inside a month. The k-th complete month takes the index of the calendar month in which it
/// began: from 03/08 to 03/11 the indices of August, September and October (E10). An index comes out in the month after its own, so the
/// newest months are often missing: the last published value stands in, and none at all counts as zero. (Correção monetária.)
/// </summary>
internal static class MonetaryCorrection
{
    /// <summary>How far back a hole in the table is filled from; a longer one counts as zero.</summary>
    private const int LongestHole = 12;

    /// <summary>Complete months from one day to another, zero or more.</summary>
    public static int CompleteMonths(DateOnly from, DateOnly to)
    {
        var months = (to.Year - from.Year) * 12 + to.Month - from.Month;
        return Math.Max(0, from.AddMonths(months) > to ? months - 1 : months);
    }

    /// <summary>
    /// The factor for the complete months numbered <paramref name="first"/> up to but not including <paramref name="end"/>, counted
    /// from <paramref name="start"/>. Kept to 28 significant digits: on the highest principal the error stays below a billionth of a
    /// centavo.
    /// </summary>
    public static decimal Factor<TNotes>(
        IndexSeries series, DateOnly start, int first, int end, bool afterSelic, IndexTable indices, TNotes notes)
        where TNotes : IPriceNotes
    {
        var factor = 1m;
        for (var k = first; k < end; k++)
        {
            var month = start.Year * 12 + start.Month - 1 + k;

            // The Selic holds correction already; no index is added to it (STJ, Tema 1.368).
            if (afterSelic && month <= LegalInterest.LastSelicMonth)
                continue;
            var use = Look(series, month, indices);
            notes.IndexUsed(in use);
            factor *= 1m + use.Percent * 0.01m;
        }

        return factor;
    }

    private static IndexUse Look(IndexSeries series, int month, IndexTable indices)
    {
        if (indices.Find(series, month / 12, month % 12 + 1) is { } own)
            return Use(own.Percent, IndexOrigin.Published, month, own.Source);
        if (indices.LastPublished(series) is { } last)
        {
            var latest = Math.Min(last.Year * 12 + last.Month - 1, month - 1);
            var oldest = last.Year * 12 + last.Month - 1 < month ? latest : month - LongestHole;
            for (var earlier = latest; earlier >= oldest; earlier--)
            {
                if (indices.Find(series, earlier / 12, earlier % 12 + 1) is { } standIn)
                    return Use(standIn.Percent, IndexOrigin.LastPublished, earlier, standIn.Source);
            }
        }

        return Use(0m, IndexOrigin.Missing, month, source: null);

        IndexUse Use(decimal percent, IndexOrigin origin, int published, string? source)
        {
            var days = DateTime.DaysInMonth(month / 12, month % 12 + 1);
            return new(series, month / 12, month % 12 + 1, percent, days, days, origin, published / 12, published % 12 + 1, source);
        }
    }
}
