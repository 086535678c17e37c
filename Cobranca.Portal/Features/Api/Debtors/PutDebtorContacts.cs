using System.Globalization;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Access;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Api.Debtors;

/// <summary>
/// Brings a debtor's contacts in line with what the creditor knows. A contact that could from now on receive codes waits out the same
/// cool-off as one a person approved, and those that can today are told: a key somebody stole opens no debtor's door.
/// </summary>
public sealed class PutDebtorContacts(CobrancaDb db, ContactCoolOff coolOff, ContactsOutOfUse outOfUse, BusinessClock clock)
{
    public const int MaxContacts = 20;
    private const int MaxAttempts = 5;

    /// <summary>One contact as asked for, parsed.</summary>
    internal sealed record Asked(ContactChannel Channel, string Value, ContactBody Body);

    /// <summary>All that is wrong with the body, under its paths; empty when it can be carried out.</summary>
    internal static IReadOnlyList<FieldError> Read(PutContacts body, out List<Asked> asked)
    {
        (asked, var errors) = ([], new List<FieldError>());
        if (body.Contacts.Count is 0 or > MaxContacts) errors.Add(new("contacts", $"envie de 1 a {MaxContacts} contatos."));
        for (var i = 0; i < Math.Min(body.Contacts.Count, MaxContacts); i++)
        {
            var (contact, path) = (body.Contacts[i], string.Create(CultureInfo.InvariantCulture, $"contacts[{i}]"));
            string? problem;
            if (contact.Value.Contains('@', StringComparison.Ordinal))
            {
                if (EmailAddress.TryParse(contact.Value, out var email, out problem)) asked.Add(new(ContactChannel.Email, email.Value, contact));
            }
            else if (Phone.TryParse(contact.Value, out var phone, out problem)) asked.Add(new(phone.IsMobile ? ContactChannel.Mobile : ContactChannel.Landline, phone.Value, contact));
            if (problem is not null) errors.Add(new($"{path}.value", problem));
            if (contact.Source == ContactSource.Enrichment && string.IsNullOrWhiteSpace(contact.Partner)) errors.Add(new($"{path}.partner", "diga quem encontrou o contato."));
            if (contact.Partner is { } partner && (partner.Length > 100 || partner.Any(char.IsControl))) errors.Add(new($"{path}.partner", "use uma linha de até 100 letras."));
        }
        if (asked.Select(a => (a.Channel, a.Value)).Distinct().Count() != asked.Count) errors.Add(new("contacts", "há um contato repetido: deixe um só."));
        return errors;
    }

    internal enum Outcome
    {
        Done,
        UnknownDebtor,
        /// <summary>Too many contacts of the debtor would wait at once; nothing was changed.</summary>
        TooMany,
    }

    internal Task<Outcome> HandleAsync(TaxId taxId, List<Asked> asked, Creditor creditor, string actor, CancellationToken cancellation) =>
        db.RacingAsync(MaxAttempts, () => TryAsync(taxId, asked, creditor, actor, cancellation));

    private async Task<Outcome> TryAsync(TaxId taxId, List<Asked> asked, Creditor creditor, string actor, CancellationToken cancellation)
    {
        var debtorId = await db.Debtors.Where(d => d.TaxId == taxId).Select(d => (long?)d.Id).SingleOrDefaultAsync(cancellation);
        if (debtorId is not { } id) return Outcome.UnknownDebtor;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.TakeDebtorTurnAsync(id, cancellation);
        var reached = await coolOff.ReachedAsync(id, cancellation);
        var contacts = await db.Contacts.Where(c => c.DebtorId == id).ToListAsync(cancellation);
        var (now, changed, waiting) = (clock.Now, new List<Contact>(), false);
        foreach (var one in asked)
        {
            var known = contacts.Find(c => c.Channel == one.Channel && c.Value == one.Value);
            var contact = known;
            if (contact is null)
            {
                contact = new() { CreditorId = creditor.Id, DebtorId = id, Channel = one.Channel, Value = one.Value, CreatedAt = now, SourceDetail = actor };
                db.Contacts.Add(contact);
            }
            var could = known is not null && ContactCoolOff.CouldReceive(known);
            Write(contact, one.Body, actor);
            var isFull = coolOff.IsFull(contacts);
            if (one.Body.Refused is null && coolOff.Begin(contact, could, creditor))
            {
                if (isFull) return Outcome.TooMany;
                waiting = true;
            }
            if (known is null) contacts.Add(contact);
            if (db.Entry(contact).State != EntityState.Unchanged) changed.Add(contact);
        }
        await db.SaveChangesAsync(cancellation);
        foreach (var one in asked.Where(a => a.Body.Refused is not null)) await RefuseAsync(id, one, creditor, now, cancellation);
        if (waiting) coolOff.Tell(reached, creditor, id, actor);
        if (changed.Count > 0)
        {
            await db.AnnounceDebtorAsync(creditor.Id, EventTypes.ContactChanged, now, id, new { change = "put", contactIds = changed.ConvertAll(c => c.Id) }, cancellation);
            db.AuditEntries.Add(new() { CreditorId = creditor.Id, At = now, Actor = actor, Action = "contact.put", Subject = string.Create(CultureInfo.InvariantCulture, $"debtor {id}"), Detail = $"contacts {string.Join(", ", changed.Select(c => c.Id))}" });
        }
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return Outcome.Done;
    }

    /// <summary>What is not said stays; what the debtor gave us is not turned into something a partner found; out of use stays out of use.</summary>
    private static void Write(Contact contact, ContactBody said, string actor)
    {
        contact.Ownership = said.Kind ?? contact.Ownership;
        if (said.Source is { } source && source != contact.Source && !(contact.Source == ContactSource.Debtor && source == ContactSource.Enrichment))
            (contact.Source, contact.SourceDetail) = (source, actor);
        if (contact.Source == ContactSource.Enrichment && said.Partner?.Trim() is { Length: > 0 } partner) contact.SourceDetail = partner;
        contact.OptInEmail = said.OptIn?.Email ?? contact.OptInEmail;
        contact.OptInSms = said.OptIn?.Sms ?? contact.OptInSms;
        contact.OptInCall = said.OptIn?.Call ?? contact.OptInCall;
        contact.OptInWhatsApp = said.OptIn?.WhatsApp ?? contact.OptInWhatsApp;
    }

    private async Task RefuseAsync(long debtorId, Asked one, Creditor creditor, DateTime now, CancellationToken cancellation)
    {
        var contactId = await db.Contacts.Where(c => c.DebtorId == debtorId && c.Channel == one.Channel && c.Value == one.Value).Select(c => c.Id).SingleAsync(cancellation);
        var reason = one.Body.Refused switch { RefusalReason.WrongPerson => "wrong-person", RefusalReason.Bounced => "bounced", _ => "refused" };
        if (await outOfUse.TakeOutAsync(contactId, linkId: null, sessionId: null, reason, cancellation) > 0)
            await db.AnnounceDebtorAsync(creditor.Id, EventTypes.ContactRefused, now, debtorId, new { contactId, reason }, cancellation);
    }
}
