using System.Buffers.Binary;
using System.Text;

namespace Cobranca.Portal.Documents;

/// <summary>
/// A TrueType font read once: which glyph a character has, how wide it is, and its outline. Digits are the tabular ones, so that
/// amounts align in a column. Immutable, so that one instance serves every document at the same time.
/// Table layouts: OpenType 1.9 (cmap, head, hhea, hmtx, loca, glyf, maxp, name, OS/2, post, GSUB).
/// </summary>
internal sealed class TrueTypeFont
{
    private readonly byte[] file;
    private readonly Dictionary<string, Range> tables = [];
    private readonly ushort[] basicPlane = new ushort[0x10000];
    private readonly Dictionary<int, ushort> otherPlanes = [];
    private readonly ushort[] advances;
    private readonly bool longOffsets;

    public TrueTypeFont(byte[] file)
    {
        this.file = file;
        for (var table = 0; table < U16(file, 4); table++)
        {
            var record = file.AsSpan(12 + table * 16, 16);
            var start = checked((int)U32(record, 8));
            tables[Encoding.ASCII.GetString(record[..4])] = start..(start + checked((int)U32(record, 12)));
        }

        var head = Table("head");
        UnitsPerEm = U16(head, 18);
        (XMin, YMin, XMax, YMax) = (PerMille(I16(head, 36)), PerMille(I16(head, 38)), PerMille(I16(head, 40)), PerMille(I16(head, 42)));
        longOffsets = I16(head, 50) == 1;
        GlyphCount = U16(Table("maxp"), 4);

        var hhea = Table("hhea");
        (Ascent, Descent) = (PerMille(I16(hhea, 4)), PerMille(I16(hhea, 6)));
        advances = ReadAdvances(Table("hmtx"), metrics: U16(hhea, 34));

        var os2 = Table("OS/2");
        Weight = U16(os2, 4);
        CapHeight = U16(os2, 0) >= 2 ? PerMille(I16(os2, 88)) : Ascent;
        ItalicAngle = I16(Table("post"), 4);
        PostScriptName = ReadPostScriptName(Table("name"));

        ReadCharacters(Table("cmap"));
        UseTabularDigits();
        FallbackGlyph = GlyphOf(0xFFFD);
    }

    public string PostScriptName { get; }
    public int GlyphCount { get; }
    public int UnitsPerEm { get; }
    public int Weight { get; }
    public int ItalicAngle { get; }

    // In thousandths of the font size, PDF's unit for a font's metrics.
    public int XMin { get; }
    public int YMin { get; }
    public int XMax { get; }
    public int YMax { get; }
    public int Ascent { get; }
    public int Descent { get; }
    public int CapHeight { get; }

    /// <summary>What stands for a character the font has not: the replacement sign, or the font's own "missing" box.</summary>
    public int FallbackGlyph { get; }

    /// <summary>The glyph of a Unicode code point; 0 when the font has none.</summary>
    public int GlyphOf(int codePoint) =>
        codePoint < 0x10000 ? basicPlane[codePoint] : otherPlanes.GetValueOrDefault(codePoint);

    /// <summary>The glyph of a Unicode code point, or the visible fallback.</summary>
    public int VisibleGlyphOf(int codePoint) => GlyphOf(codePoint) is not 0 and var glyph ? glyph : FallbackGlyph;

    /// <summary>How far the pen moves after a glyph, in thousandths of the font size.</summary>
    public int AdvanceOf(int glyph) => advances[glyph];

    /// <summary>The width of a text on one line, in thousandths of the font size.</summary>
    public int Measure(ReadOnlySpan<char> text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
            width += advances[VisibleGlyphOf(rune.Value)];
        return width;
    }

    /// <summary>A glyph's description as the file holds it; empty for a glyph without an outline, such as the space.</summary>
    public ReadOnlySpan<byte> Outline(int glyph)
    {
        var loca = Table("loca");
        var (start, end) = longOffsets
            ? (U32(loca, glyph * 4), U32(loca, glyph * 4 + 4))
            : (U16(loca, glyph * 2) * 2u, U16(loca, glyph * 2 + 2) * 2u);
        return Table("glyf")[(int)start..(int)end];
    }

    public ReadOnlySpan<byte> Table(string tag) =>
        tables.TryGetValue(tag, out var range) ? file.AsSpan(range) : throw new InvalidDataException($"The font has no '{tag}' table.");

    private int PerMille(int units) => (units * 1000 + Math.Sign(units) * UnitsPerEm / 2) / UnitsPerEm;

    private ushort[] ReadAdvances(ReadOnlySpan<byte> hmtx, int metrics)
    {
        var widths = new ushort[GlyphCount];
        for (var glyph = 0; glyph < GlyphCount; glyph++)
            widths[glyph] = (ushort)PerMille(U16(hmtx, Math.Min(glyph, metrics - 1) * 4));
        return widths;
    }

    private static string ReadPostScriptName(ReadOnlySpan<byte> name)
    {
        const int postScriptName = 6, windows = 3;
        for (var i = 0; i < U16(name, 2); i++)
        {
            var record = name.Slice(6 + i * 12, 12);
            if (U16(record, 6) == postScriptName && U16(record, 0) == windows)
                return Encoding.BigEndianUnicode.GetString(name.Slice(U16(name, 4) + U16(record, 10), U16(record, 8)));
        }
        return "Embedded";
    }

    private void ReadCharacters(ReadOnlySpan<byte> cmap)
    {
        int segments = 0, groups = 0;
        for (var i = 0; i < U16(cmap, 2); i++)
        {
            var offset = (int)U32(cmap, 4 + i * 8 + 4);
            if (U16(cmap, offset) == 4) segments = offset;
            if (U16(cmap, offset) == 12) groups = offset;
        }

        if (groups != 0) ReadGroups(cmap[groups..]);
        else if (segments != 0) ReadSegments(cmap[segments..]);
        else throw new InvalidDataException("The font has no Unicode character map.");
    }

    private void ReadGroups(ReadOnlySpan<byte> map)
    {
        for (var group = 0; group < (int)U32(map, 12); group++)
        {
            var at = 16 + group * 12;
            var (first, last, glyph) = ((int)U32(map, at), (int)U32(map, at + 4), (int)U32(map, at + 8));
            for (var codePoint = first; codePoint <= last; codePoint++)
                SetGlyph(codePoint, glyph + codePoint - first);
        }
    }

    private void ReadSegments(ReadOnlySpan<byte> map)
    {
        var doubled = U16(map, 6);
        for (var at = 0; at < doubled; at += 2)
        {
            int last = U16(map, 14 + at), first = U16(map, 16 + doubled + at), delta = U16(map, 16 + 2 * doubled + at);
            var rangeAt = 16 + 3 * doubled + at;
            var range = U16(map, rangeAt);
            for (var codePoint = first; codePoint <= last && codePoint != 0xFFFF; codePoint++)
            {
                var glyph = range == 0 ? codePoint : U16(map, rangeAt + range + (codePoint - first) * 2);
                if (range == 0 || glyph != 0) SetGlyph(codePoint, (glyph + delta) & 0xFFFF);
            }
        }
    }

    private void SetGlyph(int codePoint, int glyph)
    {
        if (glyph >= GlyphCount) return;
        if (codePoint < 0x10000) basicPlane[codePoint] = (ushort)glyph;
        else otherPlanes[codePoint] = (ushort)glyph;
    }

    /// <summary>Follows the font's "tnum" feature for 0 to 9. A font without it keeps its digits.</summary>
    private void UseTabularDigits()
    {
        if (!tables.ContainsKey("GSUB")) return;
        var gsub = Table("GSUB");
        var features = gsub[U16(gsub, 6)..];
        var lookups = gsub[U16(gsub, 8)..];
        for (var i = 0; i < U16(features, 0); i++)
        {
            var record = features.Slice(2 + i * 6, 6);
            if (!record[..4].SequenceEqual("tnum"u8)) continue;
            var feature = features[U16(record, 4)..];
            for (var l = 0; l < U16(feature, 2); l++)
                SubstituteDigits(lookups[U16(lookups, 2 + U16(feature, 4 + l * 2) * 2)..]);
            return;
        }
    }

    private void SubstituteDigits(ReadOnlySpan<byte> lookup)
    {
        const int single = 1, extension = 7;
        for (var i = 0; i < U16(lookup, 4); i++)
        {
            var type = U16(lookup, 0);
            var table = lookup[U16(lookup, 6 + i * 2)..];
            if (type == extension)
            {
                type = U16(table, 2);
                table = table[(int)U32(table, 4)..];
            }
            if (type != single) continue;
            for (var digit = '0'; digit <= '9'; digit++)
            {
                var glyph = basicPlane[digit];
                var index = CoverageIndex(table[U16(table, 2)..], glyph);
                if (index >= 0)
                    SetGlyph(digit, U16(table, 0) == 1 ? (glyph + U16(table, 4)) & 0xFFFF : U16(table, 6 + index * 2));
            }
        }
    }

    private static int CoverageIndex(ReadOnlySpan<byte> coverage, int glyph)
    {
        for (var i = 0; i < U16(coverage, 2); i++)
        {
            if (U16(coverage, 0) == 1)
            {
                if (U16(coverage, 4 + i * 2) == glyph) return i;
                continue;
            }
            var (first, last, index) = (U16(coverage, 4 + i * 6), U16(coverage, 6 + i * 6), U16(coverage, 8 + i * 6));
            if (glyph >= first && glyph <= last) return index + glyph - first;
        }
        return -1;
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
    private static short I16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt16BigEndian(bytes[at..]);
    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
}
