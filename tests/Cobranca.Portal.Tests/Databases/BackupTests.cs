using System.Diagnostics;
using System.Globalization;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Boletos;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Cobranca.Portal.Tests.Databases;

/// <summary>The commands of docs/databases.md, on the engine of this run: taken while somebody writes, brought back into an empty place.</summary>
public sealed class BackupTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task What_is_restored_is_what_was_committed()
    {
        var scene = new BoletoScene(portal);
        await scene.PrepareAsync();
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        await scene.IssueAsync(await portal.SignInAsync(debtor), BoletoScene.Today, await scene.AddDebtAsync(debtor));
        var before = Content(portal.Database);
        Assert.Contains(before, line => line.StartsWith("Boletos|", StringComparison.Ordinal));

        using var restored = OwnDatabase.Empty();
        using (var busy = portal.Database.Open())
        {
            await using var unfinished = await busy.Database.BeginTransactionAsync();
            busy.AuditEntries.Add(new() { At = scene.Now, Actor = "x", Action = "never", Subject = "committed" });
            await busy.SaveChangesAsync();
            if (OwnDatabase.Engine == DatabaseProvider.Sqlite) BackUpSqlite(restored);
            else BackUpPostgres(restored);
            await unfinished.RollbackAsync();
        }

        Assert.Equal(before, Content(restored));
        using var db = restored.Open();
        Assert.Empty(DatabaseStartup.Migrate(db, restored.Folder));
        // Numbers go on where they were.
        db.AuditEntries.Add(new() { At = scene.Now, Actor = "x", Action = "after", Subject = "restore" });
        Assert.Equal(1, await db.SaveChangesAsync());
    }

    private void BackUpSqlite(OwnDatabase restored)
    {
        using var db = portal.Database.Open();
        db.Database.ExecuteSql($"VACUUM INTO {Path.Combine(restored.Folder, "cobranca.db")}");
    }

    private void BackUpPostgres(OwnDatabase restored)
    {
        var file = Path.Combine(restored.Folder, "cobranca.dump");
        Run("pg_dump", portal.Database, "--format=custom", $"--file={file}");
        Run("pg_restore", restored, "--exit-on-error", "--no-owner", file);
    }

    private static void Run(string program, OwnDatabase database, params string[] arguments)
    {
        var server = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var bin = Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => int.Parse(Path.GetFileName(d), CultureInfo.InvariantCulture)).First();
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(bin, "bin", program), [$"--host={server.Host}", $"--username={server.Username}", $"--dbname={server.Database}", .. arguments]) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {error}");
    }

    /// <summary>Every row of every table, one line each.</summary>
    private static List<string> Content(OwnDatabase database)
    {
        var lines = new List<string>();
        using var db = database.Open();
        db.Database.OpenConnection();
        foreach (var table in db.Model.GetEntityTypes().Select(e => e.GetTableName()!).Distinct().Order(StringComparer.Ordinal))
        {
            using var select = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // names from the model
            select.CommandText = $"SELECT * FROM \"{table}\"";
#pragma warning restore CA2100
            using var reader = select.ExecuteReader();
            while (reader.Read())
            {
                var row = new object[reader.FieldCount];
                reader.GetValues(row);
                lines.Add($"{table}|{string.Join('|', row.Select(value => value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture)))}");
            }
        }
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }
}
