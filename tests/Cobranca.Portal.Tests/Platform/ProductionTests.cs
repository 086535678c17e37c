using Cobranca.Portal.Integrations.Bank;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Cobranca.Portal.Tests.Databases;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Cobranca.Portal.Tests.Platform;

/// <summary>What exists outside Development, and what must not.</summary>
public sealed class ProductionTests : IAsyncLifetime
{
    private readonly OwnDatabase _database = OwnDatabase.Migrated();
    private readonly WebApplicationFactory<Program> _production;

    public ProductionTests() => _production = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
    {
        builder.UseEnvironment("Production");
        _database.Configure(builder);
        builder.UseSetting("Portal:PublicUrl", "https://acordo.example.com.br");
        builder.UseSetting("Workers:Enabled", "false");
    });

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _production.DisposeAsync();
        _database.Dispose();
    }

    [Fact]
    public void No_development_route_is_mapped()
    {
        var routes = _production.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(e => e.RoutePattern.RawText ?? "").ToList();
        Assert.Contains("/health/live", routes);
        Assert.Contains("/{creditor}/dividas", routes);
        Assert.DoesNotContain(routes, route => route.TrimStart('/').StartsWith("dev", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Each routing step of the pipeline asks for all endpoints; those with a handler to compile are the same for all of them.</summary>
    [Fact]
    public void Handlers_of_routes_are_made_once()
    {
        var sources = ((CompositeEndpointDataSource)_production.Services.GetRequiredService<EndpointDataSource>()).DataSources;
        var steps = Enumerable.Range(0, 2).Select(_ => new CompositeEndpointDataSource(sources).Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal)).ToList()).ToList();
        Assert.True(steps[0].Count > 50, $"only {steps[0].Count} routes of the API");
        Assert.All(steps[0].Zip(steps[1]), pair => Assert.Same(pair.First, pair.Second));
    }

    [Fact]
    public async Task Development_pages_answer_like_any_address_that_does_not_exist()
    {
        using var client = _production.CreateClient(new() { BaseAddress = new("https://acordo.example.com.br") });
        foreach (var path in new[] { "/dev", "/dev/mensagens", "/dev/mensagens.json" })
            Assert.Equal(System.Net.HttpStatusCode.NotFound, (await client.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task Answers_carry_the_headers_that_keep_them_private()
    {
        using var client = _production.CreateClient(new() { BaseAddress = new("https://acordo.example.com.br") });
        var answer = await client.GetAsync("/nada");
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.True(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Plain_http_is_told_so_and_only_health_answers()
    {
        using var client = _production.CreateClient(new() { BaseAddress = new("http://acordo.example.com.br") });
        var refused = await client.GetAsync("/aurora");
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("https://", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await client.GetAsync("/health/live")).StatusCode);
    }

    [Fact]
    public void Without_configuration_there_is_no_channel_and_no_bank()
    {
        var channels = _production.Services.GetRequiredService<MessageChannels>();
        Assert.False(channels.CanSend(MessageChannel.Email));
        Assert.False(channels.CanSend(MessageChannel.Sms));
        using var scope = _production.Services.CreateScope();
        Assert.Null(scope.ServiceProvider.GetRequiredService<BankConnections>().For("341"));
    }

    [Fact]
    public void Every_unsafe_setting_is_refused_at_once()
    {
        var problems = Settings(new()
        {
            ["Demo:Enabled"] = "true", ["Demo:LinkSecret"] = "development-only-link-secret", ["Clock:StartAt"] = "2026-11-23T10:00:00-03:00",
        }).Problems();
        Assert.Equal(4, problems.Count);
        foreach (var key in new[] { "Demo:Enabled", "Demo:LinkSecret", "Clock:StartAt", "Portal:PublicUrl" })
            Assert.Contains(problems, problem => problem.StartsWith(key, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://acordo.example.com.br")]
    [InlineData("acordo.example.com.br")]
    public void Links_outside_Development_are_https(string address) =>
        Assert.Single(Settings(new() { ["Portal:PublicUrl"] = address }).Problems());

    [Fact]
    public void A_safe_configuration_has_no_problem() => Assert.Empty(Settings(new() { ["Portal:PublicUrl"] = "https://acordo.example.com.br" }).Problems());

    private static PortalSettings Settings(Dictionary<string, string?> values) =>
        new(new ConfigurationBuilder().AddInMemoryCollection(values).Build(), new Environment());

    private sealed class Environment : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Production;
        public string ApplicationName { get; set; } = "Cobranca.Portal";
        public string ContentRootPath { get; set; } = "";
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
