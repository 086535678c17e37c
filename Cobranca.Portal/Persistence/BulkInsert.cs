using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Cobranca.Portal.Persistence;

/// <summary>
/// Inserts many rows of one table through prepared commands: several times faster than change tracking, and from the same model, so that
/// columns and conversions are written once. Works inside the context's current transaction; generated ids do not come back, look rows
/// up by their natural key.
/// </summary>
internal sealed class BulkInsert<T> : IAsyncDisposable
    where T : class, ITenantOwned
{
    private readonly CobrancaDb _db;
    private readonly StoreObjectIdentifier _table;
    private readonly Column[] _columns;
    private readonly Dictionary<ulong, Statement> _statements = [];

    public BulkInsert(CobrancaDb db)
    {
        _db = db;
        var entity = db.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T).Name} is not mapped.");
        _table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        _columns = [.. entity.GetProperties().Where(p => !(p.IsPrimaryKey() && p.ValueGenerated == ValueGenerated.OnAdd)).Select(p => new Column(p, p.GetGetter(), p.GetRelationalTypeMapping()))];
        if (_columns.Length > 64) throw new InvalidOperationException($"{typeof(T).Name} has more columns than a statement is told apart by.");
    }

    private sealed record Column(IProperty Property, IClrPropertyGetter Getter, RelationalTypeMapping Mapping)
    {
        public object? Read(object row) => Getter.GetClrValue(row) is { } value ? Mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value : null;
    }

    /// <summary>An insert of some of the columns: binding the nulls of the others would cost as much as the row.</summary>
    private sealed record Statement(DbCommand Command, int[] Columns);

    public async Task InsertAsync(IReadOnlyCollection<T> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0) return;
        var (values, used) = (new List<object?[]>(rows.Count), 0UL);
        foreach (var row in rows)
        {
            // The same wall as SaveChanges: this path goes around it.
            if (row.CreditorId != _db.TenantId) throw new InvalidOperationException($"{typeof(T).Name} belongs to another creditor than this scope.");
            var read = new object?[_columns.Length];
            for (var i = 0; i < read.Length; i++)
            {
                read[i] = _columns[i].Read(row);
                if (read[i] is not null) used |= 1UL << i;
            }
            values.Add(read);
        }

        if (!_statements.TryGetValue(used, out var statement)) _statements.Add(used, statement = Prepare(used));
        statement.Command.Transaction = _db.Database.CurrentTransaction?.GetDbTransaction() ?? throw new InvalidOperationException("A bulk insert is part of a transaction.");
        foreach (var row in values)
        {
            for (var i = 0; i < statement.Columns.Length; i++) statement.Command.Parameters[i].Value = row[statement.Columns[i]] ?? DBNull.Value;
            await statement.Command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private Statement Prepare(ulong used)
    {
        var sql = ((IInfrastructure<IServiceProvider>)_db).Instance.GetRequiredService<ISqlGenerationHelper>();
        var command = _db.Database.GetDbConnection().CreateCommand();
        int[] columns = [.. Enumerable.Range(0, _columns.Length).Where(i => (used >> i & 1) != 0)];
        foreach (var i in columns)
            command.Parameters.Add(_columns[i].Mapping.CreateParameter(command, sql.GenerateParameterName($"p{i}"), value: null, _columns[i].Property.IsNullable));
        var names = columns.Select(i => sql.DelimitIdentifier(_columns[i].Property.GetColumnName(_table)!));
        var parameters = columns.Select(i => sql.GenerateParameterNamePlaceholder($"p{i}"));
        command.CommandText = $"INSERT INTO {sql.DelimitIdentifier(_table.Name, _table.Schema)} ({string.Join(", ", names)}) VALUES ({string.Join(", ", parameters)})";
        return new(command, columns);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var statement in _statements.Values) await statement.Command.DisposeAsync();
    }
}
