using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Calendars;

/// <summary>
/// A monthly series as the Banco Central's SGS gives it: JSON <c>[{"data":"01/01/2026","valor":"0.42"}]</c>, or CSV with the header
/// <c>data;valor</c> and lines <c>"01/01/2026";"0,42"</c>. Neither names its series: whoever imports says which. (Arquivo de índices.)
/// </summary>
public static class BcbSeriesFile
{
    /// <summary>Longer texts are refused whole: the longest series has 1,500 months, 60 KB.</summary>
    public const int MaxLength = 4_000_000;

    private const int MaxPlaces = 6; // what the taxa legal is published with (Resolução CMN 5.171/2024); the others have two
    private const decimal Largest = 100m; // the worst month on record, March 1990, was 82.39%

    /// <summary>Reads a file of either form, told apart by its first character.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="series">The series it is of.</param>
    /// <param name="source">Where it came from: kept with each month for the proof of a price.</param>
    public static FileReading<MonthlyIndex> Read(string text, IndexSeries series, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        var months = new Months(series, source);
        var start = text.AsSpan().TrimStart('\ufeff');
        if (text.Length > MaxLength)
            months.Refuse(1, "Arquivo grande demais para uma série mensal: baixe só a série de que precisa.");
        else if (start.IsWhiteSpace())
            months.Refuse(1, "Arquivo vazio: baixe a série de novo.");
        else if (start.TrimStart()[0] is '[' or '{')
            ReadJson(start, months);
        else
            ReadCsv(start, months);
        return months.ToReading();
    }

    private static void ReadJson(ReadOnlySpan<char> text, Months months)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        var reader = new Utf8JsonReader(bytes);
        var (line, counted) = (1, 0);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                months.Refuse(1, "O arquivo não é a lista do Banco Central, que começa com [{\"data\": baixe a série de novo.");
                return;
            }
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                for (; counted < reader.TokenStartIndex; counted++)
                    line += bytes[counted] == '\n' ? 1 : 0;
                if (reader.TokenType != JsonTokenType.StartObject)
                {
                    reader.Skip();
                    months.Refuse(line, "Item sem data e valor: baixe a série de novo.");
                    continue;
                }
                string? date = null, value = null;
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString();
                    reader.Read();
                    var content = reader.TokenType switch
                    {
                        JsonTokenType.String => reader.GetString(),
                        JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan),
                        _ => null,
                    };
                    if (name == "data")
                        date = content;
                    else if (name == "valor")
                        value = content;
                    reader.Skip();
                }
                months.Add(line, date, value);
            }
            reader.Read(); // throws when something follows the list
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException) // the second: half a surrogate pair
        {
            for (; counted < reader.BytesConsumed; counted++)
                line += bytes[counted] == '\n' ? 1 : 0;
            months.Refuse(line, "O arquivo JSON está incompleto ou danificado a partir daqui: baixe a série de novo.");
        }
    }

    private static void ReadCsv(ReadOnlySpan<char> text, Months months)
    {
        var (line, hasHeader) = (0, false);
        foreach (var content in text.EnumerateLines())
        {
            line++;
            if (content.IsWhiteSpace())
                continue;
            var whole = DelimitedLine.TrySplit(content, out var fields);
            if (!hasHeader)
            {
                if (fields is not [var data, var valor] || !Is(data, "data") || !Is(valor, "valor"))
                {
                    months.Refuse(line, "O arquivo não começa com o cabeçalho data;valor: baixe a série do Banco Central em CSV ou JSON.");
                    return;
                }
                hasHeader = true;
            }
            else if (!whole)
                months.Refuse(line, "Aspas sem fechar: confira a linha.");
            else if (fields is [var date, var value])
                months.Add(line, date, value);
            else
                months.Refuse(line, "A linha não tem duas colunas, data e valor: confira a linha.");
        }
    }

    private static bool Is(string text, string name) => text.Equals(name, StringComparison.OrdinalIgnoreCase);

    private sealed class Months(IndexSeries series, string source)
    {
        private readonly List<MonthlyIndex> _values = [];
        private readonly List<LineProblem> _problems = [];
        private readonly HashSet<(int, int)> _seen = [];

        public void Refuse(int line, string problem) => _problems.Add(new(line, problem));

        public FileReading<MonthlyIndex> ToReading() => new(_values, _problems);

        public void Add(int line, string? date, string? value)
        {
            if (!DateText.TryParse(date, out var day, out var problem) || !TryReadPercent(value, out var percent, out problem))
                Refuse(line, problem);
            else if (day.Day != 1)
                Refuse(line, "A data não é o primeiro dia de um mês: a série precisa ser mensal, e esta parece diária.");
            else if (!_seen.Add((day.Year, day.Month)))
                Refuse(line, $"Mês repetido, {day.ToPtBr()[3..]}: deixe uma linha só.");
            else
                _values.Add(new(series, day.Year, day.Month, percent, source));
        }

        private bool TryReadPercent(string? text, out decimal percent, [NotNullWhen(false)] out string? problem)
        {
            var number = Keyed.Trim(text);
            var negative = number is ['-', ..];
            problem = null;
            if (!PlainDecimal.TryRead(negative ? number[1..] : number, out percent, out var places))
                problem = "Valor incorreto: o esperado é um percentual como 0,42 ou 0.42.";
            else if (places > MaxPlaces)
                problem = "Valor com mais de 6 casas decimais: confira se a série é de variação mensal em percentual.";
            else if (percent > Largest)
                problem = "Valor acima de 100% em um mês: confira se a série é de variação mensal em percentual.";
            else if (negative && percent != 0 && series is IndexSeries.TaxaLegal or IndexSeries.Selic)
                problem = $"Valor negativo, que a série {series.Sgs().Name} não tem: confira a série.";
            percent = negative ? -percent : percent;
            return problem is null;
        }
    }
}
