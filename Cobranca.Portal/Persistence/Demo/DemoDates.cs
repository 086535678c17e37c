using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Portfolio;
using CsvHelper;

namespace Cobranca.Portal.Persistence.Demo;

/// <summary>Moves every date of a demonstration file by whole days, those inside its slips' linhas digitáveis too.</summary>
internal static class DemoDates
{
    private static readonly PortfolioColumn[] Dates =
    [
        PortfolioColumn.DueDate, PortfolioColumn.IssuedOn, PortfolioColumn.PaidOn, PortfolioColumn.BirthDate, PortfolioColumn.AssignedOn, PortfolioColumn.TimeBarredOn,
    ];

    /// <summary>Writes the moved file in one step: a killed start leaves all of it or nothing.</summary>
    public static void Shift(string source, string target, int days)
    {
        var unfinished = target + ".novo";
        using (var reader = CsvReader.FromFile(source, new CsvReaderOptions { Separator = ';', HasHeader = false }))
        using (var writer = CsvWriter.ToFile(unfinished, new CsvWriterOptions { Separator = ';', NewLine = "\n" }))
        {
            PortfolioColumn?[]? columns = null;
            while (reader.Read())
            {
                var fields = Enumerable.Range(0, reader.FieldCount).Select(reader.GetString).ToArray();
                if (columns is null) columns = [.. fields.Select(name => PortfolioColumns.TryFind(name, out var column) ? column : (PortfolioColumn?)null)];
                else fields = [.. fields.Zip(columns, (text, column) => Shifted(text, column, days))];
                writer.WriteRecord(fields);
            }
        }
        File.Move(unfinished, target, overwrite: true);
    }

    private static string Shifted(string text, PortfolioColumn? column, int days) =>
        text.Length == 0 || column is not { } which ? text
        : Dates.Contains(which) ? DateText.Parse(text).AddDays(days).ToPtBr()
        : which == PortfolioColumn.SlipLinha ? Shifted(text, days)
        : text;

    private static string Shifted(string linha, int days)
    {
        if (BoletoCode.Read(linha, DemoPortfolio.Anchor) is not CodeReading.BankSlip { DueOn: { } dueOn, Barcode: var old })
            throw new FormatException("A demonstration slip has a wrong linha digitável.");
        return Barcode.Create(old.Bank, FatorVencimento.Encode(dueOn.AddDays(days)), old.Amount, old.CampoLivre).ToLinhaDigitavel().Formatted;
    }
}
