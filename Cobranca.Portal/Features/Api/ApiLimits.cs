using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.AspNetCore.Authentication;

namespace Cobranca.Portal.Features.Api;

/// <summary>How a caller stands in the current minute.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ApiQuota(int Limit, int Used, int ResetSeconds)
{
    public int Remaining => Math.Max(0, Limit - Used);
    public bool IsOver => Used > Limit;
}

/// <summary>Counts requests by key, and failed keys by address, minute by minute on this node (docs/decisions/0032).</summary>
public sealed class ApiLimits(IConfiguration configuration, PortalSettings settings, BusinessClock clock)
{
    private const int DefaultPerMinute = 600;
    private const int DevelopmentPerMinute = 10_000;
    /// <summary>Wide enough for a system that starts with the key of yesterday, too little to be a load.</summary>
    private const int DefaultFailuresPerMinute = 60;
    /// <summary>Addresses remembered in one minute: beyond it a flood from everywhere would eat the memory.</summary>
    private const int MaxOwners = 100_000;

    private readonly int _perMinute = configuration.GetValue("Api:PerMinute", settings.IsDevelopment ? DevelopmentPerMinute : DefaultPerMinute);
    private readonly int _failuresPerMinute = configuration.GetValue("Api:FailedKeysPerMinute", DefaultFailuresPerMinute);
    private volatile Minute _minute = new(0);

    /// <summary>Counts one request of a key.</summary>
    public ApiQuota Take(ApiKey key) => Take(minute => minute.Keys, key.PublicId, key.IsDevelopment ? Math.Max(DevelopmentPerMinute, _perMinute) : _perMinute);

    /// <summary>Counts one request without a key that opens.</summary>
    public ApiQuota TakeFailure(HttpContext context)
    {
        var from = ClientAddress.Of(context);
        // One line of IPv6 is a whole network of addresses.
        return Take(minute => minute.Addresses, from.Address.Length == 8 ? from.Address : from.Network, _failuresPerMinute);
    }

    private ApiQuota Take(Func<Minute, Callers> of, string owner, int limit)
    {
        var now = clock.Now;
        var number = now.Ticks / TimeSpan.TicksPerMinute;
        var minute = _minute;
        if (minute.Number != number) _minute = minute = new(number);
        return new(limit, of(minute).Count(owner) ?? limit + 1, 60 - now.Second);
    }

    private sealed class Minute(long number)
    {
        public long Number => number;
        public Callers Keys { get; } = new();
        /// <summary>Apart, so that a flood from everywhere takes no key's place.</summary>
        public Callers Addresses { get; } = new();
    }

    private sealed class Callers
    {
        private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
        /// <summary>Counted here: the dictionary would stop everybody each time it is asked.</summary>
        private int _owners;

        /// <summary>How many it were, this one included; null when there is no place to remember one more.</summary>
        public int? Count(string owner) => !_counts.ContainsKey(owner) && Interlocked.Increment(ref _owners) > MaxOwners ? null : _counts.AddOrUpdate(owner, 1, static (_, count) => count + 1);
    }
}

public static class ApiLimiting
{
    /// <summary>Finds out who calls and how often; stands between routing and authorization.</summary>
    public static IApplicationBuilder UseApiLimits(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (!ApiEndpoints.Serves(context.Request.Path))
        {
            await next(context);
            return;
        }
        var limit = LimitedBody.LimitOf(context);
        if (context.Request.ContentLength > limit) throw new BadHttpRequestException("Request body too large.", StatusCodes.Status413PayloadTooLarge);
        var body = new LimitedBody(context.Request, limit);
        context.Response.RegisterForDispose(new Released(body));
        context.Request.Body = body;

        await context.AuthenticateAsync(ApiKeyAuthentication.SchemeName);
        var caller = context.RequestServices.GetRequiredService<ApiCaller>();
        if (caller.IsKnown)
        {
            var quota = context.RequestServices.GetRequiredService<ApiLimits>().Take(caller.Key);
            context.Response.OnStarting(() => Tell(context.Response, quota));
            if (quota.IsOver)
            {
                await TooManyAsync(context, quota, $"Esta chave já fez {quota.Limit} pedidos neste minuto.");
                return;
            }
        }
        await next(context);
    });

    private sealed class Released(LimitedBody body) : IDisposable
    {
        public void Dispose() => body.Release();
    }

    /// <summary>Answers 429 with the time to wait.</summary>
    public static Task TooManyAsync(HttpContext context, ApiQuota quota, string why) =>
        ApiProblem.Later("Pedidos demais", $"{why} Espere {quota.ResetSeconds} s.", TimeSpan.FromSeconds(quota.ResetSeconds)).ExecuteAsync(context);

    private static Task Tell(HttpResponse response, ApiQuota quota)
    {
        response.Headers["RateLimit-Limit"] = quota.Limit.ToString(CultureInfo.InvariantCulture);
        response.Headers["RateLimit-Remaining"] = quota.Remaining.ToString(CultureInfo.InvariantCulture);
        response.Headers["RateLimit-Reset"] = quota.ResetSeconds.ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }
}
