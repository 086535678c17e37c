using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Persistence;

/// <summary>What a creditor's systems can be told (docs/webhooks.md says when each happens).</summary>
public static class EventTypes
{
    public const string DebtorIdentified = "debtor.identified";
    public const string BoletoRegistered = "boleto.registered";
    public const string BoletoRejected = "boleto.rejected";
    public const string BoletoSuperseded = "boleto.superseded";
    public const string BoletoSupersedeRequested = "boleto.supersede_requested";
    public const string BoletoChanged = "boleto.changed";
    public const string BoletoChangeRejected = "boleto.change_rejected";
    public const string BoletoPaid = "boleto.paid";
    public const string PaymentSettled = "payment.settled";
    public const string PaymentReversed = "payment.reversed";
    public const string PaymentRefunded = "payment.refunded";
    public const string CreditRefundRequested = "credit.refund_requested";
    public const string ContactChanged = "contact.changed";
    public const string ContactRefused = "contact.refused";
    public const string DisputeOpened = "dispute.opened";
    public const string DisputeClosed = "dispute.closed";

    public static IReadOnlyList<string> All { get; } =
    [
        DebtorIdentified, BoletoRegistered, BoletoRejected, BoletoSuperseded, BoletoSupersedeRequested, BoletoChanged, BoletoChangeRejected, BoletoPaid,
        PaymentSettled, PaymentReversed, PaymentRefunded, CreditRefundRequested, ContactChanged, ContactRefused, DisputeOpened, DisputeClosed,
    ];
}

/// <summary>
/// Tells the creditor's systems that something happened: one row in the transaction of the change itself, so that neither exists without
/// the other. The caller saves. Payloads hold ids, states, dates and amounts; a person's name, document or contact never goes in.
/// </summary>
public static class EventLog
{
    /// <summary>Debts named with an event about a person: enough to find whose it is in the creditor's own system.</summary>
    private const int DebtsNamed = 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new ReaisJson() },
    };

    public static void Announce(this CobrancaDb db, long creditorId, string type, DateTime at, object payload)
    {
        if (!EventTypes.All.Contains(type)) throw new ArgumentException($"'{type}' is no event type.", nameof(type));
        db.OutgoingEvents.Add(new() { CreditorId = creditorId, Type = type, At = at, Payload = JsonSerializer.Serialize(payload, Json) });
    }

    /// <summary>About a slip, whose items and their receivables are loaded.</summary>
    public static void Announce(this CobrancaDb db, Boleto boleto, string type, DateTime at, object? more = null) =>
        db.Announce(boleto, boleto.Items.Select(i => i.Receivable!.ExternalId), type, at, more);

    /// <summary>About a slip, with the creditor's ids of the debts on it.</summary>
    public static void Announce(this CobrancaDb db, Boleto boleto, IEnumerable<string> debts, string type, DateTime at, object? more = null) =>
        db.Announce(boleto.CreditorId, type, at, Joined(new
        {
            id = boleto.PublicId, boleto.Status, bank = boleto.BankCode, boleto.NossoNumero, boleto.Amount, dueDate = boleto.DueOn, receivables = debts,
        }, more));

    /// <summary>About a person, whom the creditor knows by the debts it sent.</summary>
    public static async Task AnnounceDebtorAsync(this CobrancaDb db, long creditorId, string type, DateTime at, long debtorId, object more, CancellationToken cancellation)
    {
        var debts = await db.Receivables.AsNoTracking().Where(r => r.DebtorId == debtorId && r.Status != ReceivableStatus.Paid && r.Status != ReceivableStatus.Cancelled)
            .OrderBy(r => r.Id).Select(r => r.ExternalId).Take(DebtsNamed).ToListAsync(cancellation);
        db.Announce(creditorId, type, at, Joined(new { debtorId, receivables = debts }, more));
    }

    /// <summary>An event whose payload was written by <see cref="PayloadWriter"/>, to go in with many others; the same bytes as <see cref="Announce(CobrancaDb, long, string, DateTime, object)"/> would write.</summary>
    internal static OutgoingEvent Row(long creditorId, string type, DateTime at, ReadOnlySpan<byte> payload) =>
        new() { CreditorId = creditorId, Type = type, At = at, Payload = Encoding.UTF8.GetString(payload) };

    /// <summary>Building a tree for each of a million events costs more than storing them.</summary>
    internal static Utf8JsonWriter PayloadWriter(IBufferWriter<byte> output) => new(output, new() { Encoder = Json.Encoder, SkipValidation = true });

    internal static void WriteReais(this Utf8JsonWriter json, JsonEncodedText name, Money value)
    {
        json.WritePropertyName(name);
        Span<byte> digits = stackalloc byte[32];
        value.Reais.TryFormat(digits, out var length, "0.00", CultureInfo.InvariantCulture);
        json.WriteRawValue(digits[..length], skipInputValidation: true);
    }

    private static JsonObject Joined(object first, object? second)
    {
        var joined = JsonSerializer.SerializeToNode(first, Json)!.AsObject();
        if (second is not null)
            foreach (var (name, value) in JsonSerializer.SerializeToNode(second, Json)!.AsObject())
                joined.Add(name, value?.DeepClone());
        return joined;
    }

    /// <summary>Amounts as everywhere in the API: a number in reais with two decimals.</summary>
    private sealed class ReaisJson : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Events are only written.");

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteRawValue(value.Reais.ToString("0.00", CultureInfo.InvariantCulture));
    }
}
