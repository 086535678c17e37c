using Cobranca.Portal.Persistence;
using Cobranca.Portal.Tests.Databases;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Cobranca.Portal.Tests.Platform;

/// <summary>One database and data folder on which portals (nodes) are started, as many as a test wants.</summary>
public sealed class Installation : IDisposable
{
    private readonly List<IDisposable> _nodes = [];

    /// <summary>A server that nobody migrated yet, on the engine of this run.</summary>
    public OwnDatabase Database { get; } = OwnDatabase.Empty();

    public string Folder => Database.Folder;

    public TestClock Clock { get; } = new(PortalFixture.Start);

    /// <summary>A portal of this installation; Production and Development alike have no demonstration and no workers.</summary>
    public WebApplicationFactory<Program> Start(string environment = "Development", Action<IServiceCollection>? change = null, params (string Key, string Value)[] settings)
    {
        var node = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
        {
            builder.UseEnvironment(environment);
            Database.Configure(builder);
            if (environment == "Development") builder.UseSetting("Demo:Enabled", "false");
            else builder.UseSetting("Portal:PublicUrl", "https://acordo.example.com.br");
            builder.UseSetting("Workers:Enabled", "false");
            foreach (var (key, value) in settings) builder.UseSetting(key, value);
            builder.ConfigureTestServices(services =>
            {
                services.AddSingleton<TimeProvider>(Clock);
                change?.Invoke(services);
            });
        });
        _nodes.Add(node);
        _ = node.Services;
        return node;
    }

    public static async Task<T> InDbAsync<T>(WebApplicationFactory<Program> node, Func<CobrancaDb, Task<T>> work)
    {
        await using var scope = node.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<CobrancaDb>());
    }

    /// <summary>Configuration as a start would see it: these keys and nothing else.</summary>
    public static IConfiguration Configuration(params (string Key, string? Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => v.Key, v => v.Value, StringComparer.OrdinalIgnoreCase)).Build();

    public void Dispose()
    {
        foreach (var node in _nodes) node.Dispose();
        Database.Dispose();
    }
}

/// <summary>An environment by its name.</summary>
internal sealed class NamedEnvironment(string name) : IHostEnvironment
{
    public string EnvironmentName { get; set; } = name;
    public string ApplicationName { get; set; } = "Cobranca.Portal";
    public string ContentRootPath { get; set; } = "";
    public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
}
