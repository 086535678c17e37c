using System.Numerics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Cobranca.Portal.Persistence;

/// <summary>
/// Inserts many rows of one table by what each database does fastest (prepared commands, COPY, bulk copy): several times faster than
/// change tracking, and from the same model, so that columns and conversions are written once. Works inside the context's current
/// transaction; generated ids do not come back: look rows up by their natural key, or give them <see cref="ReservedIds"/>.
/// </summary>
internal sealed class BulkInsert<T> : IAsyncDisposable
    where T : class, ITenantOwned
{
    private readonly CobrancaDb _db;
    private readonly BulkColumn[] _columns;
    private readonly IBulkTable _table;

    /// <param name="numbered">The rows bring ids of their own, where <see cref="ReservedIds"/> has some.</param>
    public BulkInsert(CobrancaDb db, bool numbered = false)
    {
        _db = db;
        var entity = db.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T).Name} is not mapped.");
        numbered &= !db.Database.IsSqlServer();
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        _columns = [.. entity.GetProperties().Where(p => numbered || !(p.IsPrimaryKey() && p.ValueGenerated == ValueGenerated.OnAdd)).Select(p => new BulkColumn(p, p.GetColumnName(table)!))];
        if (_columns.Length > 64) throw new InvalidOperationException($"{typeof(T).Name} has more columns than a set of them is told apart by.");
        var sql = ((IInfrastructure<IServiceProvider>)db).Instance.GetRequiredService<ISqlGenerationHelper>();
        _table = db.Database.IsNpgsql() ? new PostgresBulkTable(db, sql, table.Name)
            : db.Database.IsSqlServer() ? new SqlServerBulkTable(db, sql, table.Name)
            : new SqliteBulkTable(db, sql, table.Name);
    }

    public async Task InsertAsync(IReadOnlyCollection<T> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0) return;
        if (_db.Database.CurrentTransaction is null) throw new InvalidOperationException("A bulk insert is part of a transaction.");
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

        // Only the columns that some row fills: sending the nulls of the others would cost as much as the rows.
        var columns = new int[BitOperations.PopCount(used)];
        for (var (i, next) = (0, 0); i < _columns.Length; i++)
            if ((used >> i & 1) != 0) columns[next++] = i;
        await _table.WriteAsync([.. columns.Select(i => _columns[i])], values.ConvertAll(row => Array.ConvertAll(columns, i => row[i])), cancellation);
    }

    public ValueTask DisposeAsync() => _table.DisposeAsync();
}

/// <summary>One column of a table as the model maps it.</summary>
internal sealed class BulkColumn(IProperty property, string name)
{
    private readonly IClrPropertyGetter _getter = property.GetGetter();

    public string Name => name;
    public bool IsNullable => property.IsNullable;
    public RelationalTypeMapping Mapping { get; } = property.GetRelationalTypeMapping();

    /// <summary>What the database stores.</summary>
    public Type StoredType => Nullable.GetUnderlyingType(Mapping.Converter?.ProviderClrType ?? Mapping.ClrType) ?? Mapping.Converter?.ProviderClrType ?? Mapping.ClrType;

    public object? Read(object row) => _getter.GetClrValue(row) is { } value ? Mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value : null;
}

/// <summary>How one database takes many rows of one table.</summary>
internal interface IBulkTable : IAsyncDisposable
{
    Task WriteAsync(IReadOnlyList<BulkColumn> columns, IReadOnlyList<object?[]> rows, CancellationToken cancellation);
}
