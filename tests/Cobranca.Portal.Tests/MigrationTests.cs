using Cobranca.Portal.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests;

/// <summary>There is no model snapshot to warn about a forgotten migration: two databases are compared instead.</summary>
public sealed class MigrationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cobranca-migrations-").FullName;

    [Fact]
    public void Migrating_equals_the_model()
    {
        using var migrated = Open("migrated.db");
        DatabaseStartup.Migrate(migrated, _folder);
        using var created = Open("created.db");
        created.Database.EnsureCreated();

        var expected = Schema(created);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, Schema(migrated));
    }

    [Fact]
    public void A_lock_left_by_a_killed_start_does_not_stop_the_next_one()
    {
        using var db = Open("killed.db");
        db.Database.ExecuteSqlRaw("""CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL); INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-21')""");
        DatabaseStartup.Migrate(db, _folder);
        Assert.Empty(db.Database.GetPendingMigrations());
    }

    [Fact]
    public void The_database_writes_ahead_so_that_readers_never_wait()
    {
        using var db = Open("wal.db");
        DatabaseStartup.Migrate(db, _folder);
        Assert.Equal("wal", db.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode()").Single());
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private CobrancaDb Open(string file) => new(new DbContextOptionsBuilder<CobrancaDb>().UseSqlite($"Data Source={Path.Combine(_folder, file)}")
        .ConfigureWarnings(w => w.Ignore(Microsoft.EntityFrameworkCore.Diagnostics.RelationalEventId.PendingModelChangesWarning)).Options, new TenantScope());

    /// <summary>Every column, key and index, one line each. Column order is not part of it: later migrations append.</summary>
    private static List<string> Schema(CobrancaDb db)
    {
        var lines = new List<string>();
        var tables = db.Database.SqlQueryRaw<string>("SELECT name AS Value FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_\\_EF%' ESCAPE '\\'").ToList();
        foreach (var table in tables)
        {
            lines.AddRange(Rows(db, $"SELECT '{table}.' || name || ' ' || type || ' notnull=' || \"notnull\" || ' pk=' || pk || ' default=' || ifnull(dflt_value, '') AS Value FROM pragma_table_info('{table}')"));
            lines.AddRange(Rows(db, $"SELECT '{table} -> ' || \"table\" || ' ' || \"from\" || '=' || \"to\" || ' ' || on_delete AS Value FROM pragma_foreign_key_list('{table}')"));
            lines.AddRange(Rows(db, $"SELECT '{table} index ' || i.name || ' unique=' || i.\"unique\" || ' ' || (SELECT group_concat(name) FROM pragma_index_info(i.name)) AS Value FROM pragma_index_list('{table}') i WHERE i.origin = 'c'"));
        }
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

#pragma warning disable EF1002 // table names come from sqlite_master
    private static List<string> Rows(CobrancaDb db, string sql) => db.Database.SqlQueryRaw<string>(sql).ToList();
#pragma warning restore EF1002
}
