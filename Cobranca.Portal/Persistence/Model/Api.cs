using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Cobranca.Portal.Persistence.Model;

/// <summary>A key with which a creditor's systems call the API. Only its hash is kept. (Chave de acesso.)</summary>
public sealed class ApiKey : ITenantOwned
{
    public long Id { get; set; }
    /// <summary>What lists and logs call it; not secret.</summary>
    public required string PublicId { get; set; }
    public long CreditorId { get; set; }
    public required string Name { get; set; }
    /// <summary>SHA-256 of the key: 256 random bits need no slow hash.</summary>
    public required byte[] Hash { get; set; }
    /// <summary>Scope names separated by a blank.</summary>
    public required string Scopes { get; set; }
    /// <summary>Made from a value everybody can read, for Development alone: refused in every other environment.</summary>
    public bool IsDevelopment { get; set; }
    public DateTime CreatedAt { get; set; }
    public required string CreatedBy { get; set; }
    public DateTime? ExpiresAt { get; set; }
    public DateTime? RevokedAt { get; set; }
    /// <summary>Touched at most once a minute.</summary>
    public DateTime? LastUsedAt { get; set; }
}

/// <summary>A POST that carried an <c>Idempotency-Key</c>, and what it was answered: the same one again gets the same answer.</summary>
public sealed class IdempotentRequest : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    public required string Key { get; set; }
    /// <summary>Method and path it was sent to.</summary>
    public required string Target { get; set; }
    public required byte[] BodyHash { get; set; }
    public DateTime CreatedAt { get; set; }
    /// <summary>Being answered by somebody until then; a killed node's turn ends by itself.</summary>
    public DateTime LeasedUntil { get; set; }
    public DateTime? CompletedAt { get; set; }
    public int? Status { get; set; }
    public string? ContentType { get; set; }
    public byte[]? Response { get; set; }
    public long Version { get; set; }
}

public enum JobKind { Import, LinkBatch, Retorno }

public enum JobStatus { Queued, Running, Finished, Failed }

/// <summary>Work a creditor asked for that takes longer than a request: done by whichever node claims it, begun again when that node dies.</summary>
public sealed class Job : ITenantOwned
{
    public long Id { get; set; }
    public required string PublicId { get; set; }
    public long CreditorId { get; set; }
    public JobKind Kind { get; set; }
    public JobStatus Status { get; set; }
    public required string RequestedBy { get; set; }
    /// <summary>JSON of what was asked.</summary>
    public required string Options { get; set; }
    /// <summary>JSON of counts, when something is known.</summary>
    public string? Result { get; set; }
    public long? InputFileId { get; set; }
    public long? OutputFileId { get; set; }
    public long? ErrorFileId { get; set; }
    /// <summary>Bytes or items done, of <see cref="Total"/>.</summary>
    public long Done { get; set; }
    public long Total { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime? StartedAt { get; set; }
    public DateTime? FinishedAt { get; set; }
    public DateTime NextTryAt { get; set; }
    public DateTime? LeasedUntil { get; set; }
    public int Tries { get; set; }
    public string? Error { get; set; }
    public long Version { get; set; }
}

/// <summary>A file that came in or goes out, kept in the database so that every node can reach it, encrypted, until it expires.</summary>
public sealed class StoredFile : ITenantOwned
{
    public long Id { get; set; }
    public long CreditorId { get; set; }
    public required string Name { get; set; }
    public required string ContentType { get; set; }
    public long Length { get; set; }
    public byte[]? Sha256 { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime ExpiresAt { get; set; }
}

/// <summary>One piece of a stored file.</summary>
public sealed class StoredFileChunk : ITenantOwned
{
    public long CreditorId { get; set; }
    public long FileId { get; set; }
    public int Number { get; set; }
    public required byte[] Bytes { get; set; }
}

internal sealed class ApiMapping : IEntityTypeConfiguration<ApiKey>, IEntityTypeConfiguration<IdempotentRequest>, IEntityTypeConfiguration<Job>,
    IEntityTypeConfiguration<StoredFile>, IEntityTypeConfiguration<StoredFileChunk>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("ApiKeys");
        builder.Property(k => k.PublicId).HasMaxLength(32);
        builder.HasIndex(k => k.PublicId).IsUnique();
        builder.Property(k => k.Name).HasMaxLength(80);
        builder.Property(k => k.Hash).HasMaxLength(32);
        builder.HasIndex(k => k.Hash).IsUnique();
        builder.Property(k => k.Scopes).HasMaxLength(400);
        builder.Property(k => k.CreatedBy).HasMaxLength(120);
        builder.HasIndex(k => k.CreditorId);
        builder.HasOne<Creditor>().WithMany().HasForeignKey(k => k.CreditorId);
    }

    public void Configure(EntityTypeBuilder<IdempotentRequest> builder)
    {
        builder.ToTable("IdempotentRequests");
        builder.Property(r => r.Key).HasMaxLength(200);
        builder.HasIndex(r => new { r.CreditorId, r.Key }).IsUnique();
        builder.Property(r => r.Target).HasMaxLength(300);
        builder.Property(r => r.BodyHash).HasMaxLength(32);
        builder.Property(r => r.ContentType).HasMaxLength(100);
        builder.HasIndex(r => r.CreatedAt);
        builder.Property(r => r.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<Job> builder)
    {
        builder.ToTable("Jobs");
        builder.Property(j => j.PublicId).HasMaxLength(32);
        builder.HasIndex(j => j.PublicId).IsUnique();
        builder.HasIndex(j => new { j.CreditorId, j.Id });
        builder.HasIndex(j => new { j.Status, j.NextTryAt });
        builder.Property(j => j.RequestedBy).HasMaxLength(120);
        builder.Property(j => j.Error).HasMaxLength(300);
        builder.Property(j => j.Version).IsConcurrencyToken();
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(j => j.InputFileId);
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(j => j.OutputFileId);
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(j => j.ErrorFileId);
    }

    public void Configure(EntityTypeBuilder<StoredFile> builder)
    {
        builder.ToTable("StoredFiles");
        builder.Property(f => f.Name).HasMaxLength(200);
        builder.Property(f => f.ContentType).HasMaxLength(100);
        builder.Property(f => f.Sha256).HasMaxLength(32);
        builder.HasIndex(f => f.ExpiresAt);
        builder.HasOne<Creditor>().WithMany().HasForeignKey(f => f.CreditorId);
    }

    public void Configure(EntityTypeBuilder<StoredFileChunk> builder)
    {
        builder.ToTable("StoredFileChunks");
        builder.HasKey(c => new { c.FileId, c.Number });
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(c => c.FileId);
    }
}
