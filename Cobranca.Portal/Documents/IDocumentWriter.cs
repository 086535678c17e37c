namespace Cobranca.Portal.Documents;

/// <summary>
/// Turns documents into PDF files. The portal's own writer stands behind it; a library such as QuestPDF could, without any caller
/// noticing.
/// </summary>
public interface IDocumentWriter
{
    /// <summary>A boleto ready to print: recibo do pagador, itemised charges and ficha de compensação.</summary>
    /// <returns>The PDF; the same document gives the same bytes.</returns>
    /// <exception cref="ArgumentException">The document contradicts itself: see <see cref="BoletoDocument.EnsureConsistent"/>.</exception>
    byte[] Boleto(BoletoDocument document);

    /// <summary>A carnê: the slips of one payer in their order, three to a page with lines to cut along.</summary>
    /// <param name="slips">From 1 to 360; each is numbered by its place («3 de 12»). Charges and notes stay on the single slips.</param>
    /// <returns>The PDF; the same slips give the same bytes.</returns>
    /// <exception cref="ArgumentException">None, too many, or one contradicts itself.</exception>
    byte[] Carne(IReadOnlyList<BoletoDocument> slips);
}

/// <summary>The portal's own PDF writer.</summary>
public sealed class PdfDocumentWriter : IDocumentWriter
{
    public byte[] Boleto(BoletoDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        document.EnsureConsistent();
        return new BoletoPdf(document).ToArray();
    }

    public byte[] Carne(IReadOnlyList<BoletoDocument> slips)
    {
        ArgumentNullException.ThrowIfNull(slips);
        if (slips.Count is 0 or > CarnePdf.MostSlips) throw new ArgumentException($"A carnê has from 1 to {CarnePdf.MostSlips} slips.", nameof(slips));
        foreach (var slip in slips) slip.EnsureConsistent();
        return new CarnePdf(slips).ToArray();
    }
}
