using System.Text.Encodings.Web;
using System.Text.Json;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Boletos;

/// <summary>What the creditor's systems are told about boletos (contracts: events out). The caller saves.</summary>
public static class BoletoEvents
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Announce(this CobrancaDb db, Boleto boleto, string type, DateTime at, object? more = null) =>
        db.Announce(boleto.CreditorId, type, at, new
        {
            id = boleto.PublicId, status = boleto.Status.ToString(), bank = boleto.BankCode, nossoNumero = boleto.NossoNumero,
            dueDate = boleto.DueOn, receivables = boleto.Items.Select(i => i.Receivable!.ExternalId), more,
        });

    public static void Announce(this CobrancaDb db, long creditorId, string type, DateTime at, object payload) =>
        db.OutgoingEvents.Add(new() { CreditorId = creditorId, Type = type, At = at, Payload = JsonSerializer.Serialize(payload, Json) });
}
