using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Platform;

/// <summary>
/// Keyed hashes for what must be found again but never read: codes, tokens, addresses, CPFs in limits. One random root key per
/// installation, made at first use, encrypted at rest; one derived key per use.
/// </summary>
public sealed class InstallationKeys(IServiceScopeFactory scopes, IDataProtectionProvider protection)
{
    private const string RootName = "root";
    private readonly ConcurrentDictionary<string, byte[]> _derived = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private byte[]? _root;

    /// <summary>HMAC-SHA-256 of a text under the key of one use.</summary>
    public byte[] Hash(string use, string text) => Hash(use, Encoding.UTF8.GetBytes(text));

    /// <summary>HMAC-SHA-256 of bytes under the key of one use.</summary>
    public byte[] Hash(string use, ReadOnlySpan<byte> data) =>
        HMACSHA256.HashData(_derived.GetOrAdd(use, name => HKDF.DeriveKey(HashAlgorithmName.SHA256, Root(), 32, info: Encoding.UTF8.GetBytes(name))), data);

    private byte[] Root()
    {
        lock (_gate) return _root ??= LoadOrCreate();
    }

    private byte[] LoadOrCreate()
    {
        var protector = protection.CreateProtector("installation-root");
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<CobrancaDb>();
        if (db.InstallationSecrets.AsNoTracking().SingleOrDefault(s => s.Name == RootName) is { } stored) return protector.Unprotect(stored.ProtectedValue);
        var fresh = RandomNumberGenerator.GetBytes(32);
        db.InstallationSecrets.Add(new() { Name = RootName, ProtectedValue = protector.Protect(fresh) });
        try
        {
            db.SaveChanges();
            return fresh;
        }
        catch (DbUpdateException taken) when (taken.IsUniqueViolation())
        {
            // Another process was first: its key is the installation's. If the row is not there the failure was another one.
            db.ChangeTracker.Clear();
            return protector.Unprotect(db.InstallationSecrets.AsNoTracking().Single(s => s.Name == RootName).ProtectedValue);
        }
    }
}
