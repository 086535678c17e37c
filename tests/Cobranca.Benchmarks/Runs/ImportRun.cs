using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cobranca.Benchmarks.Runs;

/// <summary>
/// <c>import FILE</c> of new rows into an empty portal, then of the same file again. The floor writes as many bare rows (two tables, one
/// unique index each) with the same driver, as fast as that driver can: what is above it is reading, checking and keeping them.
/// </summary>
public static class ImportRun
{
    public static async Task RunAsync(RunOptions options)
    {
        Console.WriteLine("database    rows      new        rows/s   peak MB   floor      ratio   again");
        foreach (var database in options.Databases())
        {
            foreach (var rows in options.Rows)
            {
                await using var portal = await PortalUnderLoad.CreateAsync(database);
                var file = portal.PathOf("titulos.csv");
                SamplePortfolio.WriteCsv(file, rows);
                var (output, took, peak) = await portal.CommandAsync("import", file, "--creditor", "bancada");
                if (!output.Contains(rows.ToString("N0", CultureInfo.GetCultureInfo("pt-BR")), StringComparison.Ordinal) && !output.Contains(rows.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
                    throw new InvalidOperationException("Not all rows went in: " + output);
                var again = await portal.CommandAsync("import", file, "--creditor", "bancada");
                var floor = database.ConnectionString is { } postgres ? await CopyAsync(postgres, rows) : await InsertAsync(portal.PathOf("piso.db"), rows);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{database.Name,-11} {rows,-9} {took.TotalSeconds,6:0.0} s {rows / took.TotalSeconds,11:N0} {Math.Max(peak, again.PeakBytes) / 1048576,7} {floor.TotalSeconds,8:0.0} s {took / floor,8:0.0} {again.Took.TotalSeconds,8:0.0} s"));
            }
        }
    }

    private static async Task<TimeSpan> InsertAsync(string path, int rows)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        await connection.OpenAsync();
        await Execute(connection, "PRAGMA journal_mode=WAL; CREATE TABLE P (Id INTEGER PRIMARY KEY, TaxId TEXT UNIQUE, Name TEXT); CREATE TABLE T (Id INTEGER PRIMARY KEY, ExternalId TEXT UNIQUE, PersonId INTEGER, DueOn TEXT, Amount INTEGER)");
        var watch = Stopwatch.StartNew();
        var row = 0;
        while (row < rows)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var person = connection.CreateCommand();
            person.CommandText = "INSERT INTO P VALUES ($i, $t, $n)";
            await using var debt = connection.CreateCommand();
            debt.CommandText = "INSERT INTO T VALUES ($i, $e, $p, $d, $a)";
            foreach (var name in new[] { "$i", "$t", "$n" }) person.Parameters.Add(new SqliteParameter(name, null));
            foreach (var name in new[] { "$i", "$e", "$p", "$d", "$a" }) debt.Parameters.Add(new SqliteParameter(name, null));
            for (var batch = 0; batch < 1000 && row < rows; batch++, row++)
            {
                var owner = row / SamplePortfolio.DebtsPerPerson;
                if (row % SamplePortfolio.DebtsPerPerson == 0)
                {
                    (person.Parameters[0].Value, person.Parameters[1].Value, person.Parameters[2].Value) = (owner, owner.ToString("00000000000", CultureInfo.InvariantCulture), "Pessoa");
                    person.ExecuteNonQuery();
                }
                (debt.Parameters[0].Value, debt.Parameters[1].Value, debt.Parameters[2].Value, debt.Parameters[3].Value, debt.Parameters[4].Value) = (row, $"T{row}", owner, "2025-01-10", 10_000L + row);
                debt.ExecuteNonQuery();
            }
            await transaction.CommitAsync();
        }
        return watch.Elapsed;
    }

    private static async Task<TimeSpan> CopyAsync(string server, int rows)
    {
        var name = "floor_" + Guid.NewGuid().ToString("N");
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await Execute(connection, $"CREATE SCHEMA {name}; CREATE TABLE {name}.p (id bigint PRIMARY KEY, tax_id text UNIQUE, name text); CREATE TABLE {name}.t (id bigint PRIMARY KEY, external_id text UNIQUE, person_id bigint, due_on date, amount bigint)");
        var watch = Stopwatch.StartNew();
        await using (var people = await connection.BeginBinaryImportAsync($"COPY {name}.p FROM STDIN (FORMAT BINARY)"))
        {
            for (var person = 0L; person <= rows / SamplePortfolio.DebtsPerPerson; person++)
                await people.WriteRowAsync(default, person, person.ToString("00000000000", CultureInfo.InvariantCulture), "Pessoa");
            await people.CompleteAsync();
        }
        await using (var debts = await connection.BeginBinaryImportAsync($"COPY {name}.t FROM STDIN (FORMAT BINARY)"))
        {
            for (var row = 0L; row < rows; row++) await debts.WriteRowAsync(default, row, $"T{row}", row / SamplePortfolio.DebtsPerPerson, new DateOnly(2025, 1, 10), 10_000L + row);
            await debts.CompleteAsync();
        }
        var took = watch.Elapsed;
        await Execute(connection, $"DROP SCHEMA {name} CASCADE");
        return took;
    }

    private static async Task Execute(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
