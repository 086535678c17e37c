namespace Cobranca.Portal.Platform;

/// <summary>The <c>Shutdown</c> section: how a node that was told to stop takes its leave.</summary>
public sealed class ShutdownSettings
{
    public const string Section = "Shutdown";

    /// <summary>How long it goes on serving while <c>/health/ready</c> says 503, so that a balancer stops sending: at least two of its probes.</summary>
    public TimeSpan Drain { get; set; } = TimeSpan.FromSeconds(5);
    /// <summary>How long requests under way may take from then on.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Development stops at once unless told otherwise: nobody balances it.</summary>
    public static ShutdownSettings From(IConfiguration configuration, bool isDevelopment)
    {
        var settings = new ShutdownSettings();
        if (isDevelopment) settings.Drain = TimeSpan.Zero;
        configuration.GetSection(Section).Bind(settings);
        return settings;
    }

    public static IEnumerable<string> Problems(IConfiguration configuration)
    {
        var settings = From(configuration, isDevelopment: false);
        // A bare number would be days.
        if (settings.Drain < TimeSpan.Zero || settings.Drain > TimeSpan.FromMinutes(5)) yield return $"{Section}:Drain is {settings.Drain:c}: use 00:00:00 to 00:05:00.";
        if (settings.Timeout < TimeSpan.FromSeconds(1) || settings.Timeout > TimeSpan.FromMinutes(5)) yield return $"{Section}:Timeout is {settings.Timeout:c}: use 00:00:01 to 00:05:00.";
    }
}

/// <summary>Between the signal and the closed door: still serving, no longer ready.</summary>
public static class Draining
{
    public static void AddDraining(this IServiceCollection services, IConfiguration configuration, bool isDevelopment)
    {
        var settings = ShutdownSettings.From(configuration, isDevelopment);
        services.AddSingleton(settings);
        services.Configure<HostOptions>(options => options.ShutdownTimeout = settings.Drain + settings.Timeout);
        services.AddHostedService<Wait>();
    }

    /// <summary>Connections kept open move to another node with their next request.</summary>
    public static IApplicationBuilder UseDraining(this IApplicationBuilder app)
    {
        var stopping = app.ApplicationServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        return app.Use((context, next) =>
        {
            if (stopping.IsCancellationRequested && !HttpProtocol.IsHttp2(context.Request.Protocol) && !HttpProtocol.IsHttp3(context.Request.Protocol)) context.Response.Headers.Connection = "close";
            return next(context);
        });
    }

    private sealed class Wait(IHostApplicationLifetime lifetime, ShutdownSettings settings, TimeProvider time) : IHostedLifecycleService
    {
        /// <summary>Runs before anything is stopped. Told to stop by a signal the host says so first; a host that is merely disposed of does not wait.</summary>
        public Task StoppingAsync(CancellationToken cancellationToken) =>
            lifetime.ApplicationStopping.IsCancellationRequested && settings.Drain > TimeSpan.Zero ? Task.Delay(settings.Drain, time, cancellationToken) : Task.CompletedTask;

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
