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
        migration.CreateIndex("IX_Boletos_CreditorId_BankCode_NumberingKey_NossoNumero", "Boletos", ["CreditorId", "BankCode", "NumberingKey", "NossoNumero"]);
        Replace(migration, "Boletos", "IX_Boletos_DebtorId_Status", "IX_Boletos_DebtorId", ["DebtorId"]);
        Filter(migration, "Boletos", "IX_Boletos_NextBankCallAt_LeasedUntil", ["NextBankCallAt", "LeasedUntil"], "\"NextBankCallAt\" IS NOT NULL");
        Filter(migration, "Boletos", "IX_Boletos_SupersededById", ["SupersededById"], "\"SupersededById\" IS NOT NULL");
        Replace(migration, "Receivables", "IX_Receivables_DebtorId_Status_DueOn", "IX_Receivables_DebtorId_DueOn", ["DebtorId", "DueOn"]);
        Filter(migration, "Receivables", "IX_Receivables_SlipLinhaDigitavel", ["SlipLinhaDigitavel"], "\"SlipLinhaDigitavel\" IS NOT NULL");
        Filter(migration, "Receivables", "IX_Receivables_CreditorId_SlipNossoNumero", ["CreditorId", "SlipNossoNumero"], "\"SlipNossoNumero\" IS NOT NULL");
        Filter(migration, "Payments", "IX_Payments_CreditorId_ReversedAt", ["CreditorId", "ReversedAt"], "\"ReversedAt\" IS NOT NULL");
        Replace(migration, "OutgoingEvents", "IX_OutgoingEvents_CreditorId_Number", "IX_OutgoingEvents_CreditorId_Number_Id", ["CreditorId", "Number", "Id"]);
        migration.DropIndex("IX_OutgoingEvents_CreditorId_Id", "OutgoingEvents");
        Replace(migration, "BankOccurrences", "IX_BankOccurrences_CreditorId_Outcome_ResolvedAt_Id", "IX_BankOccurrences_CreditorId_ResolvedAt_Id", ["CreditorId", "ResolvedAt", "Id"], "\"Outcome\" = 'Review'");
    }

    private static void Replace(MigrationBuilder migration, string table, string old, string name, string[] columns, string? filter = null)
    {
        migration.CreateIndex(name, table, columns, filter: migration.IsSqlServer() ? null : filter);
        migration.DropIndex(old, table);
    }

    /// <summary>On SQL Server an index stays whole (<see cref="CobrancaDb"/> says why).</summary>
    private static void Filter(MigrationBuilder migration, string table, string name, string[] columns, string filter)
    {
        if (migration.IsSqlServer()) return;
        migration.DropIndex(name, table);
        migration.CreateIndex(name, table, columns, filter: filter);
    }
}
