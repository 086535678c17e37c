using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Identity;

/// <summary>
/// Sessions are rows: twenty minutes since last seen, eight hours at most, of one debtor at one creditor. The cookie's secret is
/// derived from a seed that only this browser has, so that a form sent twice lands in the session the first one opened.
/// </summary>
public sealed class DebtorSessions(
    CobrancaDb db, InstallationKeys keys, BusinessClock clock, AccessLimits limits, PortalCookies cookies, CurrentCreditor creditor, IHttpContextAccessor accessor)
{
    private static readonly TimeSpan Touch = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SecondTap = TimeSpan.FromMinutes(1);

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("There is no request to be signed in on.");
    private string CookieName => CookieOf(creditor.Value.Slug);

    /// <summary>True when the browser sent a session cookie of this creditor, alive or not.</summary>
    public bool WasSignedIn => Http.Request.Cookies.ContainsKey(CookieName);

    /// <summary>What stands for a request under that slug, its session included. Null when there is no such creditor.</summary>
    public Task<Arrival?> ArriveAsync(string slug, CancellationToken cancellation)
    {
        var now = clock.Now;
        byte[] hash = Http.Request.Cookies[CookieOf(slug)] is { Length: > 0 } secret ? HashOf(secret) : [];
        return db.AskAsync(slug, hash, now - limits.SessionIdle, now - limits.SessionAtMost, cancellation);
    }

    /// <summary>The session of this request, touched at most once a minute. Null when there is none alive.</summary>
    public async Task<SeenSession?> CurrentAsync(CancellationToken cancellation)
    {
        var now = clock.Now;
        if (creditor.Arrival.Session is not { } session) return null;
        var due = now - Touch;
        if (session.LastSeenAt <= due)
            await db.DebtorSessions.Where(s => s.Id == session.Id && s.LastSeenAt <= due) // of many at once, one writes
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, now), cancellation);
        return session;
    }

    /// <summary>
    /// Saves the unit of work with a new session and its event, and hands out the cookie. When another request of the same browser was
    /// first, that one's session is taken up; when somebody else was, nothing is.
    /// </summary>
    /// <param name="seed">A secret of this browser and this proof.</param>
    public async Task<bool> OpenAsync(long debtorId, SignInEntry entry, long? contactId, long? linkId, string seed, CancellationToken cancellation)
    {
        var now = clock.Now;
        var secret = SecretOf(seed);
        db.DebtorSessions.Add(new()
        {
            CreditorId = creditor.Value.Id, DebtorId = debtorId, SecretHash = HashOf(secret), Entry = entry, ContactId = contactId, LinkId = linkId,
            CreatedAt = now, LastSeenAt = now,
        });
        await db.AnnounceDebtorAsync(creditor.Value.Id, EventTypes.DebtorIdentified, now, debtorId, new { entry, linkId, contactId }, cancellation);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (Exception race) when (race.IsLostRace())
        {
            db.ChangeTracker.Clear();
            return await ResumeAsync(seed, cancellation);
        }
        await EndOlderAsync(cancellation);
        HandOut(secret);
        CobrancaTelemetry.SignedIn(entry.ToString());
        return true;
    }

    /// <summary>The same form again, a moment later: the session it opened, if it still stands.</summary>
    public async Task<bool> ResumeAsync(string seed, CancellationToken cancellation)
    {
        var secret = SecretOf(seed);
        if (await AliveAsync(HashOf(secret), cancellation) is not { } session || clock.Now - session.CreatedAt > SecondTap) return false;
        HandOut(secret);
        return true;
    }

    /// <summary>Ends sessions for good, all at once.</summary>
    public Task<int> EndAsync(IQueryable<DebtorSession> sessions, string reason, CancellationToken cancellation)
    {
        var now = clock.Now;
        return sessions.Where(s => s.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now).SetProperty(s => s.EndReason, reason), cancellation);
    }

    /// <summary>Takes the cookie back.</summary>
    public void Forget() => Http.Response.Cookies.Delete(CookieName, cookies.Options());

    private async Task<DebtorSession?> AliveAsync(byte[] hash, CancellationToken cancellation)
    {
        var (seenAfter, createdAfter) = (clock.Now - limits.SessionIdle, clock.Now - limits.SessionAtMost);
        return await db.DebtorSessions.AsNoTracking()
            .SingleOrDefaultAsync(s => s.SecretHash == hash && s.EndedAt == null && s.LastSeenAt > seenAfter && s.CreatedAt > createdAfter, cancellation);
    }

    /// <summary>One browser, one session: the one it had before ends.</summary>
    private async Task EndOlderAsync(CancellationToken cancellation)
    {
        if (Http.Request.Cookies[CookieName] is not { Length: > 0 } older) return;
        var hash = HashOf(older);
        await EndAsync(db.DebtorSessions.Where(s => s.SecretHash == hash), "replaced", cancellation);
    }

    private void HandOut(string secret) => Http.Response.Cookies.Append(CookieName, secret, cookies.Options(limits.SessionAtMost));

    private string SecretOf(string seed) => System.Buffers.Text.Base64Url.EncodeToString(keys.Hash("session-secret", $"{creditor.Value.Id}|{seed}"));

    private string CookieOf(string slug) => cookies.Name("sessao-" + slug);

    private byte[] HashOf(string secret) => keys.Hash("session", secret);
}
