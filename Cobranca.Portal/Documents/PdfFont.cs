using System.Globalization;
using System.Text;

namespace Cobranca.Portal.Documents;

/// <summary>The faces documents are set in.</summary>
internal enum PdfFace { Regular, Bold }

/// <summary>
/// One face within one document: numbers the characters in order of first use and, at the end, embeds exactly those.
/// Each character keeps a number of its own, even where the font draws several alike, so that copied text is what was written.
/// </summary>
internal sealed class PdfFont(PdfFace face)
{
    private const int DirectlyIndexed = 0x180; // Latin letters with their accents: all of a usual document

    private static readonly Lazy<TrueTypeFont> Regular = new(() => Load("fonts/regular.ttf"));
    private static readonly Lazy<TrueTypeFont> Bold = new(() => Load("fonts/bold.ttf"));

    private readonly TrueTypeFont font = Of(face);
    private readonly ushort[] numbers = new ushort[DirectlyIndexed];
    private readonly Dictionary<int, ushort> otherNumbers = [];
    private readonly List<int> glyphs = [0];
    private readonly List<int> codePoints = [0];

    /// <summary>The name by which a page's content calls this font.</summary>
    public string ResourceName { get; } = face == PdfFace.Bold ? "B" : "R";

    public bool IsUsed => glyphs.Count > 1;

    public static TrueTypeFont Of(PdfFace face) => face == PdfFace.Bold ? Bold.Value : Regular.Value;

    /// <summary>Writes the text as the operand of a text-showing operator.</summary>
    public void Show(PdfBuffer content, string text)
    {
        content.Byte((byte)'<');
        foreach (var rune in text.EnumerateRunes()) content.Hex(NumberOf(rune.Value));
        content.Write(">Tj "u8);
    }

    private ushort NumberOf(int codePoint)
    {
        if (codePoint < DirectlyIndexed && numbers[codePoint] != 0) return numbers[codePoint];
        if (otherNumbers.TryGetValue(codePoint, out var number)) return number;
        if (glyphs.Count > 0xFFFF - 0x1000) return 0; // leaves room for parts of composed glyphs; no real text comes near

        number = (ushort)glyphs.Count;
        glyphs.Add(font.VisibleGlyphOf(codePoint));
        codePoints.Add(codePoint);
        if (codePoint < DirectlyIndexed) numbers[codePoint] = number;
        else otherNumbers[codePoint] = number;
        return number;
    }

    /// <summary>Embeds the used characters as a composite font (ISO 32000-1 §9.7).</summary>
    public void Write(PdfObjects objects, int number)
    {
        var (descendant, descriptor, program, toUnicode) = (objects.Reserve(), objects.Reserve(), objects.Reserve(), objects.Reserve());
        var name = SubsetTag() + "+" + font.PostScriptName;
        var stemWidth = 10 + 220 * (font.Weight - 50) / 900; // the font does not tell; a usual estimate from its weight

        objects.Write(number, Invariant(
            $"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]/ToUnicode {toUnicode} 0 R>>"));
        objects.Write(descendant, Invariant(
            $"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor {descriptor} 0 R/CIDToGIDMap/Identity/W[0[{Widths()}]]>>"));
        objects.Write(descriptor, Invariant(
            $"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{font.XMin} {font.YMin} {font.XMax} {font.YMax}]/ItalicAngle {font.ItalicAngle}/Ascent {font.Ascent}/Descent {font.Descent}/CapHeight {font.CapHeight}/StemV {stemWidth}/FontFile2 {program} 0 R>>"));

        var subset = TrueTypeSubset.Build(font, glyphs);
        objects.WriteStream(program, subset, Invariant($"/Length1 {subset.Length}"));
        objects.WriteStream(toUnicode, ToUnicode().Span);
    }

    private string Widths() => string.Join(' ', glyphs.Select(font.AdvanceOf));

    /// <summary>Six letters that differ between subsets, so that files merged later do not mix them up.</summary>
    private string SubsetTag()
    {
        var hash = 2166136261u; // FNV-1a
        foreach (var codePoint in codePoints) hash = unchecked((hash ^ (uint)codePoint) * 16777619u);
        return string.Create(6, hash, static (tag, rest) =>
        {
            for (var i = 0; i < tag.Length; i++, rest /= 26) tag[i] = (char)('A' + rest % 26);
        });
    }

    private PdfBuffer ToUnicode()
    {
        const int blockLimit = 100; // what a CMap block may hold
        var map = new PdfBuffer(4 * 1024).Write(
            "/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n1 begincodespacerange<0000><FFFF>endcodespacerange\n"u8);
        Span<char> units = stackalloc char[2];
        for (var start = 1; start < codePoints.Count; start += blockLimit)
        {
            var end = Math.Min(start + blockLimit, codePoints.Count);
            map.Integer(end - start).Write(" beginbfchar\n"u8);
            for (var number = start; number < end; number++)
            {
                map.Byte((byte)'<').Hex(number).Write("><"u8);
                foreach (var unit in units[..new Rune(Copied(codePoints[number])).EncodeToUtf16(units)]) map.Hex(unit);
                map.Write(">\n"u8);
            }
            map.Write("endbfchar\n"u8);
        }
        return map.Write("endcmap CMapName currentdict/CMap defineresource pop end end"u8);
    }

    /// <summary>Special spaces have done their work on the page; people search and paste plain ones.</summary>
    private static int Copied(int codePoint) => codePoint is PrintableText.NoBreakSpace or PrintableText.FigureSpace ? ' ' : codePoint;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static TrueTypeFont Load(string resource)
    {
        using var stream = typeof(PdfFont).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The assembly carries no font '{resource}': the build takes it from npm (Cobranca.Portal.csproj).");
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return new(file);
    }
}
