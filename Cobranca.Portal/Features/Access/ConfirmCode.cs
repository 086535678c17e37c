using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Access;

/// <summary>The right code opens the session: once, however often it is sent.</summary>
public sealed class ConfirmCode(CobrancaDb db, LoginCodes codes, SignInAttempts attempts, DebtorSessions sessions, BusinessClock clock)
{
    public async Task<CodeVerdict> HandleAsync(SignInAttempt attempt, Challenge challenge, string code, CancellationToken cancellation)
    {
        var verdict = await codes.TryAsync(challenge, code, cancellation);
        if (verdict != CodeVerdict.Right) return verdict;

        var seed = "attempt:" + attempts.Secret;
        var opened = attempt.CompletedAt is not null
            ? await sessions.ResumeAsync(seed, cancellation)
            : await StillMayAsync(attempt, challenge, cancellation) && await OpenAsync(attempt, challenge, seed, cancellation);
        if (!opened) return CodeVerdict.Expired;
        attempts.Forget();
        return CodeVerdict.Right;
    }

    /// <summary>The code an attempt waits for: the newest, whatever came before it.</summary>
    public Task<Challenge?> AwaitedAsync(SignInAttempt attempt, CancellationToken cancellation) =>
        db.Challenges.Where(c => c.AttemptId == attempt.Id).OrderByDescending(c => c.Id).FirstOrDefaultAsync(cancellation);

    private Task<bool> OpenAsync(SignInAttempt attempt, Challenge challenge, string seed, CancellationToken cancellation)
    {
        challenge.ConfirmedAt = attempt.CompletedAt = clock.Now;
        return sessions.OpenAsync(challenge.DebtorId!.Value, attempt.Entry, challenge.ContactId, attempt.LinkId, seed, cancellation);
    }

    /// <summary>Between sending and typing somebody may have said «não sou eu», or the link may have been closed.</summary>
    private async Task<bool> StillMayAsync(SignInAttempt attempt, Challenge challenge, CancellationToken cancellation) =>
        await db.Contacts.AnyAsync(c => c.Id == challenge.ContactId && c.DebtorId == attempt.DebtorId && c.FlaggedAt == null, cancellation)
        && (attempt.LinkId is null || await db.AccessLinks.AnyAsync(l => l.Id == attempt.LinkId && l.RevokedAt == null, cancellation));
}
