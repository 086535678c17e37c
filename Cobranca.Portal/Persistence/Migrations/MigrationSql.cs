using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Cobranca.Portal.Persistence.Migrations;

internal static class MigrationSql
{
    /// <summary>Standard SQL, but for the names: SQL Server's own tools take a name in double quotes for a text. Quotes come in pairs.</summary>
    public static string InItsQuotes(this MigrationBuilder migration, string sql) =>
        migration.IsSqlServer() ? string.Concat(sql.Split('"').Select((part, i) => i == 0 ? part : (i % 2 == 1 ? '[' : ']') + part)) : sql;
}
