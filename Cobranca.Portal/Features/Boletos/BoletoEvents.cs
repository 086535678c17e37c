using Cobranca.Domain.Boletos;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Boletos;

/// <summary>What boletos hear of from elsewhere. The caller saves.</summary>
public static class BoletoEvents
{
    /// <summary>One of its debts was paid or taken back elsewhere: whoever paid it now would pay twice.</summary>
    /// <param name="debts">The creditor's ids of all debts on it.</param>
    public static void EndSlip(this CobrancaDb db, Boleto boleto, IEnumerable<string> debts, DateTime at)
    {
        var before = boleto.Status;
        boleto.Hear(new BoletoEvent.ClosureAsked("settled elsewhere"), at, BoletoSource.Portal, "Uma das dívidas foi encerrada pelo credor.");
        if (boleto.Status != before) db.Announce(boleto, debts, EventTypes.BoletoSuperseded, at, new { reason = "settled" });
    }
}
