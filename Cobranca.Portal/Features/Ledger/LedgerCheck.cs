using System.Data;
using Cobranca.Domain.Payments;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Ledger;

/// <summary>What an account holds: debits less credits.</summary>
public sealed record AccountBalance(LedgerAccount Account, Money Balance);

/// <summary>What the books of one creditor say, and whether they agree with themselves and with the portfolio.</summary>
/// <param name="Unbalanced">Entries whose sides differ; the first few.</param>
/// <param name="OpenPrincipal">Principal owed on all open titles, counted in the portfolio.</param>
/// <param name="CreditsOwed">What is owed back to payers, counted in their credits.</param>
public sealed record LedgerReport(IReadOnlyList<AccountBalance> Balances, long Entries, Money Debits, Money Credits, IReadOnlyList<long> Unbalanced, Money OpenPrincipal, Money CreditsOwed)
{
    public Money Of(LedgerAccount account) => Balances.Where(b => b.Account == account).Sum(b => b.Balance);

    /// <summary>What is wrong, in Portuguese; none when the books are right.</summary>
    public IReadOnlyList<string> Problems { get; } =
    [
        .. Unbalanced.Count == 0 ? [] : new[] { $"{Unbalanced.Count} lançamentos não fecham (débito diferente de crédito): {string.Join(", ", Unbalanced)}." },
        .. Debits == Credits ? [] : new[] { $"O razão não fecha: {Debits} a débito, {Credits} a crédito." },
        .. Check(Balances, LedgerAccount.Receivable, OpenPrincipal, "títulos a receber", "o principal em aberto dos títulos"),
        .. Check(Balances, LedgerAccount.CreditToDebtor, -CreditsOwed, "crédito do devedor", "os créditos a devolver"),
    ];

    private static IEnumerable<string> Check(IReadOnlyList<AccountBalance> balances, LedgerAccount account, Money expected, string name, string counted)
    {
        var booked = balances.Where(b => b.Account == account).Sum(b => b.Balance);
        if (booked != expected) yield return $"A conta {name} tem {booked}, e {counted} somam {expected}: diferença de {booked - expected}.";
    }
}

/// <summary>Proves the books against the portfolio, as sums in the database. The scope must be the creditor's.</summary>
public sealed class LedgerCheck(CobrancaDb db)
{
    private const int Shown = 20;

    public async Task<LedgerReport> RunAsync(CancellationToken cancellation)
    {
        // One look at everything: a payment recorded meanwhile is in all the sums or in none.
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellation);
        var balances = await db.JournalLines.GroupBy(l => l.Account)
            .Select(g => new { Account = g.Key, Debit = g.Sum(l => (long)(object)l.Debit), Credit = g.Sum(l => (long)(object)l.Credit) }).ToListAsync(cancellation);
        var unbalanced = await db.JournalLines.GroupBy(l => l.EntryId)
            .Where(g => g.Sum(l => (long)(object)l.Debit) != g.Sum(l => (long)(object)l.Credit)).OrderBy(g => g.Key).Select(g => g.Key).Take(Shown).ToListAsync(cancellation);
        var open = db.Receivables.IgnoreAutoIncludes().Where(r => r.Status != ReceivableStatus.Paid && r.Status != ReceivableStatus.Cancelled);
        var owed = await open.SumAsync(r => (long)(object)r.Principal, cancellation);
        var paid = await db.PaymentAllocations.Join(open, a => a.ReceivableId, r => r.Id, (a, _) => a).SumAsync(a => (long)(object)a.Principal, cancellation);
        var credits = await db.DebtorCredits.Where(c => c.State == CreditState.Open || c.State == CreditState.RefundRequested).SumAsync(c => (long)(object)c.Amount, cancellation);
        return new([.. balances.Select(b => new AccountBalance(b.Account, new(b.Debit - b.Credit))).OrderBy(b => b.Account)], await db.JournalEntries.LongCountAsync(cancellation),
            new(balances.Sum(b => b.Debit)), new(balances.Sum(b => b.Credit)), unbalanced, new(owed - paid), new(credits));
    }
}
