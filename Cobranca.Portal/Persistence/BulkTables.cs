using System.Data;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Cobranca.Portal.Persistence;

/// <summary>
/// SQLite has no other way, and no network to save trips on: for each set of columns one prepared statement for some rows together, because
/// opening a table and its indexes costs as much as a row, and one for those left over.
/// </summary>
internal sealed class SqliteBulkTable(CobrancaDb db, ISqlGenerationHelper sql, string table) : IBulkTable
{
    /// <summary>Beyond this, more rows in a statement save nothing that can be measured.</summary>
    private const int Together = 32;

    private readonly Dictionary<string, (SqliteStatement Many, SqliteStatement One)> _statements = new(StringComparer.Ordinal);

    public Task WriteAsync(BulkColumn[] columns, int[] places, List<object?[]> rows, CancellationToken cancellation)
    {
        var key = string.Join(',', columns.Select(c => c.Name));
        if (!_statements.TryGetValue(key, out var prepared)) _statements.Add(key, prepared = (Insert(columns, Together), Insert(columns, 1)));
        for (var at = 0; at < rows.Count;)
        {
            cancellation.ThrowIfCancellationRequested();
            var (statement, count) = rows.Count - at >= Together ? (prepared.Many, Together) : (prepared.One, 1);
            for (var position = 1; count > 0; count--, at++)
            {
                var row = rows[at];
                foreach (var place in places) statement.Bind(position++, row[place]);
            }
            statement.Run();
        }
        return Task.CompletedTask;
    }

    private SqliteStatement Insert(IReadOnlyList<BulkColumn> columns, int rows)
    {
        var row = $"({string.Join(", ", columns.Select(_ => "?"))})";
        return new((SqliteConnection)db.Database.GetDbConnection(),
            $"INSERT INTO {sql.DelimitIdentifier(table)} ({string.Join(", ", columns.Select(c => sql.DelimitIdentifier(c.Name)))}) VALUES {string.Join(", ", Enumerable.Repeat(row, rows))}");
    }

    public ValueTask DisposeAsync()
    {
        foreach (var (many, one) in _statements.Values)
        {
            many.Dispose();
            one.Dispose();
        }
        return ValueTask.CompletedTask;
    }
}

/// <summary>PostgreSQL takes a stream of rows in its own binary form.</summary>
internal sealed class PostgresBulkTable(CobrancaDb db, ISqlGenerationHelper sql, string table) : IBulkTable
{
    public async Task WriteAsync(BulkColumn[] columns, int[] places, List<object?[]> rows, CancellationToken cancellation)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var names = string.Join(", ", columns.Select(c => sql.DelimitIdentifier(c.Name)));
        await using var command = connection.CreateCommand();
        NpgsqlDbType[] types = [.. columns.Select(c => ((NpgsqlParameter)c.Mapping.CreateParameter(command, "p", value: null, c.IsNullable)).NpgsqlDbType)];
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {sql.DelimitIdentifier(table)} ({names}) FROM STDIN (FORMAT BINARY)", cancellation);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(cancellation);
            for (var i = 0; i < places.Length; i++)
            {
                if (row[places[i]] is { } value) await copy.WriteAsync(value, types[i], cancellation);
                else await copy.WriteNullAsync(cancellation);
            }
        }
        await copy.CompleteAsync(cancellation);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>SQL Server's bulk copy, told to check keys as an insert would.</summary>
internal sealed class SqlServerBulkTable(CobrancaDb db, ISqlGenerationHelper sql, string table) : IBulkTable
{
    public async Task WriteAsync(BulkColumn[] columns, int[] places, List<object?[]> rows, CancellationToken cancellation)
    {
        using var copy = new SqlBulkCopy((SqlConnection)db.Database.GetDbConnection(), SqlBulkCopyOptions.CheckConstraints | SqlBulkCopyOptions.FireTriggers,
            (SqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction()) { DestinationTableName = sql.DelimitIdentifier(table) };
        using var data = Table(columns, places, rows);
        foreach (DataColumn column in data.Columns) copy.ColumnMappings.Add(column.ColumnName, column.ColumnName);
        await copy.WriteToServerAsync(data, cancellation);
    }

    /// <summary>The rows as bulk copy reads them; dates without a time travel as midnight, which the column cuts.</summary>
    internal static DataTable Table(IReadOnlyList<BulkColumn> columns, int[] places, IReadOnlyList<object?[]> rows)
    {
        var data = new DataTable { Locale = System.Globalization.CultureInfo.InvariantCulture };
        foreach (var column in columns) data.Columns.Add(column.Name, column.StoredType == typeof(DateOnly) ? typeof(DateTime) : column.StoredType);
        foreach (var row in rows) data.Rows.Add(Array.ConvertAll(places, place => row[place] is var value && value is DateOnly day ? day.ToDateTime(TimeOnly.MinValue) : value ?? DBNull.Value));
        return data;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
