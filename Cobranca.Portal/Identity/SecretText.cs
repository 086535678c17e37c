using System.Buffers.Text;
using System.Security.Cryptography;

namespace Cobranca.Portal.Identity;

/// <summary>Random texts that open something: for links, cookies, codes and letters.</summary>
internal static class SecretText
{
    /// <summary>No letter or digit that is read as another when printed or dictated (0 O, 1 I L, 5 S, 8 B, 2 Z).</summary>
    private const string Unambiguous = "34679ACDEFGHJKMNPQRTUVWXY";

    /// <summary>256 random bits as base64url: 43 characters.</summary>
    public static string Token() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>A number of so many digits, leading zeros kept.</summary>
    public static string Digits(int count) => RandomNumberGenerator.GetString("0123456789", count);

    /// <summary>Characters a person can copy from paper: 4.6 bits each.</summary>
    public static string Readable(int count) => RandomNumberGenerator.GetString(Unambiguous, count);

    /// <summary>As <see cref="Readable"/>, made of given bytes: the same bytes, the same text.</summary>
    public static string Readable(ReadOnlySpan<byte> bytes, int count)
    {
        Span<char> text = stackalloc char[count];
        for (var i = 0; i < count; i++) text[i] = Unambiguous[bytes[i] % Unambiguous.Length];
        return text.ToString();
    }

    /// <summary>As <see cref="Readable(int)"/>, the last character computed from the others so that a slip of the pen shows.</summary>
    public static string Checked(int count)
    {
        var random = Readable(count - 1);
        return random + Unambiguous[(Unambiguous.Length - 2 * Doubled(random) % Unambiguous.Length) % Unambiguous.Length];
    }

    /// <summary>
    /// True when the last character follows from the others. Each character weighs twice the next, modulo 25: 2 and 2 - 1 share no factor with
    /// 25, so one wrong character and two neighbours in the wrong order always show (ISO 7064's pure systems need a prime alphabet).
    /// </summary>
    public static bool HasRightCheck(ReadOnlySpan<char> text) => Doubled(text) == 0;

    /// <summary>True for a character that printed codes use.</summary>
    public static bool IsUnambiguous(char c) => Unambiguous.Contains(c, StringComparison.Ordinal);

    private static int Doubled(ReadOnlySpan<char> text)
    {
        var sum = 0;
        foreach (var c in text) sum = (2 * sum + Unambiguous.IndexOf(c, StringComparison.Ordinal)) % Unambiguous.Length;
        return sum;
    }

    /// <summary>What was typed, as it was printed: no separators, upper case. Null when it cannot be one of so many characters.</summary>
    public static string? ReadReadable(string? typed, int count)
    {
        if (typed is null || typed.Length > 4 * count) return null;
        var text = string.Concat(typed.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return text.Length == count && !text.AsSpan().ContainsAnyExcept(Unambiguous) ? text : null;
    }
}
