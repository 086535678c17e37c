using Cobranca.Domain.Calendars;

namespace Cobranca.Domain.Debts;

/// <summary>
/// The one price engine, for screen, boleto, Pix, PDF and API: the same debt on the same day costs the same, and can show why. Pure:
/// the day, the indices and the calendar come in as arguments. (Cálculo da dívida atualizada; domain facts §1.)
/// <list type="bullet">
/// <item>Up to the last charge-free day the debt costs its principal, less what was paid.</item>
/// <item>After it: monetary correction where agreed, the fine once, simple interest; each rounded once, half away from zero.</item>
/// <item>A payment is imputed on its own day to interest, fine, correction, principal, in this order. A payment dated after the day
/// asked for counts on that day: money already received is never asked for again.</item>
/// <item>Each debt is priced alone; totals add rounded prices (E26).</item>
/// </list>
/// </summary>
public static class Pricing
{
    /// <summary>What settles the debt on a day.</summary>
    /// <param name="debt">The debt.</param>
    /// <param name="payOn">The day of payment.</param>
    /// <param name="indices">Published indices; asked only where the terms need one.</param>
    /// <param name="calendar">The bank calendar that rolls the due date.</param>
    /// <exception cref="InvalidOperationException">Terms above a legal ceiling: somebody let them in without
    /// <see cref="PriceTerms.Validate(bool)"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A due date outside the years the calendar covers.</exception>
    public static PricedDebt PriceOn(in DebtPosition debt, DateOnly payOn, IndexTable indices, BankCalendar calendar) =>
        Run(in debt, payOn, indices, calendar, default(NoNotes));

    /// <summary>The same price with every step that makes it.</summary>
    /// <inheritdoc cref="PriceOn"/>
    public static PriceProof Explain(in DebtPosition debt, DateOnly payOn, IndexTable indices, BankCalendar calendar)
    {
        var writer = new ProofWriter(calendar);
        var price = Run(in debt, payOn, indices, calendar, writer);
        return writer.Close(in price);
    }

    /// <summary>Where each payment of the debt went, in the order of <see cref="DebtPosition.Payments"/>: the lines of its ledger.</summary>
    /// <inheritdoc cref="PriceOn"/>
    public static IReadOnlyList<Imputation> Imputations(in DebtPosition debt, IndexTable indices, BankCalendar calendar)
    {
        var ledger = new Ledger();
        if (!debt.Payments.IsDefaultOrEmpty)
            Run(in debt, debt.Payments[^1].PaidOn, indices, calendar, ledger);
        return ledger.Lines;
    }

    /// <summary>Where one more payment would go, after those the debt already has on or before its day.</summary>
    /// <inheritdoc cref="PriceOn"/>
    public static Imputation Impute(in DebtPosition debt, in PartialPayment payment, IndexTable indices, BankCalendar calendar)
    {
        var earlier = 0;
        foreach (var known in debt.Payments)
        {
            if (known.PaidOn <= payment.PaidOn)
                earlier++;
        }

        var paid = debt with { Payments = debt.Payments.Insert(earlier, payment) };
        return Imputations(in paid, indices, calendar)[earlier];
    }

    private static PricedDebt Run<TNotes>(in DebtPosition debt, DateOnly payOn, IndexTable indices, BankCalendar calendar, TNotes notes)
        where TNotes : IPriceNotes
    {
        DemandLawfulTerms(in debt);
        var chargeFreeThrough = calendar.ChargeFreeThrough(debt.DueOn);
        var window = new LateWindow(chargeFreeThrough, debt.Terms.MoraStart == MoraStart.OriginalDate ? debt.DueOn : chargeFreeThrough);
        notes.Opened(in debt, in window);
        var balance = new RunningBalance(debt.Principal, window);
        foreach (ref readonly var payment in debt.Payments.AsSpan())
        {
            balance.AccrueThrough(payment.PaidOn < payOn ? payment.PaidOn : payOn, in debt, indices, notes);
            var imputation = balance.Receive(in payment);
            notes.Received(in imputation);
        }

        balance.AccrueThrough(payOn, in debt, indices, notes);
        return new()
        {
            PayOn = payOn,
            Principal = balance.Principal,
            Correction = balance.Correction,
            Fine = balance.Fine,
            Interest = balance.Interest,
            Surplus = balance.Surplus,
            DaysLate = payOn > chargeFreeThrough && balance.Total.IsPositive ? payOn.DayNumber - window.MoraAfter.DayNumber : 0,
            ChargeFreeThrough = chargeFreeThrough,
        };
    }

    private static void DemandLawfulTerms(in DebtPosition debt)
    {
        var (terms, agreedOn) = (debt.Terms, debt.AgreedOn);
        foreach (var cap in PriceCap.All)
        {
            if (cap.Consumer == debt.IsConsumer && cap.Meets(agreedOn, agreedOn) && cap.AgreedIn(terms) is { } agreed && agreed > cap.AtMost)
            {
                throw new InvalidOperationException(
                    $"The terms ask {agreed} where rule {cap.RuleId} allows {cap.AtMost}; PriceTerms.Validate refuses them.");
            }
        }
    }

    private sealed class Ledger : IPriceNotes
    {
        public List<Imputation> Lines { get; } = [];

        public void Received(in Imputation imputation) => Lines.Add(imputation);
    }
}
