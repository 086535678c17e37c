using Cobranca.Domain.Values;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Identity;

/// <summary>
/// The contacts a code may go to: the debtor's own, from the contract or from the debtor, in use, past their cool-off and nobody
/// else's at this creditor. Opt-outs and hours do not count: the person is asking (domain facts §4.1).
/// </summary>
public sealed class CodeContacts(CobrancaDb db, MessageChannels channels, BusinessClock clock)
{
    /// <summary>Newest first. An unknown debtor (null) runs the same query and has none.</summary>
    public Task<List<Contact>> OfAsync(long? debtorId, CancellationToken cancellation)
    {
        var id = debtorId ?? 0;
        var now = clock.Now;
        var (email, sms) = (channels.CanSend(MessageChannel.Email), channels.CanSend(MessageChannel.Sms));
        return db.Contacts.AsNoTracking()
            .Where(c => c.DebtorId == id && c.Ownership == ContactOwnership.Own
                && (c.Source == ContactSource.Contract || c.Source == ContactSource.Debtor)
                && c.FlaggedAt == null && (c.UsableFrom == null || c.UsableFrom <= now)
                && ((email && c.Channel == ContactChannel.Email) || (sms && c.Channel == ContactChannel.Mobile))
                && !db.Contacts.Any(other => other.Value == c.Value && other.DebtorId != c.DebtorId))
            .OrderByDescending(c => c.CreatedAt).ThenByDescending(c => c.Id)
            .ToListAsync(cancellation);
    }

    /// <summary>What this installation can send by, whoever asks.</summary>
    public IReadOnlyList<MessageChannel> Channels() => [.. new[] { MessageChannel.Sms, MessageChannel.Email }.Where(channels.CanSend)];

    public static MessageChannel ChannelOf(Contact contact) => contact.Channel == ContactChannel.Email ? MessageChannel.Email : MessageChannel.Sms;

    /// <summary>As its owner recognises it and nobody else reads it.</summary>
    public static string Masked(Contact contact) => contact.Channel == ContactChannel.Email
        ? EmailAddress.TryParse(contact.Value, out var email, out _) ? email.Masked : "e-mail"
        : Phone.TryParse(contact.Value, out var phone, out _) ? phone.Masked : "celular";
}
