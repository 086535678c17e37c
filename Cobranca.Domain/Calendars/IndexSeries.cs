using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Cobranca.Domain.Calendars;

/// <summary>The monthly series a price may need, all published by the Banco Central. (Série de índices.)</summary>
public enum IndexSeries
{
    /// <summary>Consumer prices, IBGE; the correction when none is agreed (Código Civil, art. 389).</summary>
    Ipca,

    /// <summary>Consumer prices of lower incomes, IBGE.</summary>
    Inpc,

    /// <summary>General market prices, FGV; usual in rent.</summary>
    IgpM,

    /// <summary>The Selic rate accumulated in the month; late interest before 30/08/2024 when none was agreed (STJ, Tema 1.368).</summary>
    Selic,

    /// <summary>Late interest from 30/08/2024 when none is agreed (Lei 14.905/2024; Resolução CMN 5.171/2024); never negative.</summary>
    TaxaLegal,
}

/// <summary>Where a series is found in the Banco Central's SGS (domain facts §1.2). (Código no SGS.)</summary>
/// <param name="Code">The number of the series.</param>
/// <param name="Name">Its short name.</param>
/// <param name="IsConfirmed">
/// False when no source read here confirms the code: compare a month with the Banco Central's own page before using what it gives.
/// </param>
/// <param name="Basis">Where the code was read.</param>
public sealed record SgsSeries(int Code, string Name, bool IsConfirmed, string Basis)
{
    /// <summary>Where the series is downloaded as JSON.</summary>
    public Uri Address =>
        new(string.Create(CultureInfo.InvariantCulture, $"https://api.bcb.gov.br/dados/serie/bcdata.sgs.{Code}/dados?formato=json"));
}

/// <summary>The names and codes of the series. (Séries de índices.)</summary>
public static class IndexSeriesCatalog
{
    /// <summary>The series' place in the SGS.</summary>
    public static SgsSeries Sgs(this IndexSeries series) => series switch
    {
        IndexSeries.Ipca => new(433, "IPCA", IsConfirmed: true, "github.com/rafpyprog/pySGS, sgs/series.py"),
        IndexSeries.Inpc => new(188, "INPC", IsConfirmed: true, "domain facts §1.2, sgs-list"),
        IndexSeries.IgpM => new(189, "IGP-M", IsConfirmed: true, "domain facts §1.2, sgs-list"),
        // Not 11 (daily) nor 432 (the target): the table is monthly.
        IndexSeries.Selic => new(4390, "Selic", IsConfirmed: true, "github.com/rafpyprog/pySGS, sgs/series.py"),
        IndexSeries.TaxaLegal => new(29543, "taxa legal", IsConfirmed: false, "domain facts §1.2; only the factors 29541 and 29542 were seen"),
        _ => throw new ArgumentOutOfRangeException(nameof(series), series, "No such series."),
    };

    /// <summary>
    /// Reads a series by its name (<c>ipca</c>, <c>inpc</c>, <c>igp-m</c>, <c>selic</c>, <c>taxa-legal</c>) or its SGS code.
    /// </summary>
    /// <param name="text">What was typed.</param>
    /// <param name="series">The series when true.</param>
    /// <param name="problem">When false, one sentence in Portuguese saying what is wrong and what to do.</param>
    public static bool TryParse(string? text, out IndexSeries series, [NotNullWhen(false)] out string? problem)
    {
        var letters = new string([.. (text ?? "").Where(static c => c is not ('-' or ' ' or '_'))]);
        foreach (var candidate in Enum.GetValues<IndexSeries>())
        {
            var (name, code) = (candidate.ToString(), candidate.Sgs().Code.ToString(CultureInfo.InvariantCulture));
            if (letters.Equals(name, StringComparison.OrdinalIgnoreCase) || letters == code)
            {
                (series, problem) = (candidate, null);
                return true;
            }
        }
        (series, problem) = (default, "Série desconhecida: use ipca, inpc, igp-m, selic ou taxa-legal.");
        return false;
    }
}
