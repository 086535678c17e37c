using Cobranca.Portal.Persistence;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Outbox;

/// <summary>Turns the outbox while the portal runs: at once when this process added something, else every few seconds.</summary>
public sealed partial class OutboxWorker(IServiceScopeFactory scopes, PortalSettings settings, BusinessClock clock, TimeProvider time, ILogger<OutboxWorker> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.WorkersEnabled) return;
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try { await TurnAsync(scopes, clock, stoppingToken); }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested) { LogFailure(failure); }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Sends everything due, creditor by creditor, each in a scope of its own. Tests call it directly.</summary>
    public static async Task<int> TurnAsync(IServiceScopeFactory scopes, BusinessClock clock, CancellationToken cancellation)
    {
        List<long> creditors;
        await using (var scope = scopes.CreateAsyncScope())
            creditors = await OutboxDelivery.CreditorsDueAsync(scope.ServiceProvider.GetRequiredService<CobrancaDb>(), clock.Now, cancellation);
        var sent = 0;
        foreach (var creditor in creditors)
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantScope>().Bind(creditor);
            sent += await scope.ServiceProvider.GetRequiredService<OutboxDelivery>().DeliverAsync(cancellation);
        }
        return sent;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The outbox could not be turned; it is tried again")]
    private partial void LogFailure(Exception failure);
}
