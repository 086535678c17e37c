using Cobranca.Domain.Values;

namespace Cobranca.Domain.Boletos;

/// <summary>
/// What a creditor lets a debtor choose when making a new slip. Data with cautious values; <see cref="Check"/> it when it is set.
/// (Limites da segunda via.)
/// </summary>
public sealed record ReissueLimits
{
    /// <summary>A late debt: how many days after today the new due date may lie; 0 is today only.</summary>
    public int MaxDaysAhead { get; init; } = 10;

    /// <summary>
    /// Whether Saturdays, Sundays and bank holidays may be chosen. Such a slip is payable on the next business day at the same amount.
    /// </summary>
    public bool NonBusinessDaysAllowed { get; init; } = true;

    /// <summary>The smallest slip that is worth its cost.</summary>
    public Money MinAmount { get; init; } = new(500);

    /// <summary>How many debts one slip may hold: its itemisation must fit the page.</summary>
    public int MaxDebtsPerBoleto { get; init; } = 20;

    /// <summary>A debt not yet due: how many days past its due date another may lie; 0 offers no change.</summary>
    public int DateChangeMaxDays { get; init; } = 10;

    /// <summary>How many such changes a debt may have in a calendar year.</summary>
    public int DateChangesPerYear { get; init; } = 2;

    /// <summary>
    /// Whether a change asked for before the due date is a favour without charges: the price stays that of the original due date.
    /// Otherwise the price is that of the chosen day, as for any other debt.
    /// </summary>
    public bool DateChangeWaivesCharges { get; init; }

    /// <summary>Everything wrong with these limits, by name; empty when they will do.</summary>
    public IReadOnlyList<FieldProblem> Check()
    {
        var problems = default(FieldProblems);
        InRange(MaxDaysAhead, 0, 60, "maxDaysAhead", "O prazo do novo boleto", ref problems);
        InRange(MaxDebtsPerBoleto, 1, 40, "maxDebtsPerBoleto", "O número de dívidas por boleto", ref problems);
        InRange(DateChangeMaxDays, 0, 60, "dateChangeMaxDays", "O prazo da troca de data", ref problems);
        InRange(DateChangesPerYear, 0, 12, "dateChangesPerYear", "O número de trocas de data por ano", ref problems);
        if (MinAmount.Centavos < 1 || MinAmount > Barcode.HighestAmount)
            problems.Add("minAmount", $"O valor mínimo do boleto vai de {new Money(1)} a {Barcode.HighestAmount}.");
        return problems.All;
    }

    private static void InRange(int value, int atLeast, int atMost, string field, string called, ref FieldProblems problems)
    {
        if (value < atLeast || value > atMost)
            problems.Add(field, $"{called} vai de {atLeast} a {atMost}.");
    }
}
