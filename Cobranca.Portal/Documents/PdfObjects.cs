using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Cobranca.Portal.Documents;

/// <summary>
/// The file around a document (ISO 32000-1 §7.5): numbered objects, compressed streams, cross-reference table, trailer. It knows
/// nothing of pages or text. The classic cross-reference table is on purpose: a later signature appends to it.
/// </summary>
internal sealed class PdfObjects
{
    // Measured on boletos: 2% larger than zlib's usual level 6 in two thirds of its time.
    private static readonly ZLibCompressionOptions Compression = new() { CompressionLevel = 4 };

    private readonly PdfBuffer file = new(24 * 1024);
    private readonly MemoryStream compressed = new(8 * 1024);
    private readonly List<int> offsets = [0]; // object 0 heads the list of free objects

    public PdfObjects() => file.Write("%PDF-1.7\n%âãÏÓ\n"u8); // bytes above 127: this is not a text file

    /// <summary>A number for an object that others may point to before it is written.</summary>
    public int Reserve()
    {
        offsets.Add(0);
        return offsets.Count - 1;
    }

    public void Write(int number, string content)
    {
        Begin(number);
        file.Ascii(content).Write("\nendobj\n"u8);
    }

    /// <summary>A Flate stream; <paramref name="entries"/> are further entries of its dictionary.</summary>
    public void WriteStream(int number, ReadOnlySpan<byte> data, string entries = "")
    {
        compressed.SetLength(0);
        using (var zlib = new ZLibStream(compressed, Compression, leaveOpen: true)) zlib.Write(data);

        Begin(number);
        file.Ascii(string.Create(CultureInfo.InvariantCulture, $"<</Filter/FlateDecode/Length {compressed.Length}{entries}>>\nstream\n"))
            .Write(compressed.GetBuffer().AsSpan(0, (int)compressed.Length))
            .Write("\nendstream\nendobj\n"u8);
    }

    /// <summary>The finished file. Its identifier is a digest of its content: the same input gives the same bytes.</summary>
    public byte[] Finish(int catalog, int information)
    {
        var identifier = Convert.ToHexString(SHA256.HashData(file.Span).AsSpan(0, 16));
        var crossReference = file.Length;
        file.Ascii(string.Create(CultureInfo.InvariantCulture, $"xref\n0 {offsets.Count}\n0000000000 65535 f \n"));
        for (var number = 1; number < offsets.Count; number++)
            file.Ascii(string.Create(CultureInfo.InvariantCulture, $"{offsets[number]:D10} 00000 n \n"));
        file.Ascii(string.Create(CultureInfo.InvariantCulture,
            $"trailer\n<</Size {offsets.Count}/Root {catalog} 0 R/Info {information} 0 R/ID[<{identifier}><{identifier}>]>>\nstartxref\n{crossReference}\n%%EOF\n"));
        return file.Span.ToArray();
    }

    private void Begin(int number)
    {
        offsets[number] = file.Length;
        file.Integer(number).Write(" 0 obj\n"u8);
    }
}
