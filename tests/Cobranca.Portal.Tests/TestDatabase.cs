using Cobranca.Portal.Features.Creditors;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Cobranca.Portal.Tests.Databases;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests;

/// <summary>The portal's services on a migrated database of one test's own, without the web: what commands run on. A clock that stands still.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    /// <summary>The day of the demonstration and of the worked examples, in São Paulo's morning.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 10, 0, 0, TimeSpan.FromHours(-3));

    private readonly WebApplication _app;

    public TestDatabase(params IInterceptor[] interceptors)
        : this(OwnDatabase.Migrated(), new(Start), interceptors)
    {
    }

    private TestDatabase(OwnDatabase own, TestClock clock, IInterceptor[] interceptors)
    {
        (Own, Clock) = (own, clock);
        var builder = Composition.Builder([.. Own.Arguments, "--environment", "Development", "--Logging:LogLevel:Default", "Error"]);
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.ConfigureDbContext<CobrancaDb>(options => options.AddInterceptors(interceptors));
        _app = builder.Build();
    }

    public OwnDatabase Own { get; }

    public TestClock Clock { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>The services on a database that is there already, and goes with them.</summary>
    public static TestDatabase On(OwnDatabase own, TestClock clock) => new(own, clock, []);

    /// <summary>Works in a scope of its own, bound to a creditor when one is given.</summary>
    public async Task<T> InAsync<T>(Creditor? creditor, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        if (creditor is not null) scope.ServiceProvider.GetRequiredService<TenantScope>().Bind(creditor.Id);
        return await work(scope.ServiceProvider);
    }

    public Task<T> InDbAsync<T>(Creditor? creditor, Func<CobrancaDb, Task<T>> work) => InAsync(creditor, services => work(services.GetRequiredService<CobrancaDb>()));

    public Task<int> SaveAsync(Creditor? creditor, Action<CobrancaDb> change) => InDbAsync(creditor, db =>
    {
        change(db);
        return db.SaveChangesAsync();
    });

    /// <summary>A creditor made as a user makes one.</summary>
    public async Task<Creditor> AddCreditorAsync(string json)
    {
        var result = await InAsync(null, services => services.GetRequiredService<CreditorApply>().RunAsync(json, new("test")));
        var applied = Assert.IsType<CreditorApplyResult.Applied>(result);
        return await InDbAsync(null, db => db.Creditors.AsNoTracking().SingleAsync(c => c.Slug == applied.Slug));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Own.Dispose();
    }
}
