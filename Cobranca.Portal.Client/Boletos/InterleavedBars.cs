namespace Cobranca.Portal.Client.Boletos;

/// <summary>
/// Interleaved 2 of 5 as the boleto uses it: each pair of digits is five bars (the first digit) woven with five spaces (the second),
/// two of each five being wide. (FEBRABAN, Layout padrão do código de barras; the wide bar is three times the narrow one.)
/// </summary>
public static class InterleavedBars
{
    private const int Wide = 3;

    // Which two of the five are wide, for the digits 0 to 9: places weigh 1, 2, 4, 7 and parity.
    private static readonly string[] Patterns = ["00110", "10001", "01001", "11000", "00101", "10100", "01100", "00011", "10010", "01010"];

    /// <summary>Widths in modules, bar first, then bars and spaces in turn.</summary>
    /// <exception cref="ArgumentException">Not an even number of digits.</exception>
    public static IReadOnlyList<int> Encode(string digits)
    {
        if (digits.Length == 0 || digits.Length % 2 != 0 || digits.AsSpan().ContainsAnyExceptInRange('0', '9'))
            throw new ArgumentException("An even number of digits is needed.", nameof(digits));
        List<int> widths = [1, 1, 1, 1];
        for (var pair = 0; pair < digits.Length; pair += 2)
        {
            string bars = Patterns[digits[pair] - '0'], spaces = Patterns[digits[pair + 1] - '0'];
            for (var i = 0; i < 5; i++)
            {
                widths.Add(bars[i] == '1' ? Wide : 1);
                widths.Add(spaces[i] == '1' ? Wide : 1);
            }
        }
        widths.AddRange([Wide, 1, 1]);
        return widths;
    }
}
