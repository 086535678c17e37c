using System.Globalization;
using System.Text.RegularExpressions;

namespace Cobranca.Portal.Platform;

/// <summary>
/// Takes out of a text what must not be in a log or a trace: CPF, CNPJ, e-mail, phone, amounts, codes of a boleto, tokens of links,
/// sessions, forms and API keys. A second wall: nothing here writes those, but a framework or a driver may quote them. Names it cannot know.
/// </summary>
public static partial class Redaction
{
    /// <summary>Several times the longest stack trace; what is longer is withheld, so that nobody slows the portal down through its log.</summary>
    public const int LongestText = 64 * 1024;

    /// <summary>A third wall, never met: time grows with the text only.</summary>
    private const int PatienceMilliseconds = 2_000;

    public static string Of(string text)
    {
        if (text.Length > LongestText) return Withheld(text);
        try { return Personal().Replace(text, Replacement); }
        catch (RegexMatchTimeoutException) { return Withheld(text); }
    }

    private static string Withheld(string text) => string.Create(CultureInfo.InvariantCulture, $"\"[withheld: {text.Length} characters]\"{(text.EndsWith('\n') ? "\n" : "")}");

    // What the word in brackets says helps whoever reads the log; it is nobody's data. A bare number becomes a number, so that JSON stays JSON.
    private static string Replacement(Match match)
    {
        if (match.Groups["id"].Success) return match.Value;
        if (match.Groups["link"] is { Success: true } link) return link.Value + "[token]";
        if (match.Groups["bearer"] is { Success: true } bearer) return bearer.Value + "[token]";
        if (match.Groups["bare"].Success) return "0";
        return match.Groups["token"].Success ? "[token]" : match.Groups["email"].Success ? "[email]" : match.Groups["amount"].Success ? "[amount]" : "[number]";
    }

    // Every alternative repeats single characters at most a bounded number of times, or up to a border that it cannot pass twice.
    // Trace and span ids (hexadecimal, not all digits) come first and stay.
    [GeneratedRegex("""
        (?<id>(?<![0-9A-Za-z])(?:(?=[0-9]{0,31}[a-f])[0-9a-f]{32}|(?=[0-9]{0,15}[a-f])[0-9a-f]{16}|0{16})(?![0-9A-Za-z]))
        |(?<link>(?:/|%2[Ff])l(?:/|%2[Ff]))(?!\{)[^/?\#&\s"'\\]+
        |(?<bearer>[Bb]earer\s)[^\s"'\\,;]+
        |(?<token>ck_[A-Za-z0-9_\-]{4,}|CfDJ8[A-Za-z0-9_\-]{8,}|(?<![A-Za-z0-9_\-])[A-Za-z0-9_\-]{43}(?![A-Za-z0-9_\-]))
        |(?<email>(?<![\w.%+\-])[\w.%+\-]{1,64}(?:@|%40)[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,8})
        |(?<amount>R\$\s?-?[\d.]{1,20}(?:,\d{2})?|(?<![\w.,])\d{1,3}(?:\.\d{3}){1,5},\d{2}(?!\d)|(?<![\w.,])\d{1,9},\d{2}(?!\d))
        |(?<![\w])[0-9A-Z]{2}\.[0-9A-Z]{3}\.[0-9A-Z]{3}/[0-9A-Z]{4}-\d{2}(?!\w)
        |(?<!\d)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)
        |(?<!\d)\d{5}\.\d{5}\s\d{5}\.\d{6}\s\d{5}\.\d{6}\s\d\s\d{14}(?!\d)
        |(?<!\d)\d{2,3}/\d{5,17}-[0-9A-Z](?!\w)
        |\(\d{2}\)\s?\d{4,5}-\d{4}(?!\d)
        |(?<![\w\-])\d{4,5}-\d{4}(?![\w\-])
        |(?<![\w\-])(?=[0-9A-Z]{0,11}[0-9])[0-9A-Z]{12}\d{2}(?![\w\-])
        |(?<bare>(?<=":\s?)\d{10,}(?=\s?[,}\]]))
        |(?<!\d)\d{10,}(?!\d)
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, PatienceMilliseconds)]
    private static partial Regex Personal();
}
