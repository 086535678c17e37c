namespace Cobranca.Portal.Client.Content;

/// <summary>Addresses that may stand in a link. A creditor types some of them: <c>javascript:</c> and its like never reach a page.</summary>
public static class Link
{
    /// <summary>The address when it is a path of ours, a fragment, or http(s), mailto or tel; otherwise null, and no link is made.</summary>
    public static string? Safe(string? href)
    {
        if (string.IsNullOrWhiteSpace(href) || href.AsSpan().ContainsAnyInRange('\0', '\u001f') || href.Contains('\\', StringComparison.Ordinal)) return null;
        if (href[0] is '#' or '?') return href;
        if (href[0] is '/') return href.StartsWith("//", StringComparison.Ordinal) ? null : href;
        return Uri.TryCreate(href, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https" or "mailto" or "tel") ? href : null;
    }
}
