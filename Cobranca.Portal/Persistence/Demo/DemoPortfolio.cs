using System.Diagnostics;
using System.Globalization;
using Cobranca.Portal.Features.Creditors;
using Cobranca.Portal.Features.Portfolio;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Persistence.Demo;

/// <summary>
/// The demonstration: each creditor file of the folder <c>demo</c> beside the program is applied, its portfolio moved to today and
/// imported, and every debtor gets a link, all by what the commands use. A start that was killed is completed by the next one; once
/// complete, a creditor is never touched again.
/// </summary>
public static class DemoPortfolio
{
    private const string Actor = "demonstração";

    /// <summary>In the audit trail, saved together with the links: the last thing written of a creditor.</summary>
    private const string Complete = "demo.complete";

    /// <summary>Longer than anybody keeps a demonstration.</summary>
    private const int LinkDays = 3650;

    public static async Task EnsureAsync(IServiceProvider services, CancellationToken cancellation = default)
    {
        var source = new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, "demo"));
        var target = Path.Combine(services.GetRequiredService<PortalSettings>().DataDirectory, "demo");
        foreach (var file in source.EnumerateFiles("*.json").OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            var slug = Path.GetFileNameWithoutExtension(file.Name);
            var exists = await InAsync(services, db => db.Creditors.AnyAsync(c => c.Slug == slug, cancellation));
            if (exists && await InAsync(services, db => db.AuditEntries.AnyAsync(e => e.Action == Complete && e.Subject == slug, cancellation)))
            {
                // Demonstrations made before there were keys get theirs.
                await KeyAsync(services, slug, cancellation);
                continue;
            }

            var watch = Stopwatch.StartNew();
            var portfolio = Path.Combine(target, slug + ".csv");
            // Dates stay those of the first start: moved again, they would contradict the part that was already imported.
            if (!exists || !File.Exists(portfolio)) await WriteShiftedAsync(source.FullName, slug, portfolio, services.GetRequiredService<BusinessClock>().Today, cancellation);
            await ApplyAsync(services, await File.ReadAllTextAsync(file.FullName, cancellation), cancellation);
            var titles = await ForAsync(services, slug, (scope, creditor) => ImportAsync(scope, creditor, portfolio, cancellation));
            var debtors = await ForAsync(services, slug, (scope, creditor) => LinkAsync(scope, creditor, cancellation));
            await KeyAsync(services, slug, cancellation);
            var took = watch.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture).Replace('.', ',');
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{slug}: {debtors} devedores, {titles} títulos em {took} s"));
        }
    }

    private static async Task WriteShiftedAsync(string source, string slug, string path, DateOnly today, CancellationToken cancellation)
    {
        var anchor = DateOnly.ParseExact((await File.ReadAllTextAsync(Path.Combine(source, "anchor.txt"), cancellation)).Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var lines = await File.ReadAllLinesAsync(Path.Combine(source, slug + ".csv"), cancellation);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var half = path + ".tmp";
        await File.WriteAllLinesAsync(half, ShiftedPortfolio.Of(lines, today.DayNumber - anchor.DayNumber), cancellation);
        File.Move(half, path, overwrite: true);
    }

    private static async Task ApplyAsync(IServiceProvider services, string json, CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<CreditorApply>().RunAsync(json, new(Actor), cancellation);
        if (result is CreditorApplyResult.Refused refused) throw new InvalidOperationException($"A demonstration creditor was refused: {string.Join(" ", refused.Problems)}");
    }

    private static async Task<long> ImportAsync(IServiceProvider scope, Creditor creditor, string path, CancellationToken cancellation)
    {
        var problems = new List<RowProblem>();
        await using var stream = File.OpenRead(path);
        var options = new PortfolioImportOptions { SourceName = Path.GetFileName(path), Actor = Actor, OnRefused = problems.Add };
        var result = await scope.GetRequiredService<PortfolioImport>().RunAsync(stream, creditor, options, cancellation);
        if (result is PortfolioImportResult.Unreadable unreadable) throw new InvalidOperationException($"{path}: {unreadable.Reason}");
        foreach (var problem in problems) await Console.Error.WriteLineAsync($"{path}: {ImportWords.Of(problem)}");
        return ((PortfolioImportResult.Done)result).Summary.Lines;
    }

    private static async Task<int> LinkAsync(IServiceProvider scope, Creditor creditor, CancellationToken cancellation)
    {
        var (db, links) = (scope.GetRequiredService<CobrancaDb>(), scope.GetRequiredService<AccessLinks>());
        var secret = scope.GetRequiredService<PortalSettings>().DemoLinkSecret ?? throw new InvalidOperationException("Demo:Enabled needs Demo:LinkSecret.");
        var debtors = await db.Debtors.AsNoTracking().OrderBy(d => d.Id).Select(d => new { d.Id, d.TaxId }).ToListAsync(cancellation);
        foreach (var debtor in debtors) links.Create(creditor, debtor.Id, LinkDays, DemoLinks.TokenFor(secret, creditor.Slug, debtor.TaxId));
        db.AuditEntries.Add(new() { CreditorId = creditor.Id, At = scope.GetRequiredService<BusinessClock>().Now, Actor = Actor, Action = Complete, Subject = creditor.Slug });
        await db.SaveChangesAsync(cancellation);
        return debtors.Count;
    }

    private static Task<bool> KeyAsync(IServiceProvider services, string slug, CancellationToken cancellation) => ForAsync(services, slug, async (scope, creditor) =>
    {
        await scope.GetRequiredService<ApiKeys>().EnsureDevelopmentAsync(creditor, Actor, cancellation);
        return true;
    });

    private static async Task<T> InAsync<T>(IServiceProvider services, Func<CobrancaDb, Task<T>> look)
    {
        await using var scope = services.CreateAsyncScope();
        return await look(scope.ServiceProvider.GetRequiredService<CobrancaDb>());
    }

    /// <summary>In a scope of the creditor's, as a command is.</summary>
    private static async Task<T> ForAsync<T>(IServiceProvider services, string slug, Func<IServiceProvider, Creditor, Task<T>> work)
    {
        await using var scope = services.CreateAsyncScope();
        var creditor = await scope.ServiceProvider.GetRequiredService<CobrancaDb>().Creditors.SingleAsync(c => c.Slug == slug);
        scope.ServiceProvider.GetRequiredService<TenantScope>().Bind(creditor.Id);
        return await work(scope.ServiceProvider, creditor);
    }
}
