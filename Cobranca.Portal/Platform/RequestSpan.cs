using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Cobranca.Portal.Platform;

/// <summary>
/// Says of a request's span what an operator looks for: method, route and status. Never the path, which may hold a token, and the
/// framework's own description of requests stays off for the same reason.
/// </summary>
public static class RequestSpan
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"];

    public static IApplicationBuilder UseRequestSpan(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        // Read before others are asked: re-executed for an error page the request is another one.
        var method = Methods.Contains(context.Request.Method) ? context.Request.Method : "_OTHER";
        await next(context);
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } span) return;
        var failed = context.Features.Get<IExceptionHandlerFeature>();
        var route = ((failed is null ? context.GetEndpoint() : failed.Endpoint) as RouteEndpoint)?.RoutePattern.RawText;
        span.DisplayName = route is null ? method : $"{method} {route}";
        span.SetTag("http.request.method", method).SetTag("http.route", route).SetTag("http.response.status_code", context.Response.StatusCode);
        if (failed is null || context.Response.StatusCode < StatusCodes.Status500InternalServerError) return;
        span.SetStatus(ActivityStatusCode.Error).SetTag("error.type", failed.Error.GetType().FullName).SetTag("cobranca.problem", ProblemId.Of(context));
    });
}
