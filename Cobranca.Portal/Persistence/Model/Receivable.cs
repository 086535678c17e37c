using Cobranca.Domain.Payments;
using Cobranca.Domain.Values;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cobranca.Portal.Persistence.Model;

public enum ReceivableStatus { Open, Paid, Cancelled, Disputed, Suspended, Agreed }

/// <summary>How the debtor was paying before falling late; changes the words used, never the price.</summary>
public enum PaymentMethod { Boleto, Card, StoreCredit, DirectDebit, Pix }

/// <summary>One thing owed on one date, as the creditor's own system numbers it. (Título.)</summary>
public sealed class Receivable : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    public long DebtorId { get; set; }
    public Debtor? Debtor { get; set; }
    /// <summary>The creditor's id: unique in its portfolio.</summary>
    public required string ExternalId { get; set; }
    public string? Description { get; set; }
    public string? Contract { get; set; }
    public DateOnly? IssuedOn { get; set; }
    public DateOnly DueOn { get; set; }
    /// <summary>
    /// The date the debtor was granted instead, asked for before the due date (docs/decisions/0021): charges count from it. The
    /// limitation period and the terms keep to <see cref="DueOn"/>.
    /// </summary>
    public DateOnly? MovedTo { get; set; }
    /// <summary>The day from which lateness counts.</summary>
    public DateOnly PayableOn => MovedTo is { } moved && moved > DueOn ? moved : DueOn;
    public Money Principal { get; set; }
    public ReceivableStatus Status { get; set; }
    /// <summary>Why it was held, disputed, settled or cancelled, in the words of who did it; null while that never happened.</summary>
    public string? StatusReason { get; set; }
    /// <summary>When <see cref="Status"/> last changed otherwise than by an import.</summary>
    public DateTime? StatusChangedAt { get; set; }
    public PaymentMethod? PaymentMethod { get; set; }
    public bool IsConsumer { get; set; }
    public string? Guarantor { get; set; }
    public string? DocumentUrl { get; set; }
    public string? OriginalCreditor { get; set; }
    public DateOnly? AssignedOn { get; set; }
    /// <summary>Own limitation date given by the creditor; null follows the terms' years.</summary>
    public DateOnly? TimeBarredOn { get; set; }
    public Rate? OwnFine { get; set; }
    public Rate? OwnInterestPerMonth { get; set; }
    public string? Segment { get; set; }
    /// <summary>A slip the creditor issued itself.</summary>
    public string? SlipBankCode { get; set; }
    public string? SlipNossoNumero { get; set; }
    public string? SlipLinhaDigitavel { get; set; }
    /// <summary>Set once this slip was replaced by a boleto of ours and its closure asked for.</summary>
    public DateTime? SlipSupersededAt { get; set; }
    /// <summary>SHA-256 of the imported row's meaning: the same row again changes nothing.</summary>
    public byte[] RowHash { get; set; } = [];
    /// <summary>The journal entry that opened it together with the other titles of its batch (docs/decisions/0042); null when it has one of its own, or none.</summary>
    public long? OpeningEntryId { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime UpdatedAt { get; set; }
    public long Version { get; set; }

    /// <summary>What standing payments brought; those reversed are filtered out (<see cref="PaymentAllocation.ReversedAt"/>).</summary>
    public List<PaymentAllocation> Allocations { get; set; } = [];

    /// <summary>Principal owed on the books: what the ledger's receivable account holds for it. Its allocations are loaded.</summary>
    public Money OpenPrincipal => Status is ReceivableStatus.Paid or ReceivableStatus.Cancelled ? Money.Zero : Principal - Allocations.Where(a => a.ReversedAt is null).Sum(a => a.Principal);
}

public enum PaymentSource { Import, Counter, Transfer, Boleto, Pix }

/// <summary>Money received, once. (Pagamento.)</summary>
public sealed class Payment : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    public long DebtorId { get; set; }
    public long? BoletoId { get; set; }
    public Money Amount { get; set; }
    public DateOnly PaidOn { get; set; }
    public PaymentSource Source { get; set; }
    /// <summary>Who sent the payment calls it this; the same reference twice is the same payment.</summary>
    public required string Reference { get; set; }
    /// <summary>What was left after every debt it paid: owed back to the payer, never absorbed.</summary>
    public Money Surplus { get; set; }
    /// <summary>What was missing within tolerance and was let go to settle the boleto.</summary>
    public Money Shortfall { get; set; }
    /// <summary>What the bank kept of it; null until it says.</summary>
    public Money? TariffAmount { get; set; }
    /// <summary>What the bank credited: the amount less the tariff. Null until it does.</summary>
    public Money? NetAmount { get; set; }
    /// <summary>The day of that credit.</summary>
    public DateOnly? CreditedOn { get; set; }
    /// <summary>The books' day of that credit: the day it was written down here.</summary>
    public DateOnly? CreditBookedOn { get; set; }
    /// <summary>The entry it shares with the other payments of its retorno; null when its entry is its own.</summary>
    public long? EntryId { get; set; }
    /// <summary>The retorno that told of it, and the line there; null when none did.</summary>
    public long? RetornoId { get; set; }
    public int? RetornoLine { get; set; }
    public DateTime RecordedAt { get; set; }
    /// <summary>When it was taken back (estorno); null while it stands.</summary>
    public DateTime? ReversedAt { get; set; }
    /// <summary>Who reversed it calls that this; the same reference again is the same reversal.</summary>
    public string? ReversalReference { get; set; }
    public string? ReversalReason { get; set; }
    public List<PaymentAllocation> Allocations { get; set; } = [];

    /// <summary>Where the books hold its money.</summary>
    public LedgerAccount HeldIn => Source == PaymentSource.Boleto && CreditedOn is null ? LedgerAccount.CashInTransit : LedgerAccount.Cash;
}

/// <summary>The part of a payment that went to one debt, by component (CC 354: interest first).</summary>
public sealed class PaymentAllocation : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    public long PaymentId { get; set; }
    public Payment? Payment { get; set; }
    public long ReceivableId { get; set; }
    public DateOnly PaidOn { get; set; }
    public Money Amount { get; set; }
    public Money Interest { get; set; }
    public Money Fine { get; set; }
    public Money Correction { get; set; }
    public Money Principal { get; set; }
    /// <summary>What was let go of this debt because the payment settled it all the same; null for nothing.</summary>
    public Money? Discount { get; set; }
    /// <summary>The part of <see cref="Discount"/> the creditor had granted on the boleto; the rest was missing within its tolerance. Null for nothing.</summary>
    public Money? Granted { get; set; }
    /// <summary>Nothing was owed on the debt after it.</summary>
    public bool? Settled { get; set; }
    /// <summary>When its payment was reversed: kept as history, and no part of any price (<see cref="ReversedFilter"/>).</summary>
    public DateTime? ReversedAt { get; set; }

    /// <summary>Hides what was reversed. History alone asks to see it: <c>IgnoreQueryFilters([PaymentAllocation.ReversedFilter])</c>.</summary>
    public const string ReversedFilter = "reversed";
}

internal sealed class ReceivableMapping : IEntityTypeConfiguration<Receivable>, IEntityTypeConfiguration<Payment>, IEntityTypeConfiguration<PaymentAllocation>
{
    public void Configure(EntityTypeBuilder<Receivable> builder)
    {
        builder.ToTable("Receivables");
        builder.HasIndex(r => new { r.CreditorId, r.ExternalId }).IsUnique();
        builder.HasIndex(r => new { r.DebtorId, r.DueOn });
        // Every query names its creditor: without statistics SQLite would else walk all of a creditor's debts to find one debtor's.
        builder.HasIndex(r => new { r.CreditorId, r.DebtorId });
        // What changed since a moment, page by page (API).
        builder.HasIndex(r => new { r.CreditorId, r.UpdatedAt, r.Id });
        builder.HasIndex(r => r.SlipLinhaDigitavel).HasFilter("\"SlipLinhaDigitavel\" IS NOT NULL");
        builder.HasIndex(r => new { r.CreditorId, r.SlipNossoNumero }).HasFilter("\"SlipNossoNumero\" IS NOT NULL");
        builder.Property(r => r.StatusReason).HasMaxLength(300);
        builder.Property(r => r.ExternalId).HasMaxLength(80);
        builder.Property(r => r.Description).HasMaxLength(200);
        builder.Property(r => r.Contract).HasMaxLength(80);
        builder.Property(r => r.Guarantor).HasMaxLength(200);
        builder.Property(r => r.DocumentUrl).HasMaxLength(500);
        builder.Property(r => r.OriginalCreditor).HasMaxLength(200);
        builder.Property(r => r.Segment).HasMaxLength(60);
        builder.Property(r => r.SlipBankCode).HasMaxLength(3);
        builder.Property(r => r.SlipNossoNumero).HasMaxLength(20);
        builder.Property(r => r.SlipLinhaDigitavel).HasMaxLength(47);
        builder.Property(r => r.RowHash).HasMaxLength(32);
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.HasOne(r => r.Debtor).WithMany().HasForeignKey(r => r.DebtorId);
        builder.HasOne<Creditor>().WithMany().HasForeignKey(r => r.CreditorId);
        builder.HasMany(r => r.Allocations).WithOne().HasForeignKey(a => a.ReceivableId);
        // A price without what was paid would overcharge: no query may forget it.
        builder.Navigation(r => r.Allocations).AutoInclude();
    }

    public void Configure(EntityTypeBuilder<Payment> builder)
    {
        builder.ToTable("Payments");
        builder.HasIndex(p => new { p.CreditorId, p.Source, p.Reference }).IsUnique();
        builder.HasIndex(p => new { p.CreditorId, p.Id });
        builder.HasIndex(p => new { p.CreditorId, p.RecordedAt });
        builder.HasIndex(p => new { p.CreditorId, p.ReversedAt }).HasFilter("\"ReversedAt\" IS NOT NULL");
        builder.HasIndex(p => new { p.CreditorId, p.CreditBookedOn });
        builder.Property(p => p.Reference).HasMaxLength(120);
        builder.Property(p => p.ReversalReference).HasMaxLength(120);
        builder.Property(p => p.ReversalReason).HasMaxLength(300);
        builder.HasOne<Debtor>().WithMany().HasForeignKey(p => p.DebtorId);
        builder.HasOne<Boleto>().WithMany().HasForeignKey(p => p.BoletoId);
        builder.HasMany(p => p.Allocations).WithOne(a => a.Payment).HasForeignKey(a => a.PaymentId);
    }

    public void Configure(EntityTypeBuilder<PaymentAllocation> builder)
    {
        builder.ToTable("PaymentAllocations");
        builder.HasIndex(a => a.ReceivableId);
        // A price that counted what was reversed would charge too little: no query may forget it.
        builder.HasQueryFilter(PaymentAllocation.ReversedFilter, a => a.ReversedAt == null);
    }
}
