using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Cobranca.Portal.Persistence.Migrations;

/// <summary>
/// Finds the slips of a retorno by an index of their own, and takes from the tables a settled title writes to what it entered in indexes for
/// nothing: columns that are nearly always empty, statuses few rows are told apart by (docs/decisions/0054).
/// </summary>
[DbContext(typeof(CobrancaDb))]
[Migration("20261127000000_LeanIndexes")]
public sealed class LeanIndexes : Migration
{
    protected override void Up(MigrationBuilder migration)
    {
        // What PostgreSQL drops nobody can read until the end: so everything that takes its time comes first.
        migration.CreateIndex("IX_Boletos_CreditorId_BankCode_NumberingKey_NossoNumero", "Boletos", ["CreditorId", "BankCode", "NumberingKey", "NossoNumero"]);
        migration.CreateIndex("IX_Boletos_DebtorId", "Boletos", "DebtorId");
        migration.CreateIndex("IX_Receivables_DebtorId_DueOn", "Receivables", ["DebtorId", "DueOn"]);
        migration.CreateIndex("IX_OutgoingEvents_CreditorId_Number_Id", "OutgoingEvents", ["CreditorId", "Number", "Id"]);
        migration.CreateIndex("IX_BankOccurrences_CreditorId_ResolvedAt_Id", "BankOccurrences", ["CreditorId", "ResolvedAt", "Id"], filter: migration.IsSqlServer() ? null : "\"Outcome\" = 'Review'");
        migration.DropIndex("IX_Boletos_DebtorId_Status", "Boletos");
        migration.DropIndex("IX_Receivables_DebtorId_Status_DueOn", "Receivables");
        migration.DropIndex("IX_OutgoingEvents_CreditorId_Number", "OutgoingEvents");
        migration.DropIndex("IX_OutgoingEvents_CreditorId_Id", "OutgoingEvents");
        migration.DropIndex("IX_BankOccurrences_CreditorId_Outcome_ResolvedAt_Id", "BankOccurrences");
        // On SQL Server these stay whole (CobrancaDb says why). They are small afterwards, and quickly made.
        if (migration.IsSqlServer()) return;
        Filter(migration, "Boletos", "IX_Boletos_NextBankCallAt_LeasedUntil", ["NextBankCallAt", "LeasedUntil"], "\"NextBankCallAt\" IS NOT NULL");
        Filter(migration, "Boletos", "IX_Boletos_SupersededById", ["SupersededById"], "\"SupersededById\" IS NOT NULL");
        Filter(migration, "Receivables", "IX_Receivables_SlipLinhaDigitavel", ["SlipLinhaDigitavel"], "\"SlipLinhaDigitavel\" IS NOT NULL");
        Filter(migration, "Receivables", "IX_Receivables_CreditorId_SlipNossoNumero", ["CreditorId", "SlipNossoNumero"], "\"SlipNossoNumero\" IS NOT NULL");
        Filter(migration, "Payments", "IX_Payments_CreditorId_ReversedAt", ["CreditorId", "ReversedAt"], "\"ReversedAt\" IS NOT NULL");
    }

    private static void Filter(MigrationBuilder migration, string table, string name, string[] columns, string filter)
    {
        migration.DropIndex(name, table);
        migration.CreateIndex(name, table, columns, filter: filter);
    }
}
