using System.Globalization;
using System.Text;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Pix;

/// <summary>
/// Names as a Pix code may hold them: the printable ASCII characters, accents taken off, what has no plain form left out, single spaces.
/// (Alfabeto do BR Code.)
/// </summary>
/// <remarks>Source: EMV QRCPS-MPM 4.1, format "ans" (characters 20 to 7E); BCB, Manual do BR Code; domain facts §2.7.</remarks>
internal static class BrCodeText
{
    /// <summary>True for a character a code may hold.</summary>
    public static bool IsAllowed(char c) => c is >= ' ' and <= '~';

    /// <summary>The text in the code's alphabet; empty when nothing of it is left.</summary>
    public static string Plain(string? text)
    {
        var plain = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes()) // a broken surrogate reads as U+FFFD and is left out
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
                Append(plain, ' ');
            else if (rune.IsAscii)
                plain.Append((char)rune.Value);
            else if (Rewritten(rune.Value) is { } rewritten)
                plain.Append(rewritten);
            else if ((rune.Value & 0xFFFE) != 0xFFFE) // never a character; the normaliser would refuse it
            {
                foreach (var c in rune.ToString().Normalize(NormalizationForm.FormKD))
                {
                    if (c != ' ' ? IsAllowed(c) : plain.Length > 0)
                        Append(plain, c);
                }
            }
        }
        return plain.ToString().Trim(' ');
    }

    /// <summary><see cref="Plain"/>, cut to what the field takes: names are for people to recognise, so the beginning is enough.</summary>
    public static string Plain(string? text, int atMost)
    {
        var plain = Plain(text);
        return plain.Length <= atMost ? plain : plain[..atMost].TrimEnd(' ');
    }

    /// <summary>As a code writes it: reais and centavos with a point, no grouping.</summary>
    public static string Amount(Money amount) => amount.Reais.ToString("0.00", CultureInfo.InvariantCulture);

    private static void Append(StringBuilder plain, char c)
    {
        if (c != ' ' || (plain.Length > 0 && plain[^1] != ' '))
            plain.Append(c);
    }

    /// <summary>What Unicode does not take apart into a letter and its accent.</summary>
    private static string? Rewritten(int value) => value switch
    {
        >= 0x2010 and <= 0x2015 or 0x2212 => "-",
        0x2018 or 0x2019 or 0x00B4 => "'",
        0x201C or 0x201D or 0x00AB or 0x00BB => "\"",
        0x00DF => "ss",
        0x00C6 => "AE",
        0x00E6 => "ae",
        0x0152 => "OE",
        0x0153 => "oe",
        0x00D8 => "O",
        0x00F8 => "o",
        0x0141 => "L",
        0x0142 => "l",
        0x00D0 or 0x0110 => "D",
        0x00F0 or 0x0111 => "d",
        _ => null,
    };
}
