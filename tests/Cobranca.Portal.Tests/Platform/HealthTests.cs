using System.Data.Common;
using System.Net;
using System.Text.Json;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Platform;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Platform;

/// <summary>Live as long as the process answers; ready only while it can serve people. Stopping is tested on a real process (<c>ShutdownTests</c>).</summary>
public sealed class HealthTests : IDisposable
{
    private readonly Installation _installation = new();

    public void Dispose() => _installation.Dispose();

    [Fact]
    public async Task A_portal_that_serves_is_live_and_ready()
    {
        var node = _installation.Start("Production");
        node.Services.GetRequiredService<InstallationKeys>().Hash("warm-up", "");
        Assert.Equal((200, "ready", null), await ReadyAsync(node));
        Assert.Equal("ok", await Client(node).GetStringAsync("/health/live"));
    }

    [Fact]
    public async Task Without_its_database_it_lives_and_is_not_ready()
    {
        var outage = new Outage();
        var node = _installation.Start(change: services => services.ConfigureDbContext<CobrancaDb>(options => options.AddInterceptors(outage)));
        Assert.Equal((200, "ready", null), await ReadyAsync(node));
        outage.Is = true;
        Assert.Equal((503, "unready", "database"), await ReadyAsync(node));
        Assert.Equal(HttpStatusCode.OK, (await Client(node).GetAsync("/health/live")).StatusCode);
        outage.Is = false;
        Assert.Equal((200, "ready", null), await ReadyAsync(node));
    }

    [Fact]
    public async Task A_database_that_somebody_took_back_to_an_older_version_is_not_ready()
    {
        var node = _installation.Start();
        await Installation.InDbAsync(node, db => db.Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" <> '20261121000000_Initial'"));
        Assert.Equal((503, "unready", "migrations"), await ReadyAsync(node));
    }

    [Fact]
    public async Task A_node_that_cannot_open_what_the_installation_sealed_is_not_ready()
    {
        var node = _installation.Start();
        node.Services.GetRequiredService<InstallationKeys>().Hash("warm-up", "");
        await Installation.InDbAsync(node, db => db.InstallationSecrets.ExecuteUpdateAsync(set => set.SetProperty(s => s.ProtectedValue, new byte[] { 1, 2, 3 })));
        Assert.Equal((503, "unready", "keys"), await ReadyAsync(node));
    }

    private static HttpClient Client(WebApplicationFactory<Program> node) => node.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });

    private static async Task<(int Status, string? Said, string? Failed)> ReadyAsync(WebApplicationFactory<Program> node)
    {
        using var answer = await Client(node).GetAsync("/health/ready");
        var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(["failed", "status"], json.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        return ((int)answer.StatusCode, json.GetProperty("status").GetString(), json.GetProperty("failed").GetString());
    }

    private sealed class Outage : DbConnectionInterceptor
    {
        public bool Is { get; set; }

        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            Is ? throw new IOException("no route to the database") : new(result);
    }
}
