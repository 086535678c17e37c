namespace Cobranca.Portal.Platform;

/// <summary>What every answer carries: nothing from third parties, nothing framed, nothing kept, nothing leaked to the next site.</summary>
public static class SecurityHeaders
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    /// <summary>
    /// A year: a debtor comes back once a month and the browser must not forget in between. Of this host only: whether the names below it
    /// speak https is not ours to promise (docs/operator.md).
    /// </summary>
    private const string StrictTransport = "max-age=31536000";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app)
    {
        var isDevelopment = app.ApplicationServices.GetRequiredService<PortalSettings>().IsDevelopment;
        return app.Use((context, next) =>
        {
            // On starting, because the exception handler clears what was set before.
            context.Response.OnStarting(() =>
            {
                var headers = context.Response.Headers;
                headers.ContentSecurityPolicy = ContentSecurityPolicy;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";
                headers["X-Robots-Tag"] = "noindex, nofollow";
                headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()";
                headers["Cross-Origin-Opener-Policy"] = "same-origin";
                headers["Cross-Origin-Resource-Policy"] = "same-origin";
                if (!isDevelopment && context.Request.IsHttps) headers.StrictTransportSecurity = StrictTransport;
                if (context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true || headers.CacheControl.Count == 0)
                    headers.CacheControl = "no-store";
                return Task.CompletedTask;
            });
            return next(context);
        });
    }
}
