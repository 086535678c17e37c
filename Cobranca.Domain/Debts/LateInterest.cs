using Cobranca.Domain.Calendars;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Debts;

/// <summary>Simple interest at an agreed rate per month. (Juros de mora contratados.)</summary>
internal static class AgreedInterest
{
    /// <summary>Days charged after one day up to and including another.</summary>
    public static int Days(DayCount count, DateOnly after, DateOnly through) => count == DayCount.Thirty360
        ? (through.Year - after.Year) * 360 + (through.Month - after.Month) * 30 + Math.Min(through.Day, 30) - Math.Min(after.Day, 30)
        : through.DayNumber - after.DayNumber;

    /// <summary>Value × rate × days ÷ 30, or × 12 ÷ 365, rounded once.</summary>
    public static Money Charge(DayCount count, Money value, Rate perMonth, int days) => count == DayCount.Actual365
        ? Exact.Round((Int128)value.Centavos * Exact.Millionths(perMonth) * (12 * days), 365 * Exact.Whole)
        : Exact.Round((Int128)value.Centavos * Exact.Millionths(perMonth) * days, 30 * Exact.Whole);
}

/// <summary>
/// Simple interest by law, when nothing was agreed: each month's percentage, by the days of that month, added up and never compounded
/// (Código Civil, art. 406; Resolução CMN 5.171/2024; E11). A month not published counts as zero; the
/// table holds no month below zero (art. 406 §3). (Juros legais.)
/// </summary>
internal static class LegalInterest
{
    /// <summary>First day of the taxa legal (Lei 14.905/2024). The days before it take the Selic alone (STJ, Tema 1.368).</summary>
    public static readonly DateOnly TaxaLegalFrom = new(2024, 8, 30);

    /// <summary>The last calendar month, counted from year zero, with a day of Selic in it.</summary>
    public static readonly int LastSelicMonth = TaxaLegalFrom.Year * 12 + TaxaLegalFrom.Month - 1;

    /// <summary>Least common multiple of 28, 29, 30 and 31: days of any month become whole parts of it.</summary>
    private const long PartsInMonth = 377_580;

    /// <summary>Interest of one series for the days after one day up to and including another, rounded once.</summary>
    public static Money Charge<TNotes>(IndexSeries series, Money value, DateOnly after, DateOnly through, IndexTable indices, TNotes notes)
        where TNotes : IPriceNotes
    {
        Int128 parts = 0;
        for (var counted = after; counted < through;)
        {
            var (year, month, _) = counted.AddDays(1);
            var daysInMonth = DateTime.DaysInMonth(year, month);
            var last = new DateOnly(year, month, daysInMonth);
            if (last > through)
                last = through;
            var days = last.DayNumber - counted.DayNumber;
            var published = indices.Find(series, year, month);
            var percent = published?.Percent ?? 0m;
            parts += (Int128)Exact.Millionths(percent) * days * (PartsInMonth / daysInMonth);
            var origin = published is null ? IndexOrigin.Missing : IndexOrigin.Published;
            var use = new IndexUse(series, year, month, percent, days, daysInMonth, origin, year, month, published?.Source);
            notes.IndexUsed(in use);
            counted = last;
        }

        return Exact.Round(value.Centavos * parts, PartsInMonth * Exact.Whole);
    }
}
