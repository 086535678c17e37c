using Cobranca.Domain.Values;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Credits;

/// <summary>What is owed back to whoever is signed in.</summary>
/// <param name="Asked">They asked for all of it; nothing is left to do for them.</param>
public sealed record CreditsOwed(Money Amount, bool Asked);

/// <summary>The credits of whoever is signed in, and nobody else's.</summary>
public sealed class OwnCredits(CobrancaDb db, FrequentQueries queries, CurrentDebtor debtor)
{
    /// <summary>Newest first; a person pays too much a few times in a life.</summary>
    private const int Shown = 50;

    /// <summary>Null when nothing is.</summary>
    public async Task<CreditsOwed?> OwedAsync(CancellationToken cancellation)
    {
        var owed = await queries.OwedBack(db, debtor.Id).ToListAsync(cancellation);
        return owed.Count == 0 ? null : new(owed.Sum(c => c.Amount), owed.TrueForAll(c => c.State == CreditState.RefundRequested));
    }

    public Task<List<DebtorCredit>> ListAsync(CancellationToken cancellation) => Mine.Include(c => c.Payment).OrderByDescending(c => c.Id).Take(Shown).ToListAsync(cancellation);

    /// <summary>The only Pix key money goes back to: their own CPF or CNPJ.</summary>
    public Task<TaxId> PixKeyAsync(CancellationToken cancellation) => db.Debtors.Where(d => d.Id == debtor.Id).Select(d => d.TaxId).SingleAsync(cancellation);

    private IQueryable<DebtorCredit> Mine => db.DebtorCredits.AsNoTracking().Where(c => c.DebtorId == debtor.Id);
}
