using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cobranca.Portal.Persistence.Model;

/// <summary>A link sent to a debtor. It points at a person and proves nothing. Only the token's hash is kept.</summary>
public sealed class AccessLink : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    public long DebtorId { get; set; }
    public Debtor? Debtor { get; set; }
    /// <summary>The contact it was sent to, when we sent it: what «não sou eu» takes out of use. Null when somebody else delivers it.</summary>
    public long? ContactId { get; set; }
    public required byte[] TokenHash { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime ExpiresAt { get; set; }
    public DateTime? RevokedAt { get; set; }
}

/// <summary>
/// The short code printed in what a creditor sends, which <c>/verificar</c> recognises. It says that a message is genuine and opens
/// nothing, so it is kept readable.
/// </summary>
public sealed class AuthenticityCode : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    /// <summary>As stored and compared: upper case, without separators, check character last.</summary>
    public required string Code { get; set; }
    /// <summary>The link it went out with, if any: revoked with it.</summary>
    public long? LinkId { get; set; }
    public AccessLink? Link { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime ExpiresAt { get; set; }
}

public enum SignInEntry { Link, TaxId, Letter }

/// <summary>
/// One walk through the door, known person or not: a row is written in either case, with the same columns filled, so that neither
/// answer, size nor writes tell them apart. <see cref="DebtorId"/> is null for a decoy.
/// </summary>
public sealed class SignInAttempt : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    public required byte[] KeyHash { get; set; }
    public SignInEntry Entry { get; set; }
    public long? DebtorId { get; set; }
    public long? LinkId { get; set; }
    /// <summary>Keyed hash of the CPF/CNPJ that was typed, for limits per person; never the number itself.</summary>
    public required byte[] PersonHash { get; set; }
    public bool IsCompany { get; set; }
    /// <summary>A company proved more than its public CNPJ; always true for a person.</summary>
    public bool ExtraProofGiven { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime ExpiresAt { get; set; }
    public DateTime? CompletedAt { get; set; }
    public long Version { get; set; }
}

/// <summary>A 6-digit code on its way: for a sign-in attempt, or bound to a session and a purpose (step-up).</summary>
public sealed class Challenge : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    public long? DebtorId { get; set; }
    public long? AttemptId { get; set; }
    public long? SessionId { get; set; }
    /// <summary><c>login</c>, or what a step-up authorises: <c>contact-change</c>, <c>sign:…</c>.</summary>
    public required string Purpose { get; set; }
    public MessageChannel Channel { get; set; }
    public long? ContactId { get; set; }
    public required byte[] Salt { get; set; }
    public required byte[] CodeHash { get; set; }
    public DateTime SentAt { get; set; }
    public DateTime ExpiresAt { get; set; }
    public int Tries { get; set; }
    public DateTime? ConfirmedAt { get; set; }
    /// <summary>What a step-up authorised was done: it authorises nothing more.</summary>
    public DateTime? ConsumedAt { get; set; }
    public long Version { get; set; }
}

/// <summary>A debtor signed in at one creditor. The cookie holds a secret; the row holds its hash.</summary>
public sealed class DebtorSession : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    public long DebtorId { get; set; }
    public required byte[] SecretHash { get; set; }
    public SignInEntry Entry { get; set; }
    /// <summary>Where the code went; null when a letter opened it.</summary>
    public long? ContactId { get; set; }
    public long? LinkId { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime LastSeenAt { get; set; }
    public DateTime? EndedAt { get; set; }
    public string? EndReason { get; set; }
}

/// <summary>A code printed in a letter to the address on file: the way in when no contact works.</summary>
public sealed class LetterCode : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    public long DebtorId { get; set; }
    public required byte[] CodeHash { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime ExpiresAt { get; set; }
    public DateTime? UsedAt { get; set; }
    public long Version { get; set; }
}

public enum ContactRequestStatus { Pending, Approved, Refused }

/// <summary>«Meu contato mudou»: a person decides it (<c>contact approve</c>). Written for unknown people too.</summary>
public sealed class ContactRequest : ITenantOwned
{
    public long Id { get; set; }
    /// <summary>What the debtor is told and the operator types.</summary>
    public required string Protocol { get; set; }
    public long CreditorId { get; set; }
    public long? DebtorId { get; set; }
    public ContactChannel Channel { get; set; }
    public required string NewValue { get; set; }
    /// <summary>The piece of the contract as typed (invoice, contract, birth date), for the person who decides.</summary>
    public required string Evidence { get; set; }
    public bool EvidenceMatches { get; set; }
    public ContactRequestStatus Status { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime? DecidedAt { get; set; }
    public string? DecidedBy { get; set; }
    public long Version { get; set; }
}

/// <summary>How often something was tried in one window of time. The key is a keyed hash: no address or CPF is stored.</summary>
public sealed class RateWindow
{
    public required byte[] KeyHash { get; set; }
    public DateTime WindowStart { get; set; }
    public int Count { get; set; }
    public DateTime ExpiresAt { get; set; }
}

internal sealed class AccessMapping : IEntityTypeConfiguration<AccessLink>, IEntityTypeConfiguration<AuthenticityCode>, IEntityTypeConfiguration<SignInAttempt>, IEntityTypeConfiguration<Challenge>,
    IEntityTypeConfiguration<DebtorSession>, IEntityTypeConfiguration<LetterCode>, IEntityTypeConfiguration<ContactRequest>, IEntityTypeConfiguration<RateWindow>
{
    public void Configure(EntityTypeBuilder<AccessLink> builder)
    {
        builder.ToTable("AccessLinks");
        builder.Property(l => l.TokenHash).HasMaxLength(32);
        builder.HasIndex(l => l.TokenHash).IsUnique();
        builder.HasOne(l => l.Debtor).WithMany().HasForeignKey(l => l.DebtorId);
        builder.HasIndex(l => l.ContactId);
    }

    public void Configure(EntityTypeBuilder<AuthenticityCode> builder)
    {
        builder.ToTable("AuthenticityCodes");
        builder.Property(c => c.Code).HasMaxLength(16);
        builder.HasIndex(c => c.Code).IsUnique();
        builder.HasIndex(c => c.LinkId);
        builder.HasIndex(c => c.ExpiresAt);
        builder.HasOne(c => c.Link).WithMany().HasForeignKey(c => c.LinkId);
    }

    public void Configure(EntityTypeBuilder<SignInAttempt> builder)
    {
        builder.ToTable("SignInAttempts");
        builder.Property(a => a.KeyHash).HasMaxLength(32);
        builder.Property(a => a.PersonHash).HasMaxLength(32);
        builder.HasIndex(a => a.KeyHash).IsUnique();
        builder.HasIndex(a => a.ExpiresAt);
        builder.Property(a => a.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<Challenge> builder)
    {
        builder.ToTable("Challenges");
        builder.Property(c => c.Purpose).HasMaxLength(80);
        builder.Property(c => c.Salt).HasMaxLength(16);
        builder.Property(c => c.CodeHash).HasMaxLength(32);
        builder.HasIndex(c => c.AttemptId);
        builder.HasIndex(c => c.SessionId);
        builder.HasIndex(c => c.ContactId);
        builder.HasIndex(c => c.ExpiresAt);
        builder.Property(c => c.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<DebtorSession> builder)
    {
        builder.ToTable("DebtorSessions");
        builder.Property(s => s.SecretHash).HasMaxLength(32);
        builder.HasIndex(s => s.SecretHash).IsUnique();
        builder.HasIndex(s => s.DebtorId);
        builder.HasIndex(s => s.ContactId);
        builder.Property(s => s.EndReason).HasMaxLength(60);
        builder.HasOne<Debtor>().WithMany().HasForeignKey(s => s.DebtorId);
    }

    public void Configure(EntityTypeBuilder<LetterCode> builder)
    {
        builder.ToTable("LetterCodes");
        builder.Property(c => c.CodeHash).HasMaxLength(32);
        builder.HasIndex(c => new { c.CreditorId, c.CodeHash }).IsUnique();
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.HasOne<Debtor>().WithMany().HasForeignKey(c => c.DebtorId);
    }

    public void Configure(EntityTypeBuilder<ContactRequest> builder)
    {
        builder.ToTable("ContactRequests");
        builder.Property(r => r.Protocol).HasMaxLength(20);
        builder.HasIndex(r => new { r.CreditorId, r.Protocol }).IsUnique();
        builder.Property(r => r.NewValue).HasMaxLength(254);
        builder.Property(r => r.Evidence).HasMaxLength(120);
        builder.Property(r => r.DecidedBy).HasMaxLength(120);
        builder.Property(r => r.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<RateWindow> builder)
    {
        builder.ToTable("RateWindows");
        builder.Property(w => w.KeyHash).HasMaxLength(32);
        builder.HasKey(w => new { w.KeyHash, w.WindowStart });
        builder.HasIndex(w => w.ExpiresAt);
    }
}
