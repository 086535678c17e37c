using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Persistence;

/// <summary>Lets one transaction at a time decide about one debtor's slips and payments, on every database.</summary>
public static class DebtorTurn
{
    /// <summary>Waits for the debtor's row and holds it until the transaction ends; read what is to be decided on after this.</summary>
    public static Task TakeDebtorTurnAsync(this CobrancaDb db, long debtorId, CancellationToken cancellation) =>
        // Writing what is there locks the row and changes nothing.
        db.Debtors.Where(d => d.Id == debtorId).ExecuteUpdateAsync(set => set.SetProperty(d => d.Version, d => d.Version), cancellation);
}
