using Cobranca.Domain.Boletos;
using Cobranca.Domain.Pix;
using Cobranca.Domain.Values;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cobranca.Portal.Persistence.Model;

/// <summary>Why a boleto was asked for: a new date after lateness, or another date asked before the due date.</summary>
public enum BoletoKind { Reissue, DueDateChange }

/// <summary>A bank slip asked for by a debtor, priced for its due date. (Boleto.)</summary>
public sealed class Boleto : ITenantOwned
{
    public long Id { get; set; }
    /// <summary>The name in URLs: 128 random bits, so that no number can be guessed.</summary>
    public required string PublicId { get; set; }
    public long CreditorId { get; set; }
    public long DebtorId { get; set; }
    public Debtor? Debtor { get; set; }
    public long BankAccountId { get; set; }
    public BankAccount? BankAccount { get; set; }
    public BoletoKind Kind { get; set; }
    public BoletoStatus Status { get; set; }
    public required string BankCode { get; set; }
    /// <summary>Account, wallet and convênio: with the bank and the nosso número it names one slip in the country.</summary>
    public required string NumberingKey { get; set; }
    public required string NossoNumero { get; set; }
    public required string NossoNumeroFormatted { get; set; }
    public Money Amount { get; set; }
    /// <summary>What the creditor took off once it was registered (abatimento): the bank takes the amount less this.</summary>
    public Money Abatement { get; set; }
    public DateOnly DueOn { get; set; }
    /// <summary>The last day the bank takes it: the due date, or the next day banks serve the public. Registered with it.</summary>
    public DateOnly PayableThrough { get; set; }
    public required string Barcode { get; set; }
    public required string LinhaDigitavel { get; set; }
    /// <summary>The Pix it can be paid with instead; null when its account had no key.</summary>
    public BoletoPix? Pix { get; set; }
    /// <summary>One form sent twice is one boleto: the key printed in the form.</summary>
    public required string RequestKey { get; set; }
    public DateTime RequestedAt { get; set; }
    public DateTime? RegisteredAt { get; set; }
    public DateTime? ClosedAt { get; set; }
    public string? RejectionReason { get; set; }
    /// <summary>Where the bank conversation stands, claimed by one worker at a time.</summary>
    public DateTime? NextBankCallAt { get; set; }
    public DateTime? LeasedUntil { get; set; }
    public int BankCalls { get; set; }
    public long? SupersededById { get; set; }
    public long Version { get; set; }

    public List<BoletoItem> Items { get; set; } = [];
    public List<BoletoTransition> Transitions { get; set; } = [];

    /// <summary>What the bank takes for it.</summary>
    public Money ToPay => Amount - Abatement;

    /// <summary>What the creditor took off since it was issued, by an abatement or a lower value; never below zero. Its items are loaded.</summary>
    public Money Granted => Money.Max(Items.Sum(i => i.Total) - ToPay, Money.Zero);

    /// <summary>
    /// Tells the slip what happened to it: moves it along its lifecycle, writes the step down and plans the bank call that follows.
    /// </summary>
    /// <param name="source">Who says so: <c>devedor</c>, <c>banco</c>, a command, a line of a file.</param>
    /// <returns>What must follow in the same save; null when the event does not fit and nothing changed.</returns>
    public BoletoDuties? Hear(BoletoEvent happened, DateTime at, StepSource source, string? detail = null)
    {
        switch (BoletoLifecycle.Apply(Status, happened))
        {
            case Domain.Boletos.BoletoTransition.Moved moved:
                Status = moved.To;
                Transitions.Add(source.Step(this, at, detail));
                if (moved.To == BoletoStatus.Registered) RegisteredAt = at;
                if (moved.To == BoletoStatus.Closed) ClosedAt = at;
                // Whatever the bank was being asked before, from here on only its closure is.
                PlanBankCall(moved.To is BoletoStatus.Superseded or BoletoStatus.ClosureRequested ? at : null);
                return moved.Duties;
            case Domain.Boletos.BoletoTransition.Unchanged same:
                if (same.Duties.HasFlag(BoletoDuties.RequestClosure)) PlanBankCall(at);
                return same.Duties;
            default:
                return null;
        }
    }

    /// <summary>Starts a conversation with the bank at that moment, or ends it.</summary>
    public void PlanBankCall(DateTime? at)
    {
        NextBankCallAt = at;
        BankCalls = 0;
    }
}

/// <summary>Who brought a step about, and the file and line where a file did.</summary>
/// <param name="Who">Short and fixed: <c>devedor</c>, <c>banco</c>, <c>remessa</c>, <c>retorno</c>, a command's or key's name.</param>
public readonly record struct StepSource(string Who, long? RemessaId = null, long? RetornoId = null, int? FileLine = null)
{
    public static implicit operator StepSource(string who) => new(who);

    /// <summary>The step as it is kept; the slip stands where it stands now.</summary>
    public BoletoTransition Step(Boleto boleto, DateTime at, string? detail = null) => new()
    {
        CreditorId = boleto.CreditorId, BoletoId = boleto.Id, At = at, Status = boleto.Status, Source = Who, Detail = detail, RemessaId = RemessaId, RetornoId = RetornoId, FileLine = FileLine,
    };
}

/// <summary>One debt inside a boleto, at the price it had for the boleto's due date.</summary>
public sealed class BoletoItem : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    public long BoletoId { get; set; }
    public long ReceivableId { get; set; }
    public Receivable? Receivable { get; set; }
    public Money Principal { get; set; }
    public Money Correction { get; set; }
    public Money Fine { get; set; }
    public Money Interest { get; set; }
    public Money Total { get; set; }
    public int DaysLate { get; set; }
}

/// <summary>
/// The Pix code a boleto went out with, as it was written: what people hold stays comparable whatever becomes of the key. (Bolepix.)
/// </summary>
public sealed class BoletoPix : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    public long BoletoId { get; set; }
    public Boleto? Boleto { get; set; }
    /// <summary>Comes back with the money: by it a Pix received is matched to the boleto.</summary>
    public required string Txid { get; set; }
    public required PixKey Key { get; set; }
    /// <summary>Pix copia e cola, and what the QR code holds.</summary>
    public required string Code { get; set; }
}

/// <summary>One dated, sourced step in a boleto's life.</summary>
public sealed class BoletoTransition : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    public long BoletoId { get; set; }
    public DateTime At { get; set; }
    public BoletoStatus Status { get; set; }
    public required string Source { get; set; }
    public string? Detail { get; set; }
    /// <summary>The file that brought it about, one of the two, and the line there; null for what no file did.</summary>
    public long? RemessaId { get; set; }
    public long? RetornoId { get; set; }
    public int? FileLine { get; set; }
}

internal sealed class BoletoMapping : IEntityTypeConfiguration<Boleto>, IEntityTypeConfiguration<BoletoItem>, IEntityTypeConfiguration<BoletoPix>, IEntityTypeConfiguration<BoletoTransition>
{
    public void Configure(EntityTypeBuilder<Boleto> builder)
    {
        builder.ToTable("Boletos");
        builder.HasIndex(b => b.PublicId).IsUnique();
        builder.HasIndex(b => new { b.BankCode, b.NumberingKey, b.NossoNumero }).IsUnique();
        builder.HasIndex(b => new { b.CreditorId, b.RequestKey }).IsUnique();
        // The titles of a retorno, a thousand at a time: SQLite takes an index that begins with the creditor for the best there is.
        builder.HasIndex(b => new { b.CreditorId, b.BankCode, b.NumberingKey, b.NossoNumero });
        builder.HasIndex(b => b.DebtorId);
        builder.HasIndex(b => new { b.CreditorId, b.Id });
        builder.HasIndex(b => b.Barcode);
        builder.HasIndex(b => new { b.NextBankCallAt, b.LeasedUntil }).HasFilter("\"NextBankCallAt\" IS NOT NULL");
        builder.HasIndex(b => b.SupersededById).HasFilter("\"SupersededById\" IS NOT NULL");
        builder.HasIndex(b => new { b.Status, b.PayableThrough });
        builder.Property(b => b.PublicId).HasMaxLength(22);
        builder.Property(b => b.BankCode).HasMaxLength(3);
        builder.Property(b => b.NumberingKey).HasMaxLength(80);
        builder.Property(b => b.NossoNumero).HasMaxLength(20);
        builder.Property(b => b.NossoNumeroFormatted).HasMaxLength(30);
        builder.Property(b => b.Barcode).HasMaxLength(44);
        builder.Property(b => b.LinhaDigitavel).HasMaxLength(47);
        builder.Property(b => b.RequestKey).HasMaxLength(64);
        builder.Property(b => b.RejectionReason).HasMaxLength(300);
        builder.Property(b => b.Version).IsConcurrencyToken();
        // Slips of before have none.
        builder.Property(b => b.Abatement).HasDefaultValue(Money.Zero);
        builder.HasOne(b => b.Debtor).WithMany().HasForeignKey(b => b.DebtorId);
        builder.HasOne(b => b.BankAccount).WithMany().HasForeignKey(b => b.BankAccountId);
        builder.HasOne<Boleto>().WithMany().HasForeignKey(b => b.SupersededById);
        builder.HasOne(b => b.Pix).WithOne(p => p.Boleto).HasForeignKey<BoletoPix>(p => p.BoletoId);
        builder.HasMany(b => b.Items).WithOne().HasForeignKey(i => i.BoletoId);
        builder.HasMany(b => b.Transitions).WithOne().HasForeignKey(t => t.BoletoId);
    }

    public void Configure(EntityTypeBuilder<BoletoItem> builder)
    {
        builder.ToTable("BoletoItems");
        builder.HasIndex(i => new { i.BoletoId, i.ReceivableId }).IsUnique();
        builder.HasOne(i => i.Receivable).WithMany().HasForeignKey(i => i.ReceivableId);
    }

    public void Configure(EntityTypeBuilder<BoletoPix> builder)
    {
        builder.ToTable("BoletoPixCodes");
        builder.HasIndex(p => new { p.CreditorId, p.Txid }).IsUnique();
        // Whoever asks whether a code is genuine does not know whose it is.
        builder.HasIndex(p => p.Txid);
        builder.Property(p => p.Txid).HasMaxLength(BrCode.StaticTxidLength);
        builder.Property(p => p.Code).HasMaxLength(BrCode.MaxLength);
    }

    public void Configure(EntityTypeBuilder<BoletoTransition> builder)
    {
        builder.ToTable("BoletoTransitions");
        // What changed since a moment, page by page (API).
        builder.HasIndex(t => new { t.CreditorId, t.At, t.Id });
        builder.Property(t => t.Source).HasMaxLength(120);
        builder.Property(t => t.Detail).HasMaxLength(300);
    }
}
