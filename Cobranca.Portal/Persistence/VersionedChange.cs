using System.Data.Common;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Cobranca.Portal.Persistence;

/// <summary>A row as it was read: it is changed only while it is still that version.</summary>
/// <param name="Number">What is the row's own of a change that numbers (<see cref="VersionedChange{T}.Numbering"/>).</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReadRow(long Id, long Version, long Number = 0);

/// <summary>
/// Changes many rows of one table alike: the same columns get the same values, and each version goes up by one as a save would do it. A row
/// that somebody else changed since it was read is left alone, and the count tells. One statement; on SQLite a prepared one row by row, for
/// there is no network to save trips on. Works inside the context's current transaction.
/// </summary>
internal sealed class VersionedChange<T> : IAsyncDisposable
    where T : class, ITenantOwned
{
    private readonly CobrancaDb _db;
    private readonly DbCommand _command;
    private readonly SqliteStatement? _statement;
    private readonly bool _numbers;
    private readonly List<(DbParameter Parameter, ValueConverterOf Stored)> _values = [];

    /// <param name="properties">What changes besides the version.</param>
    public VersionedChange(CobrancaDb db, params ReadOnlySpan<string> properties)
        : this(db, own: null, properties)
    {
    }

    private VersionedChange(CobrancaDb db, string? own, ReadOnlySpan<string> properties)
    {
        (_db, _numbers) = (db, own is not null);
        _command = db.Database.GetDbConnection().CreateCommand();
        var sql = ((IInfrastructure<IServiceProvider>)db).Instance.GetRequiredService<ISqlGenerationHelper>();
        var entity = db.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T).Name} is not mapped.");
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        var (name, id, version, creditor) = (sql.DelimitIdentifier(table.Name), sql.DelimitIdentifier("Id"), sql.DelimitIdentifier("Version"), sql.DelimitIdentifier("CreditorId"));
        var set = new StringBuilder($"{version} = {version} + 1");
        foreach (var named in properties)
        {
            var property = entity.FindProperty(named) ?? throw new InvalidOperationException($"{typeof(T).Name} has no {named}.");
            var (mapping, parameter) = (property.GetRelationalTypeMapping(), string.Create(CultureInfo.InvariantCulture, $"v{_values.Count}"));
            set.Append(CultureInfo.InvariantCulture, $", {sql.DelimitIdentifier(property.GetColumnName(table)!)} = {(db.Database.IsSqlite() ? "?" : sql.GenerateParameterNamePlaceholder(parameter))}");
            var bound = mapping.CreateParameter(_command, sql.GenerateParameterName(parameter), value: null, property.IsNullable);
            _command.Parameters.Add(bound);
            _values.Add((bound, value => value is not null && mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value));
        }
        if (own is not null)
        {
            var property = entity.FindProperty(own) ?? throw new InvalidOperationException($"{typeof(T).Name} has no {own}.");
            set.Append(CultureInfo.InvariantCulture, $", {sql.DelimitIdentifier(property.GetColumnName(table)!)} = {(db.Database.IsSqlite() ? "?" : "k.n")}");
        }
        // The tenant as everywhere: an id of another creditor's row changes nothing.
        _command.CommandText = db.Database.IsNpgsql()
            ? $"UPDATE {name} AS t SET {set} FROM unnest(@ids, @versions{(_numbers ? ", @numbers) AS k(i, v, n)" : ") AS k(i, v)")} WHERE t.{id} = k.i AND t.{version} = k.v AND t.{creditor} = @creditor"
            : $"UPDATE t SET {set} FROM {name} AS t JOIN OPENJSON(@rows) WITH (i bigint '$[0]', v bigint '$[1]', n bigint '$[2]') AS k ON t.{id} = k.i AND t.{version} = k.v WHERE t.{creditor} = @creditor";
        if (db.Database.GetDbConnection() is SqliteConnection sqlite) _statement = new(sqlite, $"UPDATE {name} SET {set} WHERE {id} = ? AND {version} = ? AND {creditor} = ?");
    }

    /// <param name="own">An integer of each row's own, taken from <see cref="ReadRow.Number"/>.</param>
    /// <param name="properties">What all rows get alike, besides the version.</param>
    public static VersionedChange<T> Numbering(CobrancaDb db, string own, params ReadOnlySpan<string> properties) => new(db, own, properties);

    private delegate object? ValueConverterOf(object? value);

    /// <param name="rows">Each row once.</param>
    /// <param name="values">One for each property, in their order.</param>
    /// <returns>How many rows were still as they were read, and are changed.</returns>
    public async Task<int> ApplyAsync(IReadOnlyList<ReadRow> rows, object?[] values, CancellationToken cancellation)
    {
        if (rows.Count == 0) return 0;
        _command.Transaction = (_db.Database.CurrentTransaction ?? throw new InvalidOperationException("A set of changes is part of a transaction.")).GetDbTransaction();
        for (var i = 0; i < _values.Count; i++) _values[i].Parameter.Value = _values[i].Stored(values[i]) ?? DBNull.Value;
        if (_statement is not null) return Apply(_statement, rows);
        Bind("@creditor", _db.TenantId);
        if (_db.Database.IsNpgsql())
        {
            Bind("@ids", rows.Select(row => row.Id).ToArray());
            Bind("@versions", rows.Select(row => row.Version).ToArray());
            if (_numbers) Bind("@numbers", rows.Select(row => row.Number).ToArray());
        }
        else
        {
            Bind("@rows", Json(rows));
        }
        return await _command.ExecuteNonQueryAsync(cancellation);
    }

    public ValueTask DisposeAsync()
    {
        _statement?.Dispose();
        return _command.DisposeAsync();
    }

    private int Apply(SqliteStatement statement, IReadOnlyList<ReadRow> rows)
    {
        // What is bound stays bound from row to row.
        for (var i = 0; i < _values.Count; i++) statement.Bind(i + 1, _values[i].Parameter.Value);
        var next = _values.Count + (_numbers ? 1 : 0);
        statement.Bind(next + 3, _db.TenantId);
        var changed = 0;
        foreach (var row in rows)
        {
            if (_numbers) statement.Bind(next, row.Number);
            statement.Bind(next + 1, row.Id);
            statement.Bind(next + 2, row.Version);
            changed += statement.Run();
        }
        return changed;
    }

    private void Bind(string name, object value)
    {
        if (!_command.Parameters.Contains(name))
        {
            var made = _command.CreateParameter();
            made.ParameterName = name;
            _command.Parameters.Add(made);
        }
        _command.Parameters[name].Value = value;
    }

    private static string Json(IReadOnlyList<ReadRow> rows)
    {
        var json = new StringBuilder("[");
        foreach (var row in rows) json.Append(json.Length > 1 ? "," : "").Append(CultureInfo.InvariantCulture, $"[{row.Id},{row.Version},{row.Number}]");
        return json.Append(']').ToString();
    }
}
