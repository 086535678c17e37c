using System.Globalization;
using Cobranca.Domain.Calendars;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Debts;

/// <summary>How days become months when interest is counted. (Contagem de dias.)</summary>
public enum DayCount
{
    /// <summary>Calendar days, each worth a thirtieth of the monthly rate. The market's default.</summary>
    Actual30,

    /// <summary>Months of thirty days (30E/360): the 31st counts as the 30th at both ends.</summary>
    Thirty360,

    /// <summary>Calendar days, each worth a 365th of twelve times the monthly rate.</summary>
    Actual365,
}

/// <summary>From which day lateness is counted once the last charge-free day was missed. (Início da mora.)</summary>
public enum MoraStart
{
    /// <summary>From the last charge-free day, as a Pix charge does. The default: it never charges more than the other.</summary>
    RolledDate,

    /// <summary>From the due date printed on the debt (STJ, REsp 1.954.924).</summary>
    OriginalDate,
}

/// <summary>One reason why terms are refused. (Problema nas condições.)</summary>
/// <param name="Field">The field as the creditor wrote it: <c>multa_percentual</c>.</param>
/// <param name="Message">What is wrong and what would be right, in Portuguese.</param>
public readonly record struct TermsProblem(string Field, string Message);

/// <summary>
/// What a creditor agreed with its debtors about paying late. Immutable. Whoever takes terms in asks <see cref="Validate"/> and refuses
/// what it answers; <see cref="Pricing"/> relies on that and throws when it meets terms above a legal ceiling, it never trims them in
/// silence. (Condições de cobrança.)
/// </summary>
public sealed record PriceTerms
{
    /// <summary>No fine, and the interest the law sets when nobody agreed on a rate.</summary>
    public static PriceTerms NothingAgreed { get; } = new();

    /// <summary>Charged once on the unpaid principal when the debt falls late (multa). Zero by default.</summary>
    public Rate Fine { get; init; }

    /// <summary>
    /// Simple interest per month (juros de mora). Null when nothing was agreed: the monthly taxa legal since 30/08/2024 (Código Civil,
    /// art. 406), the Selic alone before (STJ, Tema 1.368). Zero means agreed to be free of interest.
    /// </summary>
    public Rate? InterestPerMonth { get; init; }

    /// <summary>How days are counted for an agreed rate. The taxa legal and the Selic have their own count.</summary>
    public DayCount DayCount { get; init; }

    /// <summary>From which day interest and monetary correction run.</summary>
    public MoraStart MoraStart { get; init; }

    /// <summary>
    /// The price index that corrects the principal; null charges no correction. The law would allow the IPCA when nothing was agreed
    /// (Código Civil, art. 389): it is applied only where the creditor says so.
    /// </summary>
    public IndexSeries? Correction { get; init; }

    /// <summary>True when the contract has the fine on the corrected value; false takes it on the nominal principal.</summary>
    public bool FineOnCorrectedValue { get; init; }

    /// <summary>True when the contract keeps the corrected value from falling below the principal in a deflation.</summary>
    public bool CorrectionNeverNegative { get; init; }

    /// <summary>Years from the due date until the debt is time-barred: 5 for liquid debts in a document (Código Civil, art. 206 §5 I).</summary>
    public int LimitationYears { get; init; } = 5;

    /// <summary>The clause the debtor can look up, shown in the proof: <c>Contrato, cláusula 8</c>.</summary>
    public string? Clause { get; init; }

    /// <summary>The document or file these terms were read from; shown in the proof when there is no clause.</summary>
    public string? Source { get; init; }

    /// <summary>First day on which a debt may be born under these terms.</summary>
    public DateOnly ValidFrom { get; init; } = DateOnly.MinValue;

    /// <summary>The same terms with what one receivable has of its own; a null leaves the creditor's.</summary>
    public PriceTerms Overridden(Rate? fine, Rate? interestPerMonth) => fine is null && interestPerMonth is null
        ? this
        : this with { Fine = fine ?? Fine, InterestPerMonth = interestPerMonth ?? InterestPerMonth };

    /// <summary>Everything wrong with the terms for debts born on any day from <see cref="ValidFrom"/> on; empty when they may be used.</summary>
    /// <param name="consumer">Whether the debts they govern are consumer debts, which have the lower ceilings.</param>
    public IReadOnlyList<TermsProblem> Validate(bool consumer) => Validate(consumer, ValidFrom, DateOnly.MaxValue);

    /// <summary>
    /// Everything wrong with the terms, at once, held against every ceiling in force on any day of a period: for one receivable, the
    /// day it was issued or falls due.
    /// </summary>
    /// <param name="consumer">Whether the debts they govern are consumer debts, which have the lower ceilings.</param>
    /// <param name="from">First day on which a debt may be born under the terms.</param>
    /// <param name="through">Last such day.</param>
    public IReadOnlyList<TermsProblem> Validate(bool consumer, DateOnly from, DateOnly through)
    {
        var problems = new List<TermsProblem>();
        foreach (var cap in PriceCap.All)
        {
            if (cap.Consumer == consumer && cap.Meets(from, through) && cap.AgreedIn(this) is { } agreed && agreed > cap.AtMost)
                problems.Add(Above(cap, agreed));
        }

        if (!Enum.IsDefined(DayCount))
            problems.Add(new("contagem_dias", "Use uma destas: actual30, thirty360 ou actual365."));
        if (!Enum.IsDefined(MoraStart))
            problems.Add(new("inicio_mora", "Use uma destas: rolledDate ou originalDate."));
        if (Correction is not (null or IndexSeries.Ipca or IndexSeries.Inpc or IndexSeries.IgpM))
            problems.Add(new("correcao", "Use IPCA, INPC ou IGP-M, ou deixe sem correção: a Selic e a taxa legal são juros."));
        if (LimitationYears is < 1 or > 10)
            problems.Add(new("prescricao_anos", "O prazo de prescrição vai de 1 a 10 anos (Código Civil, arts. 205 e 206)."));
        if (!IsOneShortLine(Clause))
            problems.Add(new("clausula", "Escreva a cláusula em uma linha de até 200 letras."));
        if (!IsOneShortLine(Source))
            problems.Add(new("fonte", "Escreva a fonte em uma linha de até 200 letras."));
        return problems;
    }

    private static TermsProblem Above(PriceCap cap, Rate agreed) => cap.Term == CappedTerm.Fine
        ? new("multa_percentual", string.Create(CultureInfo.InvariantCulture,
            $"A multa de {agreed} passa do permitido, {cap.AtMost} ({cap.Shown}).") + Until(cap))
        : new("juros_percentual_mes", string.Create(CultureInfo.InvariantCulture,
            $"Os juros de {agreed} ao mês passam do permitido, {cap.AtMost} ao mês.") + Until(cap));

    private static string Until(PriceCap cap) => cap.ValidThrough is { } last ? $" Limite em vigor até {last.ToPtBr()}." : "";

    private static bool IsOneShortLine(string? text) => text is null || (text.Length is > 0 and <= 200 && !text.Any(char.IsControl));
}
