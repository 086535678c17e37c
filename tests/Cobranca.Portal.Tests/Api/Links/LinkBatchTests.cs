using System.Globalization;
using System.Text.Json;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Api.Links;

public sealed class LinkBatchTests : IAsyncLifetime
{
    private const string Path = "/api/v1/links/batch";
    private readonly MortalNode _node = new();
    private readonly PortalFixture _portal;
    private ApiScene _aurora = null!;
    private int _debts;

    public LinkBatchTests() => _portal = new() { Interceptors = [_node] };

    public async Task InitializeAsync()
    {
        await _portal.InitializeAsync();
        _aurora = await ApiScene.OfAsync(_portal, _portal.Aurora, ApiScopes.LinksWrite);
    }

    public Task DisposeAsync() => _portal.DisposeAsync();

    private static string Items(params object[] items) => JsonSerializer.Serialize(new { items });

    /// <summary>A debtor who said yes to SMS, with one open debt.</summary>
    private async Task<(Debtor Debtor, string ExternalId)> AddAsync(Action<Debtor>? change = null, Action<Receivable>? debt = null)
    {
        var debtor = await _portal.AddDebtorAsync(_portal.Aurora, change: d =>
        {
            d.Contacts[0].OptInSms = true;
            change?.Invoke(d);
        });
        var receivable = new Receivable
        {
            CreditorId = debtor.CreditorId, DebtorId = debtor.Id, ExternalId = string.Create(CultureInfo.InvariantCulture, $"LOTE-{++_debts:000}"), DueOn = new(2026, 9, 10),
            Principal = new(10_000), IsConsumer = true, CreatedAt = DateTime.UnixEpoch, UpdatedAt = DateTime.UnixEpoch,
        };
        debt?.Invoke(receivable);
        await _portal.InDbAsync(_portal.Aurora, db =>
        {
            db.Receivables.Add(receivable);
            return db.SaveChangesAsync();
        });
        return (debtor, receivable.ExternalId);
    }

    private async Task<ApiAnswer> FinishedAsync(ApiAnswer accepted)
    {
        Assert.True(accepted.Status == 202, accepted.Text);
        await JobScene.DoAllAsync(_portal);
        return await _aurora.GetAsync(accepted.Headers["Location"]);
    }

    private async Task<string[][]> FileAsync(ApiAnswer done, string field = "fileUrl")
    {
        var file = await _aurora.GetAsync(new Uri(done.Json.GetProperty(field).GetString()!).AbsolutePath);
        Assert.Equal((200, "text/csv"), (file.Status, file.ContentType));
        return [.. file.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(';'))];
    }

    private static (int, int, int, int) CountsOf(ApiAnswer done)
    {
        var counts = done.Json.GetProperty("counts");
        int Count(string name) => counts.GetProperty(name).GetInt32();
        return (Count("items"), Count("links"), Count("withoutContact"), Count("refused"));
    }

    [Fact]
    public async Task A_batch_becomes_a_mailing_file_whose_links_open()
    {
        var ((one, id1), (two, id2)) = (await AddAsync(), await AddAsync());
        var accepted = await _aurora.PostAsync(Path, Items(new { externalId = id1 }, new { taxId = two.TaxId.Value }));
        Assert.Equal("queued", accepted.Json.GetProperty("status").GetString());
        Assert.Equal(0, await LinksAsync());
        var done = await FinishedAsync(accepted);
        Assert.Equal(("finished", (2, 2, 0, 0)), (done.Json.GetProperty("status").GetString(), CountsOf(done)));

        var lines = await FileAsync(done);
        Assert.Equal(["celular", "email", "link", "codigo", "validade", "id_externo"], lines[0]);
        Assert.Equal([one.Contacts[0].Value.TrimStart('+'), one.Contacts[1].Value, "23/12/2026", id1], [lines[1][0], lines[1][1], lines[1][4], lines[1][5]]);
        Assert.Equal(id2, lines[2][5]);
        foreach (var line in lines.Skip(1))
        {
            Assert.Equal(200, (int)(await _portal.NewBrowser().GetAsync(new Uri(line[2]).AbsolutePath)).Status);
            Assert.True(AuthenticityCodes.TryRead(line[3], out var code, out _));
            Assert.True(await _portal.InDbAsync(_portal.Aurora, db => db.AuthenticityCodes.AnyAsync(c => c.Code == code && c.LinkId != null)));
        }
        Assert.Equal(2, await _portal.InDbAsync(_portal.Aurora, db => db.AuthenticityCodes.Select(c => c.LinkId).Distinct().CountAsync()));
    }

    [Fact]
    public async Task Items_without_a_link_are_told_one_by_one_and_the_others_are_made()
    {
        var (good, id) = await AddAsync();
        var (_, paid) = await AddAsync(debt: r => r.Status = ReceivableStatus.Paid);
        var (_, barred) = await AddAsync(debt: r => r.DueOn = new(2015, 1, 5));
        var done = await FinishedAsync(await _aurora.PostAsync(Path, Items(new { taxId = "123" }, new { taxId = TestTaxIds.Cpf(991_001).Value }, new { externalId = "NADA" },
            new { externalId = id }, new { taxId = good.TaxId.Formatted }, new { externalId = paid }, new { externalId = barred })));
        Assert.Equal((7, 1, 0, 6), CountsOf(done));
        var refusals = done.Json.GetProperty("refusals").EnumerateArray().ToList();
        Assert.Equal([0, 1, 2, 4, 5, 6], refusals.Select(r => r.GetProperty("item").GetInt32()));
        Assert.Contains("item 3", refusals[3].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(7, (await FileAsync(done, "errorFileUrl")).Length);
        Assert.DoesNotContain(good.TaxId.Value, done.Text, StringComparison.Ordinal);
        Assert.Equal(1, await LinksAsync());
    }

    [Fact]
    public async Task Only_contacts_that_may_be_used_are_in_the_file()
    {
        var cases = new (Action<Debtor> Change, bool Mobile, bool Email)[]
        {
            (d => d.Contacts[0].OptInSms = null, false, true),
            (d => d.Contacts[0].OptInSms = false, false, true),
            (d => d.Contacts[1].OptInEmail = false, true, false),
            (d => d.Contacts[1].OptInEmail = true, true, true),
            (d => d.Contacts[0].FlaggedAt = DateTime.UnixEpoch, false, true),
            (d => d.Contacts[0].Ownership = ContactOwnership.ThirdParty, false, true),
            (d => d.Contacts[1].Ownership = ContactOwnership.Work, true, false),
            (d => d.Contacts[0].Source = ContactSource.Enrichment, false, true),
            (d => d.Contacts[0].UsableFrom = _portal.Clock.GetUtcNow().UtcDateTime.AddDays(1), false, true),
            (d => d.Contacts.ForEach(c => c.FlaggedAt = DateTime.UnixEpoch), false, false),
        };
        var ids = new List<object>();
        foreach (var (change, _, _) in cases) ids.Add(new { externalId = (await AddAsync(change)).ExternalId });
        var done = await FinishedAsync(await _aurora.PostAsync(Path, Items([.. ids])));
        Assert.Equal((10, 10, 1, 0), CountsOf(done));
        Assert.Equal(cases.Select(c => (c.Mobile, c.Email)), (await FileAsync(done)).Skip(1).Select(line => (line[0].Length > 0, line[1].Length > 0)));
    }

    [Fact]
    public async Task A_named_contact_is_the_only_one_and_stays_with_the_link()
    {
        var ((one, id1), (_, id2)) = (await AddAsync(), await AddAsync());
        var email = one.Contacts[1].Value;
        var done = await FinishedAsync(await _aurora.PostAsync(Path, Items(new { externalId = id1, contact = email }, new { externalId = id2, contact = email })));
        Assert.Equal((2, 1, 0, 1), CountsOf(done));
        Assert.Equal("", (await FileAsync(done))[1][0]);
        Assert.Equal(one.Contacts[1].Id, await _portal.InDbAsync(_portal.Aurora, async db => (await db.AccessLinks.SingleAsync()).ContactId));
    }

    [Fact]
    public async Task Nothing_in_the_file_runs_as_a_formula()
    {
        var (debtor, _) = await AddAsync(debt: r => r.ExternalId = "=1+1");
        var line = (await FileAsync(await FinishedAsync(await _aurora.PostAsync(Path, Items(new { taxId = debtor.TaxId.Value })))))[1];
        Assert.Equal("\"'=1+1\"", line[5]);
        Assert.All(line, cell => Assert.DoesNotContain(cell.FirstOrDefault(), "=+-@"));
    }

    [Fact]
    public async Task What_is_wrong_with_the_request_is_named()
    {
        Assert.Equal(["items"], (await _aurora.PostAsync(Path, Items())).WrongFields);
        Assert.Equal(["items[1]", "items[2]"], (await _aurora.PostAsync(Path, Items(new { externalId = "a" }, new { }, new { externalId = "a", taxId = "1" }))).WrongFields);
        Assert.Equal(["items[0].cpf"], (await _aurora.PostAsync(Path, Items(new { cpf = "1" }))).WrongFields);
        Assert.Equal(["validDays"], (await _aurora.PostAsync(Path, """{"items":[{"externalId":"a"}],"validDays":999}""")).WrongFields);
        var many = await _aurora.PostAsync(Path, $$"""{"items":[{{string.Join(',', Enumerable.Repeat("""{"externalId":"a"}""", 50_001))}}]}""");
        Assert.Equal(["items"], many.WrongFields);
        Assert.Equal(0, await _portal.InDbAsync(_portal.Aurora, db => db.Jobs.CountAsync()));
    }

    [Fact]
    public async Task A_batch_whose_node_dies_at_its_end_leaves_no_link_and_is_made_whole_by_another()
    {
        var ((_, id1), (_, id2)) = (await AddAsync(), await AddAsync());
        var accepted = await _aurora.PostAsync(Path, Items(new { externalId = id1 }, new { externalId = id2 }));
        var deaths = 0;
        for (var commit = 1; ; commit++)
        {
            _node.DieAtCommit(commit);
            try { await JobScene.TurnAsync(_portal); }
            catch (Exception) when (_node.IsDead) { deaths++; }
            var died = _node.IsDead;
            _node.Revive();
            if (!died) break;
            Assert.Equal((0, 0), (await LinksAsync(), await _portal.InDbAsync(_portal.Aurora, db => db.AuthenticityCodes.CountAsync())));
            _portal.Clock.Advance(JobRunner.Lease + TimeSpan.FromSeconds(1));
        }
        Assert.NotEqual(0, deaths);
        var done = await _aurora.GetAsync(accepted.Headers["Location"]);
        Assert.Equal((2, 2, 0, 0), CountsOf(done));
        Assert.Equal(2, await LinksAsync());
        foreach (var line in (await FileAsync(done)).Skip(1)) Assert.Equal(200, (int)(await _portal.NewBrowser().GetAsync(new Uri(line[2]).AbsolutePath)).Status);
    }

    [Fact]
    public async Task Eight_workers_make_each_link_once()
    {
        var items = new List<object>();
        for (var i = 0; i < 20; i++) items.Add(new { externalId = (await AddAsync()).ExternalId });
        await _aurora.PostAsync(Path, Items([.. items]));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => JobScene.DoAllAsync(_portal))));
        Assert.Equal(20, await LinksAsync());
    }

    [Fact]
    public async Task The_same_key_is_the_same_batch()
    {
        var (_, id) = await AddAsync();
        var first = await _aurora.PostAsync(Path, Items(new { externalId = id }), "lote-1");
        Assert.Equal(first.Text, (await _aurora.PostAsync(Path, Items(new { externalId = id }), "lote-1")).Text);
        Assert.Equal(409, (await _aurora.PostAsync(Path, Items(new { externalId = "outro" }), "lote-1")).Status);
        Assert.Equal(1, await _portal.InDbAsync(_portal.Aurora, db => db.Jobs.CountAsync()));
    }

    [Fact]
    public async Task Strangers_other_creditors_and_keys_without_the_scope_get_nothing()
    {
        var (_, id) = await AddAsync();
        var done = await FinishedAsync(await _aurora.PostAsync(Path, Items(new { externalId = id }, new { externalId = "NADA" })));
        var address = $"{Path}/{done.Json.GetProperty("id").GetString()}";
        var (stranger, vetor) = (new ApiScene(_portal.Http, key: null), await ApiScene.OfAsync(_portal, _portal.Vetor));
        var other = await ApiScene.OfAsync(_portal, _portal.Aurora, ApiScopes.ImportsRead);
        foreach (var path in new[] { address, address + "/file.csv", address + "/errors.csv" })
        {
            Assert.Equal((401, 403, 404, 200), ((await stranger.GetAsync(path)).Status, (await other.GetAsync(path)).Status, (await vetor.GetAsync(path)).Status, (await _aurora.GetAsync(path)).Status));
        }
        Assert.Equal((401, 403), ((await stranger.PostAsync(Path, Items(new { externalId = id }))).Status, (await other.PostAsync(Path, Items(new { externalId = id }))).Status));
        var theirs = await vetor.PostAsync(Path, Items(new { externalId = id }));
        await JobScene.DoAllAsync(_portal);
        Assert.Equal((1, 0, 0, 1), CountsOf(await vetor.GetAsync(theirs.Headers["Location"])));
    }

    private Task<int> LinksAsync() => _portal.InDbAsync(_portal.Aurora, db => db.AccessLinks.CountAsync());
}
