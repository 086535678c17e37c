using System.Data.Common;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Databases;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cobranca.Portal.Tests.Demo;

/// <summary>A folder in which a portal with its demonstration is started, killed and started again.</summary>
public sealed class DemoFolder : IDisposable
{
    public OwnDatabase Database { get; } = OwnDatabase.Empty();

    public string Folder => Database.Folder;

    public TestClock Clock { get; } = new(PortalFixture.Start);

    /// <summary>A start as <c>dotnet run</c> makes it, up to the first request.</summary>
    /// <param name="dieAtCommit">Which commit after the migration does not happen any more; none when null.</param>
    public WebApplicationFactory<Program> Start(int? dieAtCommit = null)
    {
        var death = dieAtCommit is { } at ? new DeathAtCommit(at) : null; // counts over all scopes
        var host = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
        {
            builder.UseEnvironment("Development");
            Database.Configure(builder);
            builder.UseSetting("Workers:Enabled", "false");
            builder.ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Error));
            builder.ConfigureTestServices(services =>
            {
                services.AddSingleton<TimeProvider>(Clock);
                if (death is not null) services.ConfigureDbContext<CobrancaDb>(options => options.AddInterceptors(death));
            });
        });
        _ = host.Services;
        return host;
    }

    public static async Task<T> InAsync<T>(WebApplicationFactory<Program> host, Func<CobrancaDb, Task<T>> look)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await look(scope.ServiceProvider.GetRequiredService<CobrancaDb>());
    }

    /// <summary>Everything of every creditor, without database ids and instants.</summary>
    public static Task<string> StateAsync(WebApplicationFactory<Program> host) => InAsync(host, async db =>
    {
        var debtors = await All(db.Debtors).Include(d => d.Contacts).ToListAsync();
        var receivables = await All(db.Receivables).Include(r => r.Debtor).ToListAsync();
        var links = await All(db.AccessLinks).Include(l => l.Debtor).ToListAsync();
        var lines = new List<string>();
        foreach (var creditor in await db.Creditors.Include(c => c.Terms).Include(c => c.BankAccounts).IgnoreQueryFilters([CobrancaDb.TenantFilter]).AsSplitQuery().ToListAsync())
        {
            lines.Add($"{creditor.Slug} {creditor.Cnpj} v{creditor.Version} {creditor.Terms.Count} terms {creditor.BankAccounts.Count} accounts");
            foreach (var d in debtors.Where(d => d.CreditorId == creditor.Id))
            {
                lines.Add($"{creditor.Slug} {d.TaxId} {d.Name} v{d.Version} {d.BirthDate} {d.Cep} {string.Join(" ", d.Contacts.Select(c => $"{c.Channel} {c.Value} {c.Ownership} {c.Source} {c.OptInSms}").Order(StringComparer.Ordinal))}");
            }
            foreach (var r in receivables.Where(r => r.CreditorId == creditor.Id))
                lines.Add($"{creditor.Slug} {r.Debtor!.TaxId} {r.ExternalId} {r.DueOn} {r.Principal} {r.Status} v{r.Version} {Convert.ToHexString(r.RowHash)} {string.Join(" ", r.Allocations.Select(a => $"{a.PaidOn} {a.Amount} {a.Principal}"))}");
            foreach (var l in links.Where(l => l.CreditorId == creditor.Id)) lines.Add($"{creditor.Slug} link {l.Debtor!.TaxId}");
        }
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    });

    public static IQueryable<T> All<T>(IQueryable<T> rows)
        where T : class => rows.AsNoTracking().IgnoreQueryFilters([CobrancaDb.TenantFilter]);

    public void Dispose() => Database.Dispose();

    /// <summary>The power goes just before a commit: what was committed stays, the rest never was.</summary>
    private sealed class DeathAtCommit(int at) : DbTransactionInterceptor
    {
        private int _commits;

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            ++_commits == at ? throw new PowerCut() : new(result);
    }
}

public sealed class PowerCut() : Exception("the power went");
