using System.Security.Cryptography;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Identity;

/// <summary>What a typed code turned out to be.</summary>
public enum CodeVerdict
{
    Right,
    Wrong,
    /// <summary>Its time passed, or a newer one was sent.</summary>
    Expired,
    /// <summary>It was tried too often, right or not.</summary>
    Spent,
}

/// <summary>
/// Six random digits to one contact, ten minutes, five tries. Kept as a salted keyed hash. Without a contact the same row and the same
/// message are written, and the message is dropped on its way out (docs/decisions/0010).
/// </summary>
public sealed class LoginCodes(
    CobrancaDb db, InstallationKeys keys, AuthenticityCodes authenticity, MessageOutbox outbox, BusinessClock clock, AccessLimits limits, CurrentCreditor creditor,
    PortalSettings settings)
{
    public const int Length = 6;
    public const string Login = "login";

    /// <summary>Adds the code and its message to the unit of work; the caller saves.</summary>
    /// <param name="contact">Null for a decoy.</param>
    public Challenge Send(MessageChannel channel, Contact? contact, string purpose, SignInAttempt? attempt = null, DebtorSession? session = null)
    {
        var owner = creditor.Value;
        var code = SecretText.Digits(Length);
        var salt = RandomNumberGenerator.GetBytes(16);
        var now = clock.Now;
        var challenge = new Challenge
        {
            CreditorId = owner.Id, DebtorId = contact?.DebtorId, AttemptId = attempt?.Id, SessionId = session?.Id, Purpose = purpose,
            Channel = channel, ContactId = contact?.Id, Salt = salt, CodeHash = Hash(salt, code), SentAt = now, ExpiresAt = now + limits.CodeLifetime,
        };
        db.Challenges.Add(challenge);
        var proof = AuthenticityCodes.Draw();
        var printed = AuthenticityCodes.Formatted(proof);
        var content = CodeMessage.For(channel, contact?.Value ?? "", owner, code, printed, limits.CodeLifetime, settings.PublicAddress());
        // An SMS may have no room for it. What decides that is the same for a decoy.
        if (content.Text.Contains(printed, StringComparison.Ordinal)) authenticity.Keep(proof, owner.Id);
        var (template, kind) = purpose == Login ? ("login-code", "login-code") : ("step-up-code", "signing-code");
        outbox.Add(owner.Id, contact?.DebtorId, channel, template, kind, content, challenge.ExpiresAt);
        return challenge;
    }

    /// <summary>Judges a code, using up one of its tries first: of many guesses at the same moment five are looked at.</summary>
    public async Task<CodeVerdict> TryAsync(Challenge challenge, string code, CancellationToken cancellation)
    {
        var now = clock.Now;
        if (challenge.ExpiresAt <= now) return CodeVerdict.Expired;
        var counted = await db.Challenges.Where(c => c.Id == challenge.Id && c.Tries < limits.TriesPerCode)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Tries, c => c.Tries + 1), cancellation);
        if (counted == 0) return CodeVerdict.Spent;
        // A decoy's hash is of a real code: a lucky guess must not open it either.
        return Matches(challenge, code) & challenge.ContactId is not null ? CodeVerdict.Right : CodeVerdict.Wrong;
    }

    public bool Matches(Challenge challenge, string code) => CryptographicOperations.FixedTimeEquals(challenge.CodeHash, Hash(challenge.Salt, code));

    /// <summary>The six digits that were typed, however they were spaced; null when they are not six digits.</summary>
    public static string? Read(string? typed)
    {
        if (typed is null || typed.Length > 40) return null;
        var digits = string.Concat(typed.Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '.')));
        return digits.Length == Length && digits.All(char.IsAsciiDigit) ? digits : null;
    }

    private byte[] Hash(byte[] salt, string code) => keys.Hash("code", [.. salt, .. code.Select(c => (byte)c)]);
}
