using System.Runtime.InteropServices;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Debts;

/// <summary>What one debt costs on one day, by component. (Saldo atualizado.)</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PricedDebt
{
    /// <summary>The day the price is for.</summary>
    public required DateOnly PayOn { get; init; }

    /// <summary>Principal still owed.</summary>
    public required Money Principal { get; init; }

    /// <summary>Monetary correction of that principal; below zero after a deflation.</summary>
    public required Money Correction { get; init; }

    /// <summary>Late fine still owed. It is charged once in the life of a debt.</summary>
    public required Money Fine { get; init; }

    /// <summary>Late interest still owed.</summary>
    public required Money Interest { get; init; }

    /// <summary>What was paid beyond the debt and belongs to the debtor.</summary>
    public required Money Surplus { get; init; }

    /// <summary>Calendar days from the start of mora to <see cref="PayOn"/>; zero when not late or settled.</summary>
    public required int DaysLate { get; init; }

    /// <summary>The last day to pay without any charge: the due date, rolled over days without banks.</summary>
    public required DateOnly ChargeFreeThrough { get; init; }

    /// <summary>The amount that settles the debt on <see cref="PayOn"/>; never below zero.</summary>
    public Money Total => Principal + Correction + Fine + Interest;

    /// <summary>Fine and interest together (encargos).</summary>
    public Money Charges => Fine + Interest;

    /// <summary>True when charges run: something is owed and the last charge-free day is over.</summary>
    public bool IsLate => DaysLate > 0;

    /// <summary>True when nothing is owed.</summary>
    public bool IsSettled => Total == Money.Zero;
}

/// <summary>
/// Where the money of one payment went, at its own date: interest first, then the fine, then correction and principal (Código Civil,
/// art. 354). The five parts add up to the payment. (Imputação do pagamento.)
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Imputation
{
    /// <summary>The day the debtor paid.</summary>
    public required DateOnly PaidOn { get; init; }

    /// <summary>Late interest paid off.</summary>
    public required Money Interest { get; init; }

    /// <summary>Late fine paid off.</summary>
    public required Money Fine { get; init; }

    /// <summary>Monetary correction paid off; below zero when a deflation reduced the principal by itself.</summary>
    public required Money Correction { get; init; }

    /// <summary>Principal paid off.</summary>
    public required Money Principal { get; init; }

    /// <summary>What went beyond the debt and belongs to the debtor.</summary>
    public required Money Surplus { get; init; }

    /// <summary>What the debt still cost right after, on the same day.</summary>
    public required Money Rest { get; init; }

    /// <summary>The payment itself.</summary>
    public Money Amount => Interest + Fine + Correction + Principal + Surplus;

    /// <summary>What went to the debt.</summary>
    public Money Used => Interest + Fine + Correction + Principal;
}
