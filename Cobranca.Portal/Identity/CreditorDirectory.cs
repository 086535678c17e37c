using System.Collections.Concurrent;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Identity;

/// <summary>
/// Creditors in memory with their terms and accounts, shared by all requests and therefore never changed by one. Every use names the
/// version the database has now, so that no node answers by what <c>creditor apply</c> has replaced.
/// </summary>
public sealed class CreditorDirectory
{
    /// <summary>As many as there are creditors: an unknown slug leaves nothing here.</summary>
    private readonly ConcurrentDictionary<string, Creditor> _known = new(StringComparer.Ordinal);

    /// <summary>The creditor of that slug, with its terms and accounts; null when there is none.</summary>
    public async Task<Creditor?> FindAsync(CobrancaDb db, string slug, long version, CancellationToken cancellation)
    {
        if (_known.TryGetValue(slug, out var known) && known.Version == version) return known;
        var read = await db.Creditors.AsNoTracking().IgnoreQueryFilters([CobrancaDb.TenantFilter])
            .Include(c => c.Terms).Include(c => c.BankAccounts).SingleOrDefaultAsync(c => c.Slug == slug, cancellation);
        return read is null ? null : _known[slug] = read;
    }
}
