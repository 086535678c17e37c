using Cobranca.Domain.Values;

namespace Cobranca.Portal.Documents;

/// <summary>A receipt on A4: who received what from whom, when, and which debts it went to, part by part.</summary>
internal sealed class ReceiptPdf
{
    private const double Left = 15, Width = 180, Right = Left + Width, Bottom = 270;

    private static readonly PdfStyle Title = new(15, PdfFace.Bold, PdfColor.Ink);
    private static readonly PdfStyle Big = new(20, PdfFace.Bold, PdfColor.Ink);
    private static readonly PdfStyle Body = new(10, Color: PdfColor.Ink);
    private static readonly PdfStyle Strong = Body with { Face = PdfFace.Bold };
    private static readonly PdfStyle Note = new(8, Color: PdfColor.Grey(0x44));

    private readonly ReceiptDocument _receipt;
    private readonly PdfDocument _pdf;
    private readonly PdfTable _table = new(Left,
        new PdfColumn("Dívida", 48, MostLines: 2),
        new PdfColumn("Vencimento", 20, PdfAlign.Center),
        new PdfColumn("Principal", 20, PdfAlign.Right),
        new PdfColumn("Correção", 17, PdfAlign.Right),
        new PdfColumn("Multa", 16, PdfAlign.Right),
        new PdfColumn("Juros", 17, PdfAlign.Right),
        new PdfColumn("Desconto", 17, PdfAlign.Right),
        new PdfColumn("Pago", 25, PdfAlign.Right));

    private PdfPage _page;
    private double _y;

    /// <exception cref="ArgumentException">The document contradicts itself.</exception>
    public ReceiptPdf(ReceiptDocument receipt)
    {
        receipt.EnsureConsistent();
        (_receipt, _pdf) = (receipt, new("Recibo de pagamento", receipt.Beneficiary.Name, receipt.CreatedAt));
        _page = _pdf.AddPage();
    }

    /// <returns>The PDF; the same document gives the same bytes.</returns>
    public byte[] ToArray()
    {
        DrawHead();
        DrawDebts();
        if (_receipt.Surplus.IsPositive) Paragraph($"Pago a mais: {_receipt.Surplus}. Este valor pertence a quem pagou e é devolvido por {_receipt.Beneficiary.Name}.", Body);
        Skip(2);
        Paragraph("O desconto é o que o credor deixou de cobrar. O recibo vale para o pagamento descrito aqui; o que ainda está em aberto está dito em cada dívida.", Note);
        return _pdf.ToArray();
    }

    private void DrawHead()
    {
        _y = 22;
        _page.Text(Left, _y, PdfTextLayout.Clip(_receipt.Beneficiary.Name, Width, Strong), Strong);
        Skip(5);
        Paragraph(string.Join(" · ", [_receipt.Beneficiary.TaxId, .. _receipt.Beneficiary.Address]), Note);
        Skip(6);
        _page.Text(Left, _y, "Recibo de pagamento", Title);
        Skip(10);
        _page.Text(Left, _y, _receipt.Amount.ToString(), Big);
        Skip(8);
        Paragraph($"Recebemos de {_receipt.Payer.Name}, {_receipt.Payer.TaxId}, a quantia de {_receipt.Amount}, paga em {_receipt.PaidOn.ToPtBr()} por {_receipt.Method}.", Body);
        Paragraph($"Referência do pagamento: {_receipt.Reference}", Note);
        Skip(5);
    }

    private void DrawDebts()
    {
        if (_receipt.Lines.Count == 0) return;
        _page.Text(Left, _y, "Para onde foi o valor", Strong);
        Skip(3);
        Heading();
        foreach (var line in _receipt.Lines)
        {
            string[] cells =
            [
                line.Description, line.DueDate.ToPtBr(), line.Principal.ToAmountString(), line.Correction.ToAmountString(), line.LateFee.ToAmountString(),
                line.LateInterest.ToAmountString(), line.Discount.ToAmountString(), line.Paid.ToAmountString(),
            ];
            if (_y + _table.RowHeight(cells) + 8 > Bottom)
            {
                NextPage();
                Heading();
            }
            _y = _table.DrawRow(_page, _y, cells);
            _page.Text(Left + 0.8, _y + 3.4, $"Nº {line.Number}: {StateOf(line)}", Note with { Face = line.Left == Money.Zero ? PdfFace.Bold : PdfFace.Regular });
            Skip(5.5);
        }
        var lines = _receipt.Lines;
        _y = _table.DrawRow(_page, _y,
        [
            "Total", "", lines.Sum(static l => l.Principal).ToAmountString(), lines.Sum(static l => l.Correction).ToAmountString(), lines.Sum(static l => l.LateFee).ToAmountString(),
            lines.Sum(static l => l.LateInterest).ToAmountString(), lines.Sum(static l => l.Discount).ToAmountString(), lines.Sum(static l => l.Paid).ToAmountString(),
        ], emphasised: true);
        Skip(8);
    }

    private string StateOf(ReceiptLine line) => line.Left == Money.Zero ? "dívida quitada" : $"faltam {line.Left} para quitar em {_receipt.AsOf.ToPtBr()}";

    private void Heading()
    {
        _table.DrawHeading(_page, _y);
        _y += PdfTable.HeadingHeight;
    }

    private void NextPage()
    {
        _page = _pdf.AddPage();
        _y = 22;
        _page.Text(Left, _y, "Recibo de pagamento (continuação)", Strong);
        _page.Text(Right, _y, _receipt.PaidOn.ToPtBr(), Note with { Align = PdfAlign.Right });
        Skip(5);
    }

    private void Paragraph(string text, PdfStyle style)
    {
        var height = style.Size * 0.48;
        _y += _page.Paragraph(Left, _y, Width, text, style, height, mostLines: 6) * height + 1;
        if (_y > Bottom) NextPage();
    }

    private void Skip(double millimetres) => _y += millimetres;
}
