using System.Security.Cryptography;
using System.Text;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Identity;

/// <summary>A key as it is handed out, once: afterwards only its hash is known.</summary>
public sealed record NewApiKey(ApiKey Row, string Secret);

/// <summary>Makes API keys and finds whose they are.</summary>
public sealed class ApiKeys(CobrancaDb db, BusinessClock clock, PortalSettings settings)
{
    /// <summary>What the demonstration's keys begin with. Everybody can read them, so they open in Development alone, whatever a row says.</summary>
    public const string DevelopmentPrefix = "ck_dev_";

    private static readonly TimeSpan TouchAtMost = TimeSpan.FromMinutes(1);

    /// <summary>Adds a key and its audit entry to the unit of work; the caller saves.</summary>
    /// <param name="secret">Only the demonstration gives its own, known to everybody; such a key opens in Development alone.</param>
    public NewApiKey Create(long creditorId, string name, IEnumerable<string> scopes, string createdBy, DateTime? expiresAt = null, string? secret = null)
    {
        var row = new ApiKey
        {
            PublicId = $"key_{SecretText.Readable(10).ToLowerInvariant()}", CreditorId = creditorId, Name = name, Hash = HashOf(secret ??= $"ck_{SecretText.Token()}"),
            Scopes = string.Join(' ', scopes), IsDevelopment = secret.StartsWith(DevelopmentPrefix, StringComparison.Ordinal), CreatedAt = clock.Now, CreatedBy = createdBy, ExpiresAt = expiresAt,
        };
        db.ApiKeys.Add(row);
        Note(row, createdBy, "apikey.create", row.Scopes);
        return new(row, secret);
    }

    /// <summary>Closes a key of the scope's creditor at once and saves. False when it was closed before, null when there is none.</summary>
    public async Task<bool?> RevokeAsync(string publicId, string by, CancellationToken cancellation)
    {
        if (await db.ApiKeys.SingleOrDefaultAsync(k => k.PublicId == publicId, cancellation) is not { } key) return null;
        if (key.RevokedAt is not null) return false;
        key.RevokedAt = clock.Now;
        Note(key, by, "apikey.revoke", null);
        await db.SaveChangesAsync(cancellation);
        return true;
    }

    /// <summary>A key in the place of another, with its name, scopes and last day; the other still opens for a while. Null when it does not open.</summary>
    public async Task<NewApiKey?> RotateAsync(string publicId, TimeSpan overlap, string by, CancellationToken cancellation)
    {
        var now = clock.Now;
        if (await db.ApiKeys.SingleOrDefaultAsync(k => k.PublicId == publicId && k.RevokedAt == null && (k.ExpiresAt == null || k.ExpiresAt > now), cancellation) is not { } old) return null;
        var made = Create(old.CreditorId, old.Name, old.Scopes.Split(' '), by, old.ExpiresAt);
        if (old.ExpiresAt is not { } end || end > now + overlap) old.ExpiresAt = now + overlap;
        Note(old, by, "apikey.rotate", $"replaced by {made.Row.PublicId}");
        await db.SaveChangesAsync(cancellation);
        return made;
    }

    /// <summary>The key everybody knows of a demonstration creditor, once.</summary>
    public async Task EnsureDevelopmentAsync(Creditor creditor, string by, CancellationToken cancellation)
    {
        if (!settings.IsDevelopment) throw new InvalidOperationException("Known keys belong to Development only.");
        var secret = DevelopmentPrefix + creditor.Slug;
        var hash = HashOf(secret);
        if (await db.ApiKeys.AnyAsync(k => k.Hash == hash, cancellation)) return;
        Create(creditor.Id, "Desenvolvimento", ApiScopes.All, by, secret: secret);
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>The key that still opens, of whichever creditor; whatever else the text is, null.</summary>
    public async Task<ApiKey?> FindAsync(string secret, CancellationToken cancellation)
    {
        if (!settings.IsDevelopment && secret.StartsWith(DevelopmentPrefix, StringComparison.Ordinal)) return null;
        var (hash, now) = (HashOf(secret), clock.Now);
        // The key says whose scope this will be: it is looked for among all creditors'.
        var key = await db.ApiKeys.IgnoreQueryFilters([CobrancaDb.TenantFilter]).AsNoTracking()
            .SingleOrDefaultAsync(k => k.Hash == hash && k.RevokedAt == null && (k.ExpiresAt == null || k.ExpiresAt > now), cancellation);
        return key is { IsDevelopment: true } && !settings.IsDevelopment ? null : key;
    }

    /// <summary>Writes down that the key was used, at most once a minute.</summary>
    public Task TouchAsync(ApiKey key, CancellationToken cancellation)
    {
        var now = clock.Now;
        return key.LastUsedAt > now - TouchAtMost
            ? Task.CompletedTask
            : db.ApiKeys.IgnoreQueryFilters([CobrancaDb.TenantFilter]).Where(k => k.Id == key.Id).ExecuteUpdateAsync(set => set.SetProperty(k => k.LastUsedAt, now), cancellation);
    }

    private void Note(ApiKey key, string by, string action, string? detail) =>
        db.AuditEntries.Add(new() { CreditorId = key.CreditorId, At = clock.Now, Actor = by, Action = action, Subject = key.PublicId, Detail = detail });

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
