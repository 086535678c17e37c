using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Identity;

/// <summary>A link as it is handed out, once: afterwards only the hash is known.</summary>
/// <param name="Message">The code of the message it goes out in.</param>
public sealed record NewLink(AccessLink Row, AuthenticityCode Message, string Url)
{
    /// <summary>The message's code as printed: <c>/verificar</c> recognises it.</summary>
    public string Code => AuthenticityCodes.Formatted(Message.Code);
}

/// <summary>Makes links and finds whose they are.</summary>
public sealed class AccessLinks(CobrancaDb db, InstallationKeys keys, AuthenticityCodes codes, BusinessClock clock, PortalSettings settings)
{
    /// <summary>Adds a link and the code of its message to the unit of work; the caller saves.</summary>
    /// <param name="days">How long it opens; the creditor's <c>LinkValidDays</c> when null.</param>
    /// <param name="token">Only the demonstration gives its own, derived from a development secret; everybody else gets 256 random bits.</param>
    /// <param name="contactId">The contact it is about to be sent to.</param>
    public NewLink Create(Creditor creditor, long debtorId, int? days = null, string? token = null, long? contactId = null)
    {
        var link = Prepare(creditor, debtorId, days, contactId, token);
        db.AccessLinks.Add(link.Row);
        link.Message.Link = link.Row;
        db.AuthenticityCodes.Add(link.Message);
        return link;
    }

    /// <summary>A link that nobody knows yet: <see cref="SaveAllAsync"/> makes it open.</summary>
    public NewLink Prepare(Creditor creditor, long debtorId, int? days = null, long? contactId = null, string? token = null)
    {
        token ??= SecretText.Token();
        var row = new AccessLink
        {
            CreditorId = creditor.Id, DebtorId = debtorId, ContactId = contactId, TokenHash = HashOf(token),
            CreatedAt = clock.Now, ExpiresAt = clock.Now.AddDays(days ?? creditor.Limits.LinkValidDays),
        };
        return new(row, codes.New(AuthenticityCodes.Draw(), creditor.Id, row.ExpiresAt), $"{settings.PublicAddress()}/{creditor.Slug}/l/{token}");
    }

    /// <summary>Writes prepared links, many at once, within the current transaction.</summary>
    public async Task SaveAllAsync(IReadOnlyCollection<NewLink> prepared, CancellationToken cancellation)
    {
        await using var links = new BulkInsert<AccessLink>(db);
        await using var messages = new BulkInsert<AuthenticityCode>(db);
        var before = await db.AccessLinks.IgnoreQueryFilters([CobrancaDb.TenantFilter]).MaxAsync(l => (long?)l.Id, cancellation) ?? 0;
        await links.InsertAsync([.. prepared.Select(l => l.Row)], cancellation);
        // Generated ids do not come back; those of others that came in meanwhile match no hash.
        var ids = await db.AccessLinks.AsNoTracking().Where(l => l.Id > before).Select(l => new { l.TokenHash, l.Id }).ToDictionaryAsync(l => Convert.ToHexString(l.TokenHash), l => l.Id, StringComparer.Ordinal, cancellation);
        foreach (var link in prepared) link.Message.LinkId = ids[Convert.ToHexString(link.Row.TokenHash)];
        await messages.InsertAsync([.. prepared.Select(l => l.Message)], cancellation);
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
