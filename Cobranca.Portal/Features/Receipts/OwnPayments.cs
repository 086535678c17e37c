using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Receipts;

/// <summary>One payment as its payer sees it.</summary>
/// <param name="Debts">What it went to; empty when nothing needed it.</param>
public sealed record PaidItem(Payment Payment, IReadOnlyList<PaidDebt> Debts);

/// <param name="Settled">Nothing is owed on it any more.</param>
public sealed record PaidDebt(string Title, Money Amount, bool Settled);

/// <summary>The payments of whoever is signed in, and nobody else's.</summary>
public sealed class OwnPayments(CobrancaDb db, CurrentDebtor debtor)
{
    /// <summary>A page that a cheap phone still shows at once; older ones are asked of the creditor.</summary>
    public const int Shown = 60;

    /// <summary>Newest first; one more than <see cref="Shown"/> tells that there are others.</summary>
    public async Task<IReadOnlyList<PaidItem>> ListAsync(CancellationToken cancellation)
    {
        var payments = await Mine.AsNoTracking().IgnoreQueryFilters([PaymentAllocation.ReversedFilter]).Include(p => p.Allocations)
            // What an import corrected never was a payment of its own.
            .Where(p => p.ReversedAt == null || p.Source != PaymentSource.Import)
            .OrderByDescending(p => p.PaidOn).ThenByDescending(p => p.Id).Take(Shown + 1).ToListAsync(cancellation);
        var ids = payments.SelectMany(p => p.Allocations).Select(a => a.ReceivableId).Distinct().ToList();
        var debts = await db.Receivables.AsNoTracking().IgnoreAutoIncludes().Where(r => ids.Contains(r.Id) && r.DebtorId == debtor.Id).ToDictionaryAsync(r => r.Id, cancellation);
        return [.. payments.Select(p => new PaidItem(p, [.. p.Allocations.OrderBy(a => a.Id).Where(a => debts.ContainsKey(a.ReceivableId))
            .Select(a => new PaidDebt(debts[a.ReceivableId].Title(), a.Amount, debts[a.ReceivableId].Status == ReceivableStatus.Paid))]))];
    }

    /// <summary>One of them; for any other id, none.</summary>
    public IQueryable<Payment> One(long id) => Mine.Where(p => p.Id == id);

    private IQueryable<Payment> Mine => db.Payments.Where(p => p.DebtorId == debtor.Id);
}
