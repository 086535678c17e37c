using Cobranca.Portal.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Platform;

/// <summary>
/// <c>/health/live</c>: this process answers (restart it when it does not). <c>/health/ready</c>: it can serve people now (send it
/// requests only while it says 200). Neither says more than the name of what failed.
/// </summary>
public static partial class Health
{
    /// <summary>A balancer asks every few seconds and must not wait for a database that hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health/live", () => Results.Text("ok"));
        endpoints.MapGet("/health/ready", ReadyAsync);
    }

    private static async Task<IResult> ReadyAsync(IHostApplicationLifetime lifetime, IServiceScopeFactory scopes, InstallationKeys keys, ILoggerFactory logs, HttpContext context)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested) return Answer("shutdown");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(Patience);
        var check = "database";
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<CobrancaDb>();
            var pending = await db.Database.GetPendingMigrationsAsync(patience.Token).WaitAsync(patience.Token);
            check = "migrations";
            if (pending.Any()) return Answer(check);
            check = "keys";
            return Answer(await keys.CanReadAsync(db, patience.Token).WaitAsync(patience.Token) ? null : check);
        }
        catch (Exception failure) when (!context.RequestAborted.IsCancellationRequested)
        {
            LogNotReady(logs.CreateLogger(typeof(Health)), check, failure.GetType().Name);
            return Answer(check);
        }
    }

    private static IResult Answer(string? failed) =>
        Results.Json(new { status = failed is null ? "ready" : "unready", failed }, statusCode: failed is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not ready: {Check} failed with {Kind}")]
    private static partial void LogNotReady(ILogger log, string check, string kind);
}
