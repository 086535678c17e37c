using System.Collections.Immutable;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Debts;

/// <summary>
/// The terms of one creditor over time. A debt keeps the terms in force when it was issued, or when it fell due if the issue date is
/// unknown, whatever the creditor agrees with others later. (Histórico de condições.)
/// </summary>
public sealed class TermsHistory
{
    private readonly ImmutableArray<PriceTerms> _newestFirst;

    /// <summary>A history, in any order.</summary>
    /// <exception cref="ArgumentException">Two terms start on one day.</exception>
    public TermsHistory(IEnumerable<PriceTerms> terms)
    {
        _newestFirst = [.. terms.OrderByDescending(one => one.ValidFrom)];
        for (var i = 1; i < _newestFirst.Length; i++)
        {
            if (_newestFirst[i].ValidFrom == _newestFirst[i - 1].ValidFrom)
                throw new ArgumentException("Two terms of one creditor cannot start on the same day.", nameof(terms));
        }
    }

    /// <summary>The terms, newest first.</summary>
    public IReadOnlyList<PriceTerms> Terms => _newestFirst;

    /// <summary>The terms in force on a day; null before the first ones.</summary>
    public PriceTerms? InForceOn(DateOnly on)
    {
        foreach (var terms in _newestFirst)
        {
            if (terms.ValidFrom <= on)
                return terms;
        }

        return null;
    }

    /// <summary>
    /// The terms one debt keeps. A debt older than the first terms gets <see cref="PriceTerms.NothingAgreed"/>: terms written later
    /// cannot bind who signed before.
    /// </summary>
    /// <param name="issuedOn">When the debt was issued, if known.</param>
    /// <param name="dueOn">When it falls due.</param>
    /// <param name="ownFine">The receivable's own fine (<c>multa_percentual</c>), if it has one.</param>
    /// <param name="ownInterestPerMonth">The receivable's own interest (<c>juros_percentual_mes</c>), if it has one.</param>
    public PriceTerms For(DateOnly? issuedOn, DateOnly dueOn, Rate? ownFine = null, Rate? ownInterestPerMonth = null) =>
        (InForceOn(issuedOn ?? dueOn) ?? PriceTerms.NothingAgreed).Overridden(ownFine, ownInterestPerMonth);
}
