using System.Globalization;
using System.Text.Json;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Outbox;

/// <summary>An event as receivers and readers see it; the same bytes however often it is sent.</summary>
public static class EventBody
{
    /// <summary>The name of an event for good: it counts nobody else's events.</summary>
    public static string IdOf(Creditor creditor, long number) => string.Create(CultureInfo.InvariantCulture, $"evt_{creditor.Slug}_{number}");

    public static byte[] Of(Creditor creditor, OutgoingEvent happened)
    {
        var number = happened.Number ?? throw new InvalidOperationException("An event leaves only once it has its number.");
        return Of(IdOf(creditor, number), number, happened.Type, happened.At, happened.Payload);
    }

    public static byte[] Of(string id, long number, string type, DateTime at, string payload)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteNumber("number", number);
            json.WriteString("type", type);
            json.WriteString("at", at);
            json.WritePropertyName("data");
            json.WriteRawValue(payload);
            json.WriteEndObject();
        }
        return stream.ToArray();
    }
}
