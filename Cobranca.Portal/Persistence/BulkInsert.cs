using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Cobranca.Portal.Persistence;

/// <summary>
/// Inserts many rows of one table through one prepared command: several times faster than change tracking, and from the same model, so
/// that columns and conversions are written once. Works inside the context's current transaction; generated ids do not come back, look
/// rows up by their natural key.
/// </summary>
internal sealed class BulkInsert<T>(CobrancaDb db) : IAsyncDisposable
    where T : class, ITenantOwned
{
    private readonly List<(IProperty Property, Func<object?, object?> ToStore, DbParameter Parameter)> _columns = [];
    private DbCommand? _command;

    public async Task InsertAsync(IEnumerable<T> rows, CancellationToken cancellation)
    {
        _command ??= Prepared();
        _command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction() ?? throw new InvalidOperationException("A bulk insert is part of a transaction.");
        foreach (var row in rows)
        {
            // The same wall as SaveChanges: this path goes around it.
            if (row.CreditorId != db.TenantId) throw new InvalidOperationException($"{typeof(T).Name} belongs to another creditor than this scope.");
            foreach (var (property, toStore, parameter) in _columns)
                parameter.Value = toStore(property.GetGetter().GetClrValue(row)) ?? DBNull.Value;
            await _command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private DbCommand Prepared()
    {
        var entity = db.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T).Name} is not mapped.");
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        var sql = db.Database.GetService<ISqlGenerationHelper>();
        var command = db.Database.GetDbConnection().CreateCommand();
        var names = new List<string>();
        foreach (var property in entity.GetProperties().Where(p => !(p.IsPrimaryKey() && p.ValueGenerated == ValueGenerated.OnAdd)))
        {
            var mapping = property.GetRelationalTypeMapping();
            var parameter = mapping.CreateParameter(command, $"p{_columns.Count}", value: null, property.IsNullable);
            command.Parameters.Add(parameter);
            names.Add(sql.DelimitIdentifier(property.GetColumnName(table)!));
            Func<object?, object?> toStore = mapping.Converter is { } converter ? converter.ConvertToProvider : static value => value;
            _columns.Add((property, toStore, parameter));
        }
        var parameters = string.Join(", ", Enumerable.Range(0, _columns.Count).Select(i => sql.GenerateParameterNamePlaceholder($"p{i}")));
        command.CommandText = $"INSERT INTO {sql.DelimitIdentifier(table.Name, table.Schema)} ({string.Join(", ", names)}) VALUES ({parameters})";
        return command;
    }

    public ValueTask DisposeAsync() => _command?.DisposeAsync() ?? ValueTask.CompletedTask;
}

file static class Services
{
    public static TService GetService<TService>(this Microsoft.EntityFrameworkCore.Infrastructure.DatabaseFacade database)
        where TService : class => Microsoft.EntityFrameworkCore.Infrastructure.AccessorExtensions.GetService<TService>(database);
}
