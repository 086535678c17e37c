using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cobranca.Portal.Persistence.Model;

/// <summary>Something that happened that a creditor's systems may want to know (contracts: events out). Written with the change itself.</summary>
public sealed class OutgoingEvent : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    /// <summary>
    /// Its place in the creditor's own sequence, without gaps. Given after the commit (<see cref="EventSequence"/>), so that a reader who has
    /// seen number n has seen everything before it; null until then.
    /// </summary>
    public long? Number { get; set; }
    public required string Type { get; set; }
    public DateTime At { get; set; }
    /// <summary>JSON; ids and states, never contacts.</summary>
    public required string Payload { get; set; }
}

/// <summary>The last event number of a creditor; its version is the referee between two nodes that number at once.</summary>
public sealed class EventSequence : ITenantOwned
{
    public long CreditorId { get; set; }
    public long Last { get; set; }
    public long Version { get; set; }
}

/// <summary>Where a creditor wants its events sent, signed with a secret of this address.</summary>
public sealed class WebhookEndpoint : ITenantOwned
{
    public long Id { get; set; }
    public required string PublicId { get; set; }
    public long CreditorId { get; set; }
    public required string Url { get; set; }
    /// <summary>Event types separated by a comma; empty is all of them.</summary>
    public required string Types { get; set; }
    /// <summary>The signing secret, encrypted with data protection.</summary>
    public required byte[] SealedSecret { get; set; }
    /// <summary>The one before, which signs as well until <see cref="PreviousSecretUntil"/>, so that a receiver can change over.</summary>
    public byte[]? PreviousSealedSecret { get; set; }
    public DateTime? PreviousSecretUntil { get; set; }
    /// <summary>Number of the last event a delivery was planned for.</summary>
    public long PlannedThrough { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime? DisabledAt { get; set; }
    public long Version { get; set; }
}

/// <summary>One event on its way to one address: at least once, retried, then parked.</summary>
public sealed class WebhookDelivery : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    public long EndpointId { get; set; }
    public WebhookEndpoint? Endpoint { get; set; }
    public long EventId { get; set; }
    public OutgoingEvent? Event { get; set; }
    /// <summary>When it was planned, the last time: three days later it is parked.</summary>
    public DateTime CreatedAt { get; set; }
    /// <summary>When it is due next; null once delivered or parked.</summary>
    public DateTime? NextTryAt { get; set; }
    public DateTime? LeasedUntil { get; set; }
    public int Tries { get; set; }
    public DateTime? DeliveredAt { get; set; }
    public DateTime? ParkedAt { get; set; }
    public int? LastStatus { get; set; }
    public string? LastError { get; set; }
    public long Version { get; set; }
}

internal sealed class EventMapping : IEntityTypeConfiguration<OutgoingEvent>, IEntityTypeConfiguration<EventSequence>,
    IEntityTypeConfiguration<WebhookEndpoint>, IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<OutgoingEvent> builder)
    {
        builder.ToTable("OutgoingEvents");
        builder.Property(e => e.Type).HasMaxLength(60);
        // Not unique: SQL Server counts nulls as equal. The sequence row is the referee.
        builder.HasIndex(e => new { e.CreditorId, e.Number, e.Id });
    }

    public void Configure(EntityTypeBuilder<EventSequence> builder)
    {
        builder.ToTable("EventSequences");
        builder.HasKey(s => s.CreditorId);
        builder.Property(s => s.CreditorId).ValueGeneratedNever();
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.HasOne<Creditor>().WithMany().HasForeignKey(s => s.CreditorId);
    }

    public void Configure(EntityTypeBuilder<WebhookEndpoint> builder)
    {
        builder.ToTable("WebhookEndpoints");
        builder.Property(e => e.PublicId).HasMaxLength(32);
        builder.HasIndex(e => e.PublicId).IsUnique();
        builder.HasIndex(e => e.CreditorId);
        builder.Property(e => e.Url).HasMaxLength(500);
        builder.Property(e => e.Types).HasMaxLength(1000);
        builder.Property(e => e.Version).IsConcurrencyToken();
        builder.HasOne<Creditor>().WithMany().HasForeignKey(e => e.CreditorId);
    }

    public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
    {
        builder.ToTable("WebhookDeliveries");
        builder.HasIndex(d => new { d.EndpointId, d.EventId }).IsUnique();
        // Is anything due for this address? Asked every second; and how many wait or are parked.
        builder.HasIndex(d => new { d.EndpointId, d.NextTryAt });
        builder.HasIndex(d => new { d.EndpointId, d.ParkedAt });
        builder.Property(d => d.LastError).HasMaxLength(300);
        builder.Property(d => d.Version).IsConcurrencyToken();
        builder.HasOne(d => d.Endpoint).WithMany().HasForeignKey(d => d.EndpointId);
        builder.HasOne(d => d.Event).WithMany().HasForeignKey(d => d.EventId);
    }
}
