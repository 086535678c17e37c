using Cobranca.Domain.Calendars;

namespace Cobranca.Domain.Tests.Calendars;

public class BcbSeriesFileTests
{
    private const string Json = """[{"data":"01/01/2026","valor":"0.42"},{"data":"01/02/2026","valor":"-0.68"}]""";
    private const string Csv = "data;valor\r\n\"01/01/2026\";\"0,42\"\r\n\"01/02/2026\";\"-0,68\"\r\n";

    [Theory]
    [InlineData(Json)]
    [InlineData(Csv)]
    [InlineData("\ufeff" + Csv)]
    [InlineData("\ufeff \n" + Json + "\n")]
    [InlineData("Data;Valor\n01/01/2026;0.42\n\n01/02/2026;-0.68")]
    [InlineData("[\n  { \"valor\": 0.42, \"data\": \"01/01/2026\", \"outro\": [{\"a\": 2}] },\n{\"data\":\"01/02/2026\",\"valor\":-0.68}\n]")]
    public void Reads_json_and_csv_alike(string text)
    {
        var reading = BcbSeriesFile.Read(text, IndexSeries.Ipca, "BCB, SGS 433");
        Assert.Empty(reading.Problems);
        Assert.Equal(
            [new(IndexSeries.Ipca, 2026, 1, 0.42m, "BCB, SGS 433"), new(IndexSeries.Ipca, 2026, 2, -0.68m, "BCB, SGS 433")],
            reading.Values);
        Assert.Equal((2026, 2), IndexTable.From(reading.Values).LastPublished(IndexSeries.Ipca));
    }

    [Fact]
    public void Keeps_every_decimal_place()
    {
        var reading = BcbSeriesFile.Read("data;valor\n01/07/2026;0,62000100", IndexSeries.TaxaLegal, "teste");
        Assert.Equal(0.620001m, Assert.Single(reading.Values).Percent);
    }

    [Theory]
    [InlineData("31/02/2026;0,1", "fevereiro de 2026 tem 28 dias")]
    [InlineData("15/02/2026;0,1", "parece diária")]
    [InlineData("01/02/2026;", "Valor incorreto")]
    [InlineData("01/02/2026;-", "Valor incorreto")]
    [InlineData("01/02/2026;1.000,00", "Valor incorreto")]
    [InlineData("01/02/2026;100,01", "acima de 100%")]
    [InlineData("01/02/2026;1e1", "Valor incorreto")]
    [InlineData("01/02/2026;1,0062001", "mais de 6 casas")] // a factor, not a percentage
    [InlineData("01/02/2026", "duas colunas")]
    [InlineData("01/02/2026;0;1", "duas colunas")]
    [InlineData("\"01/02/2026;0,1", "Aspas sem fechar")]
    [InlineData("01/01/2026;0,42", "Mês repetido, 01/2026")]
    [InlineData("Fonte;IBGE", "Data incorreta")]
    public void Reports_a_bad_line_and_takes_the_others(string bad, string expected)
    {
        var reading = BcbSeriesFile.Read($"data;valor\n01/01/2026;0,42\n{bad}\n01/03/2026;0,16\n", IndexSeries.Ipca, "teste");
        Assert.Equal([1, 3], reading.Values.Select(value => value.Month));
        var problem = Assert.Single(reading.Problems);
        Assert.Equal(3, problem.Line);
        Assert.Contains(expected, problem.Problem, StringComparison.Ordinal);
        Assert.StartsWith("linha 3: ", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"data\":\"32/01/2026\",\"valor\":\"1\"}", "Dia 32")]
    [InlineData("{\"data\":\"01/02/2026\"}", "Valor incorreto")]
    [InlineData("{\"data\":\"01/02/2026\",\"valor\":null}", "Valor incorreto")]
    [InlineData("{\"valor\":\"1\"}", "Data vazia")]
    [InlineData("[1,2]", "Item sem data e valor")]
    [InlineData("7", "Item sem data e valor")]
    public void Reports_a_bad_item_and_takes_the_others(string bad, string expected)
    {
        var text = "[\n{\"data\":\"01/01/2026\",\"valor\":\"0.42\"},\n" + bad + ",\n{\"data\":\"01/03/2026\",\"valor\":\"0.16\"}\n]";
        var reading = BcbSeriesFile.Read(text, IndexSeries.Ipca, "teste");
        Assert.Equal([1, 3], reading.Values.Select(value => value.Month));
        var problem = Assert.Single(reading.Problems);
        Assert.Equal(3, problem.Line);
        Assert.Contains(expected, problem.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1, "vazio")]
    [InlineData(" \n", 1, "vazio")]
    [InlineData("{\"error\":\"x\"}", 1, "não é a lista")]
    [InlineData("<html>", 1, "cabeçalho")]
    [InlineData("\n01/01/2026;0,42", 2, "cabeçalho")]
    [InlineData("[\n{\"data\":\"01/01/2026\",\"valor\":\"0.42\"},\n{\"data\":\"01/0", 3, "incompleto")]
    [InlineData("[\n{\"data\":\"01/01/2026\",\"valor\":\"0.42\"}\n", 3, "incompleto")]
    [InlineData("[\n{\"data\":\"01/01/2026\",\"valor\":\"0.42\"}\n] x", 3, "incompleto")]
    [InlineData("[{\"data\":\"\\ud800\",\"valor\":\"0.42\"}]", 1, "incompleto")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", 1, "incompleto")]
    public void Reports_a_broken_file_at_its_line(string text, int line, string expected)
    {
        var problem = Assert.Single(BcbSeriesFile.Read(text, IndexSeries.Ipca, "teste").Problems);
        Assert.Equal(line, problem.Line);
        Assert.Contains(expected, problem.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_file_no_series_fills()
    {
        var reading = BcbSeriesFile.Read(new string('[', BcbSeriesFile.MaxLength + 1), IndexSeries.Ipca, "teste");
        Assert.Contains("grande demais", Assert.Single(reading.Problems).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_taxa_legal_is_never_negative()
    {
        var reading = BcbSeriesFile.Read("data;valor\n01/01/2026;-0,1\n01/02/2026;-0,0\n01/03/2026;0", IndexSeries.TaxaLegal, "teste");
        Assert.Contains("taxa legal", Assert.Single(reading.Problems).Problem, StringComparison.Ordinal);
        Assert.Equal([0m, 0m], reading.Values.Select(value => value.Percent));
    }
}
