using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Access;

public abstract record CompanyProof
{
    public sealed record Proved : CompanyProof;
    public sealed record NotFound : CompanyProof;
    public sealed record Locked(DateTime Until) : CompanyProof;

    private CompanyProof() { }
}

/// <summary>A CNPJ is public, so a company that came by a link shows that it knows one of its papers before it sees masked contacts.</summary>
public sealed class ProveCompany(CobrancaDb db, ContractEvidence evidence, RateLimits rates, AccessLimits limits)
{
    public async Task<CompanyProof> HandleAsync(SignInAttempt attempt, string typed, CancellationToken cancellation)
    {
        if (await rates.TakeAsync([new("proof", Convert.ToHexString(attempt.PersonHash), limits.ProofsPerPerson)], cancellation) is { } until)
            return new CompanyProof.Locked(until);
        if (!(await evidence.OfAsync(attempt.DebtorId, cancellation)).ProvesCompany(typed)) return new CompanyProof.NotFound();
        attempt.ExtraProofGiven = true;
        await db.SaveChangesAsync(cancellation);
        return new CompanyProof.Proved();
    }
}
