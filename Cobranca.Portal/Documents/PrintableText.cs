using System.Globalization;
using System.Text;

namespace Cobranca.Portal.Documents;

/// <summary>
/// What of a text goes on paper: accents composed, white space single, nothing invisible. Names and descriptions come from
/// creditors' files and may hold anything; marks that turn the reading direction could make a page say what its bytes do not.
/// </summary>
internal static class PrintableText
{
    /// <summary>No field of a document shows more; what is longer is cut before any work is spent on it.</summary>
    private const int LongestText = 2_000;

    /// <summary>Spaces that are not for breaking lines at; a reader gets back ordinary ones.</summary>
    public const char NoBreakSpace = '\u00A0', FigureSpace = '\u2007';

    public static string From(string text)
    {
        if (IsPlain(text)) return text;

        var printable = new StringBuilder(Math.Min(text.Length, LongestText));
        foreach (var rune in text.AsSpan(0, Math.Min(text.Length, LongestText)).EnumerateRunes()) // a broken surrogate reads as U+FFFD
        {
            var isSpace = rune.Value is not (NoBreakSpace or FigureSpace) && (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune));
            if (isSpace)
            {
                if (printable.Length > 0 && printable[^1] != ' ') printable.Append(' ');
            }
            else if (!IsInvisible(rune))
            {
                printable.Append(rune.ToString());
            }
        }
        return printable.ToString().TrimEnd(' ').Normalize(NormalizationForm.FormC);
    }

    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format
        || rune.Value is >= 0xFE00 and <= 0xFE0F // variation selectors: how an emoji should look
        || (rune.Value & 0xFFFE) == 0xFFFE; // never a character; the normaliser would refuse it

    /// <summary>Already as it will be printed: the usual case, Latin letters, common punctuation and single spaces.</summary>
    private static bool IsPlain(string text)
    {
        if (text.Length > LongestText || text.StartsWith(' ') || text.EndsWith(' ')) return false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is < ' ' or (> '~' and < NoBreakSpace) or '\u00AD' || (c > '\u02FF' && c is not (FigureSpace or '–' or '…'))) return false;
            if (c == ' ' && text[i - 1] == ' ') return false;
        }
        return true;
    }
}
