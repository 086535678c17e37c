namespace Cobranca.Portal.Platform;

/// <summary>
/// Outside Development pages need https: their cookies are Secure. A request that seems to be http gets a plain answer, and the operator a
/// log line, because the usual cause is a proxy that ends TLS and is not in <c>Portal:TrustedProxies</c>.
/// </summary>
public static partial class HttpsOnly
{
    public static IApplicationBuilder UseHttpsOnly(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.Request.IsHttps || context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }
        LogPlainHttp(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(HttpsOnly)));
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync("Esta página só abre por um endereço seguro, que começa com https://.");
    });

    [LoggerMessage(Level = LogLevel.Warning, Message = "A request arrived over plain http and was refused. Behind a proxy that ends TLS, name it in Portal:TrustedProxies and let it send X-Forwarded-Proto and X-Forwarded-For.")]
    private static partial void LogPlainHttp(ILogger log);
}
