namespace Cobranca.Portal.Platform;

/// <summary>
/// Something done again and again while the portal runs, on every node: at once at the start, then after each interval. A turn that fails is
/// logged, and the next one comes as if nothing had happened. Told to stop, it begins no further turn.
/// </summary>
/// <param name="name">As it stands in the log.</param>
/// <param name="turn">One turn, in a scope of its own that is bound to no creditor.</param>
/// <param name="atEnd">Waits for what turns began and did not end.</param>
public sealed partial class PeriodicWork(string name, TimeSpan interval, Func<IServiceProvider, CancellationToken, Task> turn, Func<IServiceProvider, Task>? atEnd,
    IServiceProvider services, PortalSettings settings, TimeProvider time, ILogger<PeriodicWork> log) : BackgroundService
{
    public string Name => name;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.WorkersEnabled) return;
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            do
            {
                try
                {
                    await using var scope = services.CreateAsyncScope();
                    await turn(scope.ServiceProvider, stoppingToken);
                }
                // Broken off because it was told to stop is no failure; anything else is, and must not take the host with it.
                catch (Exception failure) when (failure is not OperationCanceledException || !stoppingToken.IsCancellationRequested) { LogFailure(failure, name, interval); }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        finally
        {
            if (atEnd is not null) await atEnd(services);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The work '{Name}' failed; it is tried again in {Interval}")]
    private partial void LogFailure(Exception failure, string name, TimeSpan interval);
}

public static class PeriodicWorkServices
{
    public static IServiceCollection AddPeriodicWork(this IServiceCollection services, string name, TimeSpan interval, Func<IServiceProvider, CancellationToken, Task> turn, Func<IServiceProvider, Task>? atEnd = null) =>
        services.AddSingleton<IHostedService>(provider => new PeriodicWork(name, interval, turn, atEnd, provider,
            provider.GetRequiredService<PortalSettings>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PeriodicWork>>()));
}
