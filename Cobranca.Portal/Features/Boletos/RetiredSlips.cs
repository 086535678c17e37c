using Cobranca.Domain.Boletos;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Boletos;

/// <summary>Slips that would collect what is no longer owed that way.</summary>
public static class RetiredSlips
{
    /// <summary>
    /// Asks for the closure of every slip that holds one of the debts and may be paid; the caller holds the debtor's turn and saves.
    /// </summary>
    /// <param name="except">The slip by which it was paid, if one was.</param>
    /// <param name="reason">In Portuguese, for the slip's history.</param>
    /// <param name="told">What the creditor's systems are told with each.</param>
    public static async Task<List<Boleto>> RetireSlipsAsync(this CobrancaDb db, long debtorId, List<long> debts, long? except, string reason, object told, DateTime now, CancellationToken cancellation)
    {
        var slips = await db.Boletos.Include(b => b.Items).ThenInclude(i => i.Receivable)
            .StillOpen().Where(b => b.DebtorId == debtorId && b.Id != (except ?? 0) && b.Items.Any(i => debts.Contains(i.ReceivableId)))
            .OrderBy(b => b.Id).ToListAsync(cancellation);
        foreach (var slip in slips)
        {
            slip.Hear(new BoletoEvent.ClosureAsked(reason), now, BoletoSource.Portal, reason);
            db.Announce(slip, EventTypes.BoletoSuperseded, now, told);
        }
        return slips;
    }
}
