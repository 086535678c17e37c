using System.Globalization;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Shared;

/// <summary>Says «not now» to a browser as the page says it to the person.</summary>
public static class Pause
{
    /// <summary>The answer is a 429 that says in how many seconds to come back.</summary>
    public static void PauseUntil(this HttpContext http, DateTime until)
    {
        var wait = until - http.RequestServices.GetRequiredService<BusinessClock>().Now;
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }
}
