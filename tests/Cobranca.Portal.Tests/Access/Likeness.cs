using System.Globalization;
using System.Text.RegularExpressions;

namespace Cobranca.Portal.Tests.Access;

/// <summary>An answer without what is random by design, so that two can be compared to the byte.</summary>
internal static partial class Likeness
{
    /// <summary>Status, headers, cookies (by name, length and flags) and body.</summary>
    public static string Of(Page page)
    {
        var headers = page.Headers.Where(h => h.Key is not ("Set-Cookie" or "Date")).OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key}: {h.Value}");
        var cookies = page.SetCookies.Select(c => CookieValue().Replace(c, m => $"{m.Groups["name"].Value}=({m.Groups["value"].Length.ToString(CultureInfo.InvariantCulture)})")).Select(c => Expiry().Replace(c, "expires=…"));
        return string.Join('\n', [$"{(int)page.Status}", .. headers, .. cookies, Body(page)]);
    }

    /// <summary>The body with its antiforgery tokens (and what the framework encrypts of a redirect) reduced to their length.</summary>
    public static string Body(Page page) => Encrypted().Replace(page.Body, m => $"{m.Groups["before"].Value}({m.Groups["value"].Length.ToString(CultureInfo.InvariantCulture)})");

    public static string CodeIn(string text) => Code().Match(text).Value;

    [GeneratedRegex("(?<before>name=\"_formulario\" value=\"|opaque-redirect[?]url=)(?<value>[A-Za-z0-9_-]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Encrypted();

    [GeneratedRegex("^(?<name>[^=]+)=(?<value>[^;]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CookieValue();

    [GeneratedRegex("expires=[^;]+", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Expiry();

    [GeneratedRegex(@"(?<!\d)\d{6}(?!\d)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
