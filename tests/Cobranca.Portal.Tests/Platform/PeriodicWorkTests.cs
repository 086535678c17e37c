using Cobranca.Portal.Persistence;
using Cobranca.Portal.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cobranca.Portal.Tests.Platform;

/// <summary>The one loop behind everything that is done while nobody asks.</summary>
public sealed class PeriodicWorkTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1), Guard = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_turn_that_fails_is_logged_and_the_next_one_comes_in_a_scope_of_its_own()
    {
        var (log, scopes, third) = (new LogCapture(), new HashSet<TenantScope>(), new TaskCompletionSource());
        await using var services = Services(log, "true", work => work.AddPeriodicWork("proof", Soon, (turn, _) =>
        {
            scopes.Add(turn.GetRequiredService<TenantScope>());
            if (scopes.Count == 3) third.TrySetResult();
            return scopes.Count == 1 ? throw new OperationCanceledException("a time-out of its own") : scopes.Count == 2 ? throw new InvalidOperationException("broken") : Task.CompletedTask;
        }));
        var work = Assert.Single(services.GetServices<IHostedService>());
        await work.StartAsync(default);
        await third.Task.WaitAsync(Guard);
        await work.StopAsync(default);
        Assert.Equal(2, log.Lines.Count(line => line.Given.Contains("'proof' failed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Told_to_stop_it_begins_no_further_turn_and_waits_for_what_was_begun()
    {
        var (begun, stopped, asked, ended, turns) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource(), 0);
        await using var services = Services(new(), "true", work => work.AddPeriodicWork("proof", Soon, (_, stopping) =>
        {
            turns++;
            stopping.Register(stopped.SetResult);
            begun.SetResult();
            return stopped.Task;
        }, atEnd: _ =>
        {
            asked.SetResult();
            return ended.Task;
        }));
        var work = Assert.Single(services.GetServices<IHostedService>());
        await work.StartAsync(default);
        await begun.Task.WaitAsync(Guard);
        var stopping = work.StopAsync(default);
        await asked.Task.WaitAsync(Guard);
        Assert.False(stopping.IsCompleted);
        ended.SetResult();
        await stopping.WaitAsync(Guard);
        Assert.Equal(1, turns);
    }

    [Fact]
    public async Task A_turn_that_breaks_when_told_to_stop_does_not_take_the_host_with_it()
    {
        var (begun, stopped) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var services = Services(new(), "true", work => work.AddPeriodicWork("proof", Soon, async (_, stopping) =>
        {
            stopping.Register(stopped.SetResult);
            begun.SetResult();
            await stopped.Task;
            throw new InvalidOperationException("the connection was in the middle of something");
        }));
        var work = Assert.IsType<PeriodicWork>(Assert.Single(services.GetServices<IHostedService>()));
        await work.StartAsync(default);
        await begun.Task.WaitAsync(Guard);
        await work.StopAsync(default);
        Assert.False(work.ExecuteTask!.IsFaulted);
    }

    [Fact]
    public async Task A_node_without_workers_does_nothing()
    {
        await using var services = Services(new(), "false", work => work.AddPeriodicWork("proof", Soon, (_, _) => throw new InvalidOperationException("must not run")));
        var work = Assert.IsType<PeriodicWork>(Assert.Single(services.GetServices<IHostedService>()));
        await work.StartAsync(default);
        await work.ExecuteTask!.WaitAsync(Guard);
        Assert.True(work.ExecuteTask.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task The_trouble_of_one_creditor_stops_no_other()
    {
        await using var services = new ServiceCollection().AddScoped<TenantScope>().BuildServiceProvider();
        var served = new List<long>();
        var failed = await Assert.ThrowsAsync<AggregateException>(() => EachCreditor.WorkAsync(services.GetRequiredService<IServiceScopeFactory>(), _ => Task.FromResult<List<long>>([1, 2, 3]), one =>
        {
            served.Add(one.GetRequiredService<TenantScope>().CreditorId!.Value);
            return served.Count == 1 ? throw new InvalidOperationException("broken") : Task.FromResult(1);
        }, default));
        Assert.Equal([1, 2, 3], served);
        Assert.Equal("broken", Assert.Single(failed.InnerExceptions).Message);
        Assert.Equal(3, await EachCreditor.WorkAsync(services.GetRequiredService<IServiceScopeFactory>(), _ => Task.FromResult<List<long>>([1, 2]), one => Task.FromResult((int)one.GetRequiredService<TenantScope>().CreditorId!.Value), default));
    }

    private static ServiceProvider Services(LogCapture log, string enabled, Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddJsonConsole()).AddScoped<TenantScope>().AddSingleton<TimeProvider>(new TestClock(PortalFixture.Start))
            .AddSingleton(new PortalSettings(Installation.Configuration(("Workers:Enabled", enabled)), new NamedEnvironment(Environments.Development)));
        log.Listen(services, LogLevel.Error);
        add(services);
        return services.BuildServiceProvider();
    }
}
