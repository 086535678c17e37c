using System.Globalization;
using Cobranca.Domain.Values;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Access;

public abstract record ContactChangeAnswer
{
    /// <summary>Written down, for people we know and people we do not.</summary>
    public sealed record Taken(string Protocol) : ContactChangeAnswer;
    public sealed record Locked(DateTime Until) : ContactChangeAnswer;

    private ContactChangeAnswer() { }
}

/// <summary>«Meu contato mudou»: writes the request down for a person to decide. It changes nothing by itself.</summary>
public sealed class RequestContactChange(
    CobrancaDb db, ContractEvidence evidence, InstallationKeys keys, SignInAttempts attempts, RateLimits rates, AccessLimits limits, BusinessClock clock,
    CurrentCreditor creditor)
{
    public const int EvidenceMaxLength = 120;

    public async Task<ContactChangeAnswer> HandleAsync(TaxId taxId, ContactValue contact, string paper, ClientAddress from, CancellationToken cancellation)
    {
        if (await rates.TakeAsync(from.Entries(limits), cancellation) is { } crowded) return new ContactChangeAnswer.Locked(crowded);
        // The same request on the same day has the same protocol: sent twice it is one row, and the number tells nothing about who is known.
        var person = attempts.HashOf(taxId);
        var protocol = ProtocolOf($"{Convert.ToHexString(person)}|{contact.Channel}|{contact.Value}|{paper}|{clock.Today.ToString("O", CultureInfo.InvariantCulture)}");
        if (await db.ContactRequests.AnyAsync(r => r.Protocol == protocol, cancellation)) return new ContactChangeAnswer.Taken(protocol);
        if (await rates.TakeAsync([new("contact-request", Convert.ToHexString(person), limits.ContactRequestsPerPerson)], cancellation) is { } until)
            return new ContactChangeAnswer.Locked(until);

        var debtorId = await db.Debtors.Where(d => d.TaxId == taxId).Select(d => (long?)d.Id).SingleOrDefaultAsync(cancellation);
        var known = await evidence.OfAsync(debtorId, cancellation);
        db.ContactRequests.Add(new()
        {
            Protocol = protocol, CreditorId = creditor.Value.Id, DebtorId = debtorId, Channel = contact.Channel, NewValue = contact.Value,
            Evidence = paper, EvidenceMatches = known.Supports(paper), Status = ContactRequestStatus.Pending, CreatedAt = clock.Now,
        });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException taken) when (taken.IsUniqueViolation())
        {
            db.ChangeTracker.Clear();
            if (!await db.ContactRequests.AnyAsync(r => r.Protocol == protocol, cancellation)) throw;
        }
        return new ContactChangeAnswer.Taken(protocol);
    }

    /// <summary>The protocol as it is shown, from an address; null when it cannot be one.</summary>
    public static string? ReadProtocol(string? typed) => SecretText.ReadReadable(typed, 8) is { } text ? Shown(text) : null;

    private string ProtocolOf(string request) => Shown(SecretText.Readable(keys.Hash("contact-request", request), 8));

    private static string Shown(string text) => $"{text[..4]}-{text[4..]}";
}
