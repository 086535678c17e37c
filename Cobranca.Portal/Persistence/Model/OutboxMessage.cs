using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cobranca.Portal.Persistence.Model;

public enum MessageChannel { Email, Sms }

/// <summary>
/// A message that must leave, written in the same transaction as what caused it. Recipient and text are encrypted with data protection
/// and wiped once sent: codes and links do not stay in the database.
/// </summary>
public sealed class OutboxMessage : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    public long? DebtorId { get; set; }
    public MessageChannel Channel { get; set; }
    public required string Template { get; set; }
    public required string Purpose { get; set; }
    /// <summary>Encrypted JSON of recipient, subject and text; null once sent or parked for good.</summary>
    public byte[]? Sealed { get; set; }
    /// <summary>The boleto whose PDF goes with it.</summary>
    public long? BoletoId { get; set; }
    public DateTime CreatedAt { get; set; }
    /// <summary>Worthless after this moment (a code): then it is dropped, not sent late.</summary>
    public DateTime? ExpiresAt { get; set; }
    public DateTime NextTryAt { get; set; }
    public DateTime? LeasedUntil { get; set; }
    public int Tries { get; set; }
    public DateTime? SentAt { get; set; }
    /// <summary>Gave up: needs a person.</summary>
    public DateTime? ParkedAt { get; set; }
    public string? LastError { get; set; }
    public long Version { get; set; }
}

internal sealed class OutboxMapping : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("OutboxMessages");
        builder.Property(m => m.Template).HasMaxLength(60);
        builder.Property(m => m.Purpose).HasMaxLength(60);
        builder.Property(m => m.LastError).HasMaxLength(300);
        builder.Property(m => m.Version).IsConcurrencyToken();
        builder.HasIndex(m => new { m.SentAt, m.ParkedAt, m.NextTryAt });
        builder.HasOne<Boleto>().WithMany().HasForeignKey(m => m.BoletoId);
    }
}
