using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Cobranca.Portal.Persistence.Migrations;

/// <summary>The API, jobs, events out and keys shared by several nodes.</summary>
[DbContext(typeof(CobrancaDb))]
[Migration("20261122000000_Connections")]
public sealed class Connections : Migration
{
    protected override void Up(MigrationBuilder migration)
    {
        migration.AddColumn<long>("Number", "OutgoingEvents", nullable: true);
        migration.AddColumn<string>("StatusReason", "Receivables", maxLength: 300, nullable: true);
        migration.AddColumn<DateTime>("StatusChangedAt", "Receivables", nullable: true);
        migration.AddColumn<string>("Posto", "BankAccounts", maxLength: 5, nullable: true);
        migration.AddColumn<string>("Byte", "BankAccounts", maxLength: 5, nullable: true);
        migration.AddColumn<string>("Ios", "BankAccounts", maxLength: 5, nullable: true);
        migration.CreateTable("DataProtectionKeys", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            FriendlyName = table.Column<string>(maxLength: 120, nullable: false),
            Xml = table.Column<string>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_DataProtectionKeys", row => row.Id);
        });
        migration.CreateTable("IdempotentRequests", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            Key = table.Column<string>(maxLength: 200, nullable: false),
            Target = table.Column<string>(maxLength: 300, nullable: false),
            BodyHash = table.Column<byte[]>(maxLength: 32, nullable: false),
            CreatedAt = table.Column<DateTime>(nullable: false),
            LeasedUntil = table.Column<DateTime>(nullable: false),
            CompletedAt = table.Column<DateTime>(nullable: true),
            Status = table.Column<int>(nullable: true),
            ContentType = table.Column<string>(maxLength: 100, nullable: true),
            Response = table.Column<byte[]>(nullable: true),
            Version = table.Column<long>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_IdempotentRequests", row => row.Id);
        });
        migration.CreateTable("ApiKeys", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            PublicId = table.Column<string>(maxLength: 32, nullable: false),
            CreditorId = table.Column<long>(nullable: false),
            Name = table.Column<string>(maxLength: 80, nullable: false),
            Hash = table.Column<byte[]>(maxLength: 32, nullable: false),
            Scopes = table.Column<string>(maxLength: 400, nullable: false),
            IsDevelopment = table.Column<bool>(nullable: false),
            CreatedAt = table.Column<DateTime>(nullable: false),
            CreatedBy = table.Column<string>(maxLength: 120, nullable: false),
            ExpiresAt = table.Column<DateTime>(nullable: true),
            RevokedAt = table.Column<DateTime>(nullable: true),
            LastUsedAt = table.Column<DateTime>(nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_ApiKeys", row => row.Id);
            table.ForeignKey("FK_ApiKeys_Creditors_CreditorId", row => row.CreditorId, "Creditors", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateTable("EventSequences", table => new
        {
            CreditorId = table.Column<long>(nullable: false),
            Last = table.Column<long>(nullable: false),
            Version = table.Column<long>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_EventSequences", row => row.CreditorId);
            table.ForeignKey("FK_EventSequences_Creditors_CreditorId", row => row.CreditorId, "Creditors", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateTable("StoredFiles", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            Name = table.Column<string>(maxLength: 200, nullable: false),
            ContentType = table.Column<string>(maxLength: 100, nullable: false),
            Length = table.Column<long>(nullable: false),
            Sha256 = table.Column<byte[]>(maxLength: 32, nullable: true),
            CreatedAt = table.Column<DateTime>(nullable: false),
            ExpiresAt = table.Column<DateTime>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_StoredFiles", row => row.Id);
            table.ForeignKey("FK_StoredFiles_Creditors_CreditorId", row => row.CreditorId, "Creditors", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateTable("WebhookEndpoints", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            PublicId = table.Column<string>(maxLength: 32, nullable: false),
            CreditorId = table.Column<long>(nullable: false),
            Url = table.Column<string>(maxLength: 500, nullable: false),
            Types = table.Column<string>(maxLength: 1000, nullable: false),
            SealedSecret = table.Column<byte[]>(nullable: false),
            PreviousSealedSecret = table.Column<byte[]>(nullable: true),
            PreviousSecretUntil = table.Column<DateTime>(nullable: true),
            PlannedThrough = table.Column<long>(nullable: false),
            CreatedAt = table.Column<DateTime>(nullable: false),
            DisabledAt = table.Column<DateTime>(nullable: true),
            Version = table.Column<long>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_WebhookEndpoints", row => row.Id);
            table.ForeignKey("FK_WebhookEndpoints_Creditors_CreditorId", row => row.CreditorId, "Creditors", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateTable("Jobs", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            PublicId = table.Column<string>(maxLength: 32, nullable: false),
            CreditorId = table.Column<long>(nullable: false),
            Kind = table.Column<string>(maxLength: 24, nullable: false),
            Status = table.Column<string>(maxLength: 24, nullable: false),
            RequestedBy = table.Column<string>(maxLength: 120, nullable: false),
            Options = table.Column<string>(nullable: false),
            Result = table.Column<string>(nullable: true),
            InputFileId = table.Column<long>(nullable: true),
            OutputFileId = table.Column<long>(nullable: true),
            ErrorFileId = table.Column<long>(nullable: true),
            Done = table.Column<long>(nullable: false),
            Total = table.Column<long>(nullable: false),
            CreatedAt = table.Column<DateTime>(nullable: false),
            StartedAt = table.Column<DateTime>(nullable: true),
            FinishedAt = table.Column<DateTime>(nullable: true),
            NextTryAt = table.Column<DateTime>(nullable: false),
            LeasedUntil = table.Column<DateTime>(nullable: true),
            Tries = table.Column<int>(nullable: false),
            Error = table.Column<string>(maxLength: 300, nullable: true),
            Version = table.Column<long>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_Jobs", row => row.Id);
            table.ForeignKey("FK_Jobs_StoredFiles_ErrorFileId", row => row.ErrorFileId, "StoredFiles", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_Jobs_StoredFiles_InputFileId", row => row.InputFileId, "StoredFiles", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_Jobs_StoredFiles_OutputFileId", row => row.OutputFileId, "StoredFiles", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateTable("StoredFileChunks", table => new
        {
            FileId = table.Column<long>(nullable: false),
            Number = table.Column<int>(nullable: false),
            CreditorId = table.Column<long>(nullable: false),
            Bytes = table.Column<byte[]>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_StoredFileChunks", row => new { row.FileId, row.Number });
            table.ForeignKey("FK_StoredFileChunks_StoredFiles_FileId", row => row.FileId, "StoredFiles", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateTable("WebhookDeliveries", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            EndpointId = table.Column<long>(nullable: false),
            EventId = table.Column<long>(nullable: false),
            CreatedAt = table.Column<DateTime>(nullable: false),
            NextTryAt = table.Column<DateTime>(nullable: true),
            LeasedUntil = table.Column<DateTime>(nullable: true),
            Tries = table.Column<int>(nullable: false),
            DeliveredAt = table.Column<DateTime>(nullable: true),
            ParkedAt = table.Column<DateTime>(nullable: true),
            LastStatus = table.Column<int>(nullable: true),
            LastError = table.Column<string>(maxLength: 300, nullable: true),
            Version = table.Column<long>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_WebhookDeliveries", row => row.Id);
            table.ForeignKey("FK_WebhookDeliveries_OutgoingEvents_EventId", row => row.EventId, "OutgoingEvents", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_WebhookDeliveries_WebhookEndpoints_EndpointId", row => row.EndpointId, "WebhookEndpoints", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateTable("AuthenticityCodes", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            Code = table.Column<string>(maxLength: 16, nullable: false),
            LinkId = table.Column<long>(nullable: true),
            CreatedAt = table.Column<DateTime>(nullable: false),
            ExpiresAt = table.Column<DateTime>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_AuthenticityCodes", row => row.Id);
            table.ForeignKey("FK_AuthenticityCodes_AccessLinks_LinkId", row => row.LinkId, "AccessLinks", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("IX_ApiKeys_CreditorId", "ApiKeys", "CreditorId");
        migration.CreateIndex("IX_ApiKeys_Hash", "ApiKeys", "Hash", unique: true);
        migration.CreateIndex("IX_ApiKeys_PublicId", "ApiKeys", "PublicId", unique: true);
        migration.CreateIndex("IX_AuthenticityCodes_Code", "AuthenticityCodes", "Code", unique: true);
        migration.CreateIndex("IX_AuthenticityCodes_ExpiresAt", "AuthenticityCodes", "ExpiresAt");
        migration.CreateIndex("IX_AuthenticityCodes_LinkId", "AuthenticityCodes", "LinkId");
        migration.CreateIndex("IX_Boletos_Barcode", "Boletos", "Barcode");
        migration.CreateIndex("IX_Boletos_CreditorId_Id", "Boletos", ["CreditorId", "Id"]);
        migration.CreateIndex("IX_DataProtectionKeys_FriendlyName", "DataProtectionKeys", "FriendlyName", unique: true);
        migration.CreateIndex("IX_IdempotentRequests_CreatedAt", "IdempotentRequests", "CreatedAt");
        migration.CreateIndex("IX_IdempotentRequests_CreditorId_Key", "IdempotentRequests", ["CreditorId", "Key"], unique: true);
        migration.CreateIndex("IX_Jobs_CreditorId_Id", "Jobs", ["CreditorId", "Id"]);
        migration.CreateIndex("IX_Jobs_ErrorFileId", "Jobs", "ErrorFileId");
        migration.CreateIndex("IX_Jobs_InputFileId", "Jobs", "InputFileId");
        migration.CreateIndex("IX_Jobs_OutputFileId", "Jobs", "OutputFileId");
        migration.CreateIndex("IX_Jobs_PublicId", "Jobs", "PublicId", unique: true);
        migration.CreateIndex("IX_Jobs_Status_NextTryAt", "Jobs", ["Status", "NextTryAt"]);
        migration.CreateIndex("IX_OutgoingEvents_CreditorId_Number", "OutgoingEvents", ["CreditorId", "Number"]);
        migration.CreateIndex("IX_Payments_CreditorId_Id", "Payments", ["CreditorId", "Id"]);
        migration.CreateIndex("IX_Receivables_CreditorId_DebtorId", "Receivables", ["CreditorId", "DebtorId"]);
        migration.CreateIndex("IX_Receivables_CreditorId_UpdatedAt_Id", "Receivables", ["CreditorId", "UpdatedAt", "Id"]);
        migration.CreateIndex("IX_Receivables_SlipLinhaDigitavel", "Receivables", "SlipLinhaDigitavel");
        migration.CreateIndex("IX_StoredFiles_CreditorId", "StoredFiles", "CreditorId");
        migration.CreateIndex("IX_StoredFiles_ExpiresAt", "StoredFiles", "ExpiresAt");
        migration.CreateIndex("IX_WebhookDeliveries_EndpointId_EventId", "WebhookDeliveries", ["EndpointId", "EventId"], unique: true);
        migration.CreateIndex("IX_WebhookDeliveries_EventId", "WebhookDeliveries", "EventId");
        migration.CreateIndex("IX_WebhookDeliveries_EndpointId_NextTryAt", "WebhookDeliveries", ["EndpointId", "NextTryAt"]);
        migration.CreateIndex("IX_WebhookDeliveries_EndpointId_ParkedAt", "WebhookDeliveries", ["EndpointId", "ParkedAt"]);
        migration.CreateIndex("IX_WebhookEndpoints_CreditorId", "WebhookEndpoints", "CreditorId");
        migration.CreateIndex("IX_WebhookEndpoints_PublicId", "WebhookEndpoints", "PublicId", unique: true);
    }

    protected override void Down(MigrationBuilder migration) => throw new NotSupportedException("Going back would drop keys, jobs and events that others rely on: restore a backup instead.");
}
