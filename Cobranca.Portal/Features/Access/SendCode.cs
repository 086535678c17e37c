using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Access;

public abstract record CodeSending
{
    /// <summary>On its way, or to nobody: the page says the same.</summary>
    public sealed record Sent : CodeSending;
    /// <summary>The same choice once more, before another code may leave: the last one is still on its way.</summary>
    public sealed record AlreadySent : CodeSending;
    /// <param name="Until">When another code may be asked for.</param>
    /// <param name="CodeSent">It is only the time between two codes.</param>
    public sealed record Wait(DateTime Until, bool CodeSent = false) : CodeSending;
    /// <summary>What was chosen is not (or no longer) among the choices.</summary>
    public sealed record NotAChoice : CodeSending;

    private CodeSending() { }
}

/// <summary>
/// Sends the code of an attempt. By link the contact was chosen from masks; by CPF or CNPJ only a channel was, and a stranger, a wrong
/// paper and a person without such a contact all get the same answer from the same queries and writes.
/// </summary>
public sealed class SendCode(
    CobrancaDb db, LoginCodes codes, CodeContacts contacts, ContractEvidence evidence, RateLimits rates, AccessLimits limits, BusinessClock clock)
{
    /// <summary>Two taps this close are one wish.</summary>
    private static readonly TimeSpan SecondTap = TimeSpan.FromSeconds(5);

    public async Task<CodeSending> ToContactAsync(SignInAttempt attempt, long contactId, ClientAddress from, CancellationToken cancellation)
    {
        if (attempt.Entry != SignInEntry.Link || !attempt.ExtraProofGiven) return new CodeSending.NotAChoice();
        var chosen = (await contacts.OfAsync(attempt.DebtorId, cancellation)).FirstOrDefault(c => c.Id == contactId);
        if (chosen is null) return new CodeSending.NotAChoice();
        return await SendAsync(attempt, CodeContacts.ChannelOf(chosen), chosen, after: null, from, cancellation);
    }

    public async Task<CodeSending> ByChannelAsync(SignInAttempt attempt, MessageChannel channel, string? paper, ClientAddress from, CancellationToken cancellation)
    {
        if (attempt.Entry != SignInEntry.TaxId || !contacts.Channels().Contains(channel)) return new CodeSending.NotAChoice();
        var known = await evidence.OfAsync(attempt.DebtorId, cancellation);
        var newest = (await contacts.OfAsync(attempt.DebtorId, cancellation)).FirstOrDefault(c => CodeContacts.ChannelOf(c) == channel);
        return await SendAsync(attempt, channel, attempt.IsCompany && !known.ProvesCompany(paper) ? null : newest, after: null, from, cancellation);
    }

    /// <summary>Once more to where the last one went.</summary>
    public async Task<CodeSending> AgainAsync(SignInAttempt attempt, Challenge last, ClientAddress from, CancellationToken cancellation)
    {
        var contact = (await contacts.OfAsync(attempt.DebtorId, cancellation)).FirstOrDefault(c => c.Id == last.ContactId);
        if (attempt.Entry == SignInEntry.Link && contact is null) return new CodeSending.NotAChoice();
        return await SendAsync(attempt, last.Channel, contact, last, from, cancellation);
    }

    /// <param name="after">The code that another one is asked for after; null for the first.</param>
    private async Task<CodeSending> SendAsync(
        SignInAttempt attempt, MessageChannel channel, Contact? contact, Challenge? after, ClientAddress from, CancellationToken cancellation)
    {
        await using var turn = await db.Database.BeginTransactionAsync(cancellation);
        // Writing what is there holds the row: of many taps at one moment each sees what the one before it sent.
        await db.SignInAttempts.Where(a => a.Id == attempt.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.Version, a => a.Version), cancellation);
        var sent = await db.Challenges.AsNoTracking().Where(c => c.AttemptId == attempt.Id).OrderByDescending(c => c.Id)
            .Select(c => new { c.Id, c.SentAt, c.Channel, c.ContactId }).ToListAsync(cancellation);
        if (sent is [var newest, ..])
        {
            if (after is null ? newest.SentAt + SecondTap > clock.Now : newest.Id > after.Id) return new CodeSending.Sent();
            if (newest.SentAt + limits.ResendAfter > clock.Now)
            {
                // By CPF or CNPJ the channel alone is compared: which contact is behind it (or none) depends on who is known and what a company proved.
                var same = after is null && newest.Channel == channel && (attempt.Entry != SignInEntry.Link || newest.ContactId == contact?.Id);
                return same ? new CodeSending.AlreadySent() : new CodeSending.Wait(newest.SentAt + limits.ResendAfter, CodeSent: true);
            }
        }
        if (sent.Count >= limits.CodesPerAttempt) return new CodeSending.Wait(attempt.ExpiresAt);
        // Separate purses for the two ways in: whoever knows a CPF can use up its codes, but not those of the person who holds the link.
        var person = $"{attempt.Entry}|{Convert.ToHexString(attempt.PersonHash)}";
        if (await rates.TakeAsync(
            [
                .. from.Codes(limits),
                new("codes-hour", person, limits.CodesPerPersonHourly),
                new("codes-day", person, limits.CodesPerPersonDaily),
            ], cancellation) is { } until) return new CodeSending.Wait(until);
        codes.Send(channel, contact, LoginCodes.Login, attempt);
        await db.SaveChangesAsync(cancellation);
        await turn.CommitAsync(cancellation);
        return new CodeSending.Sent();
    }
}
