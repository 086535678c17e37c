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

    /// <summary>Everything wrong with a creditor's list of terms, at once; fields are named <c>condicoes[0].multa_percentual</c> in the order given.</summary>
    /// <param name="terms">The list as the creditor wrote it.</param>
    /// <param name="consumer">Whether the debts are consumer debts.</param>
    public static IReadOnlyList<TermsProblem> Validate(IReadOnlyList<PriceTerms> terms, bool consumer)
    {
        var problems = new List<TermsProblem>();
        if (terms.Count == 0)
            problems.Add(new("condicoes", "Informe ao menos uma condição de cobrança."));
        for (var i = 0; i < terms.Count; i++)
        {
            var start = terms[i].ValidFrom;
            if (terms.Take(i).Any(earlier => earlier.ValidFrom == start))
                problems.Add(new($"condicoes[{i}].vigente_desde", $"Já existe uma condição que começa em {start.ToPtBr()}."));
            var later = terms.Where(other => other.ValidFrom > start).Select(other => other.ValidFrom).ToList();
            var through = later.Count == 0 ? DateOnly.MaxValue : later.Min().AddDays(-1);
            problems.AddRange(terms[i].Validate(consumer, start, through).Select(one => one with { Field = $"condicoes[{i}].{one.Field}" }));
        }

        return problems;
    }
}
