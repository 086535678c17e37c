using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Persistence;

/// <summary>
/// What every page of a signed-in debtor asks, translated once for the life of the program: reading the question anew costs more than
/// answering it. An instance, because a compiled query belongs to one database's model.
/// </summary>
public sealed class FrequentQueries
{
    /// <summary>A debtor's debts that are not over, first due first, each with what was paid of it.</summary>
    public Func<CobrancaDb, long, IAsyncEnumerable<Receivable>> Debts { get; } = EF.CompileAsyncQuery<CobrancaDb, long, Receivable>(
        (db, debtorId) => db.Receivables.AsNoTracking().AsSingleQuery()
            .Where(r => r.DebtorId == debtorId && (r.Status == ReceivableStatus.Open || r.Status == ReceivableStatus.Disputed || r.Status == ReceivableStatus.Suspended))
            .OrderBy(r => r.DueOn).ThenBy(r => r.Id));

    /// <summary>A debtor's slips at the bank or payable on or after a day, and those with a notary, newest first.</summary>
    public Func<CobrancaDb, long, DateOnly, int, IAsyncEnumerable<SlipInList>> OpenSlips { get; } = EF.CompileAsyncQuery(
        (CobrancaDb db, long debtorId, DateOnly today, int atMost) => db.Boletos
            .Where(b => b.DebtorId == debtorId
                && (((b.Status == BoletoStatus.Requested || b.Status == BoletoStatus.Sent || b.Status == BoletoStatus.Registered) && b.PayableThrough >= today) || b.Status == BoletoStatus.AtNotary))
            .OrderByDescending(b => b.Id).Take(atMost)
            .Select(b => new SlipInList(b.PublicId, b.BankCode, b.Status, b.Amount, b.Abatement, b.DueOn)));

    /// <summary>What a debtor has to get back.</summary>
    public Func<CobrancaDb, long, IAsyncEnumerable<OwedBack>> OwedBack { get; } = EF.CompileAsyncQuery(
        (CobrancaDb db, long debtorId) => db.DebtorCredits
            .Where(c => c.DebtorId == debtorId && (c.State == CreditState.Open || c.State == CreditState.RefundRequested)).Select(c => new OwedBack(c.Amount, c.State)));
}

/// <summary>What a list tells of a slip.</summary>
public sealed record SlipInList(string PublicId, string BankCode, BoletoStatus Status, Money Amount, Money Abatement, DateOnly DueOn)
{
    public Money ToPay => Amount - Abatement;
}

/// <summary>One amount to get back, and whether it was asked for.</summary>
public sealed record OwedBack(Money Amount, CreditState State);
