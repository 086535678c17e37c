namespace Cobranca.Domain.Boletos;

/// <summary>
/// The four digits of a barcode that stand for the due date: days since 07/10/1997, from 1000 (03/07/2000) to 9999, starting over
/// at 1000 the next day. The first turn ended on 21/02/2025, the second ends on 13/10/2049. One fator therefore means several dates
/// 9,000 days apart and can only be read near a known day. (Fator de vencimento.)
/// </summary>
/// <remarks>Source: Itaú, Especificação de boleto (2015), and FEBRABAN communiqué 082/2012; domain facts §2.2.</remarks>
public static class FatorVencimento
{
    /// <summary>The smallest fator; smaller numbers in its place are not dates.</summary>
    public const int Lowest = 1000;

    /// <summary>The largest fator.</summary>
    public const int Highest = 9999;

    private const int Turn = Highest - Lowest + 1;
    private const int ReadsBack = 3000;
    private const int ReadsAhead = 5500;

    private static readonly DateOnly DayZero = new(1997, 10, 7);

    /// <summary>03/07/2000: the first due date that four digits can say.</summary>
    public static DateOnly FirstDay { get; } = DayZero.AddDays(Lowest);

    /// <summary>
    /// 13/10/2049: the last day of the second turn. The rule goes on after it (<see cref="Encode"/> follows it), but no slip may be
    /// issued beyond: nobody could read such a date back today.
    /// </summary>
    public static DateOnly LastDay { get; } = DayZero.AddDays(Highest + Turn);

    /// <summary>The fator of a due date: 21/11/2026 is 1637, 14/10/2049 is 1000 again.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Before <see cref="FirstDay"/>: the field cannot say it.</exception>
    public static int Encode(DateOnly dueOn) => TryEncode(dueOn, out var fator)
        ? fator
        : throw new ArgumentOutOfRangeException(nameof(dueOn), dueOn, "The fator de vencimento starts on 2000-07-03.");

    /// <summary>As <see cref="Encode"/>; false for a day before <see cref="FirstDay"/>.</summary>
    public static bool TryEncode(DateOnly dueOn, out int fator)
    {
        var days = dueOn.DayNumber - DayZero.DayNumber;
        fator = days < Lowest ? 0 : (days - Lowest) % Turn + Lowest;
        return fator != 0;
    }

    /// <summary>
    /// Every due date a fator has stood for or will, up to <see cref="LastDay"/>: one in each turn. Empty when the digits are not a fator.
    /// </summary>
    public static IReadOnlyList<DateOnly> Dates(int fator) =>
        fator is < Lowest or > Highest ? [] : [DayZero.AddDays(fator), DayZero.AddDays(fator + Turn)];

    /// <summary>
    /// The due date a fator means to someone reading it on <paramref name="asOf"/>: the one from 3,000 days before to 5,500 days
    /// after, both included. Null when no date falls there (499 values at any time) or the digits are not a fator (below 1000).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a number of at most four digits.</exception>
    public static DateOnly? Decode(int fator, DateOnly asOf)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fator);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fator, Highest);
        if (fator < Lowest)
            return null;

        var earliest = Math.Max(asOf.DayNumber - ReadsBack, FirstDay.DayNumber);
        var latest = Math.Min(asOf.DayNumber + ReadsAhead, DateOnly.MaxValue.DayNumber);
        var first = DayZero.DayNumber + fator;
        var turns = Math.Max(0, (earliest - first + Turn - 1) / Turn);
        var day = first + turns * Turn;
        return day >= earliest && day <= latest ? DateOnly.FromDayNumber(day) : null;
    }
}
