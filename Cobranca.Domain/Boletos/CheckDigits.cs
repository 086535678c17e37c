namespace Cobranca.Domain.Boletos;

/// <summary>
/// The check digits of Brazilian bank forms, over ASCII digits. Each form maps the mod 11 result in its own way, so that mapping
/// stays with the form. (Dígitos verificadores.)
/// </summary>
/// <remarks>Source: Itaú, Especificação de boleto, annexes 2-4; FEBRABAN, Layout de arrecadação; domain facts §2.1 and §2.6.</remarks>
public static class CheckDigits
{
    /// <summary>
    /// Weights 2, 1, 2, ... from the right, digits of each product added: 10 less the remainder by 10, with 10 written 0. Changing
    /// any one digit changes the result.
    /// </summary>
    public static int Mod10(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        var doubled = true;
        for (var i = digits.Length - 1; i >= 0; i--, doubled = !doubled)
        {
            var digit = digits[i] - '0';
            sum += doubled ? digit < 5 ? digit * 2 : digit * 2 - 9 : digit;
        }
        return (10 - sum % 10) % 10;
    }

    /// <summary>
    /// Weights 2 up to <paramref name="highestWeight"/> from the right, again and again: 11 less the remainder by 11, from 1 to 11.
    /// What 10 and 11 are written as is the form's own rule.
    /// </summary>
    public static int Mod11(ReadOnlySpan<char> digits, int highestWeight = 9)
    {
        var sum = 0;
        var weight = 2;
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            sum += (digits[i] - '0') * weight;
            weight = weight == highestWeight ? 2 : weight + 1;
        }
        return 11 - sum % 11;
    }

    /// <summary>
    /// The general digit at position 5 of a 44-digit bank barcode, over the other 43: mod 11 with 10 and 11 written 1. As three
    /// remainders of eleven are written 1, a slip whose digit is 1 does not betray every change of one digit: see
    /// <see cref="LinhaDigitavel"/>.
    /// </summary>
    public static int OfBarcode(ReadOnlySpan<char> barcode)
    {
        var complement = Mod11Without(barcode, 4);
        return complement > 9 ? 1 : complement;
    }

    /// <summary>Mod 11 over all digits but the one at <paramref name="skipped"/>, which takes no weight either.</summary>
    internal static int Mod11Without(ReadOnlySpan<char> digits, int skipped)
    {
        Span<char> others = stackalloc char[digits.Length - 1];
        digits[..skipped].CopyTo(others);
        digits[(skipped + 1)..].CopyTo(others[skipped..]);
        return Mod11(others);
    }

    /// <summary>As <see cref="Mod11Without"/>, by mod 10.</summary>
    internal static int Mod10Without(ReadOnlySpan<char> digits, int skipped)
    {
        Span<char> others = stackalloc char[digits.Length - 1];
        digits[..skipped].CopyTo(others);
        digits[(skipped + 1)..].CopyTo(others[skipped..]);
        return Mod10(others);
    }
}
