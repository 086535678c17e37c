using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.Demo;

public sealed class DemoRestartTests : IDisposable
{
    private readonly DemoFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_second_start_a_week_later_changes_nothing_and_keeps_what_people_did()
    {
        string before;
        await using (var first = _folder.Start())
        {
            await DemoFolder.InAsync(first, async db =>
            {
                await DemoFolder.All(db.Receivables).Where(r => r.ExternalId == "NF-10235-2").ExecuteUpdateAsync(set => set.SetProperty(r => r.Status, ReceivableStatus.Disputed));
                return await db.Creditors.Where(c => c.Slug == "aurora").ExecuteUpdateAsync(set => set.SetProperty(c => c.TradeName, "Outro nome"));
            });
            before = await DemoFolder.StateAsync(first);
        }
        _folder.Clock.Advance(TimeSpan.FromDays(7));

        await using var second = _folder.Start();
        Assert.Equal(before, await DemoFolder.StateAsync(second));
        Assert.True(await DemoFolder.InAsync(second, db => db.Creditors.AnyAsync(c => c.TradeName == "Outro nome")));
    }

    /// <summary>Applied, imported, linked; then the other creditor.</summary>
    [Fact]
    public async Task Killed_at_any_commit_the_next_start_completes_it()
    {
        string whole;
        await using (var undisturbed = _folder.Start()) whole = await DemoFolder.StateAsync(undisturbed);

        var survived = 0;
        for (var commit = 1; ; commit++)
        {
            using var folder = new DemoFolder();
            try
            {
                await using var lucky = folder.Start(commit);
                survived = commit;
                break;
            }
            catch (PowerCut)
            {
                // Half a demonstration is on the disk now.
            }
            await using var next = folder.Start();
            Assert.Equal(whole, await DemoFolder.StateAsync(next));
        }
        Assert.True(survived >= 7, $"only {survived - 1} commits were interrupted");
    }

    [Fact]
    public async Task Completed_the_next_day_it_keeps_the_dates_it_began_with()
    {
        string whole;
        await using (var undisturbed = _folder.Start()) whole = Of("aurora", await DemoFolder.StateAsync(undisturbed));

        using var folder = new DemoFolder();
        Assert.Throws<PowerCut>(() => folder.Start(dieAtCommit: 3).Dispose()); // imported, not linked
        folder.Clock.Advance(TimeSpan.FromDays(1));
        await using var next = folder.Start();
        Assert.Equal(whole, Of("aurora", await DemoFolder.StateAsync(next)));
    }

    [Fact]
    public async Task A_new_database_beside_old_files_starts_anew()
    {
        await using (_folder.Start()) { }
        _folder.Database.Replace();
        _folder.Clock.Advance(TimeSpan.FromDays(30));

        await using var anew = _folder.Start();
        var newest = await DemoFolder.InAsync(anew, db => DemoFolder.All(db.Receivables).MaxAsync(r => r.DueOn));
        Assert.True(newest > new DateOnly(2026, 12, 23), $"{newest}");
    }

    private static string Of(string slug, string state) => string.Join('\n', state.Split('\n').Where(line => line.StartsWith(slug, StringComparison.Ordinal)));
}
