using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Cobranca.Domain.Values;

/// <summary>
/// Dates as files and forms write them: <c>21/11/2026</c>, <c>21-11-2026</c> and <c>21.11.2026</c> day first, or ISO <c>2026-11-21</c>;
/// a spreadsheet's midnight after either is dropped. Month first is never tried. (Data.)
/// </summary>
public static class DateText
{
    private const int FirstYear = 1900;
    private const int LastYear = 2199;
    private static readonly DateOnly SpreadsheetZero = new(1899, 12, 30);
    private const string Shapes = "informe como 21/11/2026.";

    /// <summary>Reads a date between 1900 and 2199.</summary>
    /// <param name="text">What was typed or imported.</param>
    /// <param name="value">The date when true; <c>default</c> when false.</param>
    /// <param name="problem">When false, one sentence in Portuguese saying what is wrong and what to do.</param>
    public static bool TryParse(string? text, out DateOnly value, [NotNullWhen(false)] out string? problem)
    {
        value = default;
        var date = Keyed.Trim(text);
        if (date.IsEmpty)
        {
            problem = "Data vazia: " + Shapes;
            return false;
        }
        if (date.Length > 40)
        {
            problem = "Data longa demais: " + Shapes;
            return false;
        }
        var time = date.IndexOfAny(' ', 'T');
        if (time > 0)
        {
            if (!IsMidnight(date[(time + 1)..]))
            {
                problem = "Data com hora: informe só a data, como 21/11/2026.";
                return false;
            }
            date = date[..time];
        }
        if (Keyed.AllDigits(date))
        {
            problem = LooseDigitsProblem(date);
            return false;
        }

        Span<Range> parts = stackalloc Range[4];
        var separator = date.IndexOfAny('/', '-', '.') is >= 0 and var at ? date[at] : '/';
        if (date.Split(parts, separator) != 3
            || !Keyed.AllDigits(date[parts[0]]) || !Keyed.AllDigits(date[parts[1]]) || !Keyed.AllDigits(date[parts[2]]))
        {
            problem = "Data incorreta: " + Shapes;
            return false;
        }
        var first = date[parts[0]];
        var second = date[parts[1]];
        var third = date[parts[2]];
        problem = (first.Length, second.Length, third.Length) switch
        {
            (4, 2, 2) when separator == '-' => Combine(third, second, first, out value),
            (1 or 2, 1 or 2, 4) => Combine(first, second, third, out value),
            (1 or 2, 1 or 2, 2) => "Ano com 2 números pode ser de dois séculos: informe o ano com 4, como 21/11/2026.",
            _ => "Data incorreta: " + Shapes,
        };
        return problem is null;
    }

    /// <summary>Reads a date that must be right.</summary>
    /// <exception cref="FormatException">It is not; the message is the problem.</exception>
    public static DateOnly Parse(string text) =>
        TryParse(text, out var value, out var problem) ? value : throw new FormatException(problem);

    private static string? Combine(ReadOnlySpan<char> day, ReadOnlySpan<char> month, ReadOnlySpan<char> year, out DateOnly value)
    {
        value = default;
        var (d, m, y) = (Number(day), Number(month), Number(year));
        if (y is < FirstYear or > LastYear)
            return $"Ano {year} fora do intervalo de {FirstYear} a {LastYear}: confira a data.";
        if (m is < 1 or > 12)
            return d is >= 1 and <= 12
                ? $"Mês {m} não existe: escreva o dia antes do mês, como 21/11/2026."
                : $"Mês {m} não existe: confira a data.";
        var last = DateTime.DaysInMonth(y, m);
        if (d < 1 || d > last)
            return $"Dia {d} não existe: {DatePtBr.MonthName(m)} de {y} tem {last} dias.";
        value = new(y, m, d);
        return null;
    }

    /// <summary>A spreadsheet's serial number of a day has five digits from 1927 to 2173.</summary>
    private static string LooseDigitsProblem(ReadOnlySpan<char> digits) => digits.Length switch
    {
        5 => $"{digits} parece o número que uma planilha usa por dentro para {SpreadsheetZero.AddDays(Number(digits)).ToPtBr()}: "
            + "formate a coluna como data e exporte de novo.",
        6 or 8 => "Data sem separador: " + Shapes,
        _ => "Data incorreta: " + Shapes,
    };

    private static bool IsMidnight(ReadOnlySpan<char> time) => time is "00:00" or "00:00:00" or "0:00" or "0:00:00"
        || (time.StartsWith("00:00:00.") && time.Length is > 9 and <= 16 && !time[9..].ContainsAnyExcept('0'));

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
