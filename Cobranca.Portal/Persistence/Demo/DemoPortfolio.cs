using Cobranca.Portal.Features.Creditors;
using Cobranca.Portal.Features.Portfolio;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Persistence.Demo;

/// <summary>
/// Two invented creditors and what they are owed, made at the first start of a development portal through the very code of
/// <c>creditor apply</c> and <c>import</c>. A start that was killed halfway goes on at the next one; an installation with a creditor of
/// its own is left alone.
/// </summary>
public static class DemoPortfolio
{
    /// <summary>The day the files in this folder speak of as today.</summary>
    public static readonly DateOnly Anchor = new(2026, 11, 21);

    private const string Actor = "demonstração";
    private const string Ready = "demo.ready";

    /// <summary>So that the links shown under <c>/dev</c> outlive a demonstration kept for a while.</summary>
    private const int LinkDays = 365;

    private static readonly string[] Slugs = ["aurora", "vetor"];

    public static async Task EnsureAsync(IServiceProvider services, CancellationToken cancellation = default)
    {
        var settings = services.GetRequiredService<PortalSettings>();
        if (!settings.DemoEnabled || await IsReadyAsync(services, cancellation)) return;

        var shift = services.GetRequiredService<BusinessClock>().Today.DayNumber - Anchor.DayNumber;
        foreach (var slug in Slugs)
        {
            await using var scope = services.CreateAsyncScope();
            await EnsureCreditorAsync(scope.ServiceProvider, slug, shift, cancellation);
        }
        await using var last = services.CreateAsyncScope();
        var db = last.ServiceProvider.GetRequiredService<CobrancaDb>();
        db.AuditEntries.Add(new() { At = last.ServiceProvider.GetRequiredService<BusinessClock>().Now, Actor = Actor, Action = Ready, Subject = string.Join(", ", Slugs) });
        await db.SaveChangesAsync(cancellation);
    }

    private static async Task<bool> IsReadyAsync(IServiceProvider services, CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CobrancaDb>();
        return await db.AuditEntries.AnyAsync(entry => entry.Action == Ready, cancellation) || await db.Creditors.AnyAsync(c => !Slugs.Contains(c.Slug), cancellation);
    }

    private static async Task EnsureCreditorAsync(IServiceProvider services, string slug, int shift, CancellationToken cancellation)
    {
        var db = services.GetRequiredService<CobrancaDb>();
        var portfolio = Path.Combine(Directory.CreateDirectory(Path.Combine(services.GetRequiredService<PortalSettings>().DataDirectory, "demo")).FullName, slug + ".csv");
        // Gone on with, a killed start keeps the days of its own; a file without its creditor is of a database that was thrown away.
        if (!File.Exists(portfolio) || !await db.Creditors.AnyAsync(c => c.Slug == slug, cancellation)) DemoDates.Shift(Source(slug + ".csv"), portfolio, shift);

        var applied = await services.GetRequiredService<CreditorApply>().RunAsync(await File.ReadAllTextAsync(Source(slug + ".json"), cancellation), new(Actor), cancellation);
        if (applied is CreditorApplyResult.Refused refused) throw new InvalidOperationException($"{slug}.json was refused: {string.Join(" ", refused.Problems)}");
        var creditor = await db.Creditors.AsNoTracking().SingleAsync(c => c.Slug == slug, cancellation);

        var problems = new List<RowProblem>();
        await using (var stream = File.OpenRead(portfolio))
        {
            var imported = await services.GetRequiredService<PortfolioImport>().RunAsync(stream, creditor, new() { SourceName = slug + ".csv", Actor = Actor, OnRefused = problems.Add }, cancellation);
            if (imported is not PortfolioImportResult.Done { Summary.Refused: 0 }) throw new InvalidOperationException($"{slug}.csv was refused: {string.Join(" ", problems.Take(5).Select(ImportWords.Of))}");
        }
        await EnsureLinksAsync(services, db, creditor, cancellation);
    }

    private static async Task EnsureLinksAsync(IServiceProvider services, CobrancaDb db, Creditor creditor, CancellationToken cancellation)
    {
        if (services.GetRequiredService<PortalSettings>().DemoLinkSecret is not { } secret) return;
        var links = services.GetRequiredService<AccessLinks>();
        foreach (var debtor in await db.Debtors.AsNoTracking().Where(d => !db.AccessLinks.Any(l => l.DebtorId == d.Id)).Select(d => new { d.Id, d.TaxId }).ToListAsync(cancellation))
            links.Create(creditor, debtor.Id, LinkDays, DemoLinks.TokenFor(secret, creditor.Slug, debtor.TaxId));
        await db.SaveChangesAsync(cancellation);
    }

    private static string Source(string name) => Path.Combine(AppContext.BaseDirectory, "Persistence", "Demo", name);
}
