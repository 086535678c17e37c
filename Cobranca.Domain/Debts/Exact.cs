using Cobranca.Domain.Values;

namespace Cobranca.Domain.Debts;

/// <summary>
/// Fractions of money in whole numbers: everything is multiplied first and divided once, so that an exact half centavo is still a half
/// when it is rounded (E30). A percentage enters as millionths of one percent, which <see cref="Rate"/> holds exactly. (Fração exata.)
/// </summary>
internal static class Exact
{
    /// <summary>Millionths of one percent in the whole: 100% is 100 × 1.000.000.</summary>
    public const long Whole = 100 * MillionthsPerPercent;

    private const long MillionthsPerPercent = 1_000_000;

    /// <summary>The percentage in millionths of one percent.</summary>
    public static long Millionths(Rate rate) => (long)(rate.PercentValue * MillionthsPerPercent);

    /// <summary>
    /// A published index in millionths of one percent. The Banco Central publishes at most six decimal places, its own rounding being
    /// half to even (NBR 5891, Resolução CMN 5.171/2024); a longer figure is brought there the same way.
    /// </summary>
    public static long Millionths(decimal percent) => (long)(decimal.Round(percent, 6, MidpointRounding.ToEven) * MillionthsPerPercent);

    /// <summary>A percentage of an amount, rounded once, half away from zero.</summary>
    public static Money Share(Money of, Rate rate) => Round((Int128)of.Centavos * Millionths(rate), Whole);

    /// <summary>Centavos over a divisor, rounded once, half away from zero. Neither may be negative: what is owed is not.</summary>
    public static Money Round(Int128 centavos, long divisor)
    {
        if (centavos <= long.MaxValue)
        {
            // Most debts fit: one machine division instead of a 128-bit one.
            var (whole, rest) = long.DivRem((long)centavos, divisor);
            return new(rest >= divisor - rest ? whole + 1 : whole);
        }

        var (wide, wideRest) = Int128.DivRem(centavos, divisor);
        return new((long)(wideRest >= divisor - wideRest ? wide + 1 : wide));
    }
}
