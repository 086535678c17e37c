using System.Data;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Cobranca.Portal.Persistence;

/// <summary>SQLite has no other way, and no network to save trips on: one prepared statement for each set of columns, row by row.</summary>
internal sealed class SqliteBulkTable(CobrancaDb db, ISqlGenerationHelper sql, string table) : IBulkTable
{
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    public Task WriteAsync(IReadOnlyList<BulkColumn> columns, IReadOnlyList<object?[]> rows, CancellationToken cancellation)
    {
        var key = string.Join(',', columns.Select(c => c.Name));
        if (!_statements.TryGetValue(key, out var statement)) _statements.Add(key, statement = new((SqliteConnection)db.Database.GetDbConnection(), Insert(columns)));
        foreach (var row in rows)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < row.Length; i++) statement.Bind(i + 1, row[i]);
            statement.Run();
        }
        return Task.CompletedTask;
    }

    private string Insert(IReadOnlyList<BulkColumn> columns) =>
        $"INSERT INTO {sql.DelimitIdentifier(table)} ({string.Join(", ", columns.Select(c => sql.DelimitIdentifier(c.Name)))}) VALUES ({string.Join(", ", columns.Select(_ => "?"))})";

    public ValueTask DisposeAsync()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>PostgreSQL takes a stream of rows in its own binary form.</summary>
internal sealed class PostgresBulkTable(CobrancaDb db, ISqlGenerationHelper sql, string table) : IBulkTable
{
    public async Task WriteAsync(IReadOnlyList<BulkColumn> columns, IReadOnlyList<object?[]> rows, CancellationToken cancellation)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var names = string.Join(", ", columns.Select(c => sql.DelimitIdentifier(c.Name)));
        await using var command = connection.CreateCommand();
        NpgsqlDbType[] types = [.. columns.Select(c => ((NpgsqlParameter)c.Mapping.CreateParameter(command, "p", value: null, c.IsNullable)).NpgsqlDbType)];
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {sql.DelimitIdentifier(table)} ({names}) FROM STDIN (FORMAT BINARY)", cancellation);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(cancellation);
            for (var i = 0; i < row.Length; i++)
            {
                if (row[i] is { } value) await copy.WriteAsync(value, types[i], cancellation);
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
    public async Task WriteAsync(IReadOnlyList<BulkColumn> columns, IReadOnlyList<object?[]> rows, CancellationToken cancellation)
    {
        using var copy = new SqlBulkCopy((SqlConnection)db.Database.GetDbConnection(), SqlBulkCopyOptions.CheckConstraints | SqlBulkCopyOptions.FireTriggers,
            (SqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction()) { DestinationTableName = sql.DelimitIdentifier(table) };
        using var data = Table(columns, rows);
        foreach (DataColumn column in data.Columns) copy.ColumnMappings.Add(column.ColumnName, column.ColumnName);
        await copy.WriteToServerAsync(data, cancellation);
    }

    /// <summary>The rows as bulk copy reads them; dates without a time travel as midnight, which the column cuts.</summary>
    internal static DataTable Table(IReadOnlyList<BulkColumn> columns, IReadOnlyList<object?[]> rows)
    {
        var data = new DataTable { Locale = System.Globalization.CultureInfo.InvariantCulture };
        foreach (var column in columns) data.Columns.Add(column.Name, column.StoredType == typeof(DateOnly) ? typeof(DateTime) : column.StoredType);
        foreach (var row in rows) data.Rows.Add(Array.ConvertAll(row, value => value is DateOnly day ? day.ToDateTime(TimeOnly.MinValue) : value ?? DBNull.Value));
        return data;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
