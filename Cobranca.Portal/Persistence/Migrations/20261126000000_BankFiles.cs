using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Cobranca.Portal.Persistence.Migrations;

/// <summary>Files for banks and from banks, what banks are asked and what they answered; the file behind each step of a boleto and each payment.</summary>
[DbContext(typeof(CobrancaDb))]
[Migration("20261126000000_BankFiles")]
public sealed class BankFiles : Migration
{
    protected override void Up(MigrationBuilder migration)
    {
        migration.AddColumn<string>("FileFormat", "BankAccounts", maxLength: 24, nullable: true);
        migration.AddColumn<long>("FirstRemessa", "BankAccounts", nullable: false, defaultValue: 1L);
        migration.AddColumn<long>("Abatement", "Boletos", nullable: false, defaultValue: 0L);
        migration.AddColumn<long>("RemessaId", "BoletoTransitions", nullable: true);
        migration.AddColumn<long>("RetornoId", "BoletoTransitions", nullable: true);
        migration.AddColumn<int>("FileLine", "BoletoTransitions", nullable: true);
        migration.AddColumn<long>("Granted", "PaymentAllocations", nullable: true);
        migration.AddColumn<DateOnly>("CreditBookedOn", "Payments", nullable: true);
        migration.AddColumn<long>("EntryId", "Payments", nullable: true);
        migration.AddColumn<long>("RetornoId", "Payments", nullable: true);
        migration.AddColumn<int>("RetornoLine", "Payments", nullable: true);
        // Until now the entry alone said when a credit was written down.
        const string booked = """
            UPDATE "Payments" SET "CreditBookedOn" = (SELECT MAX(e."On") FROM "JournalEntries" e WHERE e."PaymentId" = "Payments"."Id" AND e."Kind" = 'PaymentCredited')
            WHERE "CreditedOn" IS NOT NULL;
            """;
        migration.Sql(migration.InItsQuotes(booked));
        Remessas(migration);
        Retornos(migration);
        migration.CreateIndex("IX_Payments_CreditorId_CreditBookedOn", "Payments", ["CreditorId", "CreditBookedOn"]);
    }

    private static void Remessas(MigrationBuilder migration)
    {
        migration.CreateTable("Remessas", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            PublicId = table.Column<string>(maxLength: 22, nullable: false),
            CreditorId = table.Column<long>(nullable: false),
            BankAccountId = table.Column<long>(nullable: false),
            BankCode = table.Column<string>(maxLength: 3, nullable: false),
            Format = table.Column<string>(maxLength: 24, nullable: false),
            SequenceKey = table.Column<string>(maxLength: 80, nullable: false),
            Sequence = table.Column<long>(nullable: false),
            FileName = table.Column<string>(maxLength: 120, nullable: false),
            FileId = table.Column<long>(nullable: false),
            Sha256 = table.Column<byte[]>(maxLength: 32, nullable: false),
            Lines = table.Column<int>(nullable: false),
            Instructions = table.Column<int>(nullable: false),
            Entries = table.Column<int>(nullable: false),
            EntryTotal = table.Column<long>(nullable: false),
            CreatedAt = table.Column<DateTime>(nullable: false),
            CreatedBy = table.Column<string>(maxLength: 120, nullable: false),
            ToFolder = table.Column<bool>(nullable: false),
            PreparedAt = table.Column<DateTime>(nullable: true),
            DeliveredAt = table.Column<DateTime>(nullable: true),
            LeasedUntil = table.Column<DateTime>(nullable: true),
            Version = table.Column<long>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_Remessas", row => row.Id);
            table.ForeignKey("FK_Remessas_BankAccounts_BankAccountId", row => row.BankAccountId, "BankAccounts", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_Remessas_StoredFiles_FileId", row => row.FileId, "StoredFiles", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("IX_Remessas_PublicId", "Remessas", "PublicId", unique: true);
        migration.CreateIndex("IX_Remessas_CreditorId_SequenceKey_Sequence", "Remessas", ["CreditorId", "SequenceKey", "Sequence"], unique: true);
        migration.CreateIndex("IX_Remessas_CreditorId_Id", "Remessas", ["CreditorId", "Id"]);
        migration.CreateIndex("IX_Remessas_DeliveredAt_Id", "Remessas", ["DeliveredAt", "Id"]);
        migration.CreateIndex("IX_Remessas_BankAccountId", "Remessas", "BankAccountId");
        migration.CreateIndex("IX_Remessas_FileId", "Remessas", "FileId");
    }

    private static void Retornos(MigrationBuilder migration)
    {
        migration.CreateTable("Retornos", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            PublicId = table.Column<string>(maxLength: 22, nullable: false),
            CreditorId = table.Column<long>(nullable: false),
            BankCode = table.Column<string>(maxLength: 3, nullable: false),
            Format = table.Column<string>(maxLength: 24, nullable: false),
            FileName = table.Column<string>(maxLength: 200, nullable: false),
            FileId = table.Column<long>(nullable: false),
            Sha256 = table.Column<byte[]>(maxLength: 32, nullable: false),
            Status = table.Column<string>(maxLength: 24, nullable: false),
            Refusal = table.Column<string>(maxLength: 300, nullable: true),
            Agencia = table.Column<string>(maxLength: 20, nullable: true),
            Conta = table.Column<string>(maxLength: 20, nullable: true),
            Convenio = table.Column<string>(maxLength: 30, nullable: true),
            Sequence = table.Column<long>(nullable: true),
            GeneratedOn = table.Column<DateOnly>(nullable: true),
            ReceivedAt = table.Column<DateTime>(nullable: false),
            ReceivedBy = table.Column<string>(maxLength: 120, nullable: false),
            AppliedAt = table.Column<DateTime>(nullable: true),
            Titles = table.Column<long>(nullable: false),
            AppliedThrough = table.Column<long>(nullable: false),
            Applied = table.Column<long>(nullable: false),
            Known = table.Column<long>(nullable: false),
            Noted = table.Column<long>(nullable: false),
            ForReview = table.Column<long>(nullable: false),
            Received = table.Column<long>(nullable: false),
            Tariffs = table.Column<long>(nullable: false),
            Remarks = table.Column<string>(nullable: true),
            Version = table.Column<long>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_Retornos", row => row.Id);
            table.ForeignKey("FK_Retornos_Creditors_CreditorId", row => row.CreditorId, "Creditors", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_Retornos_StoredFiles_FileId", row => row.FileId, "StoredFiles", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateTable("BankOccurrences", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            RetornoId = table.Column<long>(nullable: false),
            Line = table.Column<int>(nullable: false),
            Account = table.Column<string>(maxLength: 80, nullable: false),
            NossoNumero = table.Column<string>(maxLength: 20, nullable: false),
            Code = table.Column<string>(maxLength: 5, nullable: false),
            Meaning = table.Column<string>(maxLength: 30, nullable: false),
            On = table.Column<DateOnly>(nullable: false),
            Amount = table.Column<long>(nullable: false),
            Repeat = table.Column<int>(nullable: false),
            BoletoId = table.Column<long>(nullable: true),
            Outcome = table.Column<string>(maxLength: 24, nullable: false),
            Review = table.Column<string>(maxLength: 24, nullable: false),
            Detail = table.Column<string>(maxLength: 300, nullable: true),
            ResolvedAt = table.Column<DateTime>(nullable: true),
            ResolvedBy = table.Column<string>(maxLength: 120, nullable: true),
            Resolution = table.Column<string>(maxLength: 300, nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_BankOccurrences", row => row.Id);
            table.ForeignKey("FK_BankOccurrences_Retornos_RetornoId", row => row.RetornoId, "Retornos", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateTable("BankOrders", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            BankAccountId = table.Column<long>(nullable: false),
            BankCode = table.Column<string>(maxLength: 3, nullable: false),
            NumberingKey = table.Column<string>(maxLength: 80, nullable: false),
            NossoNumero = table.Column<string>(maxLength: 20, nullable: false),
            BoletoId = table.Column<long>(nullable: true),
            ReceivableId = table.Column<long>(nullable: true),
            Kind = table.Column<string>(maxLength: 24, nullable: false),
            Number = table.Column<int>(nullable: false),
            State = table.Column<string>(maxLength: 24, nullable: false),
            Amount = table.Column<long>(nullable: false),
            DueOn = table.Column<DateOnly>(nullable: false),
            Abatement = table.Column<long>(nullable: false),
            DocumentNumber = table.Column<string>(maxLength: 15, nullable: false),
            RequestedBy = table.Column<string>(maxLength: 120, nullable: false),
            CreatedAt = table.Column<DateTime>(nullable: false),
            RemessaId = table.Column<long>(nullable: true),
            RemessaLine = table.Column<int>(nullable: true),
            SentAt = table.Column<DateTime>(nullable: true),
            AnsweredAt = table.Column<DateTime>(nullable: true),
            RetornoId = table.Column<long>(nullable: true),
            RetornoLine = table.Column<int>(nullable: true),
            Reason = table.Column<string>(maxLength: 300, nullable: true),
            Version = table.Column<long>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_BankOrders", row => row.Id);
            table.ForeignKey("FK_BankOrders_BankAccounts_BankAccountId", row => row.BankAccountId, "BankAccounts", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_BankOrders_Boletos_BoletoId", row => row.BoletoId, "Boletos", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_BankOrders_Receivables_ReceivableId", row => row.ReceivableId, "Receivables", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_BankOrders_Remessas_RemessaId", row => row.RemessaId, "Remessas", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_BankOrders_Retornos_RetornoId", row => row.RetornoId, "Retornos", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("IX_Retornos_PublicId", "Retornos", "PublicId", unique: true);
        migration.CreateIndex("IX_Retornos_CreditorId_Sha256", "Retornos", ["CreditorId", "Sha256"], unique: true);
        migration.CreateIndex("IX_Retornos_CreditorId_Id", "Retornos", ["CreditorId", "Id"]);
        migration.CreateIndex("IX_Retornos_FileId", "Retornos", "FileId");
        migration.CreateIndex("IX_BankOccurrences_CreditorId_Account_NossoNumero_Code_On_Amount_Repeat", "BankOccurrences", ["CreditorId", "Account", "NossoNumero", "Code", "On", "Amount", "Repeat"], unique: true);
        migration.CreateIndex("IX_BankOccurrences_RetornoId_Line", "BankOccurrences", ["RetornoId", "Line"]);
        migration.CreateIndex("IX_BankOccurrences_CreditorId_Outcome_ResolvedAt_Id", "BankOccurrences", ["CreditorId", "Outcome", "ResolvedAt", "Id"]);
        migration.CreateIndex("IX_BankOrders_CreditorId_BankCode_NumberingKey_NossoNumero_Kind_Number", "BankOrders", ["CreditorId", "BankCode", "NumberingKey", "NossoNumero", "Kind", "Number"], unique: true);
        migration.CreateIndex("IX_BankOrders_CreditorId_BankAccountId_State_Id", "BankOrders", ["CreditorId", "BankAccountId", "State", "Id"]);
        migration.CreateIndex("IX_BankOrders_State_CreatedAt", "BankOrders", ["State", "CreatedAt"]);
        foreach (var column in new[] { "BankAccountId", "BoletoId", "ReceivableId", "RemessaId", "RetornoId" })
            migration.CreateIndex($"IX_BankOrders_{column}", "BankOrders", column);
    }

    protected override void Down(MigrationBuilder migration) => throw new NotSupportedException("Going back would drop the banks' files: restore a backup instead.");
}
