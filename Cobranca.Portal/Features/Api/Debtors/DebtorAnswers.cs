using Cobranca.Domain.Values;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Api.Debtors;

/// <summary>What the debtor said to each channel; null where nothing was said.</summary>
public sealed record OptIns(bool? Email = null, bool? Sms = null, bool? Call = null, bool? WhatsApp = null);

/// <summary>One way to reach a debtor.</summary>
/// <param name="SourceDetail">The partner, file or request it came by.</param>
/// <param name="UsableFrom">Access codes go there only from then on.</param>
/// <param name="RefusedAt">Out of use since.</param>
public sealed record ContactAnswer(ContactChannel Channel, string Value, ContactOwnership Kind, ContactSource Source, string? SourceDetail, OptIns OptIn, DateTime? UsableFrom, DateTime? RefusedAt, string? RefusedReason, DateTime CreatedAt);

/// <summary>A debtor of the key's creditor.</summary>
/// <param name="Receivables">At most 200, the newest first; the rest is in the list of receivables.</param>
public sealed record DebtorAnswer(TaxId TaxId, string Name, DateOnly? BirthDate, string? Address, string? State, string? PostalCode, string? CityCode, IReadOnlyList<ContactAnswer> Contacts, IReadOnlyList<DebtorReceivable> Receivables)
{
    public static DebtorAnswer Of(Debtor debtor, IReadOnlyList<DebtorReceivable> receivables) => new(debtor.TaxId, debtor.Name, debtor.BirthDate, debtor.Address, debtor.Uf?.Value, debtor.Cep?.Value, debtor.CityCode,
        [.. debtor.Contacts.OrderBy(c => c.Id).Select(c => new ContactAnswer(c.Channel, c.Value, c.Ownership, c.Source, c.SourceDetail, new(c.OptInEmail, c.OptInSms, c.OptInCall, c.OptInWhatsApp), c.UsableFrom, c.FlaggedAt, c.FlagReason, c.CreatedAt))], receivables);
}

public sealed record DebtorReceivable(string ExternalId, ReceivableStatus Status, DateOnly DueDate, Money Amount);

/// <param name="Contacts">1 a 20 contatos.</param>
public sealed record PutContacts(IReadOnlyList<ContactBody> Contacts);

public enum RefusalReason { Refused, WrongPerson, Bounced }

/// <param name="Value">An e-mail address, or a phone with area code.</param>
/// <param name="Kind">Whose it is; <c>own</c> when it is new and nothing is said.</param>
/// <param name="Source">Where it came from; <c>contract</c> when it is new and nothing is said.</param>
/// <param name="Partner">Who found it; required with <c>enrichment</c>.</param>
/// <param name="Refused">Takes it out of use, for good.</param>
public sealed record ContactBody(string Value, ContactOwnership? Kind = null, ContactSource? Source = null, string? Partner = null, OptIns? OptIn = null, RefusalReason? Refused = null);
