namespace Cobranca.Portal.Documents;

/// <summary>
/// Interleaved 2 of 5, the barcode of boletos: of each pair of digits the first is drawn in the bars, the second in the spaces
/// between them, two wide and three narrow each (ISO/IEC 16390; FEBRABAN: 44 digits in 103 mm x 13 mm).
/// </summary>
internal static class Itf
{
    /// <summary>How much wider than narrow. With 3, 44 digits are 405 narrow widths: 0,2543 mm each in 103 mm.</summary>
    private const int Wide = 3;

    // Weights 1, 2, 4, 7 and parity, as the standard tabulates them; 1 is wide.
    private static readonly string[] Digits =
        ["00110", "10001", "01001", "11000", "00101", "10100", "01100", "00011", "10010", "01010"];

    /// <summary>The widths of bars and spaces in turn, from the first bar to the last, in narrow widths.</summary>
    /// <exception cref="ArgumentException">An odd count, or something that is not a digit.</exception>
    public static byte[] Encode(ReadOnlySpan<char> digits)
    {
        if (digits.Length % 2 != 0 || digits.ContainsAnyExceptInRange('0', '9'))
            throw new ArgumentException("Interleaved 2 of 5 holds an even number of digits and nothing else.", nameof(digits));

        var widths = new List<byte>(digits.Length * 5 + 7) { 1, 1, 1, 1 };
        for (var pair = 0; pair < digits.Length; pair += 2)
        {
            var (bars, spaces) = (Digits[digits[pair] - '0'], Digits[digits[pair + 1] - '0']);
            for (var element = 0; element < 5; element++)
            {
                widths.Add(Width(bars[element]));
                widths.Add(Width(spaces[element]));
            }
        }
        widths.AddRange([Wide, 1, 1]);
        return [.. widths];

        static byte Width(char element) => element == '1' ? (byte)Wide : (byte)1;
    }

    /// <summary>The black bars, filling the area from its left to its right edge.</summary>
    public static PdfBox[] Bars(ReadOnlySpan<char> digits, PdfBox area)
    {
        var widths = Encode(digits);
        var total = 0;
        foreach (var width in widths) total += width;

        var bars = new PdfBox[(widths.Length + 1) / 2];
        var narrow = area.Width / total;
        var position = 0;
        for (var element = 0; element < widths.Length; element++)
        {
            if (element % 2 == 0)
                bars[element / 2] = new(area.X + position * narrow, area.Y, widths[element] * narrow, area.Height);
            position += widths[element];
        }
        return bars;
    }
}
