using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Cobranca.Portal.Persistence.Migrations;

/// <summary>Double entry, reversals and what is owed back to payers; the books open with the balances there are.</summary>
[DbContext(typeof(CobrancaDb))]
[Migration("20261125000000_Ledger")]
public sealed class Ledger : Migration
{
    protected override void Up(MigrationBuilder migration)
    {
        migration.AddColumn<long>("OpeningEntryId", "Receivables", nullable: true);
        migration.AddColumn<long>("TariffAmount", "Payments", nullable: true);
        migration.AddColumn<long>("NetAmount", "Payments", nullable: true);
        migration.AddColumn<DateOnly>("CreditedOn", "Payments", nullable: true);
        migration.AddColumn<DateTime>("ReversedAt", "Payments", nullable: true);
        migration.AddColumn<string>("ReversalReference", "Payments", maxLength: 120, nullable: true);
        migration.AddColumn<string>("ReversalReason", "Payments", maxLength: 300, nullable: true);
        migration.AddColumn<long>("Discount", "PaymentAllocations", nullable: true);
        migration.AddColumn<bool>("Settled", "PaymentAllocations", nullable: true);
        migration.AddColumn<DateTime>("ReversedAt", "PaymentAllocations", nullable: true);
        migration.CreateTable("JournalEntries", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            Kind = table.Column<string>(maxLength: 24, nullable: false),
            Key = table.Column<string>(maxLength: 200, nullable: false),
            On = table.Column<DateOnly>(nullable: false),
            At = table.Column<DateTime>(nullable: false),
            Source = table.Column<string>(maxLength: 200, nullable: false),
            PaymentId = table.Column<long>(nullable: true),
            BoletoId = table.Column<long>(nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_JournalEntries", row => row.Id);
            table.ForeignKey("FK_JournalEntries_Boletos_BoletoId", row => row.BoletoId, "Boletos", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_JournalEntries_Creditors_CreditorId", row => row.CreditorId, "Creditors", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_JournalEntries_Payments_PaymentId", row => row.PaymentId, "Payments", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateTable("JournalLines", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            EntryId = table.Column<long>(nullable: false),
            Account = table.Column<string>(maxLength: 24, nullable: false),
            Debit = table.Column<long>(nullable: false),
            Credit = table.Column<long>(nullable: false),
            ReceivableId = table.Column<long>(nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_JournalLines", row => row.Id);
            table.ForeignKey("FK_JournalLines_JournalEntries_EntryId", row => row.EntryId, "JournalEntries", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_JournalLines_Receivables_ReceivableId", row => row.ReceivableId, "Receivables", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateTable("DebtorCredits", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            DebtorId = table.Column<long>(nullable: false),
            PaymentId = table.Column<long>(nullable: false),
            Amount = table.Column<long>(nullable: false),
            State = table.Column<string>(maxLength: 24, nullable: false),
            CreatedAt = table.Column<DateTime>(nullable: false),
            RefundRequestedAt = table.Column<DateTime>(nullable: true),
            RefundedOn = table.Column<DateOnly>(nullable: true),
            RefundReference = table.Column<string>(maxLength: 120, nullable: true),
            Version = table.Column<long>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_DebtorCredits", row => row.Id);
            table.ForeignKey("FK_DebtorCredits_Debtors_DebtorId", row => row.DebtorId, "Debtors", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_DebtorCredits_Payments_PaymentId", row => row.PaymentId, "Payments", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("IX_DebtorCredits_CreditorId_Id", "DebtorCredits", ["CreditorId", "Id"]);
        migration.CreateIndex("IX_DebtorCredits_DebtorId_State", "DebtorCredits", ["DebtorId", "State"]);
        migration.CreateIndex("IX_DebtorCredits_PaymentId", "DebtorCredits", "PaymentId", unique: true);
        migration.CreateIndex("IX_JournalEntries_BoletoId", "JournalEntries", "BoletoId");
        migration.CreateIndex("IX_JournalEntries_CreditorId_Key", "JournalEntries", ["CreditorId", "Key"], unique: true);
        migration.CreateIndex("IX_JournalEntries_CreditorId_On", "JournalEntries", ["CreditorId", "On"]);
        migration.CreateIndex("IX_JournalEntries_PaymentId", "JournalEntries", "PaymentId");
        migration.CreateIndex("IX_JournalLines_CreditorId_Account", "JournalLines", ["CreditorId", "Account"]);
        migration.CreateIndex("IX_JournalLines_EntryId", "JournalLines", "EntryId");
        migration.CreateIndex("IX_JournalLines_ReceivableId", "JournalLines", "ReceivableId");
        migration.CreateIndex("IX_Payments_CreditorId_RecordedAt", "Payments", ["CreditorId", "RecordedAt"]);
        migration.CreateIndex("IX_Payments_CreditorId_ReversedAt", "Payments", ["CreditorId", "ReversedAt"]);
        Open(migration);
    }

    /// <summary>
    /// A title that is open owes its principal less what was paid of it.
    /// </summary>
    private static void Open(MigrationBuilder migration)
    {
        Run("""
            INSERT INTO "DebtorCredits" ("CreditorId", "DebtorId", "PaymentId", "Amount", "State", "CreatedAt", "Version")
            SELECT "CreditorId", "DebtorId", "Id", "Surplus", 'Open', "RecordedAt", 0 FROM "Payments" WHERE "Surplus" > 0;
            """);
        Run("""
            INSERT INTO "JournalEntries" ("CreditorId", "Kind", "Key", "On", "At", "Source")
            SELECT "Id", 'LedgerOpened', 'ledger/opening', '2026-11-22', '2026-11-22 00:00:00', 'abertura' FROM "Creditors"
            WHERE "Id" IN (SELECT "CreditorId" FROM "Receivables");
            """);
        const string owed = """
            SELECT r."CreditorId" AS "CreditorId", SUM(r."Principal" - COALESCE(a."Paid", 0)) AS "Amount" FROM "Receivables" r
            LEFT JOIN (SELECT "ReceivableId", SUM("Principal") AS "Paid" FROM "PaymentAllocations" GROUP BY "ReceivableId") a ON a."ReceivableId" = r."Id"
            WHERE r."Status" NOT IN ('Paid', 'Cancelled') GROUP BY r."CreditorId"
            """;
        const string surplus = """SELECT "CreditorId", SUM("Surplus") AS "Amount" FROM "Payments" GROUP BY "CreditorId" """;
        Line("Receivable", debit: true, owed);
        Line("Portfolio", debit: false, owed);
        Line("Cash", debit: true, surplus);
        Line("CreditToDebtor", debit: false, surplus);

        void Run(string sql) => migration.Sql(migration.InItsQuotes(sql));

        void Line(string account, bool debit, string amounts) => Run($"""
            INSERT INTO "JournalLines" ("CreditorId", "EntryId", "Account", "Debit", "Credit")
            SELECT e."CreditorId", e."Id", '{account}', {(debit ? "x.\"Amount\", 0" : "0, x.\"Amount\"")}
            FROM "JournalEntries" e INNER JOIN ({amounts}) x ON x."CreditorId" = e."CreditorId" WHERE e."Key" = 'ledger/opening' AND x."Amount" > 0;
            """);
    }

    protected override void Down(MigrationBuilder migration) => throw new NotSupportedException("Going back would drop the books: restore a backup instead.");
}
