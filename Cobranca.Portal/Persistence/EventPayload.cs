using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Persistence;

/// <summary>
/// Writes the payloads of events that go in many at a time, one after the other into one buffer: byte for byte what <see cref="EventLog"/> says
/// of one (tests compare). Not for two threads at once.
/// </summary>
internal sealed class EventPayload : IDisposable
{
    private static readonly JsonEncodedText Id = JsonEncodedText.Encode("id"), Status = JsonEncodedText.Encode("status"), Bank = JsonEncodedText.Encode("bank"),
        NossoNumero = JsonEncodedText.Encode("nossoNumero"), Amount = JsonEncodedText.Encode("amount"), DueDate = JsonEncodedText.Encode("dueDate"),
        Receivables = JsonEncodedText.Encode("receivables");

    private readonly ArrayBufferWriter<byte> _bytes = new(1024);

    public EventPayload() => Json = EventLog.PayloadWriter(_bytes);

    public Utf8JsonWriter Json { get; }

    /// <summary>What every event about a slip begins with.</summary>
    /// <param name="boleto">As it stands now, with its items and their receivables.</param>
    public void WriteSlip(Boleto boleto)
    {
        Json.WriteString(Id, boleto.PublicId);
        Json.WriteString(Status, Camel(boleto.Status));
        Json.WriteString(Bank, boleto.BankCode);
        Json.WriteString(NossoNumero, boleto.NossoNumero);
        Json.WriteReais(Amount, boleto.Amount);
        WriteDay(DueDate, boleto.DueOn);
        Json.WriteStartArray(Receivables);
        foreach (var item in boleto.Items) Json.WriteStringValue(item.Receivable!.ExternalId);
        Json.WriteEndArray();
    }

    public void WriteDay(JsonEncodedText name, DateOnly day)
    {
        Span<byte> text = stackalloc byte[10];
        day.TryFormat(text, out _, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        Json.WriteString(name, text);
    }

    /// <summary>Begins one, whatever became of the one before.</summary>
    public void Begin()
    {
        _bytes.ResetWrittenCount();
        Json.Reset();
        Json.WriteStartObject();
    }

    /// <summary>Ends the payload.</summary>
    public OutgoingEvent End(long creditorId, string type, DateTime at)
    {
        Json.WriteEndObject();
        Json.Flush();
        return EventLog.Row(creditorId, type, at, _bytes.WrittenSpan);
    }

    public void Dispose() => Json.Dispose();

    public static string Camel<T>(T value) where T : struct, Enum => Names<T>.Of[value];

    private static class Names<T> where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Of = Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));
    }
}
