using Cobranca.Domain.Values;

namespace Cobranca.Domain.Boletos;

/// <summary>
/// Decides whether a debtor may have one new slip for chosen debts on a chosen day, and for how much. The slip has a new nosso número;
/// its amount is the sum of each debt's price on that day, and it is registered without fine and interest and with that day as its
/// payment limit, so that nothing is charged twice. (Política de reemissão.)
/// </summary>
/// <remarks>
/// The chosen day need not be a business day (where the creditor allows it): the slip is then payable through the next business day
/// at the price of the chosen day (Lei 7.089/83), never at a higher one. Source: domain facts §1.4 and §2.4 C.
/// </remarks>
/// <param name="Limits">The creditor's limits.</param>
/// <param name="Today">The day of asking, in São Paulo.</param>
/// <param name="ChargeFreeThrough">
/// The last day on which what is due on a day is payable without charges: the day itself, or the next business day.
/// </param>
public sealed record ReissuePolicy(ReissueLimits Limits, DateOnly Today, Func<DateOnly, DateOnly> ChargeFreeThrough)
{
    /// <summary>
    /// The last day that may be chosen for these debts together; before <see cref="Today"/> when no day is left. The first is today.
    /// </summary>
    public DateOnly LastDay(IEnumerable<ReissueDebt> debts) => debts.Select(LastDay).DefaultIfEmpty(Today.AddDays(Limits.MaxDaysAhead)).Min();

    /// <summary>The days that may be chosen for these debts together, first to last; at most a year of them.</summary>
    public IEnumerable<DateOnly> AllowedDays(IReadOnlyCollection<ReissueDebt> debts)
    {
        var last = LastDay(debts);
        for (var day = Today; day <= last && day < Today.AddYears(1); day = day.AddDays(1))
        {
            if (Limits.NonBusinessDaysAllowed || IsBusinessDay(day))
                yield return day;
        }
    }

    /// <summary>Allows the slip with its amount, or says everything that stands against it.</summary>
    /// <param name="debts">Debts that may be offered at all: not disputed, not paid, not past their limitation.</param>
    /// <param name="dueOn">The day the debtor chose.</param>
    public ReissueDecision Decide(IReadOnlyCollection<ReissueDebt> debts, DateOnly dueOn)
    {
        ArgumentNullException.ThrowIfNull(debts);
        if (debts.Count == 0)
            return new ReissueDecision.Refused([new ReissueRefusal.NoDebts()]);

        var reasons = new List<ReissueRefusal>();
        if (debts.Count > Limits.MaxDebtsPerBoleto)
            reasons.Add(new ReissueRefusal.TooManyDebts(Limits.MaxDebtsPerBoleto));
        if (dueOn < Today)
            reasons.Add(new ReissueRefusal.DayHasPassed(Today));
        else if (!Limits.NonBusinessDaysAllowed && !IsBusinessDay(dueOn))
            reasons.Add(new ReissueRefusal.NotABusinessDay(ChargeFreeThrough(dueOn)));
        if (WhyTooLate(debts, dueOn) is { } tooLate)
            reasons.Add(tooLate);
        if (reasons.Count > 0)
            return new ReissueDecision.Refused(reasons); // a price for a day that cannot be chosen would mislead

        var lines = debts.Select(debt => Line(debt, dueOn)).ToList();
        var total = lines.Sum(static line => line.Price);
        return total < Limits.MinAmount ? new ReissueDecision.Refused([new ReissueRefusal.BelowMinimum(Limits.MinAmount, total)])
            : total > Barcode.HighestAmount ? new ReissueDecision.Refused([new ReissueRefusal.AboveMaximum(Barcode.HighestAmount, total)])
            : new ReissueDecision.Allowed(dueOn, ChargeFreeThrough(dueOn), total, lines);
    }

    private ReissueRefusal? WhyTooLate(IReadOnlyCollection<ReissueDebt> debts, DateOnly dueOn)
    {
        var last = LastDay(debts);
        if (dueOn <= last)
            return null;
        var first = debts.First(debt => LastDay(debt) == last);
        return first.CollectableThrough == last ? new ReissueRefusal.PastLastDayOfDebt(last)
            : IsLate(first) ? new ReissueRefusal.TooFarAhead(last)
            : !OffersDateChange ? new ReissueRefusal.DateChangesUsedUp(0, last)
            : HasDateChangeLeft(first) ? new ReissueRefusal.DateChangeTooFar(last)
            : new ReissueRefusal.DateChangesUsedUp(Limits.DateChangesPerYear, last);
    }

    private DateOnly LastDay(ReissueDebt debt)
    {
        var last = IsLate(debt) ? Today.AddDays(Limits.MaxDaysAhead)
            : OffersDateChange && HasDateChangeLeft(debt) ? Later(ChargeFreeThrough(debt.DueOn), debt.DueOn.AddDays(Limits.DateChangeMaxDays))
            : ChargeFreeThrough(debt.DueOn);
        return debt.CollectableThrough is { } through && through < last ? through : last;
    }

    private ReissueLine Line(ReissueDebt debt, DateOnly dueOn)
    {
        var changesDate = !IsLate(debt) && dueOn > ChargeFreeThrough(debt.DueOn);
        var pricedOn = changesDate && Limits.DateChangeWaivesCharges ? debt.DueOn : dueOn;
        return new(debt, pricedOn, debt.PriceOn(pricedOn), changesDate);
    }

    private bool OffersDateChange => Limits is { DateChangeMaxDays: > 0, DateChangesPerYear: > 0 };

    private bool HasDateChangeLeft(ReissueDebt debt) => debt.DateChangesThisYear < Limits.DateChangesPerYear;

    private bool IsLate(ReissueDebt debt) => Today > ChargeFreeThrough(debt.DueOn);

    private bool IsBusinessDay(DateOnly day) => ChargeFreeThrough(day) == day;

    private static DateOnly Later(DateOnly left, DateOnly right) => left > right ? left : right;
}

/// <summary>What the policy needs to know of a debt. (Dívida a reemitir.)</summary>
/// <param name="DueOn">Its original due date.</param>
/// <param name="PriceOn">What it costs on a day, by the one pricing engine.</param>
/// <param name="CollectableThrough">The last day it may be collected at all; null when far away.</param>
/// <param name="DateChangesThisYear">How often its date was changed at the debtor's wish this calendar year.</param>
public sealed record ReissueDebt(DateOnly DueOn, Func<DateOnly, Money> PriceOn, DateOnly? CollectableThrough = null, int DateChangesThisYear = 0);

/// <summary>One debt of a new slip. (Item da segunda via.)</summary>
/// <param name="Debt">The debt.</param>
/// <param name="PricedOn">The day its price is of.</param>
/// <param name="Price">Its price.</param>
/// <param name="ChangesDate">True when this is a change of date asked for in time: it counts towards the year's limit.</param>
public sealed record ReissueLine(ReissueDebt Debt, DateOnly PricedOn, Money Price, bool ChangesDate);

/// <summary>Whether the new slip may be made. (Decisão sobre a segunda via.)</summary>
public abstract record ReissueDecision
{
    private ReissueDecision()
    {
    }

    /// <summary>It may.</summary>
    /// <param name="DueOn">The due date to print, and the payment limit to register.</param>
    /// <param name="PayableThrough">The last day it can be paid at this amount: the due date, or the next business day.</param>
    /// <param name="Amount">What to print: the sum of the lines.</param>
    /// <param name="Lines">One per debt, in the order given.</param>
    public sealed record Allowed(DateOnly DueOn, DateOnly PayableThrough, Money Amount, IReadOnlyList<ReissueLine> Lines) : ReissueDecision;

    /// <summary>It may not.</summary>
    /// <param name="Reasons">Everything that stands against it, at least one.</param>
    public sealed record Refused(IReadOnlyList<ReissueRefusal> Reasons) : ReissueDecision;
}

/// <summary>Why a new slip may not be made as asked. (Recusa da segunda via.)</summary>
public abstract record ReissueRefusal
{
    private ReissueRefusal()
    {
    }

    /// <summary>The reason as the debtor reads it: what can be done instead.</summary>
    public abstract string Text { get; }

    /// <summary>No debt was chosen.</summary>
    public sealed record NoDebts : ReissueRefusal
    {
        /// <inheritdoc/>
        public override string Text => "Escolha pelo menos uma dívida.";
    }

    /// <summary>More debts than one slip may hold.</summary>
    /// <param name="AtMost">How many it may hold.</param>
    public sealed record TooManyDebts(int AtMost) : ReissueRefusal
    {
        /// <inheritdoc/>
        public override string Text => AtMost == 1
            ? "Cada boleto pode ter uma dívida só. Escolha uma de cada vez."
            : $"Cada boleto pode ter até {AtMost} dívidas. Faça um boleto com uma parte delas e depois outro.";
    }

    /// <summary>The chosen day lies before today.</summary>
    /// <param name="Today">The first day that can be chosen.</param>
    public sealed record DayHasPassed(DateOnly Today) : ReissueRefusal
    {
        /// <inheritdoc/>
        public override string Text => $"Essa data já passou. Escolha uma data a partir de {Today.ToPtBr()}.";
    }

    /// <summary>The creditor's slips are due on business days only.</summary>
    /// <param name="Next">The next one.</param>
    public sealed record NotABusinessDay(DateOnly Next) : ReissueRefusal
    {
        /// <inheritdoc/>
        public override string Text => $"Nesse dia os bancos não atendem. O próximo dia útil é {Next.ToPtBr()}.";
    }

    /// <summary>Further ahead than the creditor allows.</summary>
    /// <param name="Last">The last day that can be chosen.</param>
    public sealed record TooFarAhead(DateOnly Last) : ReissueRefusal
    {
        /// <inheritdoc/>
        public override string Text => $"Escolha uma data até {Last.ToPtBr()}.";
    }

    /// <summary>Further past the due date than the creditor allows for a change asked for in time.</summary>
    /// <param name="Last">The last day that can be chosen.</param>
    public sealed record DateChangeTooFar(DateOnly Last) : ReissueRefusal
    {
        /// <inheritdoc/>
        public override string Text => $"O vencimento desta dívida pode mudar até {Last.ToPtBr()}.";
    }

    /// <summary>The year's changes of date are used up, or the creditor offers none.</summary>
    /// <param name="PerYear">How many there are in a year; 0 when none are offered.</param>
    /// <param name="Last">The last day that can be chosen without a change.</param>
    public sealed record DateChangesUsedUp(int PerYear, DateOnly Last) : ReissueRefusal
    {
        /// <inheritdoc/>
        public override string Text => PerYear switch
        {
            0 => $"O vencimento desta dívida não pode mudar. Escolha uma data até {Last.ToPtBr()}.",
            1 => $"O vencimento desta dívida já mudou neste ano, e só pode mudar uma vez. Escolha uma data até {Last.ToPtBr()}.",
            _ => $"O vencimento desta dívida já mudou {PerYear} vezes neste ano, que é o limite. Escolha uma data até {Last.ToPtBr()}.",
        };
    }

    /// <summary>After the last day on which one of the debts may be collected.</summary>
    /// <param name="Last">That day.</param>
    public sealed record PastLastDayOfDebt(DateOnly Last) : ReissueRefusal
    {
        /// <inheritdoc/>
        public override string Text => $"Para estas dívidas, escolha uma data até {Last.ToPtBr()}.";
    }

    /// <summary>Too little for a slip.</summary>
    /// <param name="AtLeast">The least there may be.</param>
    /// <param name="Amount">What it would be.</param>
    public sealed record BelowMinimum(Money AtLeast, Money Amount) : ReissueRefusal
    {
        /// <inheritdoc/>
        public override string Text => $"O menor boleto é de {AtLeast}, e este seria de {Amount}. Junte mais dívidas, se houver.";
    }

    /// <summary>More than a barcode can say.</summary>
    /// <param name="AtMost">The most there may be.</param>
    /// <param name="Amount">What it would be.</param>
    public sealed record AboveMaximum(Money AtMost, Money Amount) : ReissueRefusal
    {
        /// <inheritdoc/>
        public override string Text => $"Um boleto vai até {AtMost}, e este seria de {Amount}. Divida em mais de um.";
    }
}
