using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cobranca.Portal.Persistence.Model;

/// <summary>A file of instructions made for a bank: once, with a number that never comes again, kept byte for byte. (Remessa.)</summary>
public sealed class Remessa : ITenantOwned
{
    public long Id { get; set; }
    public required string PublicId { get; set; }
    public long CreditorId { get; set; }
    public long BankAccountId { get; set; }
    public BankAccount? BankAccount { get; set; }
    public required string BankCode { get; set; }
    public CnabFormat Format { get; set; }
    /// <summary>Who counts the files: bank, branch, account and convênio, whatever the carteira.</summary>
    public required string SequenceKey { get; set; }
    public long Sequence { get; set; }
    public required string FileName { get; set; }
    public long FileId { get; set; }
    public required byte[] Sha256 { get; set; }
    public int Lines { get; set; }
    public int Instructions { get; set; }
    public int Entries { get; set; }
    public Money EntryTotal { get; set; }
    public DateTime CreatedAt { get; set; }
    public required string CreatedBy { get; set; }
    /// <summary>There was a watched folder when it was made, so it is put there. One that was made for download is never sent a second time by a folder set up later.</summary>
    public bool ToFolder { get; set; }
    /// <summary>Whole beside the watched folder: from here on only a rename delivers it, so that it is delivered once whatever is killed when.</summary>
    public DateTime? PreparedAt { get; set; }
    /// <summary>Put where the bank's carrier takes it from; null while no watched folder exists, or until it is there.</summary>
    public DateTime? DeliveredAt { get; set; }
    public DateTime? LeasedUntil { get; set; }
    public long Version { get; set; }
}

/// <summary>What a bank is asked to do with one slip. (Instrução da remessa.)</summary>
public enum BankOrderKind { Entry, Closure, DueDateChange, ValueChange, AbatementGrant, AbatementCancel }

/// <summary>
/// Where an order stands. Unwritable: the layout cannot say it, the reason names the field. Withdrawn: no longer wanted. The bank saw neither.
/// </summary>
public enum BankOrderState { Queued, Sent, Confirmed, Rejected, Unwritable, Withdrawn }

/// <summary>One instruction for one slip, from the moment it is wanted until the bank has answered. (Ordem ao banco.)</summary>
public sealed class BankOrder : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    public long BankAccountId { get; set; }
    public BankAccount? BankAccount { get; set; }
    public required string BankCode { get; set; }
    public required string NumberingKey { get; set; }
    public required string NossoNumero { get; set; }
    /// <summary>Null for a slip the creditor had issued itself: <see cref="ReceivableId"/> says for which debt.</summary>
    public long? BoletoId { get; set; }
    public Boleto? Boleto { get; set; }
    public long? ReceivableId { get; set; }
    public BankOrderKind Kind { get; set; }
    /// <summary>From 1 among the orders of its kind for the slip: the same one asked twice is one order.</summary>
    public int Number { get; set; }
    public BankOrderState State { get; set; }
    /// <summary>The face value: the one there is, or the new one.</summary>
    public Money Amount { get; set; }
    /// <summary>The due date: the one there is, or the new one.</summary>
    public DateOnly DueOn { get; set; }
    /// <summary>What is taken off; zero for all but an abatement.</summary>
    public Money Abatement { get; set; }
    /// <summary>As the slip has it, cut to what layouts take.</summary>
    public required string DocumentNumber { get; set; }
    public required string RequestedBy { get; set; }
    public DateTime CreatedAt { get; set; }
    public long? RemessaId { get; set; }
    public Remessa? Remessa { get; set; }
    /// <summary>Its first line in the remessa.</summary>
    public int? RemessaLine { get; set; }
    public DateTime? SentAt { get; set; }
    public DateTime? AnsweredAt { get; set; }
    /// <summary>The file the answer came in; null when it is not the bank's.</summary>
    public long? RetornoId { get; set; }
    public int? RetornoLine { get; set; }
    /// <summary>Why not, in Portuguese.</summary>
    public string? Reason { get; set; }
    public long Version { get; set; }
}

/// <summary>How far a retorno is. Refused: not whole, or not one file; nothing of it was done.</summary>
public enum RetornoStatus { Received, Applying, Applied, Refused }

/// <summary>A file of answers a bank gave, kept as it came. (Retorno.)</summary>
public sealed class Retorno : ITenantOwned
{
    public long Id { get; set; }
    public required string PublicId { get; set; }
    public long CreditorId { get; set; }
    public required string BankCode { get; set; }
    public CnabFormat Format { get; set; }
    public required string FileName { get; set; }
    public long FileId { get; set; }
    /// <summary>One file is taken once.</summary>
    public required byte[] Sha256 { get; set; }
    public RetornoStatus Status { get; set; }
    /// <summary>Why it was refused, in Portuguese.</summary>
    public string? Refusal { get; set; }
    public string? Agencia { get; set; }
    public string? Conta { get; set; }
    public string? Convenio { get; set; }
    /// <summary>The bank's number of the file, where its layout has one.</summary>
    public long? Sequence { get; set; }
    public DateOnly? GeneratedOn { get; set; }
    public DateTime ReceivedAt { get; set; }
    /// <summary>An actor: a command, a key, the watched folder.</summary>
    public required string ReceivedBy { get; set; }
    public DateTime? AppliedAt { get; set; }
    /// <summary>Titles in the file, known once it was read to its end.</summary>
    public long Titles { get; set; }
    /// <summary>The file's line up to which everything is done and saved: after a crash the work goes on behind it.</summary>
    public long AppliedThrough { get; set; }
    /// <summary>Titles that moved something here.</summary>
    public long Applied { get; set; }
    /// <summary>Titles another file had told already.</summary>
    public long Known { get; set; }
    /// <summary>News that asked for nothing.</summary>
    public long Noted { get; set; }
    /// <summary>Titles that wait for a person, money booked or not.</summary>
    public long ForReview { get; set; }
    /// <summary>What payers paid by the titles booked.</summary>
    public Money Received { get; set; }
    /// <summary>What the bank kept.</summary>
    public Money Tariffs { get; set; }
    /// <summary>JSON: lines that could not be read and doubts about the file.</summary>
    public string? Remarks { get; set; }
    public long Version { get; set; }
}

/// <summary>What was done with a title of a retorno.</summary>
public enum OccurrenceOutcome { Applied, Known, Noted, Review }

/// <summary>Why a person should look.</summary>
public enum ReviewReason
{
    None,
    /// <summary>The bank's code is in no table.</summary>
    UnknownCode,
    /// <summary>No slip of this creditor has the number.</summary>
    UnknownSlip,
    /// <summary>The file says the same thing twice: perhaps paid twice.</summary>
    Repeated,
    /// <summary>It does not fit where the slip stands.</summary>
    Unexpected,
    /// <summary>Less than was asked came in, beyond the tolerance.</summary>
    Short,
    /// <summary>More than was owed came in: the rest is the payer's credit.</summary>
    Over,
    /// <summary>Money came in for a slip that had been paid.</summary>
    PaidTwice,
    /// <summary>Money came in for a slip that had been closed or refused.</summary>
    PaidAfterClosure,
    /// <summary>A payment is taken back that was never booked here, or more than one could be meant.</summary>
    NothingToReverse,
    /// <summary>The bank refused something we had asked.</summary>
    OrderRejected,
    /// <summary>A date or an amount that cannot be.</summary>
    Implausible,
    /// <summary>A line of the file that could not be read: whatever it brought is not here.</summary>
    Unreadable,
}

/// <summary>One title of one retorno and what came of it. (Ocorrência do retorno.)</summary>
public sealed class BankOccurrence : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    public long RetornoId { get; set; }
    /// <summary>The title's first line in the file.</summary>
    public int Line { get; set; }
    /// <summary>The slip's numbering key, or what the file says of the account when no slip was found.</summary>
    public required string Account { get; set; }
    public required string NossoNumero { get; set; }
    public required string Code { get; set; }
    public RetornoOccurrence Meaning { get; set; }
    /// <summary>The day it happened; the file's own day where the title has none.</summary>
    public DateOnly On { get; set; }
    /// <summary>What was paid; of other titles the tariff, else the face value.</summary>
    public Money Amount { get; set; }
    /// <summary>0, or how often the file had said exactly this before.</summary>
    public int Repeat { get; set; }
    public long? BoletoId { get; set; }
    public OccurrenceOutcome Outcome { get; set; }
    public ReviewReason Review { get; set; }
    /// <summary>In Portuguese, for the creditor's people.</summary>
    public string? Detail { get; set; }
    public DateTime? ResolvedAt { get; set; }
    public string? ResolvedBy { get; set; }
    public string? Resolution { get; set; }
}

internal sealed class BankFilesMapping : IEntityTypeConfiguration<Remessa>, IEntityTypeConfiguration<BankOrder>, IEntityTypeConfiguration<Retorno>, IEntityTypeConfiguration<BankOccurrence>
{
    public void Configure(EntityTypeBuilder<Remessa> builder)
    {
        builder.ToTable("Remessas");
        builder.HasIndex(r => r.PublicId).IsUnique();
        builder.HasIndex(r => new { r.CreditorId, r.SequenceKey, r.Sequence }).IsUnique();
        builder.HasIndex(r => new { r.CreditorId, r.Id });
        builder.HasIndex(r => new { r.DeliveredAt, r.Id });
        builder.Property(r => r.PublicId).HasMaxLength(22);
        builder.Property(r => r.BankCode).HasMaxLength(3);
        builder.Property(r => r.SequenceKey).HasMaxLength(80);
        builder.Property(r => r.FileName).HasMaxLength(120);
        builder.Property(r => r.Sha256).HasMaxLength(32);
        builder.Property(r => r.CreatedBy).HasMaxLength(120);
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.HasOne(r => r.BankAccount).WithMany().HasForeignKey(r => r.BankAccountId);
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(r => r.FileId);
    }

    public void Configure(EntityTypeBuilder<BankOrder> builder)
    {
        builder.ToTable("BankOrders");
        builder.HasIndex(o => new { o.CreditorId, o.BankCode, o.NumberingKey, o.NossoNumero, o.Kind, o.Number }).IsUnique();
        builder.HasIndex(o => new { o.CreditorId, o.BankAccountId, o.State, o.Id });
        // Which creditors have orders that waited long enough.
        builder.HasIndex(o => new { o.State, o.CreatedAt });
        builder.Property(o => o.BankCode).HasMaxLength(3);
        builder.Property(o => o.NumberingKey).HasMaxLength(80);
        builder.Property(o => o.NossoNumero).HasMaxLength(20);
        builder.Property(o => o.DocumentNumber).HasMaxLength(15);
        builder.Property(o => o.RequestedBy).HasMaxLength(120);
        builder.Property(o => o.Reason).HasMaxLength(300);
        builder.Property(o => o.Version).IsConcurrencyToken();
        builder.HasOne(o => o.BankAccount).WithMany().HasForeignKey(o => o.BankAccountId);
        builder.HasOne(o => o.Boleto).WithMany().HasForeignKey(o => o.BoletoId);
        builder.HasOne(o => o.Remessa).WithMany().HasForeignKey(o => o.RemessaId);
        builder.HasOne<Retorno>().WithMany().HasForeignKey(o => o.RetornoId);
        builder.HasOne<Receivable>().WithMany().HasForeignKey(o => o.ReceivableId);
    }

    public void Configure(EntityTypeBuilder<Retorno> builder)
    {
        builder.ToTable("Retornos");
        builder.HasIndex(r => r.PublicId).IsUnique();
        builder.HasIndex(r => new { r.CreditorId, r.Sha256 }).IsUnique();
        builder.HasIndex(r => new { r.CreditorId, r.Id });
        builder.Property(r => r.PublicId).HasMaxLength(22);
        builder.Property(r => r.BankCode).HasMaxLength(3);
        builder.Property(r => r.FileName).HasMaxLength(200);
        builder.Property(r => r.Sha256).HasMaxLength(32);
        builder.Property(r => r.Refusal).HasMaxLength(300);
        builder.Property(r => r.Agencia).HasMaxLength(20);
        builder.Property(r => r.Conta).HasMaxLength(20);
        builder.Property(r => r.Convenio).HasMaxLength(30);
        builder.Property(r => r.ReceivedBy).HasMaxLength(120);
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.HasOne<Creditor>().WithMany().HasForeignKey(r => r.CreditorId);
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(r => r.FileId);
    }

    public void Configure(EntityTypeBuilder<BankOccurrence> builder)
    {
        builder.ToTable("BankOccurrences");
        // The referee: the same word of the bank is acted on once, whichever file brings it.
        builder.HasIndex(o => new { o.CreditorId, o.Account, o.NossoNumero, o.Code, o.On, o.Amount, o.Repeat }).IsUnique();
        builder.HasIndex(o => new { o.RetornoId, o.Line });
        builder.HasIndex(o => new { o.CreditorId, o.ResolvedAt, o.Id }).HasFilter("\"Outcome\" = 'Review'");
        builder.Property(o => o.Account).HasMaxLength(80);
        builder.Property(o => o.NossoNumero).HasMaxLength(20);
        builder.Property(o => o.Code).HasMaxLength(5);
        builder.Property(o => o.Meaning).HasMaxLength(30);
        builder.Property(o => o.Detail).HasMaxLength(300);
        builder.Property(o => o.ResolvedBy).HasMaxLength(120);
        builder.Property(o => o.Resolution).HasMaxLength(300);
        builder.HasOne<Retorno>().WithMany().HasForeignKey(o => o.RetornoId);
    }
}
