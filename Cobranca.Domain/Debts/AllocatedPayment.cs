using System.Runtime.InteropServices;
using Cobranca.Domain.Calendars;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Debts;

/// <summary>What one debt got of a payment. (Parte da dívida no pagamento.)</summary>
/// <param name="Debt">Position of the debt in the list that was given.</param>
/// <param name="Imputation">Where its share went; without surplus.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DebtShare(int Debt, Imputation Imputation);

/// <summary>
/// One amount over several debts of one person with one creditor (Código Civil, arts. 352 and 355): first those the debtor chose, in
/// that order; then the one due first; of those due together the most onerous. Money goes to the next debt only once the one before is
/// settled. (Imputação entre dívidas.)
/// </summary>
/// <param name="Shares">The debts that got money, in the order in which they got it.</param>
/// <param name="Surplus">What no debt needed; it belongs to the debtor.</param>
public sealed record AllocatedPayment(IReadOnlyList<DebtShare> Shares, Money Surplus)
{
    /// <summary>
    /// Allocates a payment. Unless the debtor chose it, a debt not yet due gets nothing (art. 352 speaks of debts fallen due) and
    /// neither does a time-barred one: paying it must be the person's own decision.
    /// </summary>
    /// <param name="payment">The payment.</param>
    /// <param name="debts">The debts, each with its earlier payments.</param>
    /// <param name="chosen">Positions in <paramref name="debts"/> the debtor named, in order; may be empty.</param>
    /// <param name="indices">Published indices.</param>
    /// <param name="calendar">The bank calendar.</param>
    /// <exception cref="ArgumentException">A position chosen twice or not in the list, or an amount not above zero.</exception>
    public static AllocatedPayment Of(
        PartialPayment payment, IReadOnlyList<DebtPosition> debts, IReadOnlyList<int> chosen, IndexTable indices, BankCalendar calendar)
    {
        if (!payment.Amount.IsPositive)
            throw new ArgumentException("A payment is above zero.", nameof(payment));
        if (chosen.Distinct().Count() != chosen.Count || chosen.Any(one => one < 0 || one >= debts.Count))
            throw new ArgumentException("Each chosen debt is in the list, once.", nameof(chosen));

        var unchosen = Enumerable.Range(0, debts.Count)
            .Except(chosen)
            .Where(i => debts[i].DueOn <= payment.PaidOn && !debts[i].Limitation.IsTimeBarredOn(payment.PaidOn))
            .OrderBy(i => debts[i].DueOn)
            .ThenByDescending(i => MonthlyCost(debts[i].Terms, indices))
            .ThenByDescending(i => debts[i].Terms.Fine)
            .ThenBy(i => i);
        var left = payment.Amount;
        var shares = new List<DebtShare>();
        foreach (var i in chosen.Concat(unchosen))
        {
            if (!left.IsPositive)
                break;
            var debt = debts[i];
            var share = Money.Min(left, Pricing.PriceOn(in debt, payment.PaidOn, indices, calendar).Total);
            if (!share.IsPositive)
                continue;
            shares.Add(new(i, Pricing.Impute(in debt, new(payment.PaidOn, share), indices, calendar)));
            left -= share;
        }

        return new(shares, left);
    }

    /// <summary>How onerous a debt is: its interest per month, the last known taxa legal where none was agreed.</summary>
    private static decimal MonthlyCost(PriceTerms terms, IndexTable indices)
    {
        if (terms.InterestPerMonth is { } agreed)
            return agreed.PercentValue;
        return indices.LastPublished(IndexSeries.TaxaLegal) is { } last && indices.TryGet(IndexSeries.TaxaLegal, last.Year, last.Month, out var percent)
            ? percent
            : 0m;
    }
}
