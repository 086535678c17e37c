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
}
