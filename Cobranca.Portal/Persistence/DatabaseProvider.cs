using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Cobranca.Portal.Persistence;

/// <summary>The databases the portal runs on: <c>Database:Provider</c>.</summary>
public enum DatabaseProvider { Sqlite, PostgreSql, SqlServer }

/// <summary>Points a context at one of them.</summary>
public static class DatabaseProviders
{
    public static DbContextOptionsBuilder UseDatabase(this DbContextOptionsBuilder options, DatabaseProvider provider, string connectionString)
    {
        const QuerySplittingBehavior split = QuerySplittingBehavior.SplitQuery;
        _ = provider switch
        {
            DatabaseProvider.Sqlite => options.UseSqlite(connectionString, sqlite => sqlite.UseQuerySplittingBehavior(split)),
            DatabaseProvider.PostgreSql => options.UseNpgsql(Prepared(connectionString), postgres => postgres.UseQuerySplittingBehavior(split)),
            DatabaseProvider.SqlServer => options.UseSqlServer(connectionString, server => server.UseQuerySplittingBehavior(split))
                .ReplaceService<IMigrationsSqlGenerator, ExactTextSqlGenerator>(),
            _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, message: null),
        };
        // Migrations are written by hand (no design package here): there is no snapshot to compare with; a test compares instead.
        return options.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
    }

    /// <summary>
    /// What is asked again and again is planned once per connection, which nearly doubles the pages a second (docs/performance.md). A
    /// connection string that says otherwise is left alone: old poolers between here and the server cannot do it.
    /// </summary>
    private static string Prepared(string connectionString)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        return given.ContainsKey("Max Auto Prepare") || given.ContainsKey("MaxAutoPrepare")
            ? connectionString
            : new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 50 }.ToString();
    }

    /// <summary>A provider as people write it, in any case; numbers are not names.</summary>
    public static bool TryParse(string? name, out DatabaseProvider provider) =>
        Enum.TryParse(name, ignoreCase: true, out provider) && Enum.IsDefined(provider) && !char.IsAsciiDigit(name![0]);

    /// <summary>What is wrong with a connection string, without repeating it: it holds a password. Null when it can be tried.</summary>
    public static string? WhyNot(this DatabaseProvider provider, string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
            return $"ConnectionStrings:Default is missing: Database:Provider is {provider}. Set it, for example to {provider.ExampleConnectionString()}.";
        try
        {
            DbConnectionStringBuilder parsed = provider switch
            {
                DatabaseProvider.PostgreSql => new NpgsqlConnectionStringBuilder(connectionString),
                DatabaseProvider.SqlServer => new SqlConnectionStringBuilder(connectionString),
                _ => new SqliteConnectionStringBuilder(connectionString),
            };
            return parsed.Count > 0 ? null : throw new ArgumentException("It says nothing.", nameof(connectionString));
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException or KeyNotFoundException)
        {
            return $"ConnectionStrings:Default is not a connection string of {provider}. It looks like {provider.ExampleConnectionString()}.";
        }
    }

    public static string SqliteFile(string path) => new SqliteConnectionStringBuilder { DataSource = path }.ToString();

    private static string ExampleConnectionString(this DatabaseProvider provider) => provider switch
    {
        DatabaseProvider.PostgreSql => "'Host=db.internal;Database=cobranca;Username=cobranca;Password=…'",
        DatabaseProvider.SqlServer => "'Server=db.internal;Database=cobranca;User ID=cobranca;Password=…;Encrypt=true'",
        _ => "'Data Source=/srv/cobranca/cobranca.db'",
    };
}
