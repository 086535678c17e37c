using Cobranca.Portal.Integrations.Webhooks;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Outbox;

/// <summary>
/// Numbers events, plans and sends deliveries while the portal runs. Each address is served on its own, so that a slow one makes nobody
/// wait; on the way out no new send begins and those on their way are finished.
/// </summary>
public sealed partial class WebhookWorker(IServiceScopeFactory scopes, PortalSettings settings, BusinessClock clock, TimeProvider time, ILogger<WebhookWorker> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private const int TurnsPerSweep = 3600;
    /// <summary>Addresses served at once: each costs a connection and some memory. Failing ones wait among themselves.</summary>
    private const int AtOnce = 192, FailingAtOnce = 64;

    private readonly Dictionary<long, (Task Run, bool IsFailing)> _running = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.WorkersEnabled) return;
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            for (var turn = 0; ; turn++)
            {
                try
                {
                    if (turn % TurnsPerSweep == 0) await SweepAsync(scopes, clock, stoppingToken);
                    await PlanAsync(scopes, stoppingToken);
                    await StartDueAsync(stoppingToken);
                }
                catch (Exception failure) when (!stoppingToken.IsCancellationRequested) { LogFailure(failure); }
                if (!await timer.WaitForNextTickAsync(stoppingToken)) return;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop between two turns: what was begun ends below.
        }
        finally { await Task.WhenAll(_running.Values.Select(r => r.Run)); }
    }

    /// <summary>Numbers, plans, and sends everything due, all addresses side by side. Tests call it directly.</summary>
    public static async Task<int> TurnAsync(IServiceScopeFactory scopes, BusinessClock clock, CancellationToken cancellation)
    {
        await PlanAsync(scopes, cancellation);
        var tries = await Task.WhenAll((await DueAsync(scopes, clock, cancellation)).Select(endpoint => DeliverAsync(scopes, endpoint, cancellation)));
        return tries.Sum();
    }

    /// <summary>Deletes what is older than events are kept.</summary>
    public static Task SweepAsync(IServiceScopeFactory scopes, BusinessClock clock, CancellationToken cancellation) => ForEachAsync(scopes,
        services => EventRetention.CreditorsWithOldAsync(services.GetRequiredService<CobrancaDb>(), services.GetRequiredService<WebhookSettings>(), clock.Now, cancellation),
        services => services.GetRequiredService<EventRetention>().DeleteAsync(cancellation));

    /// <summary>Gives numbers, then plans what follows from them.</summary>
    public static async Task PlanAsync(IServiceScopeFactory scopes, CancellationToken cancellation)
    {
        await ForEachAsync(scopes, services => EventNumbering.CreditorsWaitingAsync(services.GetRequiredService<CobrancaDb>(), cancellation),
            services => services.GetRequiredService<EventNumbering>().NumberAsync(cancellation));
        await ForEachAsync(scopes, services => WebhookPlanning.CreditorsBehindAsync(services.GetRequiredService<CobrancaDb>(), cancellation),
            services => services.GetRequiredService<WebhookPlanning>().PlanAsync(cancellation));
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

    /// <summary>Finds creditors over all, then works for each in a scope of its own; the trouble of one stops no other.</summary>
    private static async Task ForEachAsync(IServiceScopeFactory scopes, Func<IServiceProvider, Task<List<long>>> find, Func<IServiceProvider, Task> work)
    {
        List<long> creditors;
        await using (var scope = scopes.CreateAsyncScope()) creditors = await find(scope.ServiceProvider);
        var failures = new List<Exception>();
        foreach (var creditor in creditors)
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantScope>().Bind(creditor);
            try { await work(scope.ServiceProvider); }
            catch (Exception failure) when (failure is not OperationCanceledException) { failures.Add(failure); }
        }
        if (failures.Count > 0) throw new AggregateException(failures);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Webhooks could not be turned; it is tried again")]
    private partial void LogFailure(Exception failure);
}
