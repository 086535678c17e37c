using Cobranca.Domain.Payments;
using Cobranca.Domain.Values;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cobranca.Portal.Persistence.Model;

/// <summary>One fact in the books of one creditor; written once and never changed. (Lançamento.)</summary>
public sealed class JournalEntryRow : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    public JournalKind Kind { get; set; }
    /// <summary>Names the fact: the same fact is posted once.</summary>
    public required string Key { get; set; }
    /// <summary>The day it was written down: a past day's books never change.</summary>
    public DateOnly On { get; set; }
    public DateTime At { get; set; }
    /// <summary>Who says so: a command, a file, a key of the API.</summary>
    public required string Source { get; set; }
    /// <summary>None for what came with an import: those payments stand together in one entry.</summary>
    public long? PaymentId { get; set; }
    public Payment? Payment { get; set; }
    public long? BoletoId { get; set; }
    public List<JournalLineRow> Lines { get; set; } = [];
}

/// <summary>One side of an entry, in centavos. (Partida.)</summary>
public sealed class JournalLineRow : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    public long EntryId { get; set; }
    public LedgerAccount Account { get; set; }
    public Money Debit { get; set; }
    public Money Credit { get; set; }
    public long? ReceivableId { get; set; }
}

public enum CreditState { Open, RefundRequested, Refunded, Withdrawn }

/// <summary>What a payer paid beyond every debt and is owed back. (Crédito do devedor.)</summary>
public sealed class DebtorCredit : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    public long DebtorId { get; set; }
    public Debtor? Debtor { get; set; }
    /// <summary>The payment that left it; one credit each.</summary>
    public long PaymentId { get; set; }
    public Payment? Payment { get; set; }
    public Money Amount { get; set; }
    /// <summary>Withdrawn when its payment was reversed before it was given back: the money never came.</summary>
    public CreditState State { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime? RefundRequestedAt { get; set; }
    public DateOnly? RefundedOn { get; set; }
    /// <summary>What the creditor calls the refund.</summary>
    public string? RefundReference { get; set; }
    public long Version { get; set; }

    /// <summary>Still owed to the payer.</summary>
    public bool IsOwed => State is CreditState.Open or CreditState.RefundRequested;
}

internal sealed class LedgerMapping : IEntityTypeConfiguration<JournalEntryRow>, IEntityTypeConfiguration<JournalLineRow>, IEntityTypeConfiguration<DebtorCredit>
{
    public void Configure(EntityTypeBuilder<JournalEntryRow> builder)
    {
        builder.ToTable("JournalEntries");
        builder.HasIndex(e => new { e.CreditorId, e.Key }).IsUnique();
        builder.HasIndex(e => new { e.CreditorId, e.On });
        builder.Property(e => e.Key).HasMaxLength(200);
        builder.Property(e => e.Source).HasMaxLength(200);
        builder.HasOne<Creditor>().WithMany().HasForeignKey(e => e.CreditorId);
        builder.HasOne(e => e.Payment).WithMany().HasForeignKey(e => e.PaymentId);
        builder.HasOne<Boleto>().WithMany().HasForeignKey(e => e.BoletoId);
        builder.HasMany(e => e.Lines).WithOne().HasForeignKey(l => l.EntryId);
    }

    public void Configure(EntityTypeBuilder<JournalLineRow> builder)
    {
        builder.ToTable("JournalLines");
        builder.HasIndex(l => new { l.CreditorId, l.Account });
        builder.HasOne<Receivable>().WithMany().HasForeignKey(l => l.ReceivableId);
    }

    public void Configure(EntityTypeBuilder<DebtorCredit> builder)
    {
        builder.ToTable("DebtorCredits");
        builder.HasIndex(c => c.PaymentId).IsUnique();
        builder.HasIndex(c => new { c.CreditorId, c.Id });
        builder.HasIndex(c => new { c.DebtorId, c.State });
        builder.Property(c => c.RefundReference).HasMaxLength(120);
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.HasOne(c => c.Debtor).WithMany().HasForeignKey(c => c.DebtorId);
        builder.HasOne(c => c.Payment).WithMany().HasForeignKey(c => c.PaymentId);
    }
}
