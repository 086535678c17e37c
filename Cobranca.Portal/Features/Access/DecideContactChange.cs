using Cobranca.Domain.Values;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Access;

public abstract record ContactDecision
{
    public sealed record Approved(DateTime UsableFrom, int ContactsTold) : ContactDecision;
    public sealed record Refused(bool TookBackApproval) : ContactDecision;
    /// <summary>Decided so before: nothing changed now.</summary>
    public sealed record AlreadySo : ContactDecision;
    public sealed record NotPossible(string Problem) : ContactDecision;

    private ContactDecision() { }
}

/// <summary>A person decides a request: the new contact waits out a cool-off while the old ones are told, so that a stranger's can still be stopped.</summary>
public sealed class DecideContactChange(CobrancaDb db, CodeContacts contacts, DebtorSessions sessions, MessageOutbox outbox, BusinessClock clock)
{
    private const string Objected = "objected";

    /// <param name="checkedHow">How the person made sure when what was typed does not match the papers; required then.</param>
    public async Task<ContactDecision> ApproveAsync(Creditor creditor, ContactRequest request, string by, string? checkedHow, CancellationToken cancellation)
    {
        if (request.Status == ContactRequestStatus.Approved) return new ContactDecision.AlreadySo();
        if (request.Status == ContactRequestStatus.Refused) return new ContactDecision.NotPossible("este pedido já foi recusado; a pessoa precisa fazer outro.");
        if (request.DebtorId is not { } debtorId) return new ContactDecision.NotPossible("não há devedor com o CPF ou CNPJ informado; recuse o pedido.");
        if (!request.EvidenceMatches && checkedHow is null)
            return new ContactDecision.NotPossible("o dado do contrato não confere. Se você confirmou a identidade de outro modo, diga como: --checked \"...\"");
        if (await db.Contacts.AnyAsync(c => c.Value == request.NewValue && c.DebtorId != debtorId, cancellation))
            return new ContactDecision.NotPossible("este contato já é de outro devedor deste credor: códigos não podem ir para um contato compartilhado.");
        var existing = await db.Contacts.SingleOrDefaultAsync(
            c => c.DebtorId == debtorId && c.Channel == request.Channel && c.Value == request.NewValue, cancellation);
        if (existing?.FlaggedAt is not null && checkedHow is null)
            return new ContactDecision.NotPossible("quem recebeu neste contato já disse que não é a pessoa. "
                + "Se você confirmou a identidade de outro modo, diga como: --checked \"...\"");

        var now = clock.Now;
        var old = (await contacts.OfAsync(debtorId, cancellation)).Where(c => c.Value != request.NewValue).ToList();
        var contact = existing ?? new Contact { CreditorId = creditor.Id, DebtorId = debtorId, Channel = request.Channel, Value = request.NewValue };
        contact.Ownership = ContactOwnership.Own;
        contact.Source = ContactSource.Debtor;
        contact.SourceDetail = $"pedido {request.Protocol}";
        contact.CreatedAt = now;
        contact.UsableFrom = now.AddDays(creditor.Limits.ContactCoolOffDays);
        contact.FlaggedAt = null;
        contact.FlagReason = null;
        if (existing is null) db.Contacts.Add(contact);
        request.Status = ContactRequestStatus.Approved;
        request.DecidedAt = now;
        request.DecidedBy = by;
        foreach (var reached in old)
        {
            var channel = CodeContacts.ChannelOf(reached);
            outbox.Add(creditor.Id, debtorId, channel, "contact-changed", "requested-answer",
                ContactChangedMessage.For(channel, reached.Value, creditor, request.Protocol, contact.UsableFrom.Value));
        }
        Note(creditor, request, by, "contact.approve", checkedHow);
        await db.AnnounceDebtorAsync(creditor.Id, EventTypes.ContactChanged, now, debtorId, new { request.Protocol, change = "added", contact.UsableFrom }, cancellation);
        await db.SaveChangesAsync(cancellation);
        return new ContactDecision.Approved(contact.UsableFrom.Value, old.Count);
    }

    /// <summary>Refuses a request. One approved before is taken back: the contact goes out of use and whoever came in by it goes out.</summary>
    public async Task<ContactDecision> RefuseAsync(Creditor creditor, ContactRequest request, string by, string? reason, CancellationToken cancellation)
    {
        if (request.Status == ContactRequestStatus.Refused) return new ContactDecision.AlreadySo();
        var now = clock.Now;
        var takeBack = request.Status == ContactRequestStatus.Approved;
        await using var together = await db.Database.BeginTransactionAsync(cancellation);
        if (takeBack)
        {
            var contact = await db.Contacts.SingleAsync(
                c => c.DebtorId == request.DebtorId && c.Channel == request.Channel && c.Value == request.NewValue, cancellation);
            contact.FlaggedAt = now;
            contact.FlagReason = Objected;
            await db.Challenges.Where(c => c.ContactId == contact.Id && c.ExpiresAt > now)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.ExpiresAt, now), cancellation);
            await sessions.EndAsync(db.DebtorSessions.Where(s => s.ContactId == contact.Id), Objected, cancellation);
            await db.AnnounceDebtorAsync(creditor.Id, EventTypes.ContactChanged, now, contact.DebtorId, new { request.Protocol, change = "takenBack", contactId = contact.Id }, cancellation);
        }
        request.Status = ContactRequestStatus.Refused;
        request.DecidedAt = now;
        request.DecidedBy = by;
        Note(creditor, request, by, takeBack ? "contact.take-back" : "contact.refuse", reason);
        await db.SaveChangesAsync(cancellation);
        await together.CommitAsync(cancellation);
        return new ContactDecision.Refused(takeBack);
    }

    private void Note(Creditor creditor, ContactRequest request, string by, string action, string? detail) => db.AuditEntries.Add(new()
    {
        CreditorId = creditor.Id, At = clock.Now, Actor = by, Action = action, Subject = request.Protocol, Detail = detail,
    });
}
