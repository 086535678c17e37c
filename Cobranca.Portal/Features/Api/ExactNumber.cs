using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cobranca.Portal.Features.Api;

/// <summary>Numbers of JSON as they are written: one that a decimal cannot hold to the last digit is refused, never rounded.</summary>
internal static class ExactNumber
{
    /// <summary>A decimal holds any number of so many digits, wherever its point stands among them.</summary>
    private const int MaxDigits = 28;

    /// <summary>Longer than any number within <see cref="MaxDigits"/> that is not padded with zeros on purpose.</summary>
    private const int MaxLength = 100;

    public static bool TryRead(ref Utf8JsonReader reader, out decimal value)
    {
        value = 0;
        if (reader.TokenType != JsonTokenType.Number) return false;
        return reader.HasValueSequence ? TryRead(reader.ValueSequence.ToArray(), out value) : TryRead(reader.ValueSpan, out value);
    }

    /// <summary>A number by the grammar of JSON.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, out decimal value)
    {
        value = 0;
        if (json.Length > MaxLength) return false;
        var mantissa = json;
        var exponent = 0;
        if (json.IndexOfAny((byte)'e', (byte)'E') is >= 0 and var at)
        {
            mantissa = json[..at];
            if (!int.TryParse(json[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)) return false;
        }
        var point = mantissa.IndexOf((byte)'.');
        var text = Encoding.ASCII.GetString(mantissa).TrimStart('-').Replace(".", "", StringComparison.Ordinal);
        var digits = text.Trim('0');
        if (digits.Length == 0) return true;
        // The value is the digits times ten to the power of this.
        var power = (long)exponent - (point < 0 ? 0 : mantissa.Length - point - 1) + (text.Length - text.TrimEnd('0').Length);
        if (digits.Length > MaxDigits || power < -MaxDigits || digits.Length + power > MaxDigits) return false;
        var whole = power >= 0 ? digits + new string('0', (int)power) : digits;
        value = decimal.Parse(whole, NumberStyles.None, CultureInfo.InvariantCulture);
        for (; power < 0; power++) value /= 10m;
        if (mantissa[0] == '-') value = -value;
        return true;
    }
}
