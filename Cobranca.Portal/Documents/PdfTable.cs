namespace Cobranca.Portal.Documents;

/// <summary>A column of a <see cref="PdfTable"/>.</summary>
/// <param name="MostLines">Lines a cell may take before it is clipped; 0 for figures, which stay on one line and shrink instead.</param>
internal sealed record PdfColumn(string Title, double Width, PdfAlign Align = PdfAlign.Left, int MostLines = 0);

/// <summary>
/// Rows under a heading, drawn one at a time so that the caller decides where a page ends. Texts wrap, figures never lose a digit.
/// </summary>
internal sealed class PdfTable(double x, params PdfColumn[] columns)
{
    public const double HeadingHeight = 5.6;

    private const double LineHeight = 3.2, Padding = 0.8, FirstBaseline = 3.3, RuleWidth = 0.1;
    private static readonly PdfStyle Heading = new(6.5, PdfFace.Bold, PdfColor.Grey(0x44));
    private static readonly PdfStyle Cell = new(7.5, Color: PdfColor.Ink);
    private static readonly PdfColor Rule = PdfColor.Grey(0xC4);

    private double Width => columns.Sum(static column => column.Width);

    public void DrawHeading(PdfPage page, double y)
    {
        page.Fill([new PdfBox(x, y, Width, HeadingHeight)], PdfColor.Grey(0xF0));
        Draw(page, y + 0.4, columns.Select(static column => column.Title), Heading);
    }

    public double RowHeight(params IReadOnlyList<string> cells)
    {
        var lines = 1;
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i].MostLines > 1)
                lines = Math.Max(lines, PdfTextLayout.Wrap(cells[i], TextWidth(columns[i]), Cell, columns[i].MostLines).Count);
        }
        return FirstBaseline + (lines - 1) * LineHeight + 1.5;
    }

    /// <summary>Draws a row and the rule beneath it; answers where the next one starts.</summary>
    public double DrawRow(PdfPage page, double y, IReadOnlyList<string> cells, bool emphasised = false)
    {
        Draw(page, y, cells, emphasised ? Cell with { Face = PdfFace.Bold } : Cell);
        var bottom = y + RowHeight(cells);
        page.Line(x, bottom, x + Width, bottom, RuleWidth, Rule);
        return bottom;
    }

    private void Draw(PdfPage page, double y, IEnumerable<string> cells, PdfStyle style)
    {
        var left = x;
        foreach (var (column, text) in columns.Zip(cells))
        {
            var aligned = style with { Align = column.Align };
            var anchor = column.Align switch
            {
                PdfAlign.Left => left + Padding,
                PdfAlign.Center => left + column.Width / 2,
                _ => left + column.Width - Padding,
            };
            if (column.MostLines == 0) page.Text(anchor, y + FirstBaseline, text, PdfTextLayout.Shrink(text, TextWidth(column), aligned));
            else page.Paragraph(anchor, y + FirstBaseline, TextWidth(column), text, aligned, LineHeight, column.MostLines);
            left += column.Width;
        }
    }

    private static double TextWidth(PdfColumn column) => column.Width - 2 * Padding;
}
