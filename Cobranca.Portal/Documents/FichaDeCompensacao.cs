using Cobranca.Domain.Values;

namespace Cobranca.Portal.Documents;

/// <summary>The form the ficha is drawn in, with the heights of its rows in millimetres.</summary>
internal sealed record FichaSize(BoletoFormSize Form, double FieldHeight, double PartyHeight, double AdjustmentHeight, double PayerHeight)
{
    public static readonly FichaSize Sheet = new(BoletoFormSize.Sheet, FieldHeight: 6.8, PartyHeight: 9.6, AdjustmentHeight: 5.4, PayerHeight: 11.9);
}

/// <summary>
/// The part of a boleto the bank reads, drawn wherever its upper edge is put: at the foot of a page, or several to a page.
/// Measures follow the banks' printing specifications after FEBRABAN: 95-108 mm high with its margin and 170-216 mm wide, barcode
/// of 103 mm x 13 mm starting 5 mm from the left edge, linha digitável in type of 3.5 to 4 mm, bank code in type of 5 mm (Banco do
/// Brasil, "Especificações técnicas para confecção de boleto", 2.1; read 2026-11-21).
/// </summary>
internal sealed class FichaDeCompensacao(PdfPage page, BoletoDocument boleto, FichaSize size)
{
    public const double BarcodeWidth = 103, BarcodeHeight = 13;

    private const double Inset = BoletoForm.Inset;

    private static readonly PdfStyle Text = BoletoForm.Value with { Size = 7.5 };

    private readonly BoletoForm form = new(page, boleto, size.Form);

    private double Left => size.Form.Left;
    private double Right => size.Form.Right;
    private double MainWidth => size.Form.MainWidth;

    public void Draw(double top)
    {
        var y = form.Header(top, form.TypedLine, new(11.4, PdfFace.Bold, BoletoForm.Ink));

        form.Field(new(Left, y, MainWidth, size.FieldHeight), "Local de pagamento", boleto.PaymentPlace, BoletoForm.Value);
        form.DueDate(y, size.FieldHeight, size: 9);
        y += size.FieldHeight;

        form.Party(y, size.PartyHeight, "Beneficiário", boleto.Beneficiary);
        form.SideField(y, size.PartyHeight, "Agência / Código do beneficiário", boleto.BeneficiaryCode);
        y += size.PartyHeight;

        form.Row(y, size.FieldHeight,
            ("Data do documento", boleto.DocumentDate.ToPtBr(), 28), ("Nº do documento", boleto.DocumentNumber, 44),
            ("Espécie doc.", boleto.Especie, 20), ("Aceite", boleto.Aceite, 14),
            ("Data do processamento", boleto.ProcessingDate.ToPtBr(), 36));
        form.SideField(y, size.FieldHeight, "Nosso número", boleto.NossoNumero);
        y += size.FieldHeight;

        form.Row(y, size.FieldHeight,
            ("Uso do banco", "", 28), ("Carteira", boleto.Carteira, 26), ("Espécie", "R$", 18), ("Quantidade", "", 34), ("(x) Valor", "", 36));
        form.Amount(y, size.FieldHeight, size: 9);
        y += size.FieldHeight;

        y = DrawInstructions(y);
        y = DrawPayer(y);
        DrawBarcode(y);
    }

    private double DrawInstructions(double top)
    {
        var (off, left) = boleto.Abatement.IsPositive ? (boleto.Abatement.ToString(), boleto.ToPay.ToString()) : ("", "");
        (string Label, string Value)[] adjustments =
            [("(-) Desconto / Abatimento", off), ("(-) Outras deduções", ""), ("(+) Mora / Multa", ""), ("(+) Outros acréscimos", ""), ("(=) Valor cobrado", left)];
        var bottom = top;
        foreach (var (label, value) in adjustments)
        {
            form.SideField(bottom, size.AdjustmentHeight, label, value);
            bottom += size.AdjustmentHeight;
        }
        form.Field(new(Left, top, MainWidth, bottom - top), "Instruções (texto de responsabilidade do beneficiário)", "", Text);

        const double firstBaseline = 6, lineHeight = 3.3, descent = 1;
        var mostLines = 1 + (int)((bottom - top - firstBaseline - descent) / lineHeight);
        var width = MainWidth - 2 * Inset;
        page.Text(Left + Inset, top + firstBaseline, "Não receber após " + boleto.PayableThrough.ToPtBr() + ".", Text with { Face = PdfFace.Bold });
        var lines = 1;
        foreach (var instruction in boleto.Instructions)
        {
            if (lines == mostLines) break;
            lines += page.Paragraph(Left + Inset, top + firstBaseline + lines * lineHeight, width, instruction, Text, lineHeight, mostLines - lines);
        }
        return bottom;
    }

    private double DrawPayer(double top)
    {
        const double firstBaseline = 2.9, lineHeight = 3.2;
        var textLeft = Left + 22;
        var width = Right - textLeft - Inset;
        var bottom = top + size.PayerHeight;
        var name = Text with { Face = PdfFace.Bold };
        page.Text(Left + Inset, top + firstBaseline, "Pagador", BoletoForm.Label);
        page.Text(textLeft, top + firstBaseline, PdfTextLayout.Clip(boleto.Payer.Name, width, name), name);
        page.Text(textLeft, top + firstBaseline + lineHeight,
            PdfTextLayout.Clip(BoletoForm.OnOneLine([boleto.Payer.TaxId, .. boleto.Payer.Address]), width, Text), Text);

        // A cession's original creditor is the sacador: the one who drew the título and passed it on.
        var footer = bottom - 1.3;
        page.Text(Left + Inset, footer, "Sacador / Avalista", BoletoForm.Label);
        page.Text(textLeft, footer, PdfTextLayout.Clip(boleto.OriginalCreditor ?? "", size.Form.Side - textLeft, BoletoForm.Note), BoletoForm.Note);
        page.Text(size.Form.Side + Inset, footer, "Código de baixa", BoletoForm.Label);
        form.Close(bottom);
        return bottom;
    }

    private void DrawBarcode(double top)
    {
        page.Text(Right, top + 3, "Autenticação mecânica – Ficha de compensação",
            BoletoForm.Label with { Face = PdfFace.Bold, Align = PdfAlign.Right });

        var area = new PdfBox(Left + 5, top + 3.6, BarcodeWidth, BarcodeHeight);
        page.Fill(Itf.Bars(boleto.Barcode, area), PdfColor.Black);
        if (boleto.Simulated) DrawStamp(new(area.Right + 8, area.Y + 2.6, Right - area.Right - 8, 10.4));
    }

    private void DrawStamp(PdfBox box)
    {
        const string what = "DOCUMENTO DE DEMONSTRAÇÃO";
        var style = PdfTextLayout.Shrink(what, box.Width - 2, new(8.5, PdfFace.Bold, PdfColor.White, PdfAlign.Center));
        page.Fill([box], PdfColor.Grey(0x22));
        page.Text(box.X + box.Width / 2, box.Y + 4.5, what, style);
        page.Text(box.X + box.Width / 2, box.Y + 8.3, "NÃO PAGUE", style);
    }
}
