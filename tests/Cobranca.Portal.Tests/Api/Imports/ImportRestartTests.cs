using Cobranca.Portal.Jobs;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Tests.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Api.Imports;

/// <summary>A node dies in the middle of a file; another one ends it in the state that one run would have left.</summary>
public sealed class ImportRestartTests : IAsyncLifetime
{
    private readonly MortalNode _node = new();
    private readonly PortalFixture _portal;

    public ImportRestartTests() => _portal = new() { Interceptors = [_node] };

    public Task InitializeAsync() => _portal.InitializeAsync();

    public Task DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task A_file_interrupted_at_any_step_ends_whole()
    {
        var aurora = await ApiScene.OfAsync(_portal, _portal.Aurora);
        // Two batches of a thousand lines and a rest, and one line refused: batches, the audit line and the end of the job are commits.
        // Its last line has another mobile of the first line's debtor, who is no stranger to a file begun again.
        var accepted = await aurora.ImportAsync(ImportScene.Csv(2_200) + "X-1;1;;;;;\n" + $"X-2;{TestTaxIds.Cpf(700_001).Value};Joana Teste 1;10/09/2026;1,00;+5511955551234;sim\n");
        var deaths = 0;
        for (var commit = 1; deaths < 4; commit++)
        {
            _node.DieAtCommit(commit);
            try { await JobScene.TurnAsync(_portal); }
            catch (Exception) when (_node.IsDead) { deaths++; }
            if (!_node.IsDead) break;
            _node.Revive();
            _portal.Clock.Advance(JobRunner.Lease + TimeSpan.FromSeconds(1));
        }
        _node.Revive();
        Assert.InRange(deaths, 2, 4);
        await JobScene.DoAllAsync(_portal);

        var done = await aurora.GetAsync(accepted.Headers["Location"]);
        Assert.Equal("finished", done.Json.GetProperty("status").GetString());
        var (rows, created, updated, unchanged, refused) = ImportScene.CountsOf(done);
        Assert.Equal((2_202, 2_201, 0, 1), (rows, created + unchanged, updated, refused));
        Assert.Equal((2_201, 2_200, 2_201), await _portal.InDbAsync(_portal.Aurora, async db =>
            (await db.Receivables.CountAsync(), await db.Debtors.CountAsync(), await db.Contacts.CountAsync())));
        Assert.Equal((0, 0), await _portal.InDbAsync(_portal.Aurora, async db => (await db.Contacts.CountAsync(c => c.UsableFrom != null), await db.OutboxMessages.CountAsync())));
        var errors = await aurora.GetAsync(new Uri(done.Json.GetProperty("errorFileUrl").GetString()!).AbsolutePath);
        Assert.Contains("cpf_cnpj", errors.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_nodes_at_the_same_file_end_in_the_same_state()
    {
        var aurora = await ApiScene.OfAsync(_portal, _portal.Aurora);
        var accepted = await aurora.ImportAsync(ImportScene.Csv(1_500, from: 5_000, prefix: "DOIS"));
        // The second begins because the first seems dead: its lease has run out while it still works.
        var first = JobScene.TurnAsync(_portal);
        var job = await _portal.InDbAsync(_portal.Aurora, db => db.Jobs.AsNoTracking().SingleAsync());
        _portal.Clock.Advance(JobRunner.Lease + TimeSpan.FromSeconds(1));
        await Task.WhenAll(first, JobScene.TurnAsync(_portal));
        Assert.NotNull(job);
        await JobScene.DoAllAsync(_portal);
        Assert.Equal("finished", (await aurora.GetAsync(accepted.Headers["Location"])).Json.GetProperty("status").GetString());
        Assert.Equal((1_500, 1_500), await _portal.InDbAsync(_portal.Aurora, async db => (await db.Receivables.CountAsync(), await db.Debtors.CountAsync())));
    }
}
