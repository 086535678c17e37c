using System.Globalization;
using Cobranca.Domain.Values;

namespace Cobranca.Portal.Documents;

/// <summary>
/// The boleto on A4: letterhead, recibo do pagador and itemised charges above, the ficha de compensação at the foot, where it is
/// cut off. Charges that do not fit go on to further pages.
/// </summary>
internal sealed class BoletoPdf(BoletoDocument boleto)
{
    private const double PixTop = 80, PixHeight = 35, NotesTop = 173.5, Cut = 190, FichaTop = 192.6;
    private const double ContinuationTop = 32, ContinuationBottom = 280;

    private static readonly double Left = BoletoFormSize.Sheet.Left, Right = BoletoFormSize.Sheet.Right, Width = BoletoFormSize.Sheet.Width;
    private static readonly double MainWidth = BoletoFormSize.Sheet.MainWidth;

    private static readonly PdfStyle Note = BoletoForm.Note;
    private static readonly PdfStyle RightNote = Note with { Align = PdfAlign.Right };
    private static readonly PdfStyle SectionTitle = new(9, PdfFace.Bold, BoletoForm.Ink);
    private static readonly PdfColor FaintRule = PdfColor.Grey(0xC4);

    private readonly PdfDocument pdf = new("Boleto " + boleto.NossoNumero, boleto.Beneficiary.Name, boleto.CreatedAt);

    /// <summary>Where the table starts on the first page.</summary>
    private readonly double chargesTop = boleto.PixCode is null ? 85 : 85 + PixHeight;

    private readonly PdfTable table = new(Left,
        new PdfColumn("Descrição", 63, MostLines: 2),
        new PdfColumn("Vencimento original", 25, PdfAlign.Center),
        new PdfColumn("Principal", 22, PdfAlign.Right),
        new PdfColumn("Correção", 18, PdfAlign.Right),
        new PdfColumn("Multa", 18, PdfAlign.Right),
        new PdfColumn("Juros", 20, PdfAlign.Right),
        new PdfColumn("Total", 24, PdfAlign.Right));

    public byte[] ToArray()
    {
        var chargesByPage = Paginate();
        for (var number = 1; number <= chargesByPage.Count; number++)
        {
            var page = pdf.AddPage();
            if (boleto.Simulated) DrawDemonstrationBand(page);
            if (number == 1) DrawRecibo(page);
            else DrawContinuationHead(page, number, chargesByPage.Count);
            DrawCharges(page, chargesByPage[number - 1], number, chargesByPage.Count);
            if (number == 1) DrawFicha(page);
        }
        return pdf.ToArray();
    }

    private static void DrawDemonstrationBand(PdfPage page)
    {
        page.Fill([new PdfBox(Left, 5, Width, 6.4)], PdfColor.Grey(0x22));
        page.Text(page.Width / 2, 9.4, "DOCUMENTO DE DEMONSTRAÇÃO: NÃO PAGUE", new(9.5, PdfFace.Bold, PdfColor.White, PdfAlign.Center));
    }

    private void DrawRecibo(PdfPage page)
    {
        var issuer = new PdfStyle(13, PdfFace.Bold, BoletoForm.Ink);
        page.Text(Left, 19.5, PdfTextLayout.Clip(boleto.Beneficiary.Name, Width, issuer), issuer);
        page.Text(Left, 24, PdfTextLayout.Clip(BoletoForm.OnOneLine([boleto.Beneficiary.TaxId, .. boleto.Beneficiary.Address]), Width, Note), Note);

        const double party = 10.4, field = 7.6;
        var form = new BoletoForm(page, boleto, BoletoFormSize.Sheet);
        var y = form.Header(27.5, "Recibo do pagador", new(10.5, PdfFace.Bold, BoletoForm.Ink));

        form.Party(y, party, "Beneficiário", boleto.Beneficiary);
        form.DueDate(y, party, size: 12);
        y += party;

        form.Party(y, party, "Pagador", boleto.Payer);
        form.Amount(y, party, size: 12);
        y += party;

        form.Row(y, field,
            ("Nº do documento", boleto.DocumentNumber, 44), ("Espécie doc.", boleto.Especie, 24),
            ("Data do documento", boleto.DocumentDate.ToPtBr(), 37), ("Data do processamento", boleto.ProcessingDate.ToPtBr(), 37));
        form.SideField(y, field, "Nosso número", boleto.NossoNumero);
        y += field;

        form.Field(new(Left, y, MainWidth, field), "Linha digitável", form.TypedLine, BoletoForm.Strong with { Size = 9.5 });
        form.SideField(y, field, "Agência / Código do beneficiário", boleto.BeneficiaryCode);
        y += field;

        form.Close(y);
        page.Text(Right, y + 3, "Autenticação mecânica", BoletoForm.Label with { Align = PdfAlign.Right });
        if (boleto.PixCode is { } pix) DrawPix(page, pix);
        DrawNotes(page);
    }

    /// <summary>The QR code below the linha digitável, and the code in one line: copied from a screen it comes out whole.</summary>
    private void DrawPix(PdfPage page, string code)
    {
        const double side = 29, gap = 3, lineHeight = 3.6;
        var text = Left + side + gap;
        page.Fill(QrCode.Of(code).Boxes(Left, PixTop, side), PdfColor.Black);
        page.Text(text, PixTop + 5, "Prefere Pix? Pague um dos dois: o Pix ou o boleto.", SectionTitle);
        string[] lines =
        [
            "Aponte o aplicativo do seu banco para o código ao lado, ou copie a linha abaixo em «Pix copia e cola».",
            $"O Pix é de {boleto.ToPay}, o mesmo valor do boleto, até {boleto.PayableThrough.ToPtBr()}.",
            "O banco do boleto não sabe do Pix: se os dois forem pagos, o que passar do devido é seu e pode ser pedido de volta.",
        ];
        for (var line = 0; line < lines.Length; line++)
            page.Text(text, PixTop + 10 + line * lineHeight, PdfTextLayout.Clip(lines[line], Right - text, Note), Note);

        var style = PdfTextLayout.Shrink(code, Width, new(6.5, Color: BoletoForm.Ink));
        page.Text(Left, PixTop + side + 2.4, code, style);
    }

    private void DrawNotes(PdfPage page)
    {
        page.Line(Left, NotesTop, Right, NotesTop, 0.15, FaintRule);
        var y = NotesTop + 3.6;
        Add(Caution(), mostLines: 1);
        Add(boleto.OriginalCreditor, mostLines: 1);
        Add(boleto.ContactLine, mostLines: 2);

        void Add(string? note, int mostLines)
        {
            const double lineHeight = 3.2;
            y += page.Paragraph(Left, y, Width, note ?? "", Note, lineHeight, mostLines) * lineHeight;
        }
    }

    /// <summary>What tells a genuine slip from a forged one at the moment of paying. A long name gives way, the tax id does not.</summary>
    private string Caution()
    {
        const string before = "Antes de confirmar o pagamento, confira no aplicativo do banco se o beneficiário é ";
        var after = $", {boleto.Beneficiary.TaxId}.";
        return before + PdfTextLayout.Clip(boleto.Beneficiary.Name, Width - Note.Measure(before) - Note.Measure(after), Note) + after;
    }

    private void DrawFicha(PdfPage page)
    {
        page.Line(Left, Cut, Right, Cut, 0.15, PdfColor.Grey(0x77), dashLength: 1.2);
        page.Text(Right, Cut - 0.9, "Corte na linha tracejada", BoletoForm.Label with { Size = 5.2, Align = PdfAlign.Right });
        new FichaDeCompensacao(page, boleto, FichaSize.Sheet).Draw(FichaTop);
    }

    /// <summary>Which charges stand on which page. There is always a first page: it has the forms.</summary>
    private List<List<string[]>> Paginate()
    {
        const double lastRow = 5; // the total, or where the table goes on
        var pages = new List<List<string[]>> { new() };
        var (y, bottom) = (chargesTop + PdfTable.HeadingHeight, NotesTop - 2);
        foreach (var cells in Cells())
        {
            var height = table.RowHeight(cells);
            if (y + height + lastRow > bottom)
            {
                pages.Add([]);
                (y, bottom) = (ContinuationTop + PdfTable.HeadingHeight, ContinuationBottom);
            }
            pages[^1].Add(cells);
            y += height;
        }
        return pages;
    }

    private IEnumerable<string[]> Cells()
    {
        foreach (var charge in boleto.Charges)
            yield return
            [
                charge.Description, charge.OriginalDueDate.ToPtBr(), charge.Principal.ToAmountString(), charge.Correction.ToAmountString(),
                charge.LateFee.ToAmountString(), charge.LateInterest.ToAmountString(), charge.Total.ToAmountString(),
            ];
        if (boleto.Charges.Count > 0 && boleto.Granted.IsPositive) yield return ["Abatimento concedido", "", "", "", "", "", (-boleto.Granted).ToAmountString()];
    }

    private void DrawCharges(PdfPage page, List<string[]> rows, int number, int count)
    {
        if (rows.Count == 0) return;
        var y = number == 1 ? chargesTop : ContinuationTop;
        page.Text(Left, y - 2, number == 1 ? "Demonstrativo dos encargos" : "Demonstrativo dos encargos (continuação)", SectionTitle);
        page.Text(Right, y - 2, "Valores em reais, calculados para pagamento em " + boleto.DueDate.ToPtBr(), RightNote);

        table.DrawHeading(page, y);
        y += PdfTable.HeadingHeight;
        foreach (var row in rows) y = table.DrawRow(page, y, row);

        if (number == count) table.DrawRow(page, y, Total(), emphasised: true);
        else page.Text(Right - 0.8, y + 3.6, Invariant($"Continua na página {number + 1} de {count}"), RightNote);
    }

    private string[] Total()
    {
        var charges = boleto.Charges;
        return
        [
            charges.Count == 1 ? "Total" : Invariant($"Total de {charges.Count} débitos"), "",
            charges.Sum(static charge => charge.Principal).ToAmountString(), charges.Sum(static charge => charge.Correction).ToAmountString(),
            charges.Sum(static charge => charge.LateFee).ToAmountString(), charges.Sum(static charge => charge.LateInterest).ToAmountString(),
            boleto.ToPay.ToAmountString(),
        ];
    }

    private void DrawContinuationHead(PdfPage page, int number, int count)
    {
        var issuer = new PdfStyle(11, PdfFace.Bold, BoletoForm.Ink);
        var slip = BoletoForm.OnOneLine("Nosso número " + boleto.NossoNumero, "Vencimento " + boleto.DueDate.ToPtBr(), boleto.Payer.Name);
        page.Text(Left, 19, PdfTextLayout.Clip(boleto.Beneficiary.Name, MainWidth, issuer), issuer);
        page.Text(Left, 23.5, PdfTextLayout.Clip(slip, MainWidth, Note), Note);
        page.Text(Right, 19, Invariant($"Página {number} de {count}"), RightNote);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
