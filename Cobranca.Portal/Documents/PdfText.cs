using System.Runtime.InteropServices;

namespace Cobranca.Portal.Documents;

/// <summary>A shade of grey or a colour.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PdfColor(byte Red, byte Green, byte Blue)
{
    public static PdfColor Ink => new(0x11, 0x11, 0x11);
    public static PdfColor Black => default;
    public static PdfColor White => new(0xFF, 0xFF, 0xFF);
    public static PdfColor Grey(byte shade) => new(shade, shade, shade);
}

internal enum PdfAlign { Left, Center, Right }

/// <summary>How a text is set.</summary>
/// <param name="Size">Height of the type in points, as everybody counts it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PdfStyle(double Size, PdfFace Face = PdfFace.Regular, PdfColor Color = default, PdfAlign Align = PdfAlign.Left)
{
    private const double MillimetresPerPoint = 25.4 / 72;

    public double Millimetres => Size * MillimetresPerPoint;

    /// <summary>Width of a text on one line, in millimetres.</summary>
    public double Measure(ReadOnlySpan<char> text) => PdfFont.Of(Face).Measure(text) * Millimetres / 1000;
}

/// <summary>Breaks and clips texts to a width. Works on printable text only (<see cref="PrintableText"/>).</summary>
internal static class PdfTextLayout
{
    private const string Ellipsis = "…";

    /// <summary>
    /// The text in lines no wider than <paramref name="width"/>, broken at spaces, inside a word only where the word alone is too
    /// wide. What does not fit in <paramref name="mostLines"/> is cut and the last line says so with an ellipsis.
    /// </summary>
    public static List<string> Wrap(string text, double width, PdfStyle style, int mostLines = int.MaxValue)
    {
        text = PrintableText.From(text);
        var lines = new List<string>();
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (lines.Count == mostLines - 1)
            {
                lines.Add(Clip(rest.ToString(), width, style));
                break;
            }
            var taken = LineLength(rest, width, style);
            lines.Add(rest[..taken].TrimEnd(' ').ToString());
            rest = rest[taken..].TrimStart(' ');
        }
        return lines;
    }

    /// <summary>The text if it fits on one line, else its beginning and an ellipsis.</summary>
    public static string Clip(string text, double width, PdfStyle style)
    {
        text = PrintableText.From(text);
        if (style.Measure(text) <= width) return text;
        var taken = Fitting(text, width - style.Measure(Ellipsis), style);
        return string.Concat(text.AsSpan(0, taken).TrimEnd(' '), Ellipsis);
    }

    /// <summary>The style made small enough for the whole text: amounts and codes are never cut.</summary>
    public static PdfStyle Shrink(string text, double width, PdfStyle style)
    {
        var natural = style.Measure(PrintableText.From(text));
        return natural <= width ? style : style with { Size = style.Size * width / natural };
    }

    private static int LineLength(ReadOnlySpan<char> text, double width, PdfStyle style)
    {
        var fitting = Fitting(text, width, style);
        if (fitting == text.Length || text[fitting] == ' ') return fitting;
        var space = text[..fitting].LastIndexOf(' ');
        return space > 0 ? space : Math.Max(fitting, FirstCharacter(text));
    }

    /// <summary>How many leading UTF-16 units fit in the width, never half a character.</summary>
    private static int Fitting(ReadOnlySpan<char> text, double width, PdfStyle style)
    {
        var font = PdfFont.Of(style.Face);
        var room = width * 1000 / style.Millimetres;
        var (used, taken) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            used += font.AdvanceOf(font.VisibleGlyphOf(rune.Value));
            if (used > room) break;
            taken += rune.Utf16SequenceLength;
        }
        return taken;
    }

    private static int FirstCharacter(ReadOnlySpan<char> text) => char.IsHighSurrogate(text[0]) && text.Length > 1 ? 2 : 1;
}
