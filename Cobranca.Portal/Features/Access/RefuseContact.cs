using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Access;

/// <summary>
/// «Não sou eu»: takes a contact out of use at once. Only whoever holds something that was sent to it can say so: its link, a code it
/// received, or the session that code opened (docs/decisions/0011). The answer is always the same.
/// </summary>
public sealed class RefuseContact(
    CobrancaDb db, AccessLinks links, LoginCodes codes, DebtorSessions sessions, ContactsOutOfUse outOfUse, CurrentDebtor debtor, RateLimits rates, AccessLimits limits,
    BusinessClock clock, CurrentCreditor creditor)
{
    private const string Reason = "wrong-person";

    /// <summary>The holder of a link says that it reached the wrong person. Null when taken in; otherwise when to try again.</summary>
    public async Task<DateTime?> ByLinkAsync(string token, ClientAddress from, CancellationToken cancellation)
    {
        if (await rates.TakeAsync(from.Entries(limits), cancellation) is { } until) return until;
        if (await links.FindAsync(token, cancellation) is { } link)
            await TakeOutAsync(link.DebtorId, link.ContactId, link.Id, sessionId: null, cancellation);
        return null;
    }

    /// <summary>The same, further on in the attempt that the link started.</summary>
    public async Task ByAttemptAsync(SignInAttempt attempt, CancellationToken cancellation)
    {
        var link = await db.AccessLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Id == attempt.LinkId, cancellation);
        if (link is not null) await TakeOutAsync(link.DebtorId, link.ContactId, link.Id, sessionId: null, cancellation);
    }

    /// <summary>Whoever is signed in says that these are not their debts: the contact that received the code is not the debtor's.</summary>
    public async Task BySessionAsync(CancellationToken cancellation)
    {
        var session = await db.DebtorSessions.AsNoTracking().SingleAsync(s => s.Id == debtor.SessionId, cancellation);
        await TakeOutAsync(session.DebtorId, session.ContactId, session.LinkId, session.Id, cancellation);
        sessions.Forget();
    }

    /// <summary>Whoever received a code they did not ask for types it in with the contact it came to.</summary>
    public async Task<DateTime?> ByCodeAsync(ContactValue contact, string code, ClientAddress from, CancellationToken cancellation)
    {
        var perContact = new Budget("refusal", $"{creditor.Value.Id}|{contact.Value}", limits.RefusalsPerContact);
        if (await rates.TakeAsync([.. from.Entries(limits), perContact], cancellation) is { } until) return until;
        var since = clock.Now - AccessSweep.KeepCodes;
        var recent = await db.Challenges.AsNoTracking()
            .Where(c => c.SentAt > since && db.Contacts.Any(own => own.Id == c.ContactId && own.Value == contact.Value))
            .ToListAsync(cancellation);
        if (recent.FirstOrDefault(c => codes.Matches(c, code)) is { } received)
            await TakeOutAsync(received.DebtorId!.Value, received.ContactId, linkId: null, sessionId: null, cancellation);
        return null;
    }

    private async Task TakeOutAsync(long debtorId, long? contactId, long? linkId, long? sessionId, CancellationToken cancellation)
    {
        var now = clock.Now;
        await using var together = await db.Database.BeginTransactionAsync(cancellation);
        var changed = await outOfUse.TakeOutAsync(contactId, linkId, sessionId, Reason, cancellation);
        if (changed > 0)
        {
            await db.AnnounceDebtorAsync(creditor.Value.Id, EventTypes.ContactRefused, now, debtorId, new { contactId, linkId, reason = Reason }, cancellation);
            await db.SaveChangesAsync(cancellation);
        }
        await together.CommitAsync(cancellation);
    }
}
