using System.Globalization;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Identity;

/// <summary>
/// A contact that a creditor's system brings to a debtor it already has receives no codes at once, and those that receive them today are
/// told: a key somebody stole opens no debtor's door, whichever way it brings the contact.
/// </summary>
public sealed class ContactCoolOff(CobrancaDb db, CodeContacts codes, MessageOutbox outbox, BusinessClock clock)
{
    /// <summary>Contacts of one debtor that may wait at once. Each can mean a message to the debtor, and nobody has so many new ones: more is a list gone wrong, or harassment.</summary>
    public const int MaxWaiting = 20;

    /// <summary>By what it is, a code may go there (<see cref="CodeContacts"/>).</summary>
    public static bool CouldReceive(Contact contact) => contact is { Ownership: ContactOwnership.Own, Source: not ContactSource.Enrichment, Channel: not ContactChannel.Landline, FlaggedAt: null };

    /// <summary>Makes the contact wait when it could not receive codes before and now could; true when somebody is to be told. One that waits already goes on waiting.</summary>
    public bool Begin(Contact contact, bool couldBefore, Creditor creditor)
    {
        if (couldBefore || !CouldReceive(contact) || contact.UsableFrom > clock.Now) return false;
        contact.UsableFrom = clock.Now.AddDays(creditor.Limits.ContactCoolOffDays);
        return true;
    }

    /// <summary>There are as many in waiting as may be. A creditor without a cool-off counts those of the last day.</summary>
    public bool IsFull(IEnumerable<Contact> contacts) => contacts.Count(c => c.UsableFrom > clock.Now.AddDays(-1)) >= MaxWaiting;

    /// <summary>Who receives codes today, and is told of changes: to be asked before the new contact is saved.</summary>
    public Task<List<Contact>> ReachedAsync(long debtorId, CancellationToken cancellation) => codes.OfAsync(debtorId, cancellation);

    /// <summary>Adds the messages and the audit entry that their protocol leads to; the caller saves.</summary>
    public void Tell(List<Contact> reached, Creditor creditor, long debtorId, string actor)
    {
        var text = SecretText.Readable(8);
        var protocol = $"{text[..4]}-{text[4..]}";
        foreach (var contact in reached)
        {
            var channel = CodeContacts.ChannelOf(contact);
            outbox.Add(creditor.Id, debtorId, channel, "contact-changed", "requested-answer",
                ContactChangedMessage.For(channel, contact.Value, creditor, protocol, clock.Now.AddDays(creditor.Limits.ContactCoolOffDays)));
        }
        db.AuditEntries.Add(new()
        {
            CreditorId = creditor.Id, At = clock.Now, Actor = actor, Action = "contact.told", Subject = string.Create(CultureInfo.InvariantCulture, $"debtor {debtorId}"),
            Detail = string.Create(CultureInfo.InvariantCulture, $"protocol {protocol}; {reached.Count} contacts told"),
        });
    }
}
