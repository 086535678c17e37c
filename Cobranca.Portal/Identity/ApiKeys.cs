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
    private static readonly TimeSpan TouchAtMost = TimeSpan.FromMinutes(1);

    /// <summary>Adds a key to the unit of work; the caller saves.</summary>
    /// <param name="secret">Only the demonstration gives its own, known to everybody; such a key opens in Development alone.</param>
    public NewApiKey Create(long creditorId, string name, IEnumerable<string> scopes, string createdBy, DateTime? expiresAt = null, string? secret = null)
    {
        var row = new ApiKey
        {
            PublicId = $"key_{SecretText.Readable(10).ToLowerInvariant()}", CreditorId = creditorId, Name = name, Hash = HashOf(secret ??= $"ck_{SecretText.Token()}"),
            Scopes = string.Join(' ', scopes), IsDevelopment = secret.StartsWith("ck_dev_", StringComparison.Ordinal), CreatedAt = clock.Now, CreatedBy = createdBy, ExpiresAt = expiresAt,
        };
        db.ApiKeys.Add(row);
        return new(row, secret);
    }

    /// <summary>The key that still opens, of whichever creditor; whatever else the text is, null.</summary>
    public async Task<ApiKey?> FindAsync(string secret, CancellationToken cancellation)
    {
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

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
