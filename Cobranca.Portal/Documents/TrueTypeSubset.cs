using System.Buffers.Binary;

namespace Cobranca.Portal.Documents;

/// <summary>
/// A font file holding only the glyphs a document uses, renumbered from 0. Glyphs composed of others (ã = a + ~) bring their parts
/// along. Hinting programs are left out: they are instructions for low-resolution screens and would need tables we do not copy.
/// </summary>
internal static class TrueTypeSubset
{
    private const int InstructionsFollow = 0x0100, MoreParts = 0x0020, WordArguments = 0x0001;
    private const int Scale = 0x0008, TwoScales = 0x0040, Matrix = 0x0080;

    private static readonly string[] Tags = ["glyf", "head", "hhea", "hmtx", "loca", "maxp"];

    /// <param name="font">The whole font.</param>
    /// <param name="glyphs">The font's glyph for each number of the subset; the first is the font's "missing" glyph, 0.</param>
    public static byte[] Build(TrueTypeFont font, IReadOnlyList<int> glyphs)
    {
        List<int> kept = [.. glyphs];
        var numberOf = new Dictionary<int, int>();
        for (var number = 0; number < kept.Count; number++) numberOf.TryAdd(kept[number], number);

        var outlines = new PdfBuffer(8 * 1024);
        var offsets = new List<int> { 0 };
        for (var number = 0; number < kept.Count; number++) // grows while composed glyphs bring their parts
        {
            AppendOutline(outlines, font.Outline(kept[number]), Keep);
            outlines.Pad(4);
            offsets.Add(outlines.Length);
        }

        return Assemble(outlines, Head(font), Hhea(font, kept.Count), Hmtx(font, kept), Loca(offsets), Maxp(font, kept.Count));

        int Keep(int glyph)
        {
            if (numberOf.TryGetValue(glyph, out var number)) return number;
            numberOf[glyph] = kept.Count;
            kept.Add(glyph);
            return kept.Count - 1;
        }
    }

    private static void AppendOutline(PdfBuffer to, ReadOnlySpan<byte> outline, Func<int, int> keep)
    {
        if (outline.IsEmpty) return;
        var contours = BinaryPrimitives.ReadInt16BigEndian(outline);
        if (contours < 0)
        {
            AppendComposed(to, outline, keep);
            return;
        }

        var instructionsAt = 10 + contours * 2;
        var instructions = BinaryPrimitives.ReadUInt16BigEndian(outline[instructionsAt..]);
        to.Write(outline[..instructionsAt]);
        to.BigEndian16(0);
        to.Write(outline[(instructionsAt + 2 + instructions)..]);
    }

    private static void AppendComposed(PdfBuffer to, ReadOnlySpan<byte> outline, Func<int, int> keep)
    {
        to.Write(outline[..10]);
        for (var at = 10; ;)
        {
            var flags = BinaryPrimitives.ReadUInt16BigEndian(outline[at..]);
            var part = BinaryPrimitives.ReadUInt16BigEndian(outline[(at + 2)..]);
            var arguments = (flags & WordArguments) != 0 ? 4 : 2;
            if ((flags & Scale) != 0) arguments += 2;
            else if ((flags & TwoScales) != 0) arguments += 4;
            else if ((flags & Matrix) != 0) arguments += 8;

            to.BigEndian16(flags & ~InstructionsFollow);
            to.BigEndian16(keep(part));
            to.Write(outline.Slice(at + 4, arguments));
            at += 4 + arguments;
            if ((flags & MoreParts) == 0) return;
        }
    }

    private static byte[] Head(TrueTypeFont font)
    {
        var head = font.Table("head").ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(8), 0); // checksum adjustment, set when the file is whole
        BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(50), 1); // loca holds 32-bit offsets
        return head;
    }

    private static byte[] Hhea(TrueTypeFont font, int count)
    {
        var hhea = font.Table("hhea").ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(hhea.AsSpan(34), (ushort)count);
        return hhea;
    }

    private static byte[] Maxp(TrueTypeFont font, int count)
    {
        var maxp = font.Table("maxp").ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(maxp.AsSpan(4), (ushort)count);
        return maxp;
    }

    private static byte[] Hmtx(TrueTypeFont font, List<int> glyphs)
    {
        var source = font.Table("hmtx");
        var metrics = BinaryPrimitives.ReadUInt16BigEndian(font.Table("hhea")[34..]);
        var hmtx = new byte[glyphs.Count * 4];
        for (var number = 0; number < glyphs.Count; number++)
        {
            var glyph = glyphs[number];
            var to = hmtx.AsSpan(number * 4, 4);
            if (glyph < metrics)
            {
                source.Slice(glyph * 4, 4).CopyTo(to);
                continue;
            }
            source.Slice((metrics - 1) * 4, 2).CopyTo(to);
            source.Slice(metrics * 4 + (glyph - metrics) * 2, 2).CopyTo(to[2..]);
        }
        return hmtx;
    }

    private static byte[] Loca(List<int> offsets)
    {
        var loca = new byte[offsets.Count * 4];
        for (var number = 0; number < offsets.Count; number++)
            BinaryPrimitives.WriteInt32BigEndian(loca.AsSpan(number * 4), offsets[number]);
        return loca;
    }

    private static byte[] Assemble(PdfBuffer glyf, byte[] head, byte[] hhea, byte[] hmtx, byte[] loca, byte[] maxp)
    {
        ReadOnlyMemory<byte>[] tables = [glyf.Memory, head, hhea, hmtx, loca, maxp];
        const int directory = 12 + 6 * 16;
        var length = directory;
        foreach (var table in tables) length += Padded(table.Length);

        var file = new byte[length];
        BinaryPrimitives.WriteUInt32BigEndian(file, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(4), 6); // tables
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(6), 64); // 4 tables, the largest power of two, times 16
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(8), 2); // its logarithm
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(10), 32); // the rest, times 16

        var offset = directory;
        var headAt = 0;
        for (var table = 0; table < tables.Length; table++)
        {
            var data = file.AsSpan(offset, Padded(tables[table].Length));
            tables[table].Span.CopyTo(data);
            if (Tags[table] == "head") headAt = offset;

            var record = file.AsSpan(12 + table * 16, 16);
            for (var letter = 0; letter < 4; letter++) record[letter] = (byte)Tags[table][letter];
            BinaryPrimitives.WriteUInt32BigEndian(record[4..], Checksum(data));
            BinaryPrimitives.WriteInt32BigEndian(record[8..], offset);
            BinaryPrimitives.WriteInt32BigEndian(record[12..], tables[table].Length);
            offset += data.Length;
        }

        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(headAt + 8), unchecked(0xB1B0AFBA - Checksum(file)));
        return file;
    }

    private static int Padded(int length) => (length + 3) & ~3;

    private static uint Checksum(ReadOnlySpan<byte> padded)
    {
        var sum = 0u;
        for (var at = 0; at < padded.Length; at += 4) sum = unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(padded[at..]));
        return sum;
    }
}
