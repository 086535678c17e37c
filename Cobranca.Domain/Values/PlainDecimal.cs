using System.Globalization;

namespace Cobranca.Domain.Values;

/// <summary>
/// Digits with at most one comma or point between them, which is then the decimal one: rates and index values. (Número decimal.)
/// </summary>
internal static class PlainDecimal
{
    private const int MaxLength = 24; // fits a decimal whatever the digits

    /// <summary>Reads <c>2</c>, <c>0,033</c> or <c>0.033</c>, unsigned, exactly.</summary>
    /// <param name="text">The digits, without spaces around them.</param>
    /// <param name="value">The number when true.</param>
    /// <param name="places">How many decimal places it needs: trailing zeros do not count.</param>
    public static bool TryRead(ReadOnlySpan<char> text, out decimal value, out int places)
    {
        (value, places) = (0, 0);
        var separator = text.IndexOfAny('.', ',');
        var whole = separator < 0 ? text : text[..separator];
        var fraction = separator < 0 ? default : text[(separator + 1)..];
        if (text.Length > MaxLength || !Keyed.AllDigits(whole) || (separator >= 0 && !Keyed.AllDigits(fraction)))
            return false;
        fraction = fraction.TrimEnd('0');
        places = fraction.Length;
        value = decimal.Parse(string.Concat(whole, ".", fraction), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return true;
    }
}
