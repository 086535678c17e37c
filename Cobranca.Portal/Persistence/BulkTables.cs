using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Cobranca.Portal.Persistence;

/// <summary>SQLite has no other way, and no network to save trips on: one prepared command for each set of columns, row by row.</summary>
internal sealed class PreparedBulkTable(CobrancaDb db, ISqlGenerationHelper sql, string table) : IBulkTable
{
    private readonly Dictionary<string, DbCommand> _commands = new(StringComparer.Ordinal);

    public async Task WriteAsync(IReadOnlyList<BulkColumn> columns, IReadOnlyList<object?[]> rows, CancellationToken cancellation)
    {
        var key = string.Join(',', columns.Select(c => c.Name));
        if (!_commands.TryGetValue(key, out var command)) _commands.Add(key, command = Prepare(columns));
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++) command.Parameters[i].Value = row[i] ?? DBNull.Value;
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private DbCommand Prepare(IReadOnlyList<BulkColumn> columns)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        for (var i = 0; i < columns.Count; i++)
            command.Parameters.Add(columns[i].Mapping.CreateParameter(command, sql.GenerateParameterName($"p{i}"), value: null, columns[i].IsNullable));
        var names = columns.Select(c => sql.DelimitIdentifier(c.Name));
        var parameters = columns.Select((_, i) => sql.GenerateParameterNamePlaceholder($"p{i}"));
        command.CommandText = $"INSERT INTO {sql.DelimitIdentifier(table)} ({string.Join(", ", names)}) VALUES ({string.Join(", ", parameters)})";
        return command;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _commands.Values) await command.DisposeAsync();
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
