using Cobranca.Domain.Boletos;
using Cobranca.Portal.Integrations.Bank;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Boletos;

/// <summary>The account new slips come from, its bank's rules, and the way to the bank.</summary>
public sealed record IssuingAccount(BankAccount Account, BankRules Rules, IBankConnection Bank);

/// <summary>Whether a creditor can issue boletos here. Where it cannot, no page mentions them.</summary>
public sealed class BoletoAvailability(CobrancaDb db, BankConnections connections)
{
    /// <summary>For a creditor whose accounts are at hand.</summary>
    public bool For(Creditor creditor) => Usable(creditor, creditor.BankAccounts.Where(a => a.IsActive).OrderBy(a => a.Id)) is not null;

    /// <summary>The first active account that its bank would take and that a connection serves.</summary>
    public async Task<IssuingAccount?> AccountAsync(Creditor creditor, CancellationToken cancellation)
    {
        var accounts = await db.BankAccounts.AsNoTracking().Where(a => a.CreditorId == creditor.Id && a.IsActive).OrderBy(a => a.Id).ToListAsync(cancellation);
        return Usable(creditor, accounts);
    }

    private IssuingAccount? Usable(Creditor creditor, IEnumerable<BankAccount> accounts)
    {
        foreach (var account in accounts)
            if (Banks.TryFind(account.BankCode, out var rules) && rules.Check(account.ForRules()).Count == 0 && connections.For(creditor, account) is { } bank)
                return new(account, rules, bank);
        return null;
    }
}
