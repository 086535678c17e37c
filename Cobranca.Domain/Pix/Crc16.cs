using System.Globalization;

namespace Cobranca.Domain.Pix;

/// <summary>
/// The check of a Pix code: CRC-16/CCITT-FALSE (polynomial 1021, initial FFFF, nothing reflected, nothing inverted), printed as four
/// upper-case hexadecimal digits with their leading zeros. It catches every change within two neighbouring characters. (CRC.)
/// </summary>
/// <remarks>Source: EMV QRCPS-MPM 4.7.3 (ISO/IEC 13239); domain facts §2.7. Check value: <c>123456789</c> is 29B1.</remarks>
internal static class Crc16
{
    /// <summary>How many hexadecimal digits are printed.</summary>
    public const int Length = 4;

    /// <summary>The check characters of ASCII text.</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        var crc = 0xFFFF;
        foreach (var c in text)
        {
            crc ^= c << 8;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ 0x1021;
            crc &= 0xFFFF;
        }
        return crc.ToString("X4", CultureInfo.InvariantCulture);
    }
}
