using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Cobranca.Portal.Persistence;

/// <summary>Ids for rows that go in by <see cref="BulkInsert{T}"/> and that rows of other tables name.</summary>
internal static class ReservedIds
{
    /// <summary>
    /// As many ids of a table as asked, in rising order, for rows of this transaction; null on SQL Server, whose numbers cannot be taken
    /// beforehand: there the rows are looked up by their natural key.
    /// </summary>
    public static async Task<List<long>?> ReserveIdsAsync<T>(this CobrancaDb db, int count, CancellationToken cancellation)
        where T : class, ITenantOwned
    {
        if (db.Database.CurrentTransaction is null) throw new InvalidOperationException("Ids are reserved for rows of one transaction.");
        var table = StoreObjectIdentifier.Create(db.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T).Name} is not mapped."), StoreObjectType.Table)!.Value.Name;
        if (db.Database.IsNpgsql())
            return await db.Database.SqlQuery<long>($"SELECT nextval(pg_get_serial_sequence(quote_ident({table}), 'Id')) AS \"Value\" FROM generate_series(1, {count})").ToListAsync(cancellation);
        if (!db.Database.IsSqlite()) return null;
        // SQLite has one writer, and its transactions begin as one: nobody takes a number between this look and the insert.
        var last = await db.Database.SqlQuery<long>($"SELECT COALESCE(MAX(seq), 0) AS Value FROM sqlite_sequence WHERE name = {table}").SingleAsync(cancellation);
        var ids = new List<long>(count);
        CollectionsMarshal.SetCount(ids, count);
        for (var i = 0; i < count; i++) ids[i] = last + 1 + i;
        return ids;
    }
}
