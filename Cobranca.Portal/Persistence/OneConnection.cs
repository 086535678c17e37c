using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Persistence;

/// <summary>Opens a connection once for all the queries of one request.</summary>
public static class OneConnection
{
    /// <summary>
    /// SQLite alone: there EF teaches every opened connection its functions anew, which costs more than the query (a page of ten queries
    /// took four times as long). A server's connection is given back after each query: a slow client must not hold one. The context's
    /// end closes it.
    /// </summary>
    public static Task KeepConnectionAsync(this CobrancaDb db, CancellationToken cancellation) =>
        db.Database.GetDbConnection() is SqliteConnection ? db.Database.OpenConnectionAsync(cancellation) : Task.CompletedTask;
}
