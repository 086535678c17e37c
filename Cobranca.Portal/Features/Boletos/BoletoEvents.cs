using Cobranca.Domain.Boletos;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Boletos;

/// <summary>What boletos hear of from elsewhere. The caller saves.</summary>
public static class BoletoEvents
{
    private const string Unconfirmed = "O banco não confirmou o registro antes do vencimento.";

    /// <summary>One of its debts was paid or taken back elsewhere: whoever paid it now would pay twice.</summary>
    /// <param name="debts">The creditor's ids of all debts on it.</param>
    public static void EndSlip(this CobrancaDb db, Boleto boleto, IEnumerable<string> debts, DateTime at)
    {
        var before = boleto.Status;
        boleto.Hear(new BoletoEvent.ClosureAsked("settled elsewhere"), at, BoletoSource.Portal, "Uma das dívidas foi encerrada pelo credor.");
        if (boleto.Status != before) db.Announce(boleto, debts, EventTypes.BoletoSuperseded, at, new { reason = "settled" });
    }

    /// <summary>
    /// The bank did not confirm it within its time. One that never left for the bank is over; of one that did the closure is asked, since
    /// the bank may have registered it, or may yet.
    /// </summary>
    /// <param name="boleto">With items and their receivables; one that is no longer waiting is left alone.</param>
    public static void EndUnconfirmed(this CobrancaDb db, Boleto boleto, DateTime at)
    {
        if (!boleto.Status.IsWaiting()) return;
        BoletoEvent end = boleto.Status == BoletoStatus.Sent ? new BoletoEvent.ClosureAsked(Unconfirmed) : new BoletoEvent.RegistrationRejected(Unconfirmed);
        boleto.Hear(end, at, BoletoSource.Portal, Unconfirmed);
        boleto.RejectionReason = Unconfirmed;
        db.Announce(boleto, EventTypes.BoletoRejected, at, new { reason = Unconfirmed });
    }
}
