namespace Cobranca.Domain.Debts;

/// <summary>
/// Until when a debt may be collected. A time-barred debt is not demanded, offered or scored; being time-barred says nothing of it being
/// paid (domain facts §4.5). (Prescrição.)
/// </summary>
/// <param name="CollectableThrough">The last day on which it may be collected.</param>
public readonly record struct LimitationPeriod(DateOnly CollectableThrough)
{
    /// <summary>
    /// The period of one debt. It ends on the day of the same number, or on the next day when that month lacks it: due 29/02/2020, five
    /// years end on 01/03/2025 (Código Civil, art. 132 §3; E27).
    /// </summary>
    /// <param name="dueOn">The original due date, from which the period runs.</param>
    /// <param name="years">Length in years, from the terms.</param>
    /// <param name="timeBarredOn">The receivable's own first day without collection (<c>prescreve_em</c>); when given it is the answer.</param>
    /// <param name="interruptedOn">A lawsuit, protesto or acknowledgment that started the period anew, which happens once (art. 202).
    /// Ignored when it came after the period had ended: nothing revives by itself.</param>
    /// <exception cref="ArgumentOutOfRangeException">Years below 1.</exception>
    public static LimitationPeriod Of(DateOnly dueOn, int years, DateOnly? timeBarredOn = null, DateOnly? interruptedOn = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(years, 1);
        if (timeBarredOn is { } barred)
            return new(barred.AddDays(-1));
        var through = YearsAfter(dueOn, years);
        return new(interruptedOn is { } restart && restart > dueOn && restart <= through ? YearsAfter(restart, years) : through);
    }

    /// <summary>True from the day after <see cref="CollectableThrough"/> on.</summary>
    public bool IsTimeBarredOn(DateOnly on) => on > CollectableThrough;

    private static DateOnly YearsAfter(DateOnly start, int years)
    {
        var end = start.AddYears(years);
        return end.Day == start.Day ? end : end.AddDays(1);
    }
}
