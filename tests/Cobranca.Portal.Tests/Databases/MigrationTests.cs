using System.Data.Common;
using Cobranca.Portal.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Cobranca.Portal.Tests.Databases;

/// <summary>There is no model snapshot to warn about a forgotten migration: two databases are compared instead. And starts that meet, or die.</summary>
public sealed class MigrationTests
{
    [Fact]
    public void The_run_is_on_the_database_it_says()
    {
        using var own = OwnDatabase.Migrated();
        using var db = own.Open();
        Assert.Equal(Environment.GetEnvironmentVariable("COBRANCA_TEST_DATABASE") == "postgresql", db.Database.IsNpgsql());
        if (db.Database.IsNpgsql()) Assert.StartsWith("PostgreSQL ", db.Database.SqlQueryRaw<string>("""SELECT version() AS "Value" """).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Migrating_equals_the_model()
    {
        using var first = OwnDatabase.Empty();
        using var migrated = first.Open();
        DatabaseStartup.Migrate(migrated, first.Folder);
        using var second = OwnDatabase.Empty();
        using var created = second.Open();
        created.Database.EnsureCreated();

        var expected = DatabaseSchema.Of(created);
        Assert.Contains(expected, line => line.StartsWith("Receivables.ExternalId", StringComparison.Ordinal));
        Assert.True(expected.Count > 350, $"only {expected.Count} lines of schema");
        Assert.Equal(expected, DatabaseSchema.Of(migrated));
    }

    [Fact]
    public async Task Nodes_that_start_at_once_migrate_once()
    {
        using var own = OwnDatabase.Empty();
        var ran = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            using var db = own.Open();
            return DatabaseStartup.Migrate(db, own.Folder);
        })));
        using var after = own.Open();
        var all = after.Database.GetMigrations().ToList();
        Assert.Equal(all, after.Database.GetAppliedMigrations());
        Assert.Equal(all, Assert.Single(ran, steps => steps.Count > 0));
    }

    [Fact]
    public void A_database_that_is_current_is_left_alone()
    {
        using var own = OwnDatabase.Migrated();
        var sql = new SqlRecorder();
        using var db = own.Open(sql);
        Assert.Empty(DatabaseStartup.Migrate(db, own.Folder));
        Assert.DoesNotContain(sql.Take(), statement => !statement.TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>In the first table, in the middle, and just before the end is written down.</summary>
    [Theory]
    [InlineData("CREATE TABLE \"AuditEntries\"")]
    [InlineData("CREATE TABLE \"Jobs\"")]
    [InlineData("IX_WebhookEndpoints_PublicId")]
    public void A_start_that_died_in_the_middle_is_completed_by_the_next(string at)
    {
        using var own = OwnDatabase.Empty();
        using (var doomed = own.Open(new DiesAt(at))) Assert.Throws<Demo.PowerCut>(() => DatabaseStartup.Migrate(doomed, own.Folder));
        using var next = own.Open();
        Assert.NotEmpty(DatabaseStartup.Migrate(next, own.Folder));
        using var whole = OwnDatabase.Migrated();
        using var expected = whole.Open();
        Assert.Equal(DatabaseSchema.Of(expected), DatabaseSchema.Of(next));
    }

    [Fact]
    public void A_lock_left_by_a_killed_start_does_not_stop_the_next_one_on_Sqlite() => OnSqlite((db, folder) =>
    {
        db.Database.ExecuteSqlRaw("""CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL); INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-21')""");
        DatabaseStartup.Migrate(db, folder);
        Assert.Empty(db.Database.GetPendingMigrations());
    });

    [Fact]
    public void Sqlite_writes_ahead_so_that_readers_never_wait() => OnSqlite((db, folder) =>
    {
        DatabaseStartup.Migrate(db, folder);
        Assert.Equal("wal", db.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode()").Single());
    });

    /// <summary>About SQLite itself, whatever the run is on.</summary>
    private static void OnSqlite(Action<CobrancaDb, string> test)
    {
        var folder = Directory.CreateTempSubdirectory("cobranca-migrations-").FullName;
        var file = $"Data Source={Path.Combine(folder, "cobranca.db")}";
        var options = new DbContextOptionsBuilder<CobrancaDb>();
        options.UseDatabase(DatabaseProvider.Sqlite, file);
        using (var db = new CobrancaDb(options.Options)) test(db, folder);
        using (var pooled = new SqliteConnection(file)) SqliteConnection.ClearPool(pooled);
        Directory.Delete(folder, recursive: true);
    }

    private sealed class DiesAt(string text) : DbCommandInterceptor
    {
        public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result) =>
            command.CommandText.Contains(text, StringComparison.Ordinal) ? throw new Demo.PowerCut() : result;
    }
}
