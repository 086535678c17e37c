using System.Globalization;
using System.Text.Json;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Tests.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab.Retorno;

/// <summary>
/// Real files, and what three public libraries read in them. Where two agree, we read the same, or <see cref="Differences"/> says why not;
/// an entry there that is no difference any more fails too.
/// </summary>
public sealed class RetornoVectorTests
{
    private const string Folder = "vectors/retorno/";

    /// <summary>File and field: why the majority is wrong, or reads something else. docs/cnab.md tells the same.</summary>
    private static readonly Dictionary<(string File, string Field), string> Differences = new()
    {
        [("retorno-itau-cnab400-1", "paid")] = "254-266 is what Itaú credits, its fee taken off; the payer paid both (domain facts §8.2).",
        [("retorno-itau-cnab400-2", "number")] = "A made-up file whose number is eight zeros: the 1 they read is the check digit alone.",
        [("retorno-inter-cnab400-2", "count")] =
            "Every line has 401 positions: they read each field one place off, dates of 1995 and all; we refuse the lines.",
    };

    [SharedFact(Folder + "index.json")]
    public void What_two_libraries_agree_on_we_read_too()
    {
        var met = new HashSet<(string, string)>();
        var wrong = new List<string>();
        var compared = 0;
        foreach (var entry in SharedVectors.Read(Folder + "index.json").EnumerateArray())
        {
            var name = entry.GetProperty("file").GetString()!.Replace(".ret", "", StringComparison.Ordinal);
            var parsers = SharedVectors.Read($"{Folder}{name}.json").GetProperty("parsers");
            var readings = parsers.EnumerateObject().Where(parser => parser.Value.GetProperty("ok").GetBoolean()).Select(Readings).ToList();
            var ours = Retornos.Read(SharedVectors.ReadBytes($"{Folder}{name}.ret")).Lines.Select(Fields).ToList();
            Compare("count", [.. readings.Select(reading => Text(reading.Count))], [Text(ours.Count)]);
            for (var i = 0; i < ours.Count; i++)
                foreach (var (field, values) in ours[i])
                    Compare(field, [.. readings.Where(reading =>
                        reading.Count > i && reading[i].ContainsKey(field)).Select(reading => reading[i][field])], values);

            void Compare(string field, IReadOnlyList<string> theirs, string[] values)
            {
                var majority = theirs.GroupBy(value => value).Where(group => group.Count() > 1).Select(group => group.Key).FirstOrDefault();
                if (majority is null)
                    return;
                compared++;
                if (values.Contains(majority))
                    return;
                met.Add((name, field));
                if (!Differences.ContainsKey((name, field)))
                    wrong.Add($"{name} {field}: they {majority}, we {string.Join('/', values)}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct()));
        Assert.Empty(Differences.Keys.Except(met));
        Assert.InRange(compared, 500, int.MaxValue);
    }

    /// <summary>Day and number of the file, by the library that reads them in every file.</summary>
    [SharedFact(Folder + "index.json")]
    public void Headers_read_as_they_are_read_elsewhere()
    {
        var compared = 0;
        foreach (var entry in SharedVectors.Read(Folder + "index.json").EnumerateArray())
        {
            var name = entry.GetProperty("file").GetString()!;
            var parser = SharedVectors.Read(Folder + name.Replace(".ret", ".json", StringComparison.Ordinal)).GetProperty("parsers").GetProperty("laravel-boleto");
            if (!parser.GetProperty("ok").GetBoolean())
                continue;
            var theirs = parser.GetProperty("header");
            var ours = Retornos.Read(SharedVectors.ReadBytes(Folder + name)).Header;
            Assert.Equal(
                (name, parser.GetProperty("banco").GetString(), Day(Word(theirs, "data"))),
                (name, ours.Bank, Text(ours.GeneratedOn)));
            if (Word(theirs, "numeroSequencialArquivo") is { Length: > 0 } number)
                Assert.Equal((name, long.Parse(number, CultureInfo.InvariantCulture)), (name, ours.Sequence!.Value));
            if (Word(theirs, "agencia") is { Length: > 0 } branch && ours.Agencia.Length > 0)
                Assert.Equal((name, branch.TrimStart('0')), (name, ours.Agencia.TrimStart('0')));
            compared++;
        }
        Assert.InRange(compared, 15, 19);
    }

    /// <summary>Nothing of a real file is left out in silence: what is wrong with three of them is said, and nothing with the others.</summary>
    [SharedFact(Folder + "index.json")]
    public void What_is_wrong_with_the_files_is_said()
    {
        var found = SharedVectors.Read(Folder + "index.json").EnumerateArray().Select(entry => entry.GetProperty("file").GetString()!)
            .Select(name => (Name: name, Read: Retornos.Read(SharedVectors.ReadBytes(Folder + name))))
            .Where(file => file.Read.Refusal is not null || file.Read.Problems.Any || file.Read.Warnings.Any)
            .Select(file => $"{file.Name}: {file.Read.Problems.Count} problems, {file.Read.Warnings.Count} warnings, {(file.Read.Refusal is null ? "whole" : "refused")}");
        Assert.Equal(
        [
            "retorno-bb-cnab400-4.ret: 1 problems, 1 warnings, whole",
            "retorno-bradesco-cnab400-6.ret: 0 problems, 0 warnings, refused",
            "retorno-inter-cnab400-2.ret: 10 problems, 1 warnings, whole",
        ], found.Order(StringComparer.Ordinal));
    }

    private static Dictionary<string, string[]> Fields(RetornoLine line) => new()
    {
        ["number"] = [line.NossoNumero.TrimStart('0'), (line.NossoNumero + line.NossoNumeroDv).TrimStart('0')],
        ["occurrence"] =
            [line.OccurrenceCode], ["value"] = [Text(line.FaceValue)], ["paid"] = [Text(line.Paid)], ["tariff"] = [Text(line.Tariff)],
        ["charges"] = [Text(line.Charges)], ["discount"] = [Text(line.Discount)], ["abatement"] = [Text(line.Abatement)],
        ["due"] = [Text(line.DueOn)], ["occurred"] = [Text(line.OccurredOn)], ["credit"] = [Text(line.CreditOn)],
        ["document"] = [line.DocumentNumber.TrimStart('0')],
    };

    private static List<Dictionary<string, string>> Readings(JsonProperty parser) => parser.Name switch
    {
        "BoletoNetCore" => [.. parser.Value.GetProperty("boletos").EnumerateArray().Select(title => new Dictionary<string, string>
        {
            ["number"] = (Word(title, "nossoNumero") + Word(title, "nossoNumeroDV")).Trim().TrimStart('0'), ["occurrence"] = Word(title,
                "ocorrencia"),
            ["value"] = Reais(title, "valorTitulo"), ["paid"] = Reais(title, "valorPago") is "0" ? Reais(title, "valorPagoCredito") : Reais(title,
                "valorPago"),
            ["tariff"] = Reais(title, "valorTarifas"), ["charges"] = Reais(title, "valorJuros"), ["discount"] = Reais(title,
                "valorDesconto"),
            ["abatement"] = Reais(title, "valorAbatimento"), ["due"] = Day(Word(title, "vencimento")), ["occurred"] = Day(Word(title,
                "dataOcorrencia")),
            ["credit"] = Day(Word(title, "dataCredito")), ["document"] = Word(title, "numeroDocumento").Trim().TrimStart('0'),
        })],
        "brcobranca" => [.. parser.Value.GetProperty("registros").EnumerateArray().Select(title => new Dictionary<string, string>
        {
            ["number"] = Word(title, "nosso_numero").TrimStart('0'), ["occurrence"] = Word(title, "codigo_ocorrencia"), ["value"] = Centavos(title,
                "valor_titulo"),
            ["paid"] = Centavos(title, "valor_recebido"), ["tariff"] = Centavos(title, "valor_tarifa"), ["charges"] = Centavos(title,
                "juros_mora"),
            ["abatement"] = Centavos(title, "valor_abatimento"), ["due"] = Day(Word(title, "data_vencimento")), ["occurred"] = Day(Word(title,
                "data_ocorrencia")),
            ["credit"] = Day(Word(title, "data_credito")),
        })],
        _ => [.. parser.Value.GetProperty("detalhes").EnumerateArray().Select(title => new Dictionary<string, string>
        {
            ["number"] = Word(title, "nossoNumero").TrimStart('0'), ["occurrence"] = Word(title, "ocorrencia"), ["value"] = Reais(title,
                "valor"),
            ["paid"] = Reais(title, "valorRecebido"), ["tariff"] = Reais(title, "valorTarifa"),
            ["charges"] = Reais(title, title.TryGetProperty("valorMora", out _) ? "valorMora" : "valorMulta"), ["discount"] = Reais(title,
                "valorDesconto"),
            ["abatement"] = Reais(title, "valorAbatimento"), ["due"] = Day(Word(title, "dataVencimento")), ["occurred"] = Day(Word(title,
                "dataOcorrencia")),
            ["credit"] = Day(Word(title, "dataCredito")), ["document"] = Word(title, "numeroDocumento").TrimStart('0'),
        })],
    };

    private static string Word(JsonElement title, string name) =>
        title.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static string Reais(JsonElement title, string name)
    {
        if (!title.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return "0";
        var reais =
            value.ValueKind == JsonValueKind.String ? decimal.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetDecimal();
        return Text(Money.Round(reais));
    }

    private static string Centavos(JsonElement title, string name) =>
        Word(title, name).Trim() is { Length: > 0 } digits ? digits.TrimStart('0') is { Length: > 0 } number ? number : "0" : "0";

    private static string Text(Money value) => value.Centavos.ToString(CultureInfo.InvariantCulture);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateOnly? day) => day?.ToString("yyyyMMdd", CultureInfo.InvariantCulture) ?? "";

    private static string Day(string text) => text switch
    {
        _ when !text.Any(char.IsAsciiDigit) || text.All(character => character is '0' or ' ') => "",
        _ when text.Contains('/') => text[6..] + text[3..5] + text[..2],
        _ when text.Contains('-') => text.Replace("-", "", StringComparison.Ordinal),
        { Length: 8 } => text[4..] + text[2..4] + text[..2],
        { Length: 6 } => "20" + text[4..] + text[2..4] + text[..2],
        _ => text,
    };
}
