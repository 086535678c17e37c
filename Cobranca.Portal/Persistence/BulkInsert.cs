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
    private readonly IBulkTable _table;

    /// <param name="numbered">The rows bring ids of their own, where <see cref="ReservedIds"/> has some.</param>
    public BulkInsert(CobrancaDb db, bool numbered = false)
    {
        _db = db;
        Columns = new(db, numbered);
        var sql = ((IInfrastructure<IServiceProvider>)db).Instance.GetRequiredService<ISqlGenerationHelper>();
        _table = db.Database.IsNpgsql() ? new PostgresBulkTable(db, sql, Columns.Table)
            : db.Database.IsSqlServer() ? new SqlServerBulkTable(db, sql, Columns.Table)
            : new SqliteBulkTable(db, sql, Columns.Table);
    }

    public BulkColumns<T> Columns { get; }

    public Task InsertAsync(IReadOnlyCollection<T> rows, CancellationToken cancellation)
    {
        var values = new List<object?[]>(rows.Count);
        foreach (var row in rows) values.Add(Columns.Read(row));
        return InsertAsync(values, cancellation);
    }

    /// <param name="rows">As <see cref="Columns"/> read them, here or in another scope of the same creditor.</param>
    public async Task InsertAsync(List<object?[]> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0) return;
        if (_db.Database.CurrentTransaction is null) throw new InvalidOperationException("A bulk insert is part of a transaction.");
        var used = 0UL;
        foreach (var row in rows)
            for (var i = 0; i < row.Length; i++)
                if (row[i] is not null) used |= 1UL << i;
        // Only the columns that some row fills: sending the nulls of the others would cost as much as the rows.
        var columns = new int[BitOperations.PopCount(used)];
        for (var (i, next) = (0, 0); i < Columns.Count; i++)
            if ((used >> i & 1) != 0) columns[next++] = i;
        await _table.WriteAsync([.. columns.Select(i => Columns[i])], columns, rows, cancellation);
    }

    public ValueTask DisposeAsync() => _table.DisposeAsync();
}

/// <summary>The columns of a table as the model maps them, and what a row stores in each.</summary>
internal sealed class BulkColumns<T>
    where T : class, ITenantOwned
{
    private readonly CobrancaDb _db;
    private readonly BulkColumn[] _columns;
    private readonly string[] _properties;

    /// <param name="numbered">With the id, where <see cref="ReservedIds"/> has some.</param>
    public BulkColumns(CobrancaDb db, bool numbered = false)
    {
        _db = db;
        var entity = db.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T).Name} is not mapped.");
        numbered &= !db.Database.IsSqlServer();
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        IProperty[] properties = [.. entity.GetProperties().Where(p => numbered || !(p.IsPrimaryKey() && p.ValueGenerated == ValueGenerated.OnAdd))];
        if (properties.Length > 64) throw new InvalidOperationException($"{typeof(T).Name} has more columns than a set of them is told apart by.");
        (Table, _properties) = (table.Name, Array.ConvertAll(properties, p => p.Name));
        _columns = Array.ConvertAll(properties, p => new BulkColumn(p, p.GetColumnName(table)!));
    }

    public string Table { get; }

    public int Count => _columns.Length;

    public BulkColumn this[int column] => _columns[column];

    /// <summary>Where a row has what a property stores.</summary>
    public int IndexOf(string property) => Array.IndexOf(_properties, property) is >= 0 and var found ? found : throw new InvalidOperationException($"{property} is no column that is written.");

    public object?[] Read(T row)
    {
        // The same wall as SaveChanges: this path goes around it.
        if (row.CreditorId != _db.TenantId) throw new InvalidOperationException($"{typeof(T).Name} belongs to another creditor than this scope.");
        return Array.ConvertAll(_columns, column => column.Read(row));
    }
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
    /// <param name="columns">Those that are written.</param>
    /// <param name="places">Where each of them is in a row.</param>
    Task WriteAsync(BulkColumn[] columns, int[] places, List<object?[]> rows, CancellationToken cancellation);
}
