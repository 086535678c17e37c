using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Migrations.Operations.Builders;

namespace Cobranca.Portal.Persistence.Migrations;

internal static class NumberedColumn
{
    /// <summary>A key the database numbers itself. Each provider reads its own annotation and ignores the others'.</summary>
    public static OperationBuilder<AddColumnOperation> Numbered(this OperationBuilder<AddColumnOperation> column) =>
        column.Annotation("Sqlite:Autoincrement", true);
}
