using Cobranca.Portal.Features.Api;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Cobranca.Portal.Platform;

/// <summary>
/// How much and how long one request may be, unless its route says otherwise (<see cref="AllowUpload{T}"/>). Pages are forms of a few
/// fields; what nobody needs is what a flood is made of.
/// </summary>
public static class RequestLimits
{
    /// <summary>The longest form has ten fields of at most 254 characters and a token of some 200.</summary>
    public const long BodyBytes = 64 * 1024;

    /// <summary>The slowest page takes well under a second; longer than this nobody waits.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);

    public static void AddRequestLimits(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyBytes;
            // Cookies of some creditors and what a proxy adds: 3 kB.
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.MaxRequestHeaderCount = 64;
            // Two hundred debts chosen for one boleto, by GET: 3 kB.
            kestrel.Limits.MaxRequestLineSize = 8 * 1024;
            // A phone on a bad network sends its headers in one or two packets.
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            // Longer than the 60 to 75 seconds for which common proxies keep a connection: the proxy closes first, never into a request.
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
            // GPRS gives more than 1 kB a second; a body or a reader slower than this holds a connection on purpose.
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
            kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
            // Below what a process may open by default, so that files and the database still open under a flood.
            kestrel.Limits.MaxConcurrentConnections = 10_000;
        });
        builder.Services.Configure<FormOptions>(form =>
        {
            form.ValueCountLimit = 64;
            form.KeyLengthLimit = 128;
            form.ValueLengthLimit = 4 * 1024;
            form.MultipartBodyLengthLimit = BodyBytes;
            form.MultipartHeadersCountLimit = 8;
            form.MultipartHeadersLengthLimit = 4 * 1024;
        });
        builder.Services.AddRequestTimeouts(options => options.DefaultPolicy = Within(AnswerWithin));
    }

    private static RequestTimeoutPolicy Within(TimeSpan time) => new() { Timeout = time, TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable, WriteTimeoutResponse = TellOfTimeoutAsync };

    private static Task TellOfTimeoutAsync(HttpContext context)
    {
        const string Words = "O portal está demorando mais do que o normal. Tente de novo em um minuto.";
        context.Response.Headers.RetryAfter = "30";
        if (ApiEndpoints.Serves(context.Request.Path)) return ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "Demorou demais", Words).ExecuteAsync(context);
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(Words);
    }

    /// <summary>A request that broke a limit is not a failure of ours.</summary>
    public static int StatusOf(Exception failure) => failure is Microsoft.AspNetCore.Http.BadHttpRequestException refused ? refused.StatusCode : StatusCodes.Status500InternalServerError;

    /// <summary>Lets more in on one route: a body of so many bytes, within so long.</summary>
    public static T AllowUpload<T>(this T route, long bytes, TimeSpan within) where T : IEndpointConventionBuilder
    {
        route.WithMetadata(new RequestSizeLimitAttribute(bytes)).WithFormOptions(multipartBodyLengthLimit: bytes).WithRequestTimeout(Within(within));
        return route;
    }
}
