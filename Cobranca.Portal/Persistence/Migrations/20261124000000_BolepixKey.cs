using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Cobranca.Portal.Persistence.Migrations;

/// <summary>
/// A Pix key for an account and the Pix code each of its boletos goes out with. The codes have a table of their own: SQL Server lets one NULL
/// into a unique index, and most boletos of an older installation have none.
/// </summary>
[DbContext(typeof(CobrancaDb))]
[Migration("20261124000000_BolepixKey")]
public sealed class BolepixKey : Migration
{
    protected override void Up(MigrationBuilder migration)
    {
        migration.AddColumn<string>("PixKey", "BankAccounts", maxLength: 77, nullable: true);
        migration.CreateTable("BoletoPixCodes", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            BoletoId = table.Column<long>(nullable: false),
            Txid = table.Column<string>(maxLength: 25, nullable: false),
            Key = table.Column<string>(maxLength: 77, nullable: false),
            Code = table.Column<string>(maxLength: 512, nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_BoletoPixCodes", row => row.Id);
            table.ForeignKey("FK_BoletoPixCodes_Boletos_BoletoId", row => row.BoletoId, "Boletos", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("IX_BoletoPixCodes_BoletoId", "BoletoPixCodes", "BoletoId", unique: true);
        migration.CreateIndex("IX_BoletoPixCodes_CreditorId_Txid", "BoletoPixCodes", ["CreditorId", "Txid"], unique: true);
        migration.CreateIndex("IX_BoletoPixCodes_Txid", "BoletoPixCodes", "Txid");
    }

    protected override void Down(MigrationBuilder migration) => throw new NotSupportedException("Going back would drop the Pix codes people hold: restore a backup instead.");
}
