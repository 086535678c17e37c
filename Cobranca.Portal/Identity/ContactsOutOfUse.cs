using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Identity;

/// <summary>
/// Takes a contact out of use: nothing more goes there, and what went there opens nothing more. The caller owns the transaction.
/// </summary>
public sealed class ContactsOutOfUse(CobrancaDb db, AccessLinks links, DebtorSessions sessions, BusinessClock clock)
{
    /// <param name="contactId">Null when only a link or a session is known.</param>
    /// <returns>How much changed; zero when it was out of use already.</returns>
    public async Task<int> TakeOutAsync(long? contactId, long? linkId, long? sessionId, string reason, CancellationToken cancellation)
    {
        var now = clock.Now;
        var changed = await db.Contacts.Where(c => c.Id == contactId && c.FlaggedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.FlaggedAt, now).SetProperty(c => c.FlagReason, reason), cancellation);
        changed += await links.RevokeAsync(db.AccessLinks.Where(l => l.Id == linkId || (contactId != null && l.ContactId == contactId)), cancellation);
        await db.Challenges.Where(c => contactId != null && c.ContactId == contactId && c.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.ExpiresAt, now), cancellation);
        return changed + await sessions.EndAsync(db.DebtorSessions.Where(s => s.Id == sessionId || (contactId != null && s.ContactId == contactId)), reason, cancellation);
    }
}
