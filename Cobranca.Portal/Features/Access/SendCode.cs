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
    public sealed record Wait(DateTime Until) : CodeSending;
    /// <summary>What was chosen is not (or no longer) among the choices.</summary>
    public sealed record NotAChoice : CodeSending;

    private CodeSending() { }
}

/// <summary>
/// Sends the code of an attempt. By link the contact was chosen from masks; by CPF or CNPJ only a channel was, and a stranger, a wrong
/// paper and a person without such a contact all get the same answer from the same queries and writes.
/// </summary>
public sealed class SendCode(CobrancaDb db, LoginCodes codes, CodeContacts contacts, ContractEvidence evidence, RateLimits rates, AccessLimits limits, BusinessClock clock)
{
    public async Task<CodeSending> ToContactAsync(SignInAttempt attempt, long contactId, ClientAddress from, CancellationToken cancellation)
    {
        if (attempt.Entry != SignInEntry.Link || !attempt.ExtraProofGiven) return new CodeSending.NotAChoice();
        var chosen = (await contacts.OfAsync(attempt.DebtorId, cancellation)).FirstOrDefault(c => c.Id == contactId);
        if (chosen is null) return new CodeSending.NotAChoice();
        return await SendAsync(attempt, CodeContacts.ChannelOf(chosen), chosen, from, cancellation);
    }

    public async Task<CodeSending> ByChannelAsync(SignInAttempt attempt, MessageChannel channel, string? paper, ClientAddress from, CancellationToken cancellation)
    {
        if (attempt.Entry != SignInEntry.TaxId || !contacts.Channels().Contains(channel)) return new CodeSending.NotAChoice();
        var known = await evidence.OfAsync(attempt.DebtorId, cancellation);
        var newest = (await contacts.OfAsync(attempt.DebtorId, cancellation)).FirstOrDefault(c => CodeContacts.ChannelOf(c) == channel);
        return await SendAsync(attempt, channel, attempt.IsCompany && !known.ProvesCompany(paper) ? null : newest, from, cancellation);
    }

    /// <summary>Once more to where the last one went.</summary>
    public async Task<CodeSending> AgainAsync(SignInAttempt attempt, Challenge last, ClientAddress from, CancellationToken cancellation)
    {
        var contact = (await contacts.OfAsync(attempt.DebtorId, cancellation)).FirstOrDefault(c => c.Id == last.ContactId);
        if (attempt.Entry == SignInEntry.Link && contact is null) return new CodeSending.NotAChoice();
        return await SendAsync(attempt, last.Channel, contact, from, cancellation);
    }

    private async Task<CodeSending> SendAsync(SignInAttempt attempt, MessageChannel channel, Contact? contact, ClientAddress from, CancellationToken cancellation)
    {
        var sent = await db.Challenges.Where(c => c.AttemptId == attempt.Id).Select(c => c.SentAt).ToListAsync(cancellation);
        if (sent.Count > 0 && sent.Max() + limits.ResendAfter > clock.Now) return new CodeSending.Wait(sent.Max() + limits.ResendAfter);
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
        return new CodeSending.Sent();
    }
}
