using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Update;

namespace Cobranca.Portal.Persistence;

/// <summary>
/// Text columns of SQL Server compare byte by byte, as on the other databases, whatever the server's own collation: with the usual one
/// the creditor's ids <c>nf-1</c> and <c>NF-1</c> would be one receivable. Set here because migrations name no provider's collation
/// (docs/decisions/0030).
/// </summary>
internal sealed class ExactTextSqlGenerator(MigrationsSqlGeneratorDependencies dependencies, ICommandBatchPreparer batches)
    : SqlServerMigrationsSqlGenerator(dependencies, batches)
{
    public const string Collation = "Latin1_General_100_BIN2";

    protected override void ColumnDefinition(string? schema, string table, string name, ColumnOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        if (operation.ClrType == typeof(string) && operation.ColumnType?.StartsWith('n') != false) operation.Collation ??= Collation;
        base.ColumnDefinition(schema, table, name, operation, model, builder);
    }

    /// <summary>A migration without a model snapshot would get the filters of EF 1 (… IS NOT NULL), which no other database has.</summary>
    protected override void Generate(CreateIndexOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        operation.Filter ??= "";
        base.Generate(operation, model, builder, terminate);
    }
}
