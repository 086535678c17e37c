using Cobranca.Domain.Values;

namespace Cobranca.Portal.Documents;

/// <summary>How large a form is drawn, in millimetres.</summary>
/// <param name="SideWidth">Of the column of figures at the right; 0 for a form without one.</param>
/// <param name="BankWidth">Of the bank's name in the header, and next to it of its code.</param>
internal sealed record BoletoFormSize(double Left, double Right, double SideWidth, double HeaderHeight, double BankWidth, double CodeWidth)
{
    /// <summary>Over the whole width of a sheet.</summary>
    public static readonly BoletoFormSize Sheet = new(10, 200, SideWidth: 48, HeaderHeight: 8.8, BankWidth: 36, CodeWidth: 20);

    public double Width => Right - Left;
    public double Side => Right - SideWidth;
    public double MainWidth => Width - SideWidth;
}

/// <summary>
/// The ruled fields that recibo and ficha share: a main part, and at its right the column of the figures that matter.
/// </summary>
internal sealed class BoletoForm(PdfPage page, BoletoDocument boleto, BoletoFormSize area)
{
    public const double Inset = 1.1, LabelBaseline = 2.3;

    private const double Thin = 0.15, Thick = 0.5;

    public static readonly PdfColor Ink = PdfColor.Ink;
    public static readonly PdfStyle Label = new(5.8, Color: PdfColor.Grey(0x44));
    public static readonly PdfStyle Value = new(8, Color: Ink);
    public static readonly PdfStyle Strong = new(9, PdfFace.Bold, Ink);
    public static readonly PdfStyle Note = new(7, Color: PdfColor.Grey(0x33));

    private static readonly PdfColor Shade = PdfColor.Grey(0xEA);

    /// <summary>The linha digitável with its fields one digit apart.</summary>
    public string TypedLine => boleto.LinhaDigitavel.Replace(' ', PrintableText.FigureSpace);

    /// <summary>Bank, its code and what stands at the right; answers where the fields start.</summary>
    public double Header(double y, string right, PdfStyle style)
    {
        var codeLeft = area.Left + area.BankWidth;
        var codeRight = codeLeft + area.CodeWidth;
        var (baseline, bottom) = (y + area.HeaderHeight - 2.2, y + area.HeaderHeight);
        var bank = new PdfStyle(11, PdfFace.Bold, Ink);
        page.Text(area.Left, baseline, boleto.BankName, PdfTextLayout.Shrink(boleto.BankName, codeLeft - area.Left - 2, bank));
        var code = PdfTextLayout.Shrink(boleto.BankCode, area.CodeWidth - 1, new(14.2, PdfFace.Bold, Ink, PdfAlign.Center));
        page.Text(codeLeft + area.CodeWidth / 2, baseline, boleto.BankCode, code);
        page.Line(codeLeft, y + 1, codeLeft, bottom, Thick, Ink);
        page.Line(codeRight, y + 1, codeRight, bottom, Thick, Ink);
        page.Text(area.Right, baseline, right, PdfTextLayout.Shrink(right, area.Right - codeRight - 2, style with { Align = PdfAlign.Right }));
        Close(bottom);
        return bottom;
    }

    /// <summary>The heavy rule that ends a form.</summary>
    public void Close(double y) => page.Line(area.Left, y, area.Right, y, Thick, Ink);

    /// <summary>Fields side by side over the main part, their widths as on a sheet.</summary>
    public void Row(double y, double height, params ReadOnlySpan<(string Label, string Value, double Width)> fields)
    {
        var (x, scale) = (area.Left, area.MainWidth / BoletoFormSize.Sheet.MainWidth);
        foreach (var (label, value, width) in fields)
        {
            Field(new(x, y, width * scale, height), label, value, Value);
            x += width * scale;
        }
    }

    /// <summary>A labelled field, ruled below and at its right. A value too wide shrinks: codes and amounts are never cut.</summary>
    public void Field(PdfBox box, string label, string value, PdfStyle style)
    {
        page.Line(box.X, box.Bottom, box.Right, box.Bottom, Thin, Ink);
        if (box.Right < area.Right) page.Line(box.Right, box.Y, box.Right, box.Bottom, Thin, Ink);
        page.Text(box.X + Inset, box.Y + LabelBaseline, label, Label);

        style = PdfTextLayout.Shrink(value, box.Width - 2 * Inset, style);
        var x = style.Align == PdfAlign.Right ? box.Right - Inset : box.X + Inset;
        page.Text(x, box.Bottom - 1.3, value, style);
    }

    /// <summary>A field of the right column.</summary>
    public void SideField(double y, double height, string label, string value) =>
        Field(new(area.Side, y, area.SideWidth, height), label, value, Value with { Align = PdfAlign.Right });

    /// <summary>The due date, shaded in the right column.</summary>
    public void DueDate(double y, double height, double size) => Highlight(y, height, "Vencimento", boleto.DueDate.ToPtBr(), size);

    /// <summary>The amount, shaded in the right column.</summary>
    public void Amount(double y, double height, double size) => Highlight(y, height, "(=) Valor do documento", boleto.Amount.ToString(), size);

    /// <summary>Name with tax id, address beneath. A long name gives way, the tax id never does.</summary>
    public void Party(double y, double height, string label, BoletoParty party)
    {
        const double gap = 2;
        var box = new PdfBox(area.Left, y, area.MainWidth, height);
        Field(box, label, "", Value);

        var (x, baseline, width) = (box.X + Inset, box.Bottom - 4.3, box.Width - 2 * Inset);
        var taxId = PdfTextLayout.Shrink(party.TaxId, width / 2, Note);
        var style = new PdfStyle(7.8, PdfFace.Bold, Ink);
        var name = PdfTextLayout.Clip(party.Name, width - gap - taxId.Measure(party.TaxId), style);
        page.Text(x, baseline, name, style);
        page.Text(x + style.Measure(name) + gap, baseline, party.TaxId, taxId);
        page.Text(x, box.Bottom - 1.2, PdfTextLayout.Clip(OnOneLine(party.Address), width, Note), Note);
    }

    public static string OnOneLine(params IEnumerable<string> parts) => string.Join(" · ", parts.Where(static part => !string.IsNullOrWhiteSpace(part)));

    private void Highlight(double y, double height, string label, string value, double size)
    {
        page.Fill([new PdfBox(area.Side + Thin, y + Thin, area.SideWidth - Thin, height - 2 * Thin)], Shade);
        Field(new(area.Side, y, area.SideWidth, height), label, value, Strong with { Size = size, Align = PdfAlign.Right });
    }
}
