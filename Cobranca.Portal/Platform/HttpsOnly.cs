using Cobranca.Portal.Features.Api;

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
        const string Words = "Este endereço só abre por uma conexão segura, que começa com https://.";
        if (ApiEndpoints.Serves(context.Request.Path))
        {
            await Results.Problem(Words, statusCode: StatusCodes.Status400BadRequest, title: "Conexão sem https").ExecuteAsync(context);
            return;
        }
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(Words);
    });

    [LoggerMessage(Level = LogLevel.Warning, Message = "A request arrived over plain http and was refused. Behind a proxy that ends TLS, name it in Portal:TrustedProxies and let it send X-Forwarded-Proto and X-Forwarded-For.")]
    private static partial void LogPlainHttp(ILogger log);
}
