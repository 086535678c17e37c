using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Api;

[Collection(nameof(ConsoleCollection))]
public sealed class KeyTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task A_key_says_whose_it_is()
    {
        var answer = await (await ApiScene.OfAsync(portal, portal.Vetor, "calculators")).GetAsync("/api/v1/key");
        Assert.Equal(200, answer.Status);
        Assert.Equal("vetor", answer.Json.GetProperty("creditor").GetString());
    }

    [Fact]
    public async Task No_key_and_a_wrong_key_are_problems()
    {
        foreach (var key in new[] { null, "ck_nothing", new string('x', 5000) })
        {
            var answer = await new ApiScene(portal.Http, key).GetAsync("/api/v1/key");
            Assert.Equal((401, "application/problem+json"), (answer.Status, answer.ContentType));
        }
    }

    [Fact]
    public async Task Created_by_command_it_opens_is_listed_without_itself_and_revoked()
    {
        var made = await portal.CommandAsync("apikey", "create", "--creditor", "aurora", "--name", "ERP da matriz", "--scopes", "receivables:read,receivables:write", "--expires", "30/11/2026");
        Assert.Equal(0, made.ExitCode);
        var (secret, scene) = (made.Output.Trim(), new ApiScene(portal.Http, made.Output.Trim()));
        var key = (await scene.GetAsync("/api/v1/key")).Json;
        Assert.Equal(["receivables:read", "receivables:write"], key.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()));
        var id = key.GetProperty("id").GetString()!;

        var list = await portal.CommandAsync("apikey", "list", "--creditor", "aurora");
        Assert.Contains(id, list.Output, StringComparison.Ordinal);
        Assert.Contains("usada pela última vez em 23/11/2026 às 10:00", list.Output, StringComparison.Ordinal);
        Assert.Contains("expira em 01/12/2026 às 00:00", list.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, list.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(id, (await portal.CommandAsync("apikey", "list", "--creditor", "vetor")).Output, StringComparison.Ordinal);

        Assert.Equal(1, (await portal.CommandAsync("apikey", "revoke", "--creditor", "vetor", "--id", id)).ExitCode);
        Assert.Equal(200, (await scene.GetAsync("/api/v1/key")).Status);
        Assert.Equal(0, (await portal.CommandAsync("apikey", "revoke", "--creditor", "aurora", "--id", id)).ExitCode);
        Assert.Equal(401, (await scene.GetAsync("/api/v1/key")).Status);
        var audit = await portal.InDbAsync(portal.Aurora, db => db.AuditEntries.Where(e => e.Subject == id).OrderBy(e => e.Id).Select(e => e.Action).ToListAsync());
        Assert.Equal(["apikey.create", "apikey.revoke"], audit);
        Assert.False(await portal.InDbAsync(portal.Aurora, db => db.ApiKeys.AnyAsync(k => k.Name.Contains(secret))));
    }

    [Fact]
    public async Task Rotated_both_open_until_the_overlap_ends()
    {
        var old = (await portal.CommandAsync("apikey", "create", "--creditor", "aurora", "--name", "Loja", "--scopes", "calculators")).Output.Trim();
        var id = (await new ApiScene(portal.Http, old).GetAsync("/api/v1/key")).Json.GetProperty("id").GetString()!;
        var rotated = await portal.CommandAsync("apikey", "rotate", "--creditor", "aurora", "--id", id, "--overlap-days", "2");
        var fresh = new ApiScene(portal.Http, rotated.Output.Trim());
        Assert.Equal("calculators", (await fresh.GetAsync("/api/v1/key")).Json.GetProperty("scopes")[0].GetString());
        Assert.Equal(200, (await new ApiScene(portal.Http, old).GetAsync("/api/v1/key")).Status);
        portal.Clock.Advance(TimeSpan.FromDays(2) + TimeSpan.FromMinutes(5)); // the command ran on a clock that moves
        Assert.Equal(401, (await new ApiScene(portal.Http, old).GetAsync("/api/v1/key")).Status);
        Assert.Equal(200, (await fresh.GetAsync("/api/v1/key")).Status);
        portal.Clock.Set(PortalFixture.Start);
    }

    [Fact]
    public async Task An_expired_key_does_not_open()
    {
        var key = (await portal.CommandAsync("apikey", "create", "--creditor", "aurora", "--name", "Curta", "--expires", "23/11/2026")).Output.Trim();
        Assert.Equal(200, (await new ApiScene(portal.Http, key).GetAsync("/api/v1/key")).Status);
        portal.Clock.Set(new(2026, 11, 24, 0, 0, 0, TimeSpan.FromHours(-3)));
        Assert.Equal(401, (await new ApiScene(portal.Http, key).GetAsync("/api/v1/key")).Status);
        portal.Clock.Set(PortalFixture.Start);
    }

    [Theory]
    [InlineData("--scopes: não há tudo", "create", "--creditor", "aurora", "--name", "x", "--scopes", "tudo")]
    [InlineData("--expires", "create", "--creditor", "aurora", "--name", "x", "--expires", "22/11/2026")]
    [InlineData("--name", "create", "--creditor", "aurora", "--name", " ")]
    [InlineData("--id", "revoke", "--creditor", "aurora", "--id", "key_nada")]
    [InlineData("--overlap-days", "rotate", "--creditor", "aurora", "--id", "key_nada", "--overlap-days", "91")]
    public async Task A_command_that_cannot_be_carried_out_says_what_to_change(string says, params string[] arguments)
    {
        var answer = await portal.CommandAsync(["apikey", .. arguments]);
        Assert.Equal((1, ""), (answer.ExitCode, answer.Output));
        Assert.Contains(says, answer.Error, StringComparison.Ordinal);
    }
}

/// <summary>What everybody can read opens in Development alone.</summary>
public sealed class KnownKeyTests
{
    [Theory]
    [InlineData("Development", 200)]
    [InlineData("Production", 401)]
    public async Task A_known_key_whose_hash_is_in_the_database(string environment, int expected)
    {
        var portal = new PortalFixture { Environment = environment };
        await portal.InitializeAsync();
        try
        {
            await portal.InAsync(portal.Aurora, async services =>
            {
                services.GetRequiredService<ApiKeys>().Create(portal.Aurora.Id, "x", ApiScopes.All, "teste", secret: "ck_dev_aurora");
                return await services.GetRequiredService<CobrancaDb>().SaveChangesAsync();
            });
            Assert.Equal(expected, (await new ApiScene(portal.Http, "ck_dev_aurora").GetAsync("/api/v1/key")).Status);
            // Not even a row that does not say what it is.
            await portal.InDbAsync(portal.Aurora, db => db.ApiKeys.ExecuteUpdateAsync(set => set.SetProperty(k => k.IsDevelopment, false)));
            Assert.Equal(expected, (await new ApiScene(portal.Http, "ck_dev_aurora").GetAsync("/api/v1/key")).Status);
        }
        finally
        {
            await portal.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_demonstration_has_them_and_a_second_start_adds_none()
    {
        using var folder = new Demo.DemoFolder();
        for (var start = 0; start < 2; start++)
        {
            await using var host = folder.Start();
            foreach (var slug in new[] { "aurora", "vetor" })
            {
                var answer = await new ApiScene(host.CreateClient(), "ck_dev_" + slug).GetAsync("/api/v1/key");
                Assert.Equal((200, slug, ApiScopes.All.Count), (answer.Status, answer.Json.GetProperty("creditor").GetString(), answer.Json.GetProperty("scopes").GetArrayLength()));
            }
            Assert.Equal(2, await Demo.DemoFolder.InAsync(host, db => db.ApiKeys.IgnoreQueryFilters([CobrancaDb.TenantFilter]).CountAsync()));
        }
    }
}
