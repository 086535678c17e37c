using System.Runtime.InteropServices;
using Cobranca.Domain.Calendars;

namespace Cobranca.Domain.Debts;

/// <summary>Where the value of an index month came from. (Origem do índice.)</summary>
public enum IndexOrigin
{
    /// <summary>The month's own published value.</summary>
    Published,

    /// <summary>The month is not out: the last published value before it stands in.</summary>
    LastPublished,

    /// <summary>Nothing is known: it counts as zero.</summary>
    Missing,
}

/// <summary>One month of one index as a price used it. (Índice usado.)</summary>
/// <param name="Series">The index.</param>
/// <param name="Year">Year of the month it was used for.</param>
/// <param name="Month">The month it was used for.</param>
/// <param name="Percent">The value used, in percent.</param>
/// <param name="Days">Days of the month that were charged.</param>
/// <param name="DaysInMonth">Days the whole month has; equal to <paramref name="Days"/> for a whole month.</param>
/// <param name="Origin">Where the value came from.</param>
/// <param name="PublishedYear">Year of the month whose value was used.</param>
/// <param name="PublishedMonth">The month whose value was used.</param>
/// <param name="Source">Where the table had the value from; null when it had none.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct IndexUse(
    IndexSeries Series, int Year, int Month, decimal Percent, int Days, int DaysInMonth,
    IndexOrigin Origin, int PublishedYear, int PublishedMonth, string? Source);
