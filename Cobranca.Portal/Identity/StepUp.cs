using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Identity;

/// <summary>What became of asking for a step-up code.</summary>
public abstract record StepUpStart
{
    public sealed record Sent(string MaskedContact) : StepUpStart;
    /// <summary>The debtor has no contact a code may go to.</summary>
    public sealed record NoContact : StepUpStart;
    /// <summary>Asked too soon or too often.</summary>
    public sealed record Wait(DateTime Until) : StepUpStart;

    private StepUpStart() { }
}

/// <summary>
/// A fresh code for something a session alone must not do: sign, change a contact or a card. Bound to this session and to one purpose
/// (<c>sign:…</c> names the document), good for ten minutes after it is confirmed, and for one use.
/// </summary>
public sealed class StepUp(
    CobrancaDb db, CurrentDebtor debtor, LoginCodes codes, CodeContacts contacts, RateLimits rates, AccessLimits limits, BusinessClock clock)
{
    /// <summary>Two taps this close are one wish.</summary>
    private static readonly TimeSpan SecondTap = TimeSpan.FromSeconds(5);

    /// <summary>Sends the code to the contact the session was opened with, or else to the newest one that may have it.</summary>
    public async Task<StepUpStart> StartAsync(string purpose, CancellationToken cancellation)
    {
        if (purpose == LoginCodes.Login) throw new ArgumentException("A step-up authorises something; signing in is not one.", nameof(purpose));
        await using var turn = await db.Database.BeginTransactionAsync(cancellation);
        // Writing what is there holds the row: of many taps at one moment each sees what the one before it sent.
        await db.DebtorSessions.Where(s => s.Id == debtor.SessionId).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, s => s.LastSeenAt), cancellation);
        if (await NewestAsync(purpose, cancellation) is { } last && last.SentAt + limits.ResendAfter > clock.Now)
        {
            return last.SentAt + SecondTap > clock.Now && await db.Contacts.AsNoTracking().SingleOrDefaultAsync(c => c.Id == last.ContactId, cancellation) is { } reached
                ? new StepUpStart.Sent(CodeContacts.Masked(reached))
                : new StepUpStart.Wait(last.SentAt + limits.ResendAfter);
        }
        if (await rates.TakeAsync(
            [
                new("step-up-hour", $"{debtor.Id}", limits.CodesPerPersonHourly),
                new("step-up-day", $"{debtor.Id}", limits.CodesPerPersonDaily),
            ], cancellation) is { } again) return new StepUpStart.Wait(again);

        var session = await db.DebtorSessions.AsNoTracking().SingleAsync(s => s.Id == debtor.SessionId, cancellation);
        var usable = await contacts.OfAsync(debtor.Id, cancellation);
        var contact = usable.FirstOrDefault(c => c.Id == session.ContactId) ?? usable.FirstOrDefault();
        if (contact is null) return new StepUpStart.NoContact();
        codes.Send(CodeContacts.ChannelOf(contact), contact, purpose, session: session);
        await db.SaveChangesAsync(cancellation);
        await turn.CommitAsync(cancellation);
        return new StepUpStart.Sent(CodeContacts.Masked(contact));
    }

    /// <summary>Judges the code sent last for this purpose.</summary>
    public async Task<CodeVerdict> ConfirmAsync(string purpose, string code, CancellationToken cancellation)
    {
        if (await NewestAsync(purpose, cancellation) is not { ConsumedAt: null } challenge) return CodeVerdict.Expired;
        var verdict = await codes.TryAsync(challenge, code, cancellation);
        if (verdict != CodeVerdict.Right) return verdict;
        // Two tabs: the second finds it confirmed already, which is what it asked for. It never becomes newer by being confirmed again.
        var now = clock.Now;
        await db.Challenges.Where(c => c.Id == challenge.Id && c.ConfirmedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.ConfirmedAt, now), cancellation);
        return CodeVerdict.Right;
    }

    /// <summary>True while the purpose is authorised and was not used.</summary>
    public Task<bool> IsConfirmedAsync(string purpose, CancellationToken cancellation) => Confirmed(purpose).AnyAsync(cancellation);

    /// <summary>
    /// Uses the authorisation up, in the caller's unit of work: it is gone when the caller's change is saved, and of two changes that want
    /// it the second fails to save. False when there is none.
    /// </summary>
    public async Task<bool> ConsumeAsync(string purpose, CancellationToken cancellation)
    {
        if (await Confirmed(purpose).OrderByDescending(c => c.Id).FirstOrDefaultAsync(cancellation) is not { } challenge) return false;
        challenge.ConsumedAt = clock.Now;
        return true;
    }

    private IQueryable<Challenge> Confirmed(string purpose)
    {
        var since = clock.Now - limits.StepUpLifetime;
        return db.Challenges.Where(c => c.SessionId == debtor.SessionId && c.Purpose == purpose && c.ConfirmedAt > since && c.ConsumedAt == null);
    }

    private Task<Challenge?> NewestAsync(string purpose, CancellationToken cancellation) =>
        db.Challenges.AsNoTracking().Where(c => c.SessionId == debtor.SessionId && c.Purpose == purpose)
            .OrderByDescending(c => c.Id).FirstOrDefaultAsync(cancellation);
}
