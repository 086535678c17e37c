using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace Cobranca.Portal.Documents;

/// <summary>Bytes being written, in the notations a PDF needs.</summary>
internal sealed class PdfBuffer(int capacity)
{
    private byte[] bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => bytes.AsMemory(0, Length);

    public ReadOnlySpan<byte> Span => bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public PdfBuffer Write(ReadOnlySpan<byte> data)
    {
        data.CopyTo(Reserve(data.Length));
        Length += data.Length;
        return this;
    }

    public PdfBuffer Ascii(string text)
    {
        Length += Encoding.ASCII.GetBytes(text, Reserve(text.Length));
        return this;
    }

    public PdfBuffer Integer(long value)
    {
        Utf8Formatter.TryFormat(value, Reserve(20), out var written);
        Length += written;
        return this;
    }

    /// <summary>A coordinate and a space: at most three decimal places, a micrometre where the unit is the millimetre.</summary>
    public PdfBuffer Number(double value)
    {
        var rounded = (long)Math.Round(value * 1000, MidpointRounding.AwayFromZero);
        var thousandths = Math.Abs(rounded);
        Span<byte> digits = stackalloc byte[24]; // filled from the end
        var at = digits.Length;
        digits[--at] = (byte)' ';
        if (thousandths % 1000 is not 0)
        {
            for (var place = 0; place < 3; place++, thousandths /= 10)
            {
                var trailingZero = at == digits.Length - 1 && thousandths % 10 == 0;
                if (!trailingZero) digits[--at] = (byte)('0' + thousandths % 10);
            }
            digits[--at] = (byte)'.';
        }
        else
        {
            thousandths /= 1000;
        }
        do
        {
            digits[--at] = (byte)('0' + thousandths % 10);
            thousandths /= 10;
        }
        while (thousandths > 0);
        if (rounded < 0) digits[--at] = (byte)'-';
        return Write(digits[at..]);
    }

    /// <summary>Four hexadecimal digits.</summary>
    public PdfBuffer Hex(int value)
    {
        const string digits = "0123456789ABCDEF";
        var to = Reserve(4);
        for (var i = 3; i >= 0; i--, value >>= 4) to[i] = (byte)digits[value & 0xF];
        Length += 4;
        return this;
    }

    public PdfBuffer BigEndian16(int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(Reserve(2), (ushort)value);
        Length += 2;
        return this;
    }

    public void Pad(int multiple)
    {
        while (Length % multiple != 0) Byte(0);
    }

    public PdfBuffer Byte(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
        return this;
    }

    private Span<byte> Reserve(int count)
    {
        if (Length + count > bytes.Length) Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + count));
        return bytes.AsSpan(Length);
    }
}
