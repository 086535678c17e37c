using Cobranca.Portal.Features.Api;

namespace Cobranca.Portal.Platform;

/// <summary>
/// Outside Development pages answer under the host of <c>Portal:PublicUrl</c> only (and those of <c>Portal:OtherHosts</c>): a redirect made
/// from a forged <c>Host</c> would lead elsewhere. Health answers under any, because balancers ask by address.
/// </summary>
public static partial class PublicHost
{
    public static IApplicationBuilder UsePublicHost(this IApplicationBuilder app)
    {
        var hosts = app.ApplicationServices.GetRequiredService<PortalSettings>().Hosts;
        return app.Use(async (context, next) =>
        {
            if (hosts.Contains(context.Request.Host.Host) || context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
            {
                await next(context);
                return;
            }
            LogOtherHost(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(PublicHost)));
            const string Words = "Este endereço não é o do portal.";
            if (ApiEndpoints.Serves(context.Request.Path))
            {
                await ApiProblem.Of(StatusCodes.Status400BadRequest, "Outro endereço", Words).ExecuteAsync(context);
                return;
            }
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(Words);
        });
    }

    // Without the host itself: anybody can write it.
    [LoggerMessage(Level = LogLevel.Warning, Message = "A request named a host that is neither that of Portal:PublicUrl nor in Portal:OtherHosts and was refused. Behind a proxy, let it pass on the Host it was asked for.")]
    private static partial void LogOtherHost(ILogger log);
}
