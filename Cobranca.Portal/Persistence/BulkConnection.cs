using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Cobranca.Portal.Persistence;

/// <summary>
/// Keeps the context's connection open for a long write and gives it what that takes. SQLite gets room: a million rows touch every corner
/// of the indexes, and its usual 2 MB of cache would read the same pages from disk again and again. PostgreSQL is told how the tables
/// grow: it would go on choosing plans for the empty ones they were, and read a whole portfolio for each batch.
/// </summary>
internal sealed class BulkConnection : IAsyncDisposable
{
    private readonly DatabaseFacade _database;
    private readonly string _analyze;
    private long _rows;
    private long _analyzeAt = 1000;

    private BulkConnection(DatabaseFacade database, string analyze) => (_database, _analyze) = (database, analyze);

    /// <param name="tables">Those that are filled and asked again from batch to batch.</param>
    public static async Task<BulkConnection> OpenAsync(CobrancaDb db, IEnumerable<string> tables, CancellationToken cancellation)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        if (db.Database.IsSqlite()) await db.Database.ExecuteSqlRawAsync("PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8000", cancellation);
        return new(db.Database, "ANALYZE " + string.Join(", ", tables.Select(table => $"\"{table}\"")));
    }

    /// <summary>Some rows of the tables were written and committed.</summary>
    public async Task GrownByAsync(int rows, CancellationToken cancellation)
    {
        _rows += rows;
        if (_rows < _analyzeAt || !_database.IsNpgsql()) return;
        // Seldom enough to cost nothing: it looks at a sample, and a plan for a quarter of the rows is still the right one.
        while (_analyzeAt <= _rows) _analyzeAt *= 4;
        await _database.ExecuteSqlRawAsync(_analyze, cancellation);
    }

    /// <summary>
    /// Looks rows up by index until the transaction ends, whatever PostgreSQL believes of the tables: those that a file fills were empty when it
    /// last looked, and it would read the whole of them for each batch (twenty times slower after fifty thousand rows).
    /// </summary>
    public static Task PreferIndexesAsync(CobrancaDb db, CancellationToken cancellation) => db.Database.IsNpgsql()
        ? db.Database.ExecuteSqlRawAsync("SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off", cancellation)
        : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        // Without statistics SQLite takes any index that begins with the creditor for as good as the debtor's own, and reads a whole portfolio
        // for one person's page. Four hundred rows of each index tell it: milliseconds. The connection goes back to a pool as it came.
        if (_database.IsSqlite()) await _database.ExecuteSqlRawAsync("PRAGMA analysis_limit = 400; ANALYZE; PRAGMA cache_size = -2000; PRAGMA wal_autocheckpoint = 1000");
        await _database.CloseConnectionAsync();
    }
}
