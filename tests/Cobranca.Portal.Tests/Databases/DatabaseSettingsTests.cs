using Cobranca.Portal.Persistence;
using Cobranca.Portal.Platform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Cobranca.Portal.Tests.Databases;

/// <summary>A database that cannot be meant is refused at start, in every environment, by the name of its key and without its password.</summary>
public sealed class DatabaseSettingsTests
{
    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public void An_unknown_provider_is_named_with_those_there_are(string environment)
    {
        var problem = Assert.Single(Problems(environment, "Oracle", null));
        Assert.StartsWith("Database:Provider is 'Oracle'", problem, StringComparison.Ordinal);
        Assert.Contains("Sqlite, PostgreSql, SqlServer", problem, StringComparison.Ordinal);
        Assert.Single(Problems(environment, "1", null));
    }

    [Theory]
    [InlineData("PostgreSql", "Host=")]
    [InlineData("SqlServer", "Server=")]
    public void A_server_needs_a_connection_string_and_is_shown_one(string provider, string example)
    {
        var problem = Assert.Single(Problems("Development", provider, null));
        Assert.StartsWith("ConnectionStrings:Default is missing", problem, StringComparison.Ordinal);
        Assert.Contains(example, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PostgreSql", "Server=db;Trusted_Connection=True;Password=segredo")]
    [InlineData("SqlServer", "Host=db;Username=x;Password=segredo")]
    [InlineData("Sqlite", "Host=db;Password=segredo")]
    [InlineData("PostgreSql", "segredo")]
    public void A_connection_string_of_another_database_is_refused_without_repeating_it(string provider, string connection)
    {
        var problem = Assert.Single(Problems("Production", provider, connection));
        Assert.StartsWith($"ConnectionStrings:Default is not a connection string of {provider}", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("segredo", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, DatabaseProvider.Sqlite)]
    [InlineData("sqlite", null, DatabaseProvider.Sqlite)]
    [InlineData("postgresql", "Host=db;Database=cobranca;Username=cobranca;Password=x", DatabaseProvider.PostgreSql)]
    [InlineData("SqlServer", "Server=db;Database=cobranca;User ID=x;Password=x", DatabaseProvider.SqlServer)]
    public void What_is_meant_is_taken(string? provider, string? connection, DatabaseProvider meant)
    {
        Assert.Empty(Problems("Production", provider, connection));
        Assert.Equal(meant, Settings("Production", provider, connection).DatabaseProvider);
    }

    private static IReadOnlyList<string> Problems(string environment, string? provider, string? connection) => Settings(environment, provider, connection).Problems();

    private static PortalSettings Settings(string environment, string? provider, string? connection) => new(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = provider, ["ConnectionStrings:Default"] = connection, ["Portal:PublicUrl"] = "https://acordo.example.com.br",
        }).Build(), new Named(environment));

    private sealed class Named(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;
        public string ApplicationName { get; set; } = "Cobranca.Portal";
        public string ContentRootPath { get; set; } = "";
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
