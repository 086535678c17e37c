using Cobranca.Domain.Cnab;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.BankFiles.Remessas;

/// <summary>What came of making files of all that waits at some accounts.</summary>
/// <param name="Unwritable">Orders no file can say.</param>
/// <param name="Refusals">Accounts of which no file can be written, and why; their orders wait.</param>
public sealed record RemessaRunAnswer(IReadOnlyList<Remessa> Files, int Unwritable, IReadOnlyList<(BankAccount Account, IReadOnlyList<CnabProblem> Problems)> Refusals);

/// <summary>Makes files until nothing waits at an account any more. The scope is the creditor's.</summary>
public sealed class RemessaRun(CobrancaDb db, TenantScope tenant, GenerateRemessa generate)
{
    /// <summary>Two hundred thousand orders: who has more asks again.</summary>
    private const int MaxFiles = 100;

    /// <summary>The accounts of one bank whose slips go by file, in use or not: an account out of use still closes its slips.</summary>
    public async Task<RemessaRunAnswer> RunAsync(string bankCode, string? conta, string actor, CancellationToken cancellation)
    {
        var accounts = await db.BankAccounts.AsNoTracking().Where(a => a.BankCode == bankCode).OrderBy(a => a.Id).Select(a => new { a.Id, a.Conta }).ToListAsync(cancellation);
        return await RunAsync([.. accounts.Where(a => conta is null || a.Conta.TrimStart('0') == conta.TrimStart('0')).Select(a => a.Id)], actor, cancellation);
    }

    public async Task<RemessaRunAnswer> RunAsync(IReadOnlyList<long> accounts, string actor, CancellationToken cancellation)
    {
        var creditor = await db.Creditors.AsNoTracking().SingleAsync(c => c.Id == tenant.CreditorId, cancellation);
        var (files, unwritable, refusals) = (new List<Remessa>(), 0, new List<(BankAccount, IReadOnlyList<CnabProblem>)>());
        foreach (var id in accounts)
        {
            var account = await db.BankAccounts.AsNoTracking().SingleAsync(a => a.Id == id, cancellation);
            for (var more = true; more && files.Count < MaxFiles && !cancellation.IsCancellationRequested;)
            {
                switch (await generate.HandleAsync(creditor, account, actor, cancellation))
                {
                    case GenerateRemessaOutcome.Made made:
                        files.Add(made.Remessa);
                        unwritable += made.Unwritable;
                        more = made.More;
                        break;
                    case GenerateRemessaOutcome.Nothing nothing:
                        unwritable += nothing.Unwritable;
                        more = nothing.More;
                        break;
                    case GenerateRemessaOutcome.Refused refused:
                        if (await db.BankOrders.AnyAsync(o => o.BankAccountId == id && o.State == BankOrderState.Queued, cancellation)) refusals.Add((account, refused.Problems));
                        more = false;
                        break;
                }
            }
        }
        return new(files, unwritable, refusals);
    }
}
