using Cobranca.Portal.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.Databases;

/// <summary>What a database says it consists of: every column, key and index, one line each. Column order is not part of it: later migrations append.</summary>
internal static class DatabaseSchema
{
    public static List<string> Of(CobrancaDb db)
    {
        var lines = db.Database.IsSqlite() ? OfSqlite(db) : OfPostgres(db);
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static List<string> OfSqlite(CobrancaDb db)
    {
        var lines = new List<string>();
        foreach (var table in Rows(db, """SELECT name AS "Value" FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\_\_EF%' ESCAPE '\'"""))
        {
            lines.AddRange(Rows(db, $"SELECT '{table}.' || name || ' ' || type || ' notnull=' || \"notnull\" || ' pk=' || pk || ' default=' || ifnull(dflt_value, '') AS Value FROM pragma_table_info('{table}')"));
            lines.AddRange(Rows(db, $"SELECT '{table} -> ' || \"table\" || ' ' || \"from\" || '=' || \"to\" || ' ' || on_delete AS Value FROM pragma_foreign_key_list('{table}')"));
            lines.AddRange(Rows(db, $"SELECT '{table} index ' || i.name || ' unique=' || i.\"unique\" || ' ' || (SELECT group_concat(name) FROM pragma_index_info(i.name)) AS Value FROM pragma_index_list('{table}') i WHERE i.origin = 'c'"));
        }
        return lines;
    }

    private static List<string> OfPostgres(CobrancaDb db) =>
    [
        .. Rows(db, """
            SELECT table_name || '.' || column_name || ' ' || data_type || coalesce('(' || character_maximum_length || ')', '') || ' null=' || is_nullable
                || ' identity=' || coalesce(identity_generation, '') || ' default=' || coalesce(column_default, '') || ' collation=' || coalesce(collation_name, '') AS "Value"
            FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\_\_EF%'
            """),
        .. Rows(db, """
            SELECT t.relname || ' ' || c.conname || ' ' || pg_get_constraintdef(c.oid) AS "Value"
            FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
            WHERE n.nspname = 'public' AND t.relname NOT LIKE '\_\_EF%'
            """),
        .. Rows(db, """SELECT indexdef AS "Value" FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE '\_\_EF%'"""),
    ];

    private static List<string> Rows(CobrancaDb db, string sql) => db.Database.SqlQueryRaw<string>(sql).ToList();
}
