using System.Globalization;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Jobs;

/// <summary>
/// Files in the database, where every node reaches them: written and read piece by piece, so that a file of any size takes the memory of a
/// few pieces, and each piece encrypted for its place, so that none can be read elsewhere or moved.
/// </summary>
public sealed class StoredFiles(IServiceScopeFactory scopes, IDataProtectionProvider protection, BusinessClock clock, JobSettings settings)
{
    /// <summary>With its encryption below 85,000 bytes, where the runtime's large-object heap begins: a big file leaves no holes there.</summary>
    internal const int ChunkBytes = 64 * 1024;

    /// <summary>A file nobody finished is somebody's broken upload.</summary>
    private static readonly TimeSpan UnfinishedFor = TimeSpan.FromDays(1);

    private readonly IDataProtector _protector = protection.CreateProtector("stored-file");

    /// <summary>A new file to write to. Nothing is stored before there is a piece, and nothing stays unless it is finished.</summary>
    public StoredFileWriter Create(long creditorId, string name, string contentType) => new(this, ScopeOf(creditorId), new()
    {
        CreditorId = creditorId, Name = name.AtMost(200), ContentType = contentType, CreatedAt = clock.Now, ExpiresAt = clock.Now + UnfinishedFor,
    });

    /// <summary>A finished file of the creditor's, from its start; null when there is none (any more).</summary>
    public async Task<StoredFileStream?> OpenAsync(long creditorId, long fileId, CancellationToken cancellation)
    {
        var scope = ScopeOf(creditorId);
        var db = scope.ServiceProvider.GetRequiredService<CobrancaDb>();
        if (await db.StoredFiles.AsNoTracking().SingleOrDefaultAsync(f => f.Id == fileId && f.Sha256 != null, cancellation) is { } file) return new(this, scope, db, file);
        await scope.DisposeAsync();
        return null;
    }

    /// <summary>Deletes a file in pieces, so that no long transaction keeps others waiting.</summary>
    public static async Task DeleteAsync(CobrancaDb db, long fileId, CancellationToken cancellation)
    {
        await DeletePiecesAsync(db, fileId, cancellation);
        await db.StoredFiles.IgnoreQueryFilters([CobrancaDb.TenantFilter]).Where(f => f.Id == fileId).ExecuteDeleteAsync(cancellation);
    }

    /// <summary>Deletes what stands in a file and keeps its row, for those who name it; it can no longer be opened.</summary>
    public static async Task EmptyAsync(CobrancaDb db, long fileId, CancellationToken cancellation)
    {
        await db.StoredFiles.IgnoreQueryFilters([CobrancaDb.TenantFilter]).Where(f => f.Id == fileId).ExecuteUpdateAsync(set => set.SetProperty(f => f.Sha256, (byte[]?)null), cancellation);
        await DeletePiecesAsync(db, fileId, cancellation);
    }

    private static async Task DeletePiecesAsync(CobrancaDb db, long fileId, CancellationToken cancellation)
    {
        const int AtOnce = 256;
        var pieces = db.StoredFileChunks.IgnoreQueryFilters([CobrancaDb.TenantFilter]).Where(c => c.FileId == fileId);
        for (var through = AtOnce; await pieces.AnyAsync(cancellation); through += AtOnce)
            await pieces.Where(c => c.Number < through).ExecuteDeleteAsync(cancellation);
    }

    internal DateTime KeptUntil => clock.Now + settings.KeepFor;

    internal byte[] Seal(long fileId, int number, byte[] plain) => For(fileId, number).Protect(plain);

    internal byte[] Open(StoredFileChunk chunk) => For(chunk.FileId, chunk.Number).Unprotect(chunk.Bytes);

    private IDataProtector For(long fileId, int number) => _protector.CreateProtector(string.Create(CultureInfo.InvariantCulture, $"{fileId}/{number}"));

    /// <summary>A connection of its own: the file's user is in the middle of something else on another.</summary>
    private AsyncServiceScope ScopeOf(long creditorId)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Bind(creditorId);
        return scope;
    }
}
