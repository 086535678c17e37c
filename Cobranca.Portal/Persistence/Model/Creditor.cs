using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Debts;
using Cobranca.Domain.Calendars;
using Cobranca.Domain.Pix;
using Cobranca.Domain.Values;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cobranca.Portal.Persistence.Model;

/// <summary>A company that is owed money: the tenant. Written only by <c>creditor apply</c>. (Credor.)</summary>
public sealed class Creditor
{
    public long Id { get; set; }

    public required string Slug { get; set; }
    public required string LegalName { get; set; }
    public required string TradeName { get; set; }
    public required Cnpj Cnpj { get; set; }

    public required string Street { get; set; }
    public string? District { get; set; }
    public required string City { get; set; }
    public required Uf Uf { get; set; }
    public required Cep Cep { get; set; }
    /// <summary>IBGE code of the city: decides which local holidays count.</summary>
    public string? CityCode { get; set; }

    public string? Email { get; set; }
    public string? Phone { get; set; }
    public required string PrivacyContactName { get; set; }
    public required string PrivacyContactEmail { get; set; }

    /// <summary>Brand colour as <c>#rrggbb</c>; its contrast was checked when it was saved.</summary>
    public required string BrandColor { get; set; }

    public CreditorLimits Limits { get; set; } = new();

    public DateTime CreatedAt { get; set; }
    public DateTime UpdatedAt { get; set; }
    public long Version { get; set; }

    public List<CreditorTerms> Terms { get; set; } = [];
    public List<BankAccount> BankAccounts { get; set; } = [];
}

/// <summary>What the creditor lets a debtor choose alone.</summary>
public sealed class CreditorLimits
{
    /// <summary>Furthest day, from today, for which a price or a new boleto can be asked.</summary>
    public int PayDateMaxDays { get; set; } = 10;
    public int MaxDebtsPerBoleto { get; set; } = 40;
    public Money MinBoletoAmount { get; set; } = new(500);
    /// <summary>Before the due date: how many days later the debtor may ask for; 0 turns it off.</summary>
    public int DueDateChangeMaxDays { get; set; }
    public int DueDateChangesPerYear { get; set; }
    public int LinkValidDays { get; set; } = 30;
    /// <summary>Days a newly approved contact waits before it may receive codes.</summary>
    public int ContactCoolOffDays { get; set; } = 3;
    /// <summary>A payment this much below the boleto still settles it; the difference is written down, never hidden.</summary>
    public Money PaymentTolerance { get; set; } = new(100);
}

/// <summary>Late-payment terms of a creditor in force from a date. A debt keeps the terms of its own date.</summary>
public sealed class CreditorTerms : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    public DateOnly ValidFrom { get; set; }
    public Rate Fine { get; set; }
    /// <summary>Null when nothing was agreed: taxa legal applies.</summary>
    public Rate? InterestPerMonth { get; set; }
    public DayCount DayCount { get; set; }
    public MoraStart MoraStart { get; set; }
    public IndexSeries? Correction { get; set; }
    public bool FineOnCorrectedValue { get; set; }
    /// <summary>The contract keeps the corrected value from falling below the principal in a deflation.</summary>
    public bool CorrectionNeverNegative { get; set; }
    public int LimitationYears { get; set; } = 5;
    public string? Clause { get; set; }
}

/// <summary>An account and wallet at a bank from which boletos are issued, with the last nosso número taken.</summary>
public sealed class BankAccount : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    public required string BankCode { get; set; }
    public required string Agencia { get; set; }
    public string AgenciaDv { get; set; } = "";
    public required string Conta { get; set; }
    public string ContaDv { get; set; } = "";
    public required string Carteira { get; set; }
    public string Convenio { get; set; } = "";
    public string ConvenioDv { get; set; } = "";
    public string Variacao { get; set; } = "";
    /// <summary>Sicredi's post and byte, Santander's IOS; null elsewhere.</summary>
    public string? Posto { get; set; }
    public string? Byte { get; set; }
    public string? Ios { get; set; }
    /// <summary>Document kind printed on the slip: DM, DS, ME...</summary>
    public string Especie { get; set; } = "DM";
    /// <summary>First sequence number free for Cobranca; what the creditor issued elsewhere stays below it.</summary>
    public long FirstSequence { get; set; } = 1;
    public long LastSequence { get; set; }
    /// <summary>The layout of its files; null for the one its bank's list names first.</summary>
    public CnabFormat? FileFormat { get; set; }
    /// <summary>The number of the first remessa made here: one more than the last one sent from elsewhere.</summary>
    public long FirstRemessa { get; set; } = 1;
    /// <summary>Where a Pix for a slip of this account goes; null: its slips have no Pix.</summary>
    public PixKey? PixKey { get; set; }
    public bool IsActive { get; set; } = true;
    public long Version { get; set; }

    /// <summary>What makes a nosso número unique at the bank: account, wallet and convênio, the digits that do not change.</summary>
    public string NumberingKey => $"{Agencia}/{Conta}/{Carteira}/{Convenio}";

    /// <summary>The stored account as the Domain's bank rules read it.</summary>
    public BoletoAccount ForRules() => new()
    {
        Agencia = Agencia, AgenciaDv = AgenciaDv, Conta = Conta, ContaDv = ContaDv, Carteira = Carteira, Convenio = Convenio, ConvenioDv = ConvenioDv,
        Variacao = Variacao, Posto = Posto, Byte = Byte, Ios = Ios,
    };
}

internal sealed class CreditorMapping : IEntityTypeConfiguration<Creditor>, IEntityTypeConfiguration<CreditorTerms>, IEntityTypeConfiguration<BankAccount>
{
    public void Configure(EntityTypeBuilder<Creditor> builder)
    {
        builder.ToTable("Creditors");
        builder.Property(c => c.Slug).HasMaxLength(40);
        builder.HasIndex(c => c.Slug).IsUnique();
        builder.Property(c => c.LegalName).HasMaxLength(200);
        builder.Property(c => c.TradeName).HasMaxLength(120);
        builder.Property(c => c.Street).HasMaxLength(200);
        builder.Property(c => c.District).HasMaxLength(120);
        builder.Property(c => c.City).HasMaxLength(120);
        builder.Property(c => c.CityCode).HasMaxLength(7);
        builder.Property(c => c.Email).HasMaxLength(254);
        builder.Property(c => c.Phone).HasMaxLength(16);
        builder.Property(c => c.PrivacyContactName).HasMaxLength(120);
        builder.Property(c => c.PrivacyContactEmail).HasMaxLength(254);
        builder.Property(c => c.BrandColor).HasMaxLength(7);
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.ComplexProperty(c => c.Limits);
        builder.HasMany(c => c.Terms).WithOne().HasForeignKey(t => t.CreditorId);
        builder.HasMany(c => c.BankAccounts).WithOne().HasForeignKey(a => a.CreditorId);
    }

    public void Configure(EntityTypeBuilder<CreditorTerms> builder)
    {
        builder.ToTable("CreditorTerms");
        builder.HasIndex(t => new { t.CreditorId, t.ValidFrom }).IsUnique();
        builder.Property(t => t.Clause).HasMaxLength(200);
    }

    public void Configure(EntityTypeBuilder<BankAccount> builder)
    {
        builder.ToTable("BankAccounts");
        builder.Property(a => a.BankCode).HasMaxLength(3);
        foreach (var name in new[] { nameof(BankAccount.Agencia), nameof(BankAccount.Conta), nameof(BankAccount.Convenio) })
            builder.Property<string>(name).HasMaxLength(20);
        foreach (var name in new[] { nameof(BankAccount.AgenciaDv), nameof(BankAccount.ContaDv), nameof(BankAccount.ConvenioDv), nameof(BankAccount.Variacao), nameof(BankAccount.Carteira), nameof(BankAccount.Especie) })
            builder.Property<string>(name).HasMaxLength(5);
        foreach (var name in new[] { nameof(BankAccount.Posto), nameof(BankAccount.Byte), nameof(BankAccount.Ios) })
            builder.Property<string?>(name).HasMaxLength(5);
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.Property(a => a.FirstRemessa).HasDefaultValue(1L);
        builder.HasIndex(a => new { a.CreditorId, a.BankCode, a.Agencia, a.Conta, a.Carteira, a.Convenio }).IsUnique();
    }
}
