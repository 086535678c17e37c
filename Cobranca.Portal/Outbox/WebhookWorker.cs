using Cobranca.Portal.Integrations.Webhooks;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Outbox;

/// <summary>
/// Numbers events, plans and sends deliveries while the portal runs. Each address is served on its own, so that a slow one makes nobody
/// wait; on the way out no new send begins and those on their way are finished.
/// </summary>
public sealed partial class WebhookWorker(IServiceScopeFactory scopes, BusinessClock clock, ILogger<WebhookWorker> log)
{
    public const string Name = "webhooks";
    /// <summary>Addresses served at once: each costs a connection and some memory. Failing ones wait among themselves.</summary>
    private const int AtOnce = 192, FailingAtOnce = 64;

    private readonly Dictionary<long, (Task Run, bool IsFailing)> _running = [];

    public static IServiceCollection AddTo(IServiceCollection services) => services.AddSingleton<WebhookWorker>()
        .AddPeriodicWork("webhooks-sweep", TimeSpan.FromHours(1), (turn, stopping) => SweepAsync(turn.GetRequiredService<IServiceScopeFactory>(), turn.GetRequiredService<BusinessClock>(), stopping))
        .AddPeriodicWork(Name, TimeSpan.FromSeconds(1), (turn, stopping) => turn.GetRequiredService<WebhookWorker>().BeginAsync(stopping),
            atEnd: services => Task.WhenAll(services.GetRequiredService<WebhookWorker>()._running.Values.Select(r => r.Run)));

    /// <summary>Numbers, plans, and sends everything due, all addresses side by side. Tests call it directly.</summary>
    public static async Task<int> TurnAsync(IServiceScopeFactory scopes, BusinessClock clock, CancellationToken cancellation)
    {
        await PlanAsync(scopes, cancellation);
        var tries = await Task.WhenAll((await DueAsync(scopes, clock, cancellation)).Select(endpoint => DeliverAsync(scopes, endpoint, cancellation)));
        return tries.Sum();
    }

    /// <summary>Deletes what is older than events are kept.</summary>
    public static Task SweepAsync(IServiceScopeFactory scopes, BusinessClock clock, CancellationToken stopping) => EachCreditor.WorkAsync(scopes,
        services => EventRetention.CreditorsWithOldAsync(services.GetRequiredService<CobrancaDb>(), services.GetRequiredService<WebhookSettings>(), clock.Now, stopping),
        services => services.GetRequiredService<EventRetention>().DeleteAsync(stopping), stopping);

    /// <summary>Gives numbers, then plans what follows from them, be it that one creditor's events could not be numbered.</summary>
    public static async Task PlanAsync(IServiceScopeFactory scopes, CancellationToken stopping)
    {
        try
        {
            await EachCreditor.WorkAsync(scopes, services => EventNumbering.CreditorsWaitingAsync(services.GetRequiredService<CobrancaDb>(), stopping),
                services => services.GetRequiredService<EventNumbering>().NumberAsync(stopping), stopping);
        }
        finally
        {
            await EachCreditor.WorkAsync(scopes, services => WebhookPlanning.CreditorsBehindAsync(services.GetRequiredService<CobrancaDb>(), stopping),
                services => services.GetRequiredService<WebhookPlanning>().PlanAsync(stopping), stopping);
        }
    }

    /// <summary>Numbers and plans, and begins to serve the addresses with something due; the next turn does not wait for them.</summary>
    private async Task BeginAsync(CancellationToken stopping)
    {
        try { await PlanAsync(scopes, stopping); }
        finally { await StartDueAsync(stopping); }
    }

    private async Task StartDueAsync(CancellationToken stopping)
    {
        foreach (var (id, (run, _)) in _running)
            if (run.IsCompleted) _running.Remove(id);
        foreach (var endpoint in await DueAsync(scopes, clock, stopping))
            if (!_running.ContainsKey(endpoint.Id) && _running.Values.Count(r => r.IsFailing == endpoint.IsFailing) < (endpoint.IsFailing ? FailingAtOnce : AtOnce))
                _running.Add(endpoint.Id, (ServeAsync(endpoint, stopping), endpoint.IsFailing));
    }

    private async Task ServeAsync(DueEndpoint endpoint, CancellationToken stopping)
    {
        await Task.Yield();
        try { await DeliverAsync(scopes, endpoint, stopping); }
        catch (OperationCanceledException) { /* shutting down */ }
        catch (Exception failure) { LogFailure(failure); }
    }

    private static async Task<List<DueEndpoint>> DueAsync(IServiceScopeFactory scopes, BusinessClock clock, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await WebhookDispatch.DueAsync(scope.ServiceProvider.GetRequiredService<CobrancaDb>(), clock.Now, cancellation);
    }

    private static async Task<int> DeliverAsync(IServiceScopeFactory scopes, DueEndpoint endpoint, CancellationToken stopping)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Bind(endpoint.CreditorId);
        return await scope.ServiceProvider.GetRequiredService<WebhookDispatch>().DeliverAsync(endpoint.Id, stopping);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An address could not be served; it is tried again")]
    private partial void LogFailure(Exception failure);
}
