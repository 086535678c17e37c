using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Payments;

/// <summary>
/// What a creditor's systems are told of slips paid many at a time: byte for byte what <see cref="PaymentBooking.AnnounceSettled"/> and
/// <see cref="EventLog"/> say of one (a test compares).
/// </summary>
internal sealed class SettledSlipEvents : IDisposable
{
    private static readonly JsonEncodedText Id = JsonEncodedText.Encode("id"), Status = JsonEncodedText.Encode("status"), Bank = JsonEncodedText.Encode("bank"),
        NossoNumero = JsonEncodedText.Encode("nossoNumero"), Amount = JsonEncodedText.Encode("amount"), DueDate = JsonEncodedText.Encode("dueDate"),
        Receivables = JsonEncodedText.Encode("receivables"), PaidAmount = JsonEncodedText.Encode("paidAmount"), PaidOn = JsonEncodedText.Encode("paidOn"),
        Source = JsonEncodedText.Encode("source"), Reference = JsonEncodedText.Encode("reference"), Boleto = JsonEncodedText.Encode("boleto"),
        Surplus = JsonEncodedText.Encode("surplus"), Shortfall = JsonEncodedText.Encode("shortfall"), ExternalId = JsonEncodedText.Encode("externalId"),
        Settled = JsonEncodedText.Encode("settled"), Principal = JsonEncodedText.Encode("principal"), Correction = JsonEncodedText.Encode("correction"),
        Fine = JsonEncodedText.Encode("fine"), Interest = JsonEncodedText.Encode("interest");

    private readonly ArrayBufferWriter<byte> _payload = new(1024);
    private readonly Utf8JsonWriter _json;

    public SettledSlipEvents() => _json = EventLog.PayloadWriter(_payload);

    /// <param name="boleto">As it stands now, with its items and their receivables.</param>
    public OutgoingEvent Paid(Boleto boleto, Payment payment, DateTime now)
    {
        _json.WriteStartObject();
        _json.WriteString(Id, boleto.PublicId);
        _json.WriteString(Status, Camel(boleto.Status));
        _json.WriteString(Bank, boleto.BankCode);
        _json.WriteString(NossoNumero, boleto.NossoNumero);
        _json.WriteReais(Amount, boleto.Amount);
        Write(DueDate, boleto.DueOn);
        _json.WriteStartArray(Receivables);
        foreach (var item in boleto.Items) _json.WriteStringValue(item.Receivable!.ExternalId);
        _json.WriteEndArray();
        _json.WriteReais(PaidAmount, payment.Amount);
        Write(PaidOn, payment.PaidOn);
        _json.WriteString(Source, Camel(payment.Source));
        _json.WriteString(Reference, payment.Reference);
        return Row(EventTypes.BoletoPaid, payment, now);
    }

    public OutgoingEvent SettledBy(Payment payment, Boleto boleto, SlipAllocation allocation, DateTime now)
    {
        _json.WriteStartObject();
        _json.WriteString(Boleto, boleto.PublicId);
        _json.WriteString(Source, Camel(payment.Source));
        _json.WriteString(Reference, payment.Reference);
        _json.WriteReais(Amount, payment.Amount);
        Write(PaidOn, payment.PaidOn);
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
        return Row(EventTypes.PaymentSettled, payment, now);
    }

    public void Dispose() => _json.Dispose();

    private OutgoingEvent Row(string type, Payment payment, DateTime now)
    {
        _json.WriteEndObject();
        _json.Flush();
        var row = EventLog.Row(payment.CreditorId, type, now, _payload.WrittenSpan);
        _payload.ResetWrittenCount();
        _json.Reset();
        return row;
    }

    private void Write(JsonEncodedText name, DateOnly day)
    {
        Span<byte> text = stackalloc byte[10];
        day.TryFormat(text, out _, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        _json.WriteString(name, text);
    }

    private static string Camel<T>(T value) where T : struct, Enum => Names<T>.Of[value];

    private static class Names<T> where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Of = Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));
    }
}
