using System.Collections.Immutable;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Debts;

/// <summary>Which of the agreed terms a ceiling speaks of. (Encargo limitado.)</summary>
public enum CappedTerm
{
    /// <summary>The late fine, a percentage charged once.</summary>
    Fine,

    /// <summary>Late interest, a percentage per month.</summary>
    InterestPerMonth,
}

/// <summary>
/// One ceiling of law or of prudence on what may be agreed, with where it comes from and while it holds. A new law is a new row and
/// an end date on the old one; no code asks which law it is. (Limite legal.)
/// </summary>
/// <param name="RuleId">Stable name of the row, kept with every proof that leans on it.</param>
/// <param name="Term">What it limits.</param>
/// <param name="Consumer">True for consumer debts, false for all others.</param>
/// <param name="AtMost">The highest percentage allowed, itself allowed.</param>
/// <param name="Shown">How the debtor reads it in the proof.</param>
/// <param name="Source">Law, precedent or policy behind it.</param>
/// <param name="ValidFrom">First day it holds.</param>
/// <param name="ValidThrough">Last day it holds; null while no end is known.</param>
public sealed record PriceCap(
    string RuleId, CappedTerm Term, bool Consumer, Rate AtMost, string Shown, string Source, DateOnly ValidFrom,
    DateOnly? ValidThrough = null)
{
    /// <summary>
    /// Every ceiling known, read on 21/11/2026 (domain facts §1.1 and §1.2). The two marked as policy are narrower than the law in
    /// some cases: widening them is a lawyer's decision and one line here.
    /// </summary>
    public static ImmutableArray<PriceCap> All { get; } =
    [
        new("cap-fine-consumer-1991", CappedTerm.Fine, Consumer: true, Rate.Percent(10m), "limite do CDC, art. 52 §1º",
            "Lei 8.078/1990, art. 52 §1, as first written", new(1991, 3, 11), new(1996, 8, 1)),
        new("cap-fine-consumer-1996", CappedTerm.Fine, Consumer: true, Rate.Percent(2m), "limite do CDC, art. 52 §1º",
            "Lei 8.078/1990, art. 52 §1, as changed by Lei 9.298/1996", new(1996, 8, 2)),
        new("cap-interest-consumer", CappedTerm.InterestPerMonth, Consumer: true, Rate.Percent(1m), "limite de 1% ao mês",
            "Policy for creditors that are no bank (STJ REsp 1.720.656); banks have the same ceiling (STJ Súmula 379)", new(1991, 3, 11)),
        new("cap-fine-company", CappedTerm.Fine, Consumer: false, Rate.Percent(10m), "limite de 10% da Lei da Usura, art. 9º",
            "Decreto 22.626/1933, art. 9; Código Civil, arts. 412 and 413", new(1933, 4, 8)),
        new("cap-interest-company", CappedTerm.InterestPerMonth, Consumer: false, Rate.Percent(2m), "limite de 2% ao mês",
            "Policy: twice the customary 1% a month (Decreto 22.626/1933, art. 1), kept although Lei 14.905/2024, art. 3, frees "
                + "contracts between companies",
            new(1933, 4, 8)),
    ];

    /// <summary>The ceiling on one term for a debt of that day; null when none was in force.</summary>
    public static PriceCap? InForceOn(DateOnly on, CappedTerm term, bool consumer)
    {
        foreach (var cap in All)
        {
            if (cap.Term == term && cap.Consumer == consumer && cap.Meets(on, on))
                return cap;
        }

        return null;
    }

    /// <summary>True when the ceiling holds on any day of a period.</summary>
    internal bool Meets(DateOnly from, DateOnly through) => ValidFrom <= through && (ValidThrough ?? DateOnly.MaxValue) >= from;

    /// <summary>What the terms agree for the term this row limits; null when nothing is agreed.</summary>
    internal Rate? AgreedIn(PriceTerms terms) => Term == CappedTerm.Fine ? terms.Fine : terms.InterestPerMonth;
}
