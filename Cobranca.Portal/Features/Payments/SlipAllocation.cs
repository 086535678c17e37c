using System.Collections.Immutable;
using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Rules;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Payments;

/// <summary>What one debt got of a payment, by component.</summary>
/// <param name="CountsOn">The day it counts for.</param>
/// <param name="Settles">Nothing is owed on the debt any more.</param>
public sealed record SlipShare(Receivable Receivable, DateOnly CountsOn, Money Interest, Money Fine, Money Correction, Money Principal, bool Settles)
{
    public Money Amount => Interest + Fine + Correction + Principal;

    /// <summary>What was missing of it within the tolerance and let go.</summary>
    public Money LetGo { get; private init; }

    /// <summary>What the creditor had taken off it on the boleto.</summary>
    public Money Granted { get; private init; }

    /// <summary>The same debt let off with less because so little was missing.</summary>
    internal SlipShare Forgiving(Money missing) => Less(missing) is var less ? less with { LetGo = LetGo + Amount - less.Amount } : this;

    /// <summary>The same debt with something taken off.</summary>
    internal SlipShare Granting(Money off) => Less(off) is var less ? less with { Granted = Granted + Amount - less.Amount } : this;

    /// <summary>What is missing is taken from the principal, then from the charges: as if the rest had been imputed (Código Civil art. 354).</summary>
    private SlipShare Less(Money missing)
    {
        var (principal, rest) = Take(Principal, missing);
        (var correction, rest) = Take(Correction, rest);
        (var fine, rest) = Take(Fine, rest);
        var (interest, _) = Take(Interest, rest);
        return this with { Principal = principal, Correction = correction, Fine = fine, Interest = interest };
    }

    private static (Money Left, Money Missing) Take(Money from, Money missing)
    {
        var taken = Money.Min(Money.Max(from, Money.Zero), missing);
        return (from - taken, missing - taken);
    }
}

/// <summary>Where the money of one boleto goes (docs/decisions/0022).</summary>
/// <param name="Shares">The debts that got something, or were settled.</param>
/// <param name="Surplus">What no debt needed: the payer's.</param>
/// <param name="Shortfall">What was missing, within tolerance, and is let go.</param>
/// <param name="StillOwed">What the boleto's debts cost after this payment, on the day it counts for.</param>
public sealed record SlipAllocation(IReadOnlyList<SlipShare> Shares, Money Surplus, Money Shortfall, Money StillOwed)
{
    /// <summary>
    /// Decides. A boleto paid in time settles its debts at exactly the components it was issued for, less what the creditor has taken off
    /// since (docs/decisions/0050), whatever day within its time it was paid; anything else is priced on the day of payment and imputed by the Domain (Código Civil arts. 352-355).
    /// </summary>
    /// <param name="boleto">With items and their receivables, allocations and the payments of those.</param>
    public static SlipAllocation Of(Boleto boleto, Money amount, DateOnly paidOn, ReceivablePricer pricer, Money tolerance)
    {
        var items = boleto.Items.Where(i => IsOwed(i.Receivable!)).OrderBy(i => i.Receivable!.DueOn).ThenBy(i => i.ReceivableId).ToList();
        if (items.Count == 0) return new([], amount, Money.Zero, Money.Zero);
        var inTime = paidOn <= boleto.PayableThrough;
        // Paid on the next business day after a due date without banks is paid on the due date (Lei 7.089/1983).
        var countsOn = inTime && paidOn > boleto.DueOn ? boleto.DueOn : paidOn;

        var today = items.ConvertAll(i => Priced(i.Receivable!, countsOn, pricer));
        var asIssued = inTime ? AsIssued(boleto, items, countsOn, pricer) : today;
        foreach (var owed in new[] { asIssued, today })
            if (amount >= owed.Sum(share => share.Amount) - tolerance) return Settle(owed, amount);
        return Impute(items, amount, countsOn, pricer);
    }

    /// <summary>
    /// Decides for one debt paid without a boleto: priced on the day of payment, counting all that came in before or since. No tolerance:
    /// a creditor who lets the rest go says so by settling the debt.
    /// </summary>
    /// <param name="receivable">With its allocations.</param>
    public static SlipAllocation OfOne(Receivable receivable, Money amount, DateOnly paidOn, ReceivablePricer pricer)
    {
        var owed = IsOwed(receivable) ? pricer.PriceOn(receivable, paidOn).Total : Money.Zero;
        if (!owed.IsPositive) return new([], amount, Money.Zero, Money.Zero);
        var used = Money.Min(amount, owed);
        var part = pricer.Impute(receivable, new(paidOn, used));
        return new([Imputed(receivable, part) with { Settles = used == owed }], amount - used, Money.Zero, owed - used);
    }

    /// <summary>Disputed or suspended, it can still be paid by whoever wants to; paid, cancelled or in an agreement, it cannot take money here.</summary>
    private static bool IsOwed(Receivable receivable) => receivable.Status is ReceivableStatus.Open or ReceivableStatus.Disputed or ReceivableStatus.Suspended;

    /// <summary>Nothing came in for the debt since the boleto was made, and its principal is the one that was printed.</summary>
    private static bool Stands(Boleto boleto, BoletoItem item, ReceivablePricer pricer) =>
        !item.Receivable!.Allocations.Exists(a => a.Payment!.RecordedAt > boleto.RequestedAt)
        && pricer.PriceOn(item.Receivable, boleto.DueOn).Principal == item.Principal;

    /// <summary>What was taken off the boleto comes off the debts that fell due last, like what is missing.</summary>
    private static List<SlipShare> AsIssued(Boleto boleto, List<BoletoItem> items, DateOnly on, ReceivablePricer pricer)
    {
        var stands = items.ConvertAll(i => Stands(boleto, i, pricer));
        var shares = items.Select((item, i) => stands[i] ? Issued(item, on) : Priced(item.Receivable!, on, pricer)).ToList();
        var left = boleto.Granted;
        for (var i = shares.Count - 1; i >= 0 && left.IsPositive; i--)
        {
            if (!stands[i]) continue;
            shares[i] = shares[i].Granting(left);
            left -= shares[i].Granted;
        }
        return shares;
    }

    private static SlipShare Issued(BoletoItem item, DateOnly on) => new(item.Receivable!, on, item.Interest, item.Fine, item.Correction, item.Principal, Settles: true);

    private static SlipShare Priced(Receivable receivable, DateOnly on, ReceivablePricer pricer)
    {
        var price = pricer.PriceOn(receivable, on);
        return new(receivable, on, price.Interest, price.Fine, price.Correction, price.Principal, Settles: true);
    }

    private static SlipAllocation Settle(List<SlipShare> owed, Money amount)
    {
        var total = owed.Sum(share => share.Amount);
        var missing = Money.Max(total - amount, Money.Zero);
        var left = missing;
        var shares = owed.ToArray();
        for (var i = shares.Length - 1; i >= 0 && left.IsPositive; i--)
        {
            var before = shares[i].Amount;
            shares[i] = shares[i].Forgiving(left);
            left -= before - shares[i].Amount;
        }
        return new(shares, Money.Max(amount - total, Money.Zero), missing, Money.Zero);
    }

    /// <summary>The debts fallen due first, in the law's order; then the others, which the debtor chose by putting them on the boleto.</summary>
    private static SlipAllocation Impute(List<BoletoItem> items, Money amount, DateOnly on, ReceivablePricer pricer)
    {
        var positions = items.ConvertAll(i => pricer.PositionOf(i.Receivable!));
        var due = AllocatedPayment.Of(new(on, amount), positions, [], pricer.Indices, pricer.Calendar);
        var shares = due.Shares.ToList();
        var left = due.Surplus;
        var others = Enumerable.Range(0, items.Count).Except(shares.Select(share => share.Debt)).ToImmutableArray();
        if (left.IsPositive && others.Length > 0)
        {
            var rest = AllocatedPayment.Of(new(on, left), [.. others.Select(i => positions[i])], [.. Enumerable.Range(0, others.Length)], pricer.Indices, pricer.Calendar);
            shares.AddRange(rest.Shares.Select(share => share with { Debt = others[share.Debt] }));
            left = rest.Surplus;
        }
        var owed = items.Sum(i => pricer.PriceOn(i.Receivable!, on).Total);
        return new([.. shares.Select(share => Imputed(items[share.Debt].Receivable!, share.Imputation))], left, Money.Zero, owed - (amount - left));
    }

    private static SlipShare Imputed(Receivable receivable, Imputation part) =>
        new(receivable, part.PaidOn, part.Interest, part.Fine, part.Correction, part.Principal, Settles: part.Rest == Money.Zero);
}
