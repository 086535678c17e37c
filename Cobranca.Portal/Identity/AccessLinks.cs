using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Identity;

/// <summary>A link as it is handed out, once: afterwards only the hash is known.</summary>
/// <param name="Code">The code of the message it goes out in, as printed: <c>/verificar</c> recognises it.</param>
public sealed record NewLink(AccessLink Row, string Url, string Code);

/// <summary>Makes links and finds whose they are.</summary>
public sealed class AccessLinks(CobrancaDb db, InstallationKeys keys, AuthenticityCodes codes, BusinessClock clock, PortalSettings settings)
{
    /// <summary>Adds a link and the code of its message to the unit of work; the caller saves.</summary>
    /// <param name="days">How long it opens; the creditor's <c>LinkValidDays</c> when null.</param>
    /// <param name="token">Only the demonstration gives its own, derived from a development secret; everybody else gets 256 random bits.</param>
    /// <param name="contactId">The contact it is about to be sent to.</param>
    public NewLink Create(Creditor creditor, long debtorId, int? days = null, string? token = null, long? contactId = null)
    {
        token ??= SecretText.Token();
        var row = new AccessLink
        {
            CreditorId = creditor.Id, DebtorId = debtorId, ContactId = contactId, TokenHash = HashOf(token),
            CreatedAt = clock.Now, ExpiresAt = clock.Now.AddDays(days ?? creditor.Limits.LinkValidDays),
        };
        db.AccessLinks.Add(row);
        var code = AuthenticityCodes.Draw();
        codes.Keep(code, creditor.Id, row);
        return new(row, $"{settings.PublicAddress()}/{creditor.Slug}/l/{token}", AuthenticityCodes.Formatted(code));
    }

    /// <summary>The link of this creditor that still opens; whatever else the text is, null.</summary>
    public Task<AccessLink?> FindAsync(string token, CancellationToken cancellation)
    {
        var (hash, now) = (HashOf(token), clock.Now);
        return db.AccessLinks.AsNoTracking().Include(l => l.Debtor)
            .SingleOrDefaultAsync(l => l.TokenHash == hash && l.RevokedAt == null && l.ExpiresAt > now, cancellation);
    }

    /// <summary>Closes links; a closed one looks like one that never was.</summary>
    public Task<int> RevokeAsync(IQueryable<AccessLink> links, CancellationToken cancellation)
    {
        var now = clock.Now;
        return links.Where(l => l.RevokedAt == null).ExecuteUpdateAsync(set => set.SetProperty(l => l.RevokedAt, now), cancellation);
    }

    /// <summary>How a token is stored.</summary>
    public byte[] HashOf(string token) => keys.Hash("link", token);
}
