using Cobranca.Domain.Calendars;
using Cobranca.Domain.Values;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cobranca.Portal.Persistence.Model;

/// <summary>One month of a price index, from the file named in <see cref="Source"/>.</summary>
public sealed class IndexPoint
{
    public IndexSeries Series { get; set; }
    /// <summary>First day of the month.</summary>
    public DateOnly Month { get; set; }
    /// <summary>Percent in millionths, so that six published decimals stay whole; may be negative (deflation).</summary>
    public long MicroPercent { get; set; }
    public required string Source { get; set; }
    public DateTime ImportedAt { get; set; }
}

/// <summary>A state or municipal holiday. Yearly ones have <see cref="Month"/> and <see cref="Day"/> and no <see cref="On"/>.</summary>
public sealed class LocalHolidayRow
{
    public long Id { get; set; }
    public string? Uf { get; set; }
    public string? CityCode { get; set; }
    public DateOnly? On { get; set; }
    public int? Month { get; set; }
    public int? Day { get; set; }
    public required string Name { get; set; }
    public required string Law { get; set; }
    public required string Source { get; set; }
    public DateOnly? ValidFrom { get; set; }
    public DateOnly? ValidThrough { get; set; }
    /// <summary>Place and date in one text: the same holiday twice is one row.</summary>
    public required string NaturalKey { get; set; }
}

/// <summary>
/// One saved change of indices or holidays, written with it (<see cref="CobrancaDb"/>). Never removed: how many there are tells a node
/// whether what it holds in memory is still so.
/// </summary>
public sealed class ReferenceChange
{
    public long Id { get; set; }
    /// <summary>The table that changed.</summary>
    public required string What { get; set; }
}

/// <summary>A random key of this installation, encrypted with data protection: peppers for codes and hashes.</summary>
public sealed class InstallationSecret
{
    public required string Name { get; set; }
    public required byte[] ProtectedValue { get; set; }
}

/// <summary>What somebody did that another person may ask about: commands, approvals, payments booked.</summary>
public sealed class AuditEntry
{
    public long Id { get; set; }
    public long? CreditorId { get; set; }
    public DateTime At { get; set; }
    public required string Actor { get; set; }
    public required string Action { get; set; }
    public required string Subject { get; set; }
    public string? Detail { get; set; }
}

/// <summary>One data-protection key: in the database so that every node reads what another one protected.</summary>
public sealed class DataProtectionKeyRow
{
    public long Id { get; set; }
    public required string FriendlyName { get; set; }
    public required string Xml { get; set; }
}

internal sealed class InstallationMapping : IEntityTypeConfiguration<IndexPoint>, IEntityTypeConfiguration<LocalHolidayRow>,
    IEntityTypeConfiguration<InstallationSecret>, IEntityTypeConfiguration<AuditEntry>, IEntityTypeConfiguration<DataProtectionKeyRow>, IEntityTypeConfiguration<ReferenceChange>
{
    public void Configure(EntityTypeBuilder<IndexPoint> builder)
    {
        builder.ToTable("IndexPoints");
        builder.HasKey(p => new { p.Series, p.Month });
        builder.Property(p => p.Source).HasMaxLength(200);
    }

    public void Configure(EntityTypeBuilder<LocalHolidayRow> builder)
    {
        builder.ToTable("LocalHolidays");
        builder.Property(h => h.Uf).HasMaxLength(2);
        builder.Property(h => h.CityCode).HasMaxLength(7);
        builder.Property(h => h.Name).HasMaxLength(120);
        builder.Property(h => h.Law).HasMaxLength(240);
        builder.Property(h => h.Source).HasMaxLength(240);
        builder.Property(h => h.NaturalKey).HasMaxLength(40);
        builder.HasIndex(h => h.NaturalKey).IsUnique();
    }

    public void Configure(EntityTypeBuilder<InstallationSecret> builder)
    {
        builder.ToTable("InstallationSecrets");
        builder.HasKey(s => s.Name);
        builder.Property(s => s.Name).HasMaxLength(40);
    }

    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("AuditEntries");
        builder.Property(a => a.Actor).HasMaxLength(120);
        builder.Property(a => a.Action).HasMaxLength(60);
        builder.Property(a => a.Subject).HasMaxLength(200);
        builder.Property(a => a.Detail).HasMaxLength(2000);
        builder.HasIndex(a => new { a.CreditorId, a.At });
    }

    public void Configure(EntityTypeBuilder<DataProtectionKeyRow> builder)
    {
        builder.ToTable("DataProtectionKeys");
        builder.Property(k => k.FriendlyName).HasMaxLength(120);
        builder.HasIndex(k => k.FriendlyName).IsUnique();
    }

    public void Configure(EntityTypeBuilder<ReferenceChange> builder)
    {
        builder.ToTable("ReferenceChanges");
        builder.Property(c => c.What).HasMaxLength(40);
    }
}
