namespace Cobranca.Portal.Platform;

internal static class ShortText
{
    /// <summary>
    /// Its beginning, as much as its column or place takes: at most so many UTF-16 units, one less where a character of two would be cut in
    /// half, which PostgreSQL refuses.
    /// </summary>
    public static string AtMost(this string text, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (text.Length <= length) return text;
        return text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
