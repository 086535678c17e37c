using Cobranca.Domain.Values;

namespace Cobranca.Domain.Debts;

/// <summary>What a step of a proof is about. (Espécie da linha.)</summary>
public enum ProofKind
{
    /// <summary>The amount owed at the start.</summary>
    Principal,

    /// <summary>Monetary correction.</summary>
    Correction,

    /// <summary>The late fine.</summary>
    Fine,

    /// <summary>Late interest.</summary>
    Interest,

    /// <summary>Money that came in; its amount is below zero.</summary>
    Payment,

    /// <summary>What was paid beyond the debt, taken out again because it is the debtor's.</summary>
    Surplus,

    /// <summary>The price: the sum of all other steps.</summary>
    Total,
}

/// <summary>How a step came to whole centavos. (Arredondamento.)</summary>
public enum Rounding
{
    /// <summary>It had no fraction to begin with.</summary>
    None,

    /// <summary>Once, to the nearest centavo, an exact half away from zero.</summary>
    HalfAwayFromZero,
}

/// <summary>
/// One line of a price, in words the debtor reads and in figures a machine can check. (Linha da demonstração.)
/// </summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Label">What it is, in plain Portuguese.</param>
/// <param name="Detail">How it was made, in plain Portuguese; empty where the label says it all.</param>
/// <param name="Amount">What it adds to the price; below zero for what it takes away.</param>
/// <param name="RuleId">The rule and its version.</param>
public sealed record ProofStep(ProofKind Kind, string Label, string Detail, Money Amount, string RuleId)
{
    /// <summary>The amount the step was computed on.</summary>
    public Money? Base { get; init; }

    /// <summary>The percentage applied: once for a fine, per month for agreed interest, the sum of the months for interest by law, the
    /// whole change for correction.</summary>
    public decimal? RatePercent { get; init; }

    /// <summary>Days charged, as the day count makes them.</summary>
    public int? Days { get; init; }

    /// <summary>The amount before rounding, as far as 28 digits show it.</summary>
    public decimal? Unrounded { get; init; }

    /// <summary>How <see cref="Unrounded"/> became <see cref="Amount"/>.</summary>
    public Rounding Rounding { get; init; }

    /// <summary>Clause of the contract, law or precedent, in Portuguese; null for plain facts.</summary>
    public string? Source { get; init; }

    /// <summary>The index months used, oldest first; empty where none was.</summary>
    public IReadOnlyList<IndexUse> Indices { get; init; } = [];
}

/// <summary>
/// A price and the steps that make it, in the order in which they happened. The amounts of all steps but the last, the total, add up to
/// the price exactly. (Demonstrativo do cálculo.)
/// </summary>
/// <param name="Price">The price proved, equal to what <see cref="Pricing.PriceOn"/> answers.</param>
/// <param name="Steps">The steps, principal first, total last.</param>
public sealed record PriceProof(PricedDebt Price, IReadOnlyList<ProofStep> Steps);
