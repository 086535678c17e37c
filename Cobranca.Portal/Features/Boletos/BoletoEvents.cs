using System.Text.Encodings.Web;
using System.Text.Json;
using Cobranca.Domain.Boletos;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Boletos;

/// <summary>What boletos hear of, and what the creditor's systems are told about them (contracts: events out). The caller saves.</summary>
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

    /// <summary>One of its debts was paid or taken back elsewhere: whoever paid it now would pay twice.</summary>
    public static void HearDebtEnded(this Boleto boleto, DateTime at) =>
        boleto.Hear(new BoletoEvent.ClosureAsked("settled elsewhere"), at, BoletoSource.Portal, "Uma das dívidas foi encerrada pelo credor.");
}
