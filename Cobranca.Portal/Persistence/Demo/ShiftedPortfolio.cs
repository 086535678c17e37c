using System.Globalization;
using Cobranca.Domain.Boletos;
using Cobranca.Portal.Features.Portfolio;

namespace Cobranca.Portal.Persistence.Demo;

/// <summary>
/// A demonstration portfolio some days later. Every date of a debt moves, also the one inside the linha digitável of a slip; a date of
/// birth stays. The files are ours: semicolons, no quotes.
/// </summary>
public static class ShiftedPortfolio
{
    private static readonly PortfolioColumn[] Moving =
        [PortfolioColumn.DueDate, PortfolioColumn.IssuedOn, PortfolioColumn.PaidOn, PortfolioColumn.AssignedOn, PortfolioColumn.TimeBarredOn];

    public static IEnumerable<string> Of(IEnumerable<string> lines, int days)
    {
        PortfolioColumn?[]? columns = null;
        foreach (var line in lines)
        {
            if (line.Contains('"', StringComparison.Ordinal)) throw new FormatException("A demonstration portfolio has no quotes.");
            var cells = line.Split(';');
            if (columns is null)
            {
                columns = [.. cells.Select(name => PortfolioColumns.TryFind(name, out var column) ? column : throw new FormatException($"Unknown column {name}."))];
                yield return line;
                continue;
            }
            for (var i = 0; i < cells.Length; i++)
            {
                if (cells[i].Length == 0 || columns[i] is not { } column) continue;
                if (Moving.Contains(column)) cells[i] = Date(cells[i], days);
                else if (column == PortfolioColumn.SlipLinha) cells[i] = Linha(cells[i], days);
            }
            yield return string.Join(';', cells);
        }
    }

    private static string Date(string text, int days) =>
        DateOnly.ParseExact(text, "dd'/'MM'/'yyyy", CultureInfo.InvariantCulture).AddDays(days).ToString("dd'/'MM'/'yyyy", CultureInfo.InvariantCulture);

    private static string Linha(string text, int days)
    {
        if (!LinhaDigitavel.TryParse(text, out var linha)) throw new FormatException($"Not a linha digitável: {text}.");
        var slip = linha.ToBarcode();
        // The digits start over after the highest: 9999 is followed by 1000.
        var turn = FatorVencimento.Highest - FatorVencimento.Lowest + 1;
        var fator = FatorVencimento.Lowest + (((slip.Fator - FatorVencimento.Lowest + days) % turn + turn) % turn);
        return Barcode.Create(slip.Bank, fator, slip.Amount, slip.CampoLivre).ToLinhaDigitavel().Digits;
    }
}
