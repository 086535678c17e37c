using System.Text.RegularExpressions;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Access;

/// <summary>What the creditor's papers say about a debtor and a stranger would not know. An unknown debtor has none, by the same queries.</summary>
public sealed partial class ContractEvidence(CobrancaDb db)
{
    /// <summary>The newest papers are looked at; a person remembers those.</summary>
    private const int PapersAtMost = 2_000;
    /// <summary>Shorter numbers are guessed, not known.</summary>
    private const int ShortestNumber = 3;
    /// <summary>The middle six digits of a partner's CPF are published with the company's register: the first ones must be among those given.</summary>
    private const int ShortestRepresentative = 5;

    /// <summary>Everything that counts for one debtor.</summary>
    public async Task<Known> OfAsync(long? debtorId, CancellationToken cancellation)
    {
        var id = debtorId ?? 0;
        var debtor = await db.Debtors.AsNoTracking().Where(d => d.Id == id).Select(d => new { d.RepresentativeCpf, d.BirthDate }).SingleOrDefaultAsync(cancellation);
        var papers = await db.Receivables.AsNoTracking().Where(r => r.DebtorId == id).OrderByDescending(r => r.Id).Take(PapersAtMost)
            .Select(r => new { r.ExternalId, r.Contract, r.Description, r.SlipNossoNumero }).ToListAsync(cancellation);
        var numbers = papers.SelectMany(p => new[] { p.ExternalId, p.Contract, p.SlipNossoNumero }.Concat(InvoicesIn(p.Description)))
            .SelectMany(Spellings).Where(number => number.Length >= ShortestNumber).ToHashSet(StringComparer.Ordinal);
        return new(numbers, debtor?.RepresentativeCpf, debtor?.BirthDate);
    }

    /// <summary>The pieces known of one debtor.</summary>
    public sealed record Known(IReadOnlySet<string> Numbers, Cpf? Representative, DateOnly? BirthDate)
    {
        /// <summary>For a company: an invoice or contract number, or the beginning of its representative's CPF.</summary>
        public bool ProvesCompany(string? typed)
        {
            var digits = string.Concat((typed ?? "").Where(char.IsAsciiDigit));
            return Numbers.Contains(Normal(typed)) || Numbers.Contains(Normal(digits))
                || (digits.Length >= ShortestRepresentative && Representative?.Value.StartsWith(digits, StringComparison.Ordinal) == true);
        }

        /// <summary>For a change of contact: the same, or a person's date of birth.</summary>
        public bool Supports(string? typed) => ProvesCompany(typed) || (BirthDate is { } birth && DateText.TryParse(typed, out var date, out _) && date == birth);
    }

    /// <summary>Letters and digits only, without leading zeros: people copy numbers with and without them.</summary>
    private static string Normal(string? text) => string.Concat((text ?? "").Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant().TrimStart('0');

    /// <summary>How people copy one number: <c>NF-10475-1</c> whole, its digits alone, or the long number in it, <c>10475</c> (but not a year).</summary>
    private static IEnumerable<string> Spellings(string? text)
    {
        if (text is null) yield break;
        yield return Normal(text);
        yield return Normal(string.Concat(text.Where(char.IsAsciiDigit)));
        foreach (var match in LongNumber().Matches(text).Select(match => Normal(match.Value)))
            if (match.Length > 4 || (match.Length == 4 && match is not (['1', '9', ..] or ['2', '0', ..]))) yield return match;
    }

    private static IEnumerable<string?> InvoicesIn(string? description) =>
        description is null ? [] : Invoice().Matches(description).Select(match => match.Groups["number"].Value);

    /// <summary>"NF 10.234", "Fatura nº 8841", "Duplicata 2231/3": the number a person reads off the paper.</summary>
    [GeneratedRegex(@"\b(NFS?-?e?|nota( fiscal)?|fatura|duplicata|pedido|contrato)\W{0,3}(n[º°o.]{0,2}\W{0,2})?(?<number>\d[\d./-]*)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Invoice();

    /// <summary>Digits, with the points of thousands that some systems print.</summary>
    [GeneratedRegex(@"\d+(\.\d{3})*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LongNumber();
}
