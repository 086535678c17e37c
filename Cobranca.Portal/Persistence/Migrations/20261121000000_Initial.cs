using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Cobranca.Portal.Persistence.Migrations;

/// <summary>The first version of every table. Column types follow from the CLR types, so that one migration serves every database.</summary>
[DbContext(typeof(CobrancaDb))]
[Migration("20261121000000_Initial")]
public sealed class Initial : Migration
{
    protected override void Up(MigrationBuilder migration)
    {
        migration.CreateTable("AuditEntries", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: true),
            At = table.Column<DateTime>(nullable: false),
            Actor = table.Column<string>(maxLength: 120, nullable: false),
            Action = table.Column<string>(maxLength: 60, nullable: false),
            Subject = table.Column<string>(maxLength: 200, nullable: false),
            Detail = table.Column<string>(maxLength: 2000, nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_AuditEntries", row => row.Id);
        });
        migration.CreateTable("Challenges", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            DebtorId = table.Column<long>(nullable: true),
            AttemptId = table.Column<long>(nullable: true),
            SessionId = table.Column<long>(nullable: true),
            Purpose = table.Column<string>(maxLength: 80, nullable: false),
            Channel = table.Column<string>(maxLength: 24, nullable: false),
            ContactId = table.Column<long>(nullable: true),
            Salt = table.Column<byte[]>(maxLength: 16, nullable: false),
            CodeHash = table.Column<byte[]>(maxLength: 32, nullable: false),
            SentAt = table.Column<DateTime>(nullable: false),
            ExpiresAt = table.Column<DateTime>(nullable: false),
            Tries = table.Column<int>(nullable: false),
            ConfirmedAt = table.Column<DateTime>(nullable: true),
            ConsumedAt = table.Column<DateTime>(nullable: true),
            Version = table.Column<long>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_Challenges", row => row.Id);
        });
        migration.CreateTable("ContactRequests", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            Protocol = table.Column<string>(maxLength: 20, nullable: false),
            CreditorId = table.Column<long>(nullable: false),
            DebtorId = table.Column<long>(nullable: true),
            Channel = table.Column<string>(maxLength: 24, nullable: false),
            NewValue = table.Column<string>(maxLength: 254, nullable: false),
            Evidence = table.Column<string>(maxLength: 120, nullable: false),
            EvidenceMatches = table.Column<bool>(nullable: false),
            Status = table.Column<string>(maxLength: 24, nullable: false),
            CreatedAt = table.Column<DateTime>(nullable: false),
            DecidedAt = table.Column<DateTime>(nullable: true),
            DecidedBy = table.Column<string>(maxLength: 120, nullable: true),
            Version = table.Column<long>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_ContactRequests", row => row.Id);
        });
        migration.CreateTable("Creditors", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            Slug = table.Column<string>(maxLength: 40, nullable: false),
            LegalName = table.Column<string>(maxLength: 200, nullable: false),
            TradeName = table.Column<string>(maxLength: 120, nullable: false),
            Cnpj = table.Column<string>(maxLength: 14, nullable: false),
            Street = table.Column<string>(maxLength: 200, nullable: false),
            District = table.Column<string>(maxLength: 120, nullable: true),
            City = table.Column<string>(maxLength: 120, nullable: false),
            Uf = table.Column<string>(maxLength: 2, nullable: false),
            Cep = table.Column<string>(maxLength: 8, nullable: false),
            CityCode = table.Column<string>(maxLength: 7, nullable: true),
            Email = table.Column<string>(maxLength: 254, nullable: true),
            Phone = table.Column<string>(maxLength: 16, nullable: true),
            PrivacyContactName = table.Column<string>(maxLength: 120, nullable: false),
            PrivacyContactEmail = table.Column<string>(maxLength: 254, nullable: false),
            BrandColor = table.Column<string>(maxLength: 7, nullable: false),
            CreatedAt = table.Column<DateTime>(nullable: false),
            UpdatedAt = table.Column<DateTime>(nullable: false),
            Version = table.Column<long>(nullable: false),
            Limits_ContactCoolOffDays = table.Column<int>(nullable: false),
            Limits_DueDateChangeMaxDays = table.Column<int>(nullable: false),
            Limits_DueDateChangesPerYear = table.Column<int>(nullable: false),
            Limits_LinkValidDays = table.Column<int>(nullable: false),
            Limits_MaxDebtsPerBoleto = table.Column<int>(nullable: false),
            Limits_MinBoletoAmount = table.Column<long>(nullable: false),
            Limits_PayDateMaxDays = table.Column<int>(nullable: false),
            Limits_PaymentTolerance = table.Column<long>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_Creditors", row => row.Id);
        });
        migration.CreateTable("IndexPoints", table => new
        {
            Series = table.Column<string>(maxLength: 24, nullable: false),
            Month = table.Column<DateOnly>(nullable: false),
            MicroPercent = table.Column<long>(nullable: false),
            Source = table.Column<string>(maxLength: 200, nullable: false),
            ImportedAt = table.Column<DateTime>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_IndexPoints", row => new { row.Series, row.Month });
        });
        migration.CreateTable("InstallationSecrets", table => new
        {
            Name = table.Column<string>(maxLength: 40, nullable: false),
            ProtectedValue = table.Column<byte[]>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_InstallationSecrets", row => row.Name);
        });
        migration.CreateTable("LocalHolidays", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            Uf = table.Column<string>(maxLength: 2, nullable: true),
            CityCode = table.Column<string>(maxLength: 7, nullable: true),
            On = table.Column<DateOnly>(nullable: true),
            Month = table.Column<int>(nullable: true),
            Day = table.Column<int>(nullable: true),
            Name = table.Column<string>(maxLength: 120, nullable: false),
            Law = table.Column<string>(maxLength: 240, nullable: false),
            Source = table.Column<string>(maxLength: 240, nullable: false),
            ValidFrom = table.Column<DateOnly>(nullable: true),
            ValidThrough = table.Column<DateOnly>(nullable: true),
            NaturalKey = table.Column<string>(maxLength: 40, nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_LocalHolidays", row => row.Id);
        });
        migration.CreateTable("OutgoingEvents", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            Type = table.Column<string>(maxLength: 60, nullable: false),
            At = table.Column<DateTime>(nullable: false),
            Payload = table.Column<string>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_OutgoingEvents", row => row.Id);
        });
        migration.CreateTable("RateWindows", table => new
        {
            KeyHash = table.Column<byte[]>(maxLength: 32, nullable: false),
            WindowStart = table.Column<DateTime>(nullable: false),
            Count = table.Column<int>(nullable: false),
            ExpiresAt = table.Column<DateTime>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_RateWindows", row => new { row.KeyHash, row.WindowStart });
        });
        migration.CreateTable("SignInAttempts", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            KeyHash = table.Column<byte[]>(maxLength: 32, nullable: false),
            Entry = table.Column<string>(maxLength: 24, nullable: false),
            DebtorId = table.Column<long>(nullable: true),
            LinkId = table.Column<long>(nullable: true),
            PersonHash = table.Column<byte[]>(maxLength: 32, nullable: false),
            IsCompany = table.Column<bool>(nullable: false),
            ExtraProofGiven = table.Column<bool>(nullable: false),
            CreatedAt = table.Column<DateTime>(nullable: false),
            ExpiresAt = table.Column<DateTime>(nullable: false),
            CompletedAt = table.Column<DateTime>(nullable: true),
            Version = table.Column<long>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_SignInAttempts", row => row.Id);
        });
        migration.CreateTable("BankAccounts", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            BankCode = table.Column<string>(maxLength: 3, nullable: false),
            Agencia = table.Column<string>(maxLength: 20, nullable: false),
            AgenciaDv = table.Column<string>(maxLength: 5, nullable: false),
            Conta = table.Column<string>(maxLength: 20, nullable: false),
            ContaDv = table.Column<string>(maxLength: 5, nullable: false),
            Carteira = table.Column<string>(maxLength: 5, nullable: false),
            Convenio = table.Column<string>(maxLength: 20, nullable: false),
            ConvenioDv = table.Column<string>(maxLength: 5, nullable: false),
            Variacao = table.Column<string>(maxLength: 5, nullable: false),
            Especie = table.Column<string>(maxLength: 5, nullable: false),
            FirstSequence = table.Column<long>(nullable: false),
            LastSequence = table.Column<long>(nullable: false),
            IsActive = table.Column<bool>(nullable: false),
            Version = table.Column<long>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_BankAccounts", row => row.Id);
            table.ForeignKey("FK_BankAccounts_Creditors_CreditorId", row => row.CreditorId, "Creditors", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateTable("CreditorTerms", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            ValidFrom = table.Column<DateOnly>(nullable: false),
            Fine = table.Column<long>(nullable: false),
            InterestPerMonth = table.Column<long>(nullable: true),
            DayCount = table.Column<string>(maxLength: 24, nullable: false),
            MoraStart = table.Column<string>(maxLength: 24, nullable: false),
            Correction = table.Column<string>(maxLength: 24, nullable: true),
            FineOnCorrectedValue = table.Column<bool>(nullable: false),
            CorrectionNeverNegative = table.Column<bool>(nullable: false),
            LimitationYears = table.Column<int>(nullable: false),
            Clause = table.Column<string>(maxLength: 200, nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_CreditorTerms", row => row.Id);
            table.ForeignKey("FK_CreditorTerms_Creditors_CreditorId", row => row.CreditorId, "Creditors", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateTable("Debtors", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            TaxId = table.Column<string>(maxLength: 14, nullable: false),
            Name = table.Column<string>(maxLength: 200, nullable: false),
            BirthDate = table.Column<DateOnly>(nullable: true),
            Address = table.Column<string>(maxLength: 300, nullable: true),
            Uf = table.Column<string>(maxLength: 2, nullable: true),
            Cep = table.Column<string>(maxLength: 8, nullable: true),
            CityCode = table.Column<string>(maxLength: 7, nullable: true),
            RepresentativeCpf = table.Column<string>(maxLength: 11, nullable: true),
            CreatedAt = table.Column<DateTime>(nullable: false),
            UpdatedAt = table.Column<DateTime>(nullable: false),
            Version = table.Column<long>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_Debtors", row => row.Id);
            table.ForeignKey("FK_Debtors_Creditors_CreditorId", row => row.CreditorId, "Creditors", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateTable("AccessLinks", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            DebtorId = table.Column<long>(nullable: false),
            ContactId = table.Column<long>(nullable: true),
            TokenHash = table.Column<byte[]>(maxLength: 32, nullable: false),
            CreatedAt = table.Column<DateTime>(nullable: false),
            ExpiresAt = table.Column<DateTime>(nullable: false),
            RevokedAt = table.Column<DateTime>(nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_AccessLinks", row => row.Id);
            table.ForeignKey("FK_AccessLinks_Debtors_DebtorId", row => row.DebtorId, "Debtors", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateTable("Boletos", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            PublicId = table.Column<string>(maxLength: 22, nullable: false),
            CreditorId = table.Column<long>(nullable: false),
            DebtorId = table.Column<long>(nullable: false),
            BankAccountId = table.Column<long>(nullable: false),
            Kind = table.Column<string>(maxLength: 24, nullable: false),
            Status = table.Column<string>(maxLength: 24, nullable: false),
            BankCode = table.Column<string>(maxLength: 3, nullable: false),
            NumberingKey = table.Column<string>(maxLength: 80, nullable: false),
            NossoNumero = table.Column<string>(maxLength: 20, nullable: false),
            NossoNumeroFormatted = table.Column<string>(maxLength: 30, nullable: false),
            Amount = table.Column<long>(nullable: false),
            DueOn = table.Column<DateOnly>(nullable: false),
            PayableThrough = table.Column<DateOnly>(nullable: false),
            Barcode = table.Column<string>(maxLength: 44, nullable: false),
            LinhaDigitavel = table.Column<string>(maxLength: 47, nullable: false),
            RequestKey = table.Column<string>(maxLength: 64, nullable: false),
            RequestedAt = table.Column<DateTime>(nullable: false),
            RegisteredAt = table.Column<DateTime>(nullable: true),
            ClosedAt = table.Column<DateTime>(nullable: true),
            RejectionReason = table.Column<string>(maxLength: 300, nullable: true),
            NextBankCallAt = table.Column<DateTime>(nullable: true),
            LeasedUntil = table.Column<DateTime>(nullable: true),
            BankCalls = table.Column<int>(nullable: false),
            SupersededById = table.Column<long>(nullable: true),
            Version = table.Column<long>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_Boletos", row => row.Id);
            table.ForeignKey("FK_Boletos_BankAccounts_BankAccountId", row => row.BankAccountId, "BankAccounts", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_Boletos_Boletos_SupersededById", row => row.SupersededById, "Boletos", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_Boletos_Debtors_DebtorId", row => row.DebtorId, "Debtors", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateTable("Contacts", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            DebtorId = table.Column<long>(nullable: false),
            Channel = table.Column<string>(maxLength: 24, nullable: false),
            Value = table.Column<string>(maxLength: 254, nullable: false),
            Ownership = table.Column<string>(maxLength: 24, nullable: false),
            Source = table.Column<string>(maxLength: 24, nullable: false),
            SourceDetail = table.Column<string>(maxLength: 120, nullable: true),
            OptInEmail = table.Column<bool>(nullable: true),
            OptInSms = table.Column<bool>(nullable: true),
            OptInCall = table.Column<bool>(nullable: true),
            OptInWhatsApp = table.Column<bool>(nullable: true),
            FlaggedAt = table.Column<DateTime>(nullable: true),
            FlagReason = table.Column<string>(maxLength: 60, nullable: true),
            UsableFrom = table.Column<DateTime>(nullable: true),
            CreatedAt = table.Column<DateTime>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_Contacts", row => row.Id);
            table.ForeignKey("FK_Contacts_Debtors_DebtorId", row => row.DebtorId, "Debtors", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateTable("DebtorSessions", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            DebtorId = table.Column<long>(nullable: false),
            SecretHash = table.Column<byte[]>(maxLength: 32, nullable: false),
            Entry = table.Column<string>(maxLength: 24, nullable: false),
            ContactId = table.Column<long>(nullable: true),
            LinkId = table.Column<long>(nullable: true),
            CreatedAt = table.Column<DateTime>(nullable: false),
            LastSeenAt = table.Column<DateTime>(nullable: false),
            EndedAt = table.Column<DateTime>(nullable: true),
            EndReason = table.Column<string>(maxLength: 60, nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_DebtorSessions", row => row.Id);
            table.ForeignKey("FK_DebtorSessions_Debtors_DebtorId", row => row.DebtorId, "Debtors", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateTable("LetterCodes", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            DebtorId = table.Column<long>(nullable: false),
            CodeHash = table.Column<byte[]>(maxLength: 32, nullable: false),
            CreatedAt = table.Column<DateTime>(nullable: false),
            ExpiresAt = table.Column<DateTime>(nullable: false),
            UsedAt = table.Column<DateTime>(nullable: true),
            Version = table.Column<long>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_LetterCodes", row => row.Id);
            table.ForeignKey("FK_LetterCodes_Debtors_DebtorId", row => row.DebtorId, "Debtors", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateTable("Receivables", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            DebtorId = table.Column<long>(nullable: false),
            ExternalId = table.Column<string>(maxLength: 80, nullable: false),
            Description = table.Column<string>(maxLength: 200, nullable: true),
            Contract = table.Column<string>(maxLength: 80, nullable: true),
            IssuedOn = table.Column<DateOnly>(nullable: true),
            DueOn = table.Column<DateOnly>(nullable: false),
            MovedTo = table.Column<DateOnly>(nullable: true),
            Principal = table.Column<long>(nullable: false),
            Status = table.Column<string>(maxLength: 24, nullable: false),
            PaymentMethod = table.Column<string>(maxLength: 24, nullable: true),
            IsConsumer = table.Column<bool>(nullable: false),
            Guarantor = table.Column<string>(maxLength: 200, nullable: true),
            DocumentUrl = table.Column<string>(maxLength: 500, nullable: true),
            OriginalCreditor = table.Column<string>(maxLength: 200, nullable: true),
            AssignedOn = table.Column<DateOnly>(nullable: true),
            TimeBarredOn = table.Column<DateOnly>(nullable: true),
            OwnFine = table.Column<long>(nullable: true),
            OwnInterestPerMonth = table.Column<long>(nullable: true),
            Segment = table.Column<string>(maxLength: 60, nullable: true),
            SlipBankCode = table.Column<string>(maxLength: 3, nullable: true),
            SlipNossoNumero = table.Column<string>(maxLength: 20, nullable: true),
            SlipLinhaDigitavel = table.Column<string>(maxLength: 47, nullable: true),
            SlipSupersededAt = table.Column<DateTime>(nullable: true),
            RowHash = table.Column<byte[]>(maxLength: 32, nullable: false),
            CreatedAt = table.Column<DateTime>(nullable: false),
            UpdatedAt = table.Column<DateTime>(nullable: false),
            Version = table.Column<long>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_Receivables", row => row.Id);
            table.ForeignKey("FK_Receivables_Creditors_CreditorId", row => row.CreditorId, "Creditors", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_Receivables_Debtors_DebtorId", row => row.DebtorId, "Debtors", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateTable("BoletoTransitions", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            BoletoId = table.Column<long>(nullable: false),
            At = table.Column<DateTime>(nullable: false),
            Status = table.Column<string>(maxLength: 24, nullable: false),
            Source = table.Column<string>(maxLength: 120, nullable: false),
            Detail = table.Column<string>(maxLength: 300, nullable: true),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_BoletoTransitions", row => row.Id);
            table.ForeignKey("FK_BoletoTransitions_Boletos_BoletoId", row => row.BoletoId, "Boletos", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateTable("OutboxMessages", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            DebtorId = table.Column<long>(nullable: true),
            Channel = table.Column<string>(maxLength: 24, nullable: false),
            Template = table.Column<string>(maxLength: 60, nullable: false),
            Purpose = table.Column<string>(maxLength: 60, nullable: false),
            Sealed = table.Column<byte[]>(nullable: true),
            BoletoId = table.Column<long>(nullable: true),
            CreatedAt = table.Column<DateTime>(nullable: false),
            ExpiresAt = table.Column<DateTime>(nullable: true),
            NextTryAt = table.Column<DateTime>(nullable: false),
            LeasedUntil = table.Column<DateTime>(nullable: true),
            Tries = table.Column<int>(nullable: false),
            SentAt = table.Column<DateTime>(nullable: true),
            ParkedAt = table.Column<DateTime>(nullable: true),
            LastError = table.Column<string>(maxLength: 300, nullable: true),
            Version = table.Column<long>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_OutboxMessages", row => row.Id);
            table.ForeignKey("FK_OutboxMessages_Boletos_BoletoId", row => row.BoletoId, "Boletos", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateTable("Payments", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            DebtorId = table.Column<long>(nullable: false),
            BoletoId = table.Column<long>(nullable: true),
            Amount = table.Column<long>(nullable: false),
            PaidOn = table.Column<DateOnly>(nullable: false),
            Source = table.Column<string>(maxLength: 24, nullable: false),
            Reference = table.Column<string>(maxLength: 120, nullable: false),
            Surplus = table.Column<long>(nullable: false),
            Shortfall = table.Column<long>(nullable: false),
            RecordedAt = table.Column<DateTime>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_Payments", row => row.Id);
            table.ForeignKey("FK_Payments_Boletos_BoletoId", row => row.BoletoId, "Boletos", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_Payments_Debtors_DebtorId", row => row.DebtorId, "Debtors", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateTable("BoletoItems", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            BoletoId = table.Column<long>(nullable: false),
            ReceivableId = table.Column<long>(nullable: false),
            Principal = table.Column<long>(nullable: false),
            Correction = table.Column<long>(nullable: false),
            Fine = table.Column<long>(nullable: false),
            Interest = table.Column<long>(nullable: false),
            Total = table.Column<long>(nullable: false),
            DaysLate = table.Column<int>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_BoletoItems", row => row.Id);
            table.ForeignKey("FK_BoletoItems_Boletos_BoletoId", row => row.BoletoId, "Boletos", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_BoletoItems_Receivables_ReceivableId", row => row.ReceivableId, "Receivables", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateTable("PaymentAllocations", table => new
        {
            Id = table.Column<long>(nullable: false).Numbered(),
            CreditorId = table.Column<long>(nullable: false),
            PaymentId = table.Column<long>(nullable: false),
            ReceivableId = table.Column<long>(nullable: false),
            PaidOn = table.Column<DateOnly>(nullable: false),
            Amount = table.Column<long>(nullable: false),
            Interest = table.Column<long>(nullable: false),
            Fine = table.Column<long>(nullable: false),
            Correction = table.Column<long>(nullable: false),
            Principal = table.Column<long>(nullable: false),
        }, constraints: table =>
        {
            table.PrimaryKey("PK_PaymentAllocations", row => row.Id);
            table.ForeignKey("FK_PaymentAllocations_Payments_PaymentId", row => row.PaymentId, "Payments", "Id", onDelete: ReferentialAction.Restrict);
            table.ForeignKey("FK_PaymentAllocations_Receivables_ReceivableId", row => row.ReceivableId, "Receivables", "Id", onDelete: ReferentialAction.Restrict);
        });
        migration.CreateIndex("IX_AccessLinks_ContactId", "AccessLinks", "ContactId");
        migration.CreateIndex("IX_AccessLinks_DebtorId", "AccessLinks", "DebtorId");
        migration.CreateIndex("IX_AccessLinks_TokenHash", "AccessLinks", "TokenHash", unique: true);
        migration.CreateIndex("IX_AuditEntries_CreditorId_At", "AuditEntries", ["CreditorId", "At"]);
        migration.CreateIndex("IX_BankAccounts_CreditorId_BankCode_Agencia_Conta_Carteira_Convenio", "BankAccounts", ["CreditorId", "BankCode", "Agencia", "Conta", "Carteira", "Convenio"], unique: true);
        migration.CreateIndex("IX_BoletoItems_BoletoId_ReceivableId", "BoletoItems", ["BoletoId", "ReceivableId"], unique: true);
        migration.CreateIndex("IX_BoletoItems_ReceivableId", "BoletoItems", "ReceivableId");
        migration.CreateIndex("IX_Boletos_BankAccountId", "Boletos", "BankAccountId");
        migration.CreateIndex("IX_Boletos_BankCode_NumberingKey_NossoNumero", "Boletos", ["BankCode", "NumberingKey", "NossoNumero"], unique: true);
        migration.CreateIndex("IX_Boletos_CreditorId_RequestKey", "Boletos", ["CreditorId", "RequestKey"], unique: true);
        migration.CreateIndex("IX_Boletos_DebtorId_Status", "Boletos", ["DebtorId", "Status"]);
        migration.CreateIndex("IX_Boletos_NextBankCallAt_LeasedUntil", "Boletos", ["NextBankCallAt", "LeasedUntil"]);
        migration.CreateIndex("IX_Boletos_PublicId", "Boletos", "PublicId", unique: true);
        migration.CreateIndex("IX_Boletos_Status_PayableThrough", "Boletos", ["Status", "PayableThrough"]);
        migration.CreateIndex("IX_Boletos_SupersededById", "Boletos", "SupersededById");
        migration.CreateIndex("IX_BoletoTransitions_BoletoId", "BoletoTransitions", "BoletoId");
        migration.CreateIndex("IX_Challenges_AttemptId", "Challenges", "AttemptId");
        migration.CreateIndex("IX_Challenges_ContactId", "Challenges", "ContactId");
        migration.CreateIndex("IX_Challenges_ExpiresAt", "Challenges", "ExpiresAt");
        migration.CreateIndex("IX_Challenges_SessionId", "Challenges", "SessionId");
        migration.CreateIndex("IX_ContactRequests_CreditorId_Protocol", "ContactRequests", ["CreditorId", "Protocol"], unique: true);
        migration.CreateIndex("IX_Contacts_Value_CreditorId", "Contacts", ["Value", "CreditorId"]);
        migration.CreateIndex("IX_Contacts_DebtorId_Channel_Value", "Contacts", ["DebtorId", "Channel", "Value"], unique: true);
        migration.CreateIndex("IX_Creditors_Slug", "Creditors", "Slug", unique: true);
        migration.CreateIndex("IX_CreditorTerms_CreditorId_ValidFrom", "CreditorTerms", ["CreditorId", "ValidFrom"], unique: true);
        migration.CreateIndex("IX_Debtors_CreditorId_TaxId", "Debtors", ["CreditorId", "TaxId"], unique: true);
        migration.CreateIndex("IX_DebtorSessions_ContactId", "DebtorSessions", "ContactId");
        migration.CreateIndex("IX_DebtorSessions_DebtorId", "DebtorSessions", "DebtorId");
        migration.CreateIndex("IX_DebtorSessions_SecretHash", "DebtorSessions", "SecretHash", unique: true);
        migration.CreateIndex("IX_LetterCodes_CreditorId_CodeHash", "LetterCodes", ["CreditorId", "CodeHash"], unique: true);
        migration.CreateIndex("IX_LetterCodes_DebtorId", "LetterCodes", "DebtorId");
        migration.CreateIndex("IX_LocalHolidays_NaturalKey", "LocalHolidays", "NaturalKey", unique: true);
        migration.CreateIndex("IX_OutboxMessages_BoletoId", "OutboxMessages", "BoletoId");
        migration.CreateIndex("IX_OutboxMessages_SentAt_ParkedAt_NextTryAt", "OutboxMessages", ["SentAt", "ParkedAt", "NextTryAt"]);
        migration.CreateIndex("IX_OutgoingEvents_CreditorId_Id", "OutgoingEvents", ["CreditorId", "Id"]);
        migration.CreateIndex("IX_PaymentAllocations_PaymentId", "PaymentAllocations", "PaymentId");
        migration.CreateIndex("IX_PaymentAllocations_ReceivableId", "PaymentAllocations", "ReceivableId");
        migration.CreateIndex("IX_Payments_BoletoId", "Payments", "BoletoId");
        migration.CreateIndex("IX_Payments_CreditorId_Source_Reference", "Payments", ["CreditorId", "Source", "Reference"], unique: true);
        migration.CreateIndex("IX_Payments_DebtorId", "Payments", "DebtorId");
        migration.CreateIndex("IX_RateWindows_ExpiresAt", "RateWindows", "ExpiresAt");
        migration.CreateIndex("IX_Receivables_CreditorId_ExternalId", "Receivables", ["CreditorId", "ExternalId"], unique: true);
        migration.CreateIndex("IX_Receivables_DebtorId_Status_DueOn", "Receivables", ["DebtorId", "Status", "DueOn"]);
        migration.CreateIndex("IX_SignInAttempts_ExpiresAt", "SignInAttempts", "ExpiresAt");
        migration.CreateIndex("IX_SignInAttempts_KeyHash", "SignInAttempts", "KeyHash", unique: true);
    }

    protected override void Down(MigrationBuilder migration) => throw new NotSupportedException("The first version has nothing before it.");
}
