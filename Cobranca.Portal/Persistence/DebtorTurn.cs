using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Persistence;

/// <summary>Lets one transaction at a time decide about one debtor's slips and payments, on every database.</summary>
public static class DebtorTurn
{
    /// <summary>Waits for the debtor's row and holds it until the transaction ends; read what is to be decided on after this.</summary>
    public static Task TakeDebtorTurnAsync(this CobrancaDb db, long debtorId, CancellationToken cancellation) =>
        // Writing what is there locks the row and changes nothing.
        db.Debtors.Where(d => d.Id == debtorId).ExecuteUpdateAsync(set => set.SetProperty(d => d.Version, d => d.Version), cancellation);

    /// <summary>
    /// As <see cref="TakeDebtorTurnAsync"/>, for many debtors in one statement. PostgreSQL takes the rows in the order of their ids, so that two
    /// who want some of the same wait for each other instead of both; where the order is the database's own, the loser of a deadlock tries again.
    /// </summary>
    public static async Task TakeDebtorTurnsAsync(this CobrancaDb db, List<long> debtorIds, CancellationToken cancellation)
    {
        if (db.Database.IsNpgsql())
        {
            var ids = debtorIds.ToArray();
            await db.Database.ExecuteSqlAsync($"""SELECT 1 FROM "Debtors" WHERE "Id" = ANY({ids}) ORDER BY "Id" FOR NO KEY UPDATE""", cancellation);
        }
        else
        {
            await db.Debtors.Where(d => EF.Parameter(debtorIds).Contains(d.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.Version, d => d.Version), cancellation);
        }
    }
}
