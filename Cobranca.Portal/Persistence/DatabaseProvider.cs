using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

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
            DatabaseProvider.PostgreSql => options.UseNpgsql(connectionString, postgres => postgres.UseQuerySplittingBehavior(split)),
            DatabaseProvider.SqlServer => options.UseSqlServer(connectionString, server => server.UseQuerySplittingBehavior(split)),
            _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, message: null),
        };
        // Migrations are written by hand (no design package here): there is no snapshot to compare with; a test compares instead.
        return options.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
    }
}
