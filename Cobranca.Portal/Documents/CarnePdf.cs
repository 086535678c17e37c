using System.Globalization;
using Cobranca.Domain.Values;

namespace Cobranca.Portal.Documents;

/// <summary>
/// Many slips to cut apart, three to an A4 page: at the left the stub the payer keeps, at the right the ficha the bank reads. The ficha is
/// narrower than one over a whole sheet; its barcode keeps the 103 mm x 13 mm and the quiet zones of the banks' specifications.
/// </summary>
internal sealed class CarnePdf(IReadOnlyList<BoletoDocument> slips)
{
    /// <summary>Thirty years of months, the longest plan there is; a file of some four megabytes.</summary>
    public const int MostSlips = 360;

    private const int PerPage = 3;
    private const double SlipHeight = 96, FirstTop = 4.5, Above = 2.6; // printers leave some 4 mm of a sheet blank

    private static readonly BoletoFormSize StubForm = new(6, 44, SideWidth: 0, HeaderHeight: 8, BankWidth: 21.5, CodeWidth: 16.5);

    private static readonly FichaSize Ficha = new(
        new(48, 204, SideWidth: 38, HeaderHeight: 8, BankWidth: 18.5, CodeWidth: 16.5), FieldHeight: 6.8, PartyHeight: 9.6, AdjustmentHeight: 4.8, PayerHeight: 11.2);

    private static readonly PdfStyle Small = new(5.2, Color: PdfColor.Grey(0x44));

    private readonly PdfDocument pdf = new("Carnê de " + slips[0].Beneficiary.Name, slips[0].Beneficiary.Name, slips.Max(static slip => slip.CreatedAt));

    public byte[] ToArray()
    {
        var pages = (slips.Count + PerPage - 1) / PerPage;
        for (var number = 0; number < pages; number++)
        {
            var page = pdf.AddPage();
            page.Text(Ficha.Form.Right, FirstTop + 2.3, string.Create(CultureInfo.InvariantCulture, $"Página {number + 1} de {pages}"), Small with { Align = PdfAlign.Right });
            for (var index = number * PerPage; index < Math.Min(slips.Count, (number + 1) * PerPage); index++) Draw(page, index);
        }
        return pdf.ToArray();
    }

    private void Draw(PdfPage page, int index)
    {
        var slip = slips[index];
        var top = FirstTop + index % PerPage * SlipHeight;
        new FichaDeCompensacao(page, slip, Ficha).Draw(top + Above);
        DrawStub(page, slip, index, top + Above);

        const double cut = 46;
        var grey = PdfColor.Grey(0x77);
        page.Line(cut, top + 1, cut, top + SlipHeight - 1, 0.15, grey, dashLength: 1.2);
        if (index % PerPage < PerPage - 1) page.Line(4, top + SlipHeight, 206, top + SlipHeight, 0.15, grey, dashLength: 1.2);
    }

    private void DrawStub(PdfPage page, BoletoDocument slip, int index, double top)
    {
        const double height = 6.6;
        var (form, left, width) = (new BoletoForm(page, slip, StubForm), StubForm.Left, StubForm.Width);
        var (y, half) = (form.Header(top, "", BoletoForm.Value), width / 2);

        form.Field(new(left, y, half, height), "Parcela", string.Create(CultureInfo.InvariantCulture, $"{index + 1} de {slips.Count}"), BoletoForm.Value);
        form.Field(new(left + half, y, half, height), "Vencimento", slip.DueDate.ToPtBr(), BoletoForm.Strong with { Align = PdfAlign.Right });
        y += height;
        Field("Valor", slip.Amount.ToString(), BoletoForm.Strong with { Align = PdfAlign.Right });
        Field("Agência / Código do beneficiário", slip.BeneficiaryCode, BoletoForm.Value);
        Field("Nosso número", slip.NossoNumero, BoletoForm.Value);
        Field("Nº do documento", slip.DocumentNumber, BoletoForm.Value);
        Field("Pagador", PdfTextLayout.Clip(slip.Payer.Name, width - 2 * BoletoForm.Inset, BoletoForm.Note), BoletoForm.Note);
        Field("Beneficiário", PdfTextLayout.Clip(slip.Beneficiary.Name, width - 2 * BoletoForm.Inset, BoletoForm.Note), BoletoForm.Note);
        form.Close(y);
        page.Text(left, y + 2.8, slip.Simulated ? "DEMONSTRAÇÃO: NÃO PAGUE" : "Recibo do pagador", BoletoForm.Label with { Face = PdfFace.Bold });

        if (slip.PixCode is { } pix)
        {
            const double side = 31;
            page.Text(left, y + 5.6, "Pix ou boleto: pague um dos dois", BoletoForm.Label);
            page.Fill(QrCode.Of(pix).Boxes(left + (width - side) / 2, y + 5.8, side), PdfColor.Black);
        }

        void Field(string label, string value, PdfStyle style)
        {
            form.Field(new(left, y, width, height), label, value, style);
            y += height;
        }
    }
}
