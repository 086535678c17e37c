using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Cobranca.Portal.Persistence;

/// <summary>Brings the database to the current version before anything else runs.</summary>
public static class DatabaseStartup
{
    public static void Migrate(CobrancaDb db, string dataDirectory)
    {
        Directory.CreateDirectory(dataDirectory);
        // One process migrates at a time. EF's own SQLite lock is a row that outlives a killed process and would block every later
        // start; whoever holds this file knows that such a row is dead.
        using var turn = TakeTurn(Path.Combine(dataDirectory, "migrating.lock"));
        if (!db.Database.GetPendingMigrations().Any()) return;
        db.Database.ExecuteSqlRaw("PRAGMA journal_mode=WAL");
        if (HasTable(db, "__EFMigrationsLock")) db.Database.ExecuteSqlRaw("DELETE FROM \"__EFMigrationsLock\"");
        db.GetMigrator().Migrate();
    }

    private static IMigrator GetMigrator(this CobrancaDb db) => Microsoft.EntityFrameworkCore.Infrastructure.AccessorExtensions.GetService<IMigrator>(db.Database);

    private static bool HasTable(CobrancaDb db, string name) =>
        db.Database.SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE type = 'table' AND name = {name}").Single() > 0;

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
