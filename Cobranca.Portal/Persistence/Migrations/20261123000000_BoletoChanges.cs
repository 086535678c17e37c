using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Cobranca.Portal.Persistence.Migrations;

/// <summary>What changed among boletos is found by when it did; a creditor's own slip by its number.</summary>
[DbContext(typeof(CobrancaDb))]
[Migration("20261123000000_BoletoChanges")]
public sealed class BoletoChanges : Migration
{
    protected override void Up(MigrationBuilder migration)
    {
        migration.CreateIndex("IX_BoletoTransitions_CreditorId_At_Id", "BoletoTransitions", ["CreditorId", "At", "Id"]);
        migration.CreateIndex("IX_Receivables_CreditorId_SlipNossoNumero", "Receivables", ["CreditorId", "SlipNossoNumero"]);
    }

    protected override void Down(MigrationBuilder migration)
    {
        migration.DropIndex("IX_Receivables_CreditorId_SlipNossoNumero", "Receivables");
        migration.DropIndex("IX_BoletoTransitions_CreditorId_At_Id", "BoletoTransitions");
    }
}
