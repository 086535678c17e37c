using Cobranca.Domain.Values;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Access;

public abstract record LetterAnswer
{
    public sealed record SignedIn : LetterAnswer;
    public sealed record Mismatched : LetterAnswer;
    public sealed record Locked(DateTime Until) : LetterAnswer;

    private LetterAnswer() { }
}

/// <summary>A code printed in a letter to the address on file, with the CPF or CNPJ it was made for: good once.</summary>
public sealed class EnterByLetter(
    CobrancaDb db, InstallationKeys keys, SignInAttempts attempts, DebtorSessions sessions, RateLimits rates, AccessLimits limits, BusinessClock clock)
{
    public const int Length = 10;

    /// <param name="form">The form's own random token: only a second tap on the same form finds the session again.</param>
    public async Task<LetterAnswer> HandleAsync(TaxId taxId, string code, string form, ClientAddress from, CancellationToken cancellation)
    {
        var person = Convert.ToHexString(attempts.HashOf(taxId));
        if (await rates.TakeAsync([.. from.Entries(limits), new("letter", person, limits.LettersPerPerson)], cancellation) is { } until)
            return new LetterAnswer.Locked(until);

        var (hash, now) = (HashOf(keys, code), clock.Now);
        var letter = await db.LetterCodes.SingleOrDefaultAsync(
            c => c.CodeHash == hash && c.ExpiresAt > now && db.Debtors.Any(d => d.Id == c.DebtorId && d.TaxId == taxId), cancellation);
        if (letter is null) return new LetterAnswer.Mismatched();

        var seed = $"letter:{letter.Id}:{form}";
        bool opened;
        if (letter.UsedAt is not null) opened = await sessions.ResumeAsync(seed, cancellation);
        else
        {
            letter.UsedAt = now;
            opened = await sessions.OpenAsync(letter.DebtorId, SignInEntry.Letter, contactId: null, linkId: null, seed, cancellation);
        }
        return opened ? new LetterAnswer.SignedIn() : new LetterAnswer.Mismatched();
    }

    /// <summary>Adds a code for a debtor to the unit of work; the caller saves. Printed once, stored as a hash.</summary>
    public static string Create(CobrancaDb db, InstallationKeys keys, Debtor debtor, DateTime now, int days)
    {
        var code = SecretText.Readable(Length);
        db.LetterCodes.Add(new()
        {
            CreditorId = debtor.CreditorId, DebtorId = debtor.Id, CodeHash = HashOf(keys, code), CreatedAt = now, ExpiresAt = now.AddDays(days),
        });
        return $"{code[..5]}-{code[5..]}";
    }

    private static byte[] HashOf(InstallationKeys keys, string code) => keys.Hash("letter", code);
}
