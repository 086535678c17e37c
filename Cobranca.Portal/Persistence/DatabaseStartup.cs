using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace Cobranca.Portal.Persistence;

/// <summary>
/// Brings the database to the current version before anything else runs. Of several nodes that start at once one migrates and the others
/// wait for it; a node killed meanwhile leaves nothing behind that would stop the next one.
/// </summary>
public static class DatabaseStartup
{
    /// <summary>Any number that no other program takes in this database: "cobranca" in ASCII, cut to 63 bits.</summary>
    private const long PostgresLock = 0x636F_6272_616E_6361;

    /// <summary>Migrates, and answers which migrations that took.</summary>
    public static IReadOnlyList<string> Migrate(CobrancaDb db, string dataDirectory)
    {
        Directory.CreateDirectory(dataDirectory);
        if (db.Database.IsSqlite()) return MigrateSqlite(db, dataDirectory);
        CreateIfMissing(db);
        if (db.Database.IsNpgsql()) return MigratePostgres(db);
        // EF holds sp_getapplock for its session, which ends with the process.
        return MigratePending(db);
    }

    private static List<string> MigratePending(CobrancaDb db)
    {
        var pending = Pending(db);
        if (pending.Count == 0) return pending;
        if (db.Database.IsNpgsql()) db.GetService<IHistoryRepository>().CreateIfNotExists();
        // An index of a large table takes longer than a query may.
        db.Database.SetCommandTimeout(TimeSpan.FromHours(4));
        db.Database.Migrate();
        db.Database.SetCommandTimeout(null);
        return pending;
    }

    private static List<string> Pending(CobrancaDb db)
    {
        // Npgsql finds out by reading the table, and the log of every first start would begin with an error.
        var known = db.Database.IsNpgsql()
            ? db.Database.SqlQuery<bool>($"""SELECT to_regclass('"__EFMigrationsHistory"') IS NOT NULL AS "Value" """).Single()
            : db.GetService<IHistoryRepository>().Exists();
        return [.. known ? db.Database.GetPendingMigrations() : db.Database.GetMigrations()];
    }

    /// <summary>EF's own SQLite lock is a row that outlives a killed process: whoever holds the file knows that such a row is dead.</summary>
    private static List<string> MigrateSqlite(CobrancaDb db, string dataDirectory)
    {
        using var turn = TakeTurn(Path.Combine(dataDirectory, "migrating.lock"));
        if (Pending(db).Count == 0) return [];
        db.Database.ExecuteSqlRaw("PRAGMA journal_mode=WAL");
        if (db.Database.SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsLock'").Single() > 0)
            db.Database.ExecuteSqlRaw("DELETE FROM \"__EFMigrationsLock\"");
        return MigratePending(db);
    }

    /// <summary>EF locks the history table, which two first starts would both have to create: an advisory lock comes before it.</summary>
    private static List<string> MigratePostgres(CobrancaDb db)
    {
        db.Database.OpenConnection();
        try
        {
            if (Pending(db).Count == 0) return [];
            db.Database.ExecuteSql($"SELECT pg_advisory_lock({PostgresLock})");
            try { return MigratePending(db); }
            finally { db.Database.ExecuteSql($"SELECT pg_advisory_unlock({PostgresLock})"); }
        }
        finally { db.Database.CloseConnection(); }
    }

    private static void CreateIfMissing(CobrancaDb db)
    {
        var creator = (IRelationalDatabaseCreator)AccessorExtensions.GetService<IDatabaseCreator>(db.Database);
        if (creator.Exists()) return;
        try { creator.Create(); }
        catch (DbException) when (creator.Exists()) { } // another node was faster
    }

    private static FileStream TakeTurn(string path)
    {
        using var wait = new ManualResetEventSlim();
        for (var attempt = 0; ; attempt++)
        {
            try { return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None); }
            catch (IOException) when (attempt < 600) { wait.Wait(100); }
        }
    }
}
