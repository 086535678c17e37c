using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Calendars;

/// <summary>
/// The file in which state and city holidays come in: CSV separated by semicolons, first line
/// <c>uf;municipio_ibge;data_ou_dia_mes;nome;lei;fonte;vale_desde;vale_ate</c>, columns in any order. (Arquivo de feriados.)
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term><c>uf</c></term><description>The state, required: <c>SP</c>.</description></item>
/// <item><term><c>municipio_ibge</c></term><description>The city's 7 digits; empty when the whole state keeps it.</description></item>
/// <item><term><c>data_ou_dia_mes</c></term><description><c>25/01</c> every year, or <c>25/01/2027</c> once. Required.</description></item>
/// <item><term><c>nome</c></term><description>Required, at most 120 characters.</description></item>
/// <item><term><c>lei</c></term><description>The law; may be empty or absent.</description></item>
/// <item><term><c>fonte</c></term><description>Where it was found, required: no holiday without a named source.</description></item>
/// <item><term><c>vale_desde</c></term><description>The first date it may fall on; may be empty or absent.</description></item>
/// <item><term><c>vale_ate</c></term><description>The last date it may fall on; may be empty or absent.</description></item>
/// </list>
/// </remarks>
public static class LocalHolidayFile
{
    /// <summary>Longer texts are refused whole: five lines for each city of the country fit.</summary>
    public const int MaxLength = 4_000_000;

    private const int MaxFieldLength = 120;

    private static readonly string[] Required = ["uf", "data_ou_dia_mes", "nome", "fonte"];
    private static readonly string[] Known = [.. Required, "municipio_ibge", "lei", "vale_desde", "vale_ate"];

    /// <summary>Reads the whole file; a line that cannot be read is a problem and the others go on.</summary>
    public static FileReading<LocalHoliday> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var holidays = new List<LocalHoliday>();
        var problems = new List<LineProblem>();
        if (text.Length > MaxLength)
            problems.Add(new(1, "Arquivo grande demais: divida em arquivos menores."));
        else
            Read(text.AsSpan().TrimStart('\ufeff'), holidays, problems);
        return new(holidays, problems);
    }

    private static void Read(ReadOnlySpan<char> text, List<LocalHoliday> holidays, List<LineProblem> problems)
    {
        var line = 0;
        var seen = new HashSet<(Uf, CityCode?, int?, int, int, DateOnly?)>();
        List<string>? header = null;
        foreach (var content in text.EnumerateLines())
        {
            line++;
            if (content.IsWhiteSpace())
                continue;
            var whole = DelimitedLine.TrySplit(content, out var fields);
            if (header is null)
            {
                header = [.. fields.Select(field => field.ToLowerInvariant())];
                if (HeaderProblem(header) is { } wrong)
                {
                    problems.Add(new(line, wrong));
                    return;
                }
                continue;
            }
            if (!whole)
                problems.Add(new(line, "Aspas sem fechar: confira a linha."));
            else if (fields.Count != header.Count)
                problems.Add(new(line, $"A linha tem {fields.Count} colunas e o cabeçalho tem {header.Count}: confira a linha."));
            else if (!TryRead(new(header, fields), out var holiday, out var problem))
                problems.Add(new(line, problem));
            else if (!seen.Add((holiday.Uf, holiday.City, holiday.Year, holiday.Month, holiday.Day, holiday.ValidFrom)))
                problems.Add(new(line, "Feriado repetido no arquivo: deixe uma linha só."));
            else
                holidays.Add(holiday);
        }
        if (header is null)
            problems.Add(new(1, "Arquivo vazio: a primeira linha traz o nome das colunas."));
    }

    private static string? HeaderProblem(List<string> header) =>
        Required.FirstOrDefault(name => !header.Contains(name)) is { } missing
            ? $"Falta a coluna {missing}: a primeira linha é uf;municipio_ibge;data_ou_dia_mes;nome;lei;fonte;vale_desde;vale_ate."
        : header.FirstOrDefault(name => !Known.Contains(name, StringComparer.Ordinal)) is { } unknown
            ? $"Coluna desconhecida, \"{(unknown.Length > 40 ? unknown[..40] : unknown)}\": use {string.Join(", ", Known)}."
        : header.Distinct(StringComparer.Ordinal).Count() != header.Count ? "Coluna repetida no cabeçalho: deixe uma só de cada."
        : null;

    private static bool TryRead(
        Row row,
        [NotNullWhen(true)] out LocalHoliday? holiday,
        [NotNullWhen(false)] out string? problem)
    {
        holiday = null;
        if (!Uf.TryParse(row["uf"], out var uf, out problem))
            return false;
        CityCode? city = null;
        if (row["municipio_ibge"] is { Length: > 0 } cityText)
        {
            if (!CityCode.TryParse(cityText, out var code, out problem))
                return false;
            city = code;
        }
        if (!TryReadDay(row["data_ou_dia_mes"], out var date, out var everyYear, out problem)
            || !TryReadLimit(row["vale_desde"], "vale_desde", out var from, out problem)
            || !TryReadLimit(row["vale_ate"], "vale_ate", out var through, out problem))
        {
            return false;
        }
        var (name, source, law) = (row["nome"], row["fonte"], row["lei"]);
        problem = city is { } inCity && inCity.Uf != uf ? $"O município {inCity} não fica em {uf}: confira a UF e o código."
            : name.Length == 0 ? "Falta o nome do feriado: preencha a coluna nome."
            : source.Length == 0 ? "Falta a fonte: diga de onde veio o feriado, na coluna fonte."
            : name.Length > MaxFieldLength || source.Length > 2 * MaxFieldLength || law.Length > 2 * MaxFieldLength
                ? "Nome, lei ou fonte longos demais: o nome tem até 120 caracteres, a lei e a fonte até 240."
            : from > through ? "vale_desde vem depois de vale_ate: confira as duas datas."
            : null;
        if (problem is not null)
            return false;
        holiday = everyYear
            ? LocalHoliday.EveryYear(uf, city, date.Month, date.Day, name, source)
            : LocalHoliday.Once(uf, city, date, name, source);
        holiday = holiday with { Law = law.Length > 0 ? law : null, ValidFrom = from, ValidThrough = through };
        return true;
    }

    private static bool TryReadDay(
        string text, out DateOnly date, out bool everyYear, [NotNullWhen(false)] out string? problem)
    {
        // A day and month alone are read in a leap year, in which every day of the month exists.
        everyYear = text.Count(static c => c == '/') == 1;
        if (!everyYear)
            return DateText.TryParse(text, out date, out problem);
        if (DateText.TryParse(text + "/2000", out date, out problem))
            return true;
        problem = "Dia e mês incorretos: informe como 25/01, ou como 25/01/2027 para uma data só.";
        return false;
    }

    private static bool TryReadLimit(
        string text, string column, out DateOnly? limit, [NotNullWhen(false)] out string? problem)
    {
        (limit, problem) = (null, null);
        if (text.Length == 0)
            return true;
        if (!DateText.TryParse(text, out var date, out var wrong))
        {
            problem = $"Coluna {column}: {char.ToLower(wrong[0], CultureInfo.InvariantCulture)}{wrong[1..]}";
            return false;
        }
        limit = date;
        return true;
    }

    private readonly record struct Row(List<string> Header, List<string> Fields)
    {
        /// <summary>The field of a column; empty when the file does not have it.</summary>
        public string this[string column] => Header.IndexOf(column) is >= 0 and var at ? Fields[at] : "";
    }
}
