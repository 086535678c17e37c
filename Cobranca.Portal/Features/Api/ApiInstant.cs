using System.Globalization;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Api;

/// <summary>A moment named in a query: <c>?updatedSince=</c>.</summary>
internal static class ApiInstant
{
    public const string Expected = "informe um instante como 2026-11-21T10:00:00-03:00 ou um dia como 2026-11-21.";

    /// <summary>An instant with its offset (UTC without one), or a day, which begins in São Paulo.</summary>
    public static bool TryRead(string text, out DateTime at)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            at = BusinessClock.StartOf(day);
            return true;
        }
        // A + that was not encoded arrives as a blank.
        var read = DateTimeOffset.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) && text.Contains('T', StringComparison.Ordinal);
        at = instant.UtcDateTime;
        return read;
    }
}
