namespace Cobranca.Domain.Values;

/// <summary>
/// Text as people key or paste it: the characters that mean something, without the punctuation and spaces around them. Only ASCII
/// letters and digits count, because <see cref="char.IsDigit(char)"/> also accepts the digits of thirty other scripts. (Digitação.)
/// </summary>
internal static class Keyed
{
    /// <summary>Longer texts are refused before they are read: nothing parsed here has a third of this.</summary>
    public const int MaxLength = 64;

    public enum Outcome { Done, Empty, TooLong, OtherCharacter }

    /// <summary>
    /// Copies the letters (upper-cased, when <paramref name="letters"/>) and digits of <paramref name="text"/> to
    /// <paramref name="into"/>, which holds <see cref="MaxLength"/>, and skips spaces and <paramref name="punctuation"/>. A hyphen in
    /// the punctuation stands for the dashes a word processor writes in its place.
    /// </summary>
    public static Outcome Compact(ReadOnlySpan<char> text, ReadOnlySpan<char> punctuation, bool letters, Span<char> into, out int count)
    {
        count = 0;
        if (text.Length > MaxLength)
            return Outcome.TooLong;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c) || (letters && char.IsAsciiLetterUpper(c)))
                into[count++] = c;
            else if (letters && char.IsAsciiLetterLower(c))
                into[count++] = (char)(c - 'a' + 'A');
            else if (!IsSpace(c) && !punctuation.Contains(IsDash(c) ? '-' : c))
                return Outcome.OtherCharacter;
        }
        return count == 0 ? Outcome.Empty : Outcome.Done;
    }

    /// <summary>
    /// A space, one that does not break, a tab, or one of the invisible marks that come along when a number is copied from a phone's
    /// contact list. Line breaks are not spaces here.
    /// </summary>
    public static bool IsSpace(char c) => c is ' ' or '\t' or '\u00a0' or (>= '\u2000' and <= '\u200f') or (>= '\u202a' and <= '\u202f')
        or '\u205f' or (>= '\u2060' and <= '\u2069') or '\ufeff';

    /// <summary>Without the spaces of <see cref="IsSpace"/> around it.</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        while (text.Length > 0 && IsSpace(text[0]))
            text = text[1..];
        while (text.Length > 0 && IsSpace(text[^1]))
            text = text[..^1];
        return text;
    }

    /// <summary>True when every character is an ASCII digit; false for none.</summary>
    public static bool AllDigits(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>True when one character is repeated throughout.</summary>
    public static bool AllEqual(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExcept(text[0]);

    /// <summary>What a default struct answers when it is used as a value: a promise broken by the caller, not bad input.</summary>
    public static InvalidOperationException Unset(string type) =>
        new($"This {type} was never set: default({type}) is no value. Make one with {type}.TryParse or {type}.Parse.");

    private static bool IsDash(char c) => c is (>= '\u2010' and <= '\u2015') or '\u2212';
}
