using Cobranca.Domain.Values;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Access;

/// <summary>The way in without a link: a CPF or CNPJ starts an attempt whether we know it or not.</summary>
public sealed class EnterByTaxId(CobrancaDb db, SignInAttempts attempts, RateLimits rates, AccessLimits limits)
{
    /// <summary>Null when the attempt was started; otherwise when to try again.</summary>
    public async Task<DateTime?> HandleAsync(TaxId taxId, ClientAddress from, CancellationToken cancellation)
    {
        var person = Convert.ToHexString(attempts.HashOf(taxId));
        if (await rates.TakeAsync([.. from.Entries(limits), new("entries-person", person, limits.EntriesPerPerson)], cancellation) is { } until)
            return until;

        var debtorId = await db.Debtors.Where(d => d.TaxId == taxId).Select(d => (long?)d.Id).SingleOrDefaultAsync(cancellation);
        attempts.Start(SignInEntry.TaxId, taxId, debtorId, linkId: null);
        await db.SaveChangesAsync(cancellation);
        return null;
    }
}
