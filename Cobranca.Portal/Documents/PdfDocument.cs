using System.Globalization;
using System.Text;

namespace Cobranca.Portal.Documents;

/// <summary>
/// A PDF 1.7 being composed in memory. Deterministic: nothing is read from a clock, the machine or chance, so the same calls give
/// the same bytes (with the same runtime: its compressor may change between versions).
/// </summary>
/// <param name="title">What a reader shows as the window's title.</param>
/// <param name="author">Who issues the document.</param>
/// <param name="createdAt">The instant (UTC) the file says it was made at.</param>
internal sealed class PdfDocument(string title, string author, DateTime createdAt)
{
    private const double A4Width = 210, A4Height = 297;

    private readonly PdfFont[] fonts = [new(PdfFace.Regular), new(PdfFace.Bold)];
    private readonly List<PdfPage> pages = [];

    public PdfPage AddPage()
    {
        var page = new PdfPage(fonts, A4Width, A4Height);
        pages.Add(page);
        return page;
    }

    public byte[] ToArray()
    {
        var objects = new PdfObjects();
        var (catalog, tree, information, resources) = (objects.Reserve(), objects.Reserve(), objects.Reserve(), objects.Reserve());

        objects.Write(catalog, Invariant($"<</Type/Catalog/Pages {tree} 0 R/Lang(pt-BR)/ViewerPreferences<</DisplayDocTitle true>>>>"));
        objects.Write(information, Invariant(
            $"<</Title{Text(title)}/Author{Text(author)}/Producer(Cobranca)/CreationDate(D:{createdAt:yyyyMMddHHmmss}Z)>>"));

        var numbers = pages.ConvertAll(_ => objects.Reserve());
        objects.Write(tree, Invariant($"<</Type/Pages/Count {pages.Count}/Kids[{string.Join(' ', numbers.Select(n => Invariant($"{n} 0 R")))}]>>"));
        for (var i = 0; i < pages.Count; i++)
        {
            var content = objects.Reserve();
            objects.Write(numbers[i], Invariant(
                $"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {PdfPage.ToPoints(pages[i].Width):0.###} {PdfPage.ToPoints(pages[i].Height):0.###}]/Resources {resources} 0 R/Contents {content} 0 R>>"));
            objects.WriteStream(content, pages[i].Content.Span);
        }

        var fontEntries = new StringBuilder();
        foreach (var font in fonts.Where(font => font.IsUsed))
        {
            var number = objects.Reserve();
            font.Write(objects, number);
            fontEntries.Append('/').Append(font.ResourceName).Append(CultureInfo.InvariantCulture, $" {number} 0 R");
        }
        objects.Write(resources, Invariant($"<</Font<<{fontEntries}>>>>"));
        return objects.Finish(catalog, information);
    }

    /// <summary>A text outside the pages: UTF-16 with its mark, in hexadecimal.</summary>
    private static string Text(string text) => "<FEFF" + Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(PrintableText.From(text))) + ">";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
