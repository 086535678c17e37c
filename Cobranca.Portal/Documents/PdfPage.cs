using System.Runtime.InteropServices;

namespace Cobranca.Portal.Documents;

/// <summary>An area of a page: millimetres from its upper left corner.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PdfBox(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;
    public double Bottom => Y + Height;
}

/// <summary>
/// A sheet to draw on. Every length is in millimetres from the upper left corner; the page's own unit is set to the millimetre, so
/// that what the file says is what a ruler reads. Texts are cleaned here, so nothing unprintable gets past.
/// </summary>
internal sealed class PdfPage
{
    private readonly PdfFont[] fonts;
    private (PdfFace Face, double Size)? currentFont;
    private PdfColor? fillColor, strokeColor;
    private double strokeWidth, dash;

    public PdfPage(PdfFont[] fonts, double width, double height)
    {
        (this.fonts, Width, Height) = (fonts, width, height);
        Content.Ascii("2.834646 0 0 2.834646 0 0 cm\n");
    }

    public double Width { get; }

    public double Height { get; }

    /// <summary>The drawing so far, as PDF operators.</summary>
    public PdfBuffer Content { get; } = new(16 * 1024);

    /// <summary>In the unit of everything outside the drawing itself.</summary>
    public static double ToPoints(double millimetres) => millimetres * 72 / 25.4;

    /// <summary>One line of text on its baseline; <paramref name="x"/> is its left end, middle or right end, as the style aligns.</summary>
    public void Text(double x, double baseline, string text, PdfStyle style)
    {
        text = PrintableText.From(text);
        if (text.Length == 0) return;

        var left = style.Align switch
        {
            PdfAlign.Left => x,
            PdfAlign.Center => x - style.Measure(text) / 2,
            _ => x - style.Measure(text),
        };
        Fill(style.Color);
        Content.Write("BT "u8);
        if (currentFont != (style.Face, style.Size))
        {
            currentFont = (style.Face, style.Size);
            Content.Byte((byte)'/').Ascii(fonts[(int)style.Face].ResourceName).Byte((byte)' ').Number(style.Millimetres).Write("Tf "u8);
        }
        Content.Number(left).Number(Height - baseline).Write("Td "u8);
        fonts[(int)style.Face].Show(Content, text);
        Content.Write("ET\n"u8);
    }

    /// <summary>Lines of text below each other; answers how many there were. The x is as in <see cref="Text"/>.</summary>
    public int Paragraph(double x, double firstBaseline, double width, string text, PdfStyle style, double lineHeight, int mostLines)
    {
        var lines = PdfTextLayout.Wrap(text, width, style, mostLines);
        for (var line = 0; line < lines.Count; line++) Text(x, firstBaseline + line * lineHeight, lines[line], style);
        return lines.Count;
    }

    /// <summary>A straight line; a dash above zero makes it dashed, with gaps as long as the dashes.</summary>
    public void Line(double fromX, double fromY, double toX, double toY, double width, PdfColor color, double dashLength = 0)
    {
        Stroke(color, width, dashLength);
        Content.Number(fromX).Number(Height - fromY).Write("m "u8).Number(toX).Number(Height - toY).Write("l S\n"u8);
    }

    /// <summary>The outline of an area.</summary>
    public void Frame(PdfBox box, double width, PdfColor color)
    {
        Stroke(color, width, dashLength: 0);
        Rectangle(box);
        Content.Write("S\n"u8);
    }

    /// <summary>Areas filled in one stroke of the brush: a shaded field, the bars of a barcode, the modules of a QR code.</summary>
    public void Fill(ReadOnlySpan<PdfBox> boxes, PdfColor color)
    {
        Fill(color);
        foreach (var box in boxes) Rectangle(box);
        Content.Write("f\n"u8);
    }

    private void Rectangle(PdfBox box) =>
        Content.Number(box.X).Number(Height - box.Bottom).Number(box.Width).Number(box.Height).Write("re "u8);

    private void Fill(PdfColor color)
    {
        if (fillColor == color) return;
        fillColor = color;
        Color(color, "g "u8, "rg "u8);
    }

    private void Stroke(PdfColor color, double width, double dashLength)
    {
        if (strokeColor != color) Color(color, "G "u8, "RG "u8);
        if (strokeWidth != width) Content.Number(width).Write("w "u8);
        if (dash != dashLength)
        {
            Content.Byte((byte)'[');
            if (dashLength > 0) Content.Number(dashLength);
            Content.Write("]0 d "u8);
        }
        (strokeColor, strokeWidth, dash) = (color, width, dashLength);
    }

    private void Color(PdfColor color, ReadOnlySpan<byte> grey, ReadOnlySpan<byte> rgb)
    {
        Content.Number(color.Red / 255.0);
        if (color.Red == color.Green && color.Green == color.Blue) Content.Write(grey);
        else Content.Number(color.Green / 255.0).Number(color.Blue / 255.0).Write(rgb);
    }
}
