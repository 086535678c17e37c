using System.Globalization;
using Cobranca.Domain.Values;

namespace Cobranca.Portal.Features.Portfolio;

/// <summary>An import told to the person who ran it.</summary>
public static class ImportWords
{
    public static IEnumerable<string> Of(string file, string creditor, PortfolioImportSummary summary, bool dryRun, TimeSpan took)
    {
        yield return $"{file} → {creditor}{(dryRun ? " (ensaio: nada foi gravado)" : "")}";
        yield return $"  {Number(summary.Lines)} linhas em {took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture).Replace('.', ',')} s; {summary.Encoding}, separador «{summary.Separator}», {Decimals(summary)}";
        yield return $"  novas {Number(summary.Added)} · alteradas {Number(summary.Changed)} · sem mudança {Number(summary.Unchanged)} · recusadas {Number(summary.Refused)}";
        foreach (var remark in Remarks(summary)) yield return "  " + remark;
        foreach (var warning in summary.Warnings) yield return $"    atenção, {Of(warning)}";
    }

    /// <summary>What is worth knowing about the file as a whole.</summary>
    public static IEnumerable<string> Remarks(PortfolioImportSummary summary)
    {
        if (summary.Padded > 0) yield return $"{Number(summary.Padded)} CPF ou CNPJ tinham perdido zeros à esquerda e foram completados (os dígitos verificadores conferem)";
        if (summary.UnknownColumns.Count > 0) yield return $"colunas desconhecidas, não usadas: {string.Join(", ", summary.UnknownColumns)}";
        yield return $"{Number(summary.SmsAllowed)} de {Number(summary.MobileContacts)} contatos podem receber SMS{(summary.HasOptInColumns ? "" : " (o arquivo não tem a coluna optin_sms)")}";
        if (summary.NamesThatDiffer > 0) yield return $"{Number(summary.NamesThatDiffer)} linhas dão outro nome a um CPF ou CNPJ já visto no arquivo: ficou o nome da primeira";
        if (summary.OpenBoletosTouched > 0) yield return $"{Number(summary.OpenBoletosTouched)} títulos que mudaram têm boleto em aberto: confira se o banco deve baixá-lo";
    }

    public static string Of(RowProblem problem) => string.Create(CultureInfo.InvariantCulture,
        $"linha {problem.Line}{(problem.Column.Length == 0 ? "" : ", " + problem.Column)}: {problem.Reason}");

    private static string Decimals(PortfolioImportSummary summary) => summary switch
    {
        { DecimalsContradict: true } => "decimais com vírgula e com ponto",
        { Decimals: DecimalReading.Comma } => "decimal com vírgula",
        { Decimals: DecimalReading.Dot } => "decimal com ponto",
        _ => "sem decimais que digam se é vírgula ou ponto",
    };

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '.');
}
