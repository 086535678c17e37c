using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Authenticity;

/// <summary>
/// Slips of which a creditor told us bank and number but not the digits. The digits prove them all the same: one is recognised when all 44
/// are what an account of the creditor's would write for that number, the amount of the debts and their due date.
/// </summary>
internal static class NumberedSlips
{
    /// <summary>Accounts that have the same digits: one, but for a convênio shared by several.</summary>
    private const int MostAccounts = 20;

    /// <summary>The debts on the slip, all of one creditor; none when nobody's account wrote it, or the accounts of several could have.</summary>
    public static async Task<List<OwnSlipDebt>> FindAsync(CobrancaDb db, Barcode barcode, CancellationToken cancellation)
    {
        if (!Banks.TryFind(barcode.Bank, out var rules)) return [];
        var (bank, campoLivre) = (barcode.Bank, barcode.CampoLivre);
        // Stored as the bank writes them: one of the two stands among the digits of any slip of the account.
        var accounts = await db.BankAccounts.IgnoreQueryFilters([CobrancaDb.TenantFilter]).AsNoTracking()
            .Where(a => a.BankCode == bank && ((a.Conta != "" && campoLivre.Contains(a.Conta)) || (a.Convenio != "" && campoLivre.Contains(a.Convenio))))
            .OrderBy(a => a.Id).Take(MostAccounts).ToListAsync(cancellation);
        var found = new Dictionary<long, List<OwnSlipDebt>>();
        foreach (var account in accounts.Where(a => !found.ContainsKey(a.CreditorId)))
            if (await OfAsync(db, account, rules, barcode, cancellation) is { Count: > 0 } debts) found.Add(account.CreditorId, debts);
        return found.Count == 1 ? found.Values.Single() : [];
    }

    private static async Task<List<OwnSlipDebt>> OfAsync(CobrancaDb db, BankAccount account, BankRules rules, Barcode barcode, CancellationToken cancellation)
    {
        var given = account.ForRules();
        var (bank, spellings) = (barcode.Bank, rules.NumberSpellings(given, barcode).ToList());
        if (spellings.Count == 0) return [];
        var near = await db.Receivables.IgnoreQueryFilters([CobrancaDb.TenantFilter]).IgnoreAutoIncludes()
            .Where(r => r.CreditorId == account.CreditorId && r.SlipBankCode == bank && r.SlipLinhaDigitavel == null && spellings.Contains(r.SlipNossoNumero!))
            .OrderBy(r => r.Id).Take(CheckCode.MostDebtsOfOneSlip)
            .Select(r => new { r.SlipNossoNumero, r.Principal, r.DueOn, r.IssuedOn, Debt = new OwnSlipDebt(r.CreditorId, r.Status, r.SlipSupersededAt != null) }).ToListAsync(cancellation);
        // A number may come again in another year; all digits do not.
        var same = near.FindAll(r => rules.Issue(given, r.SlipNossoNumero, barcode.Amount, r.DueOn, r.IssuedOn) is BoletoIssue.Issued slip && slip.Barcode == barcode);
        return same.Select(r => r.Principal).Sum() == barcode.Amount ? same.ConvertAll(r => r.Debt) : [];
    }
}
