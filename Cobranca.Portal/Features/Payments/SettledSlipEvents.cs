using System.Text.Json;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Payments;

/// <summary>
/// What a creditor's systems are told of slips paid many at a time: byte for byte what <see cref="PaymentBooking.AnnounceSettled"/> and
/// <see cref="EventLog"/> say of one (a test compares).
/// </summary>
internal sealed class SettledSlipEvents : IDisposable
{
    private static readonly JsonEncodedText Amount = JsonEncodedText.Encode("amount"), Receivables = JsonEncodedText.Encode("receivables"), PaidAmount = JsonEncodedText.Encode("paidAmount"),
        PaidOn = JsonEncodedText.Encode("paidOn"), Source = JsonEncodedText.Encode("source"), Reference = JsonEncodedText.Encode("reference"), Boleto = JsonEncodedText.Encode("boleto"),
        Surplus = JsonEncodedText.Encode("surplus"), Shortfall = JsonEncodedText.Encode("shortfall"), ExternalId = JsonEncodedText.Encode("externalId"),
        Settled = JsonEncodedText.Encode("settled"), Principal = JsonEncodedText.Encode("principal"), Correction = JsonEncodedText.Encode("correction"),
        Fine = JsonEncodedText.Encode("fine"), Interest = JsonEncodedText.Encode("interest");

    private readonly EventPayload _payload = new();
    private readonly Utf8JsonWriter _json;

    public SettledSlipEvents() => _json = _payload.Json;

    /// <param name="boleto">As it stands now, with its items and their receivables.</param>
    public OutgoingEvent Paid(Boleto boleto, Payment payment, DateTime now)
    {
        _payload.Begin();
        _payload.WriteSlip(boleto);
        _json.WriteReais(PaidAmount, payment.Amount);
        _payload.WriteDay(PaidOn, payment.PaidOn);
        _json.WriteString(Source, EventPayload.Camel(payment.Source));
        _json.WriteString(Reference, payment.Reference);
        return _payload.End(payment.CreditorId, EventTypes.BoletoPaid, now);
    }

    public OutgoingEvent SettledBy(Payment payment, Boleto boleto, SlipAllocation allocation, DateTime now)
    {
        _payload.Begin();
        _json.WriteString(Boleto, boleto.PublicId);
        _json.WriteString(Source, EventPayload.Camel(payment.Source));
        _json.WriteString(Reference, payment.Reference);
        _json.WriteReais(Amount, payment.Amount);
        _payload.WriteDay(PaidOn, payment.PaidOn);
        _json.WriteReais(Surplus, payment.Surplus);
        _json.WriteReais(Shortfall, payment.Shortfall);
        _json.WriteStartArray(Receivables);
        foreach (var share in allocation.Shares)
        {
            _json.WriteStartObject();
            _json.WriteString(ExternalId, share.Receivable.ExternalId);
            _json.WriteBoolean(Settled, share.Settles);
            _json.WriteReais(Amount, share.Amount);
            _json.WriteReais(Principal, share.Principal);
            _json.WriteReais(Correction, share.Correction);
            _json.WriteReais(Fine, share.Fine);
            _json.WriteReais(Interest, share.Interest);
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
        return _payload.End(payment.CreditorId, EventTypes.PaymentSettled, now);
    }

    public void Dispose() => _payload.Dispose();
}
