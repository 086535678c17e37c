using Cobranca.Domain.Calendars;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Calendars;

public class LocalHolidayFileTests
{
    private const string Header = "uf;municipio_ibge;data_ou_dia_mes;nome;lei;fonte;vale_desde;vale_ate";

    [Fact]
    public void Reads_states_cities_yearly_and_single_days()
    {
        var reading = LocalHolidayFile.Read($""""
            {Header}
            SP;;09/07;Data do estado;Lei de teste;Diário de teste;01/01/1998;
            sp;3550308;25/01;"Aniversário; ""da cidade""";;Diário de teste;;31/12/2050

            SP;3550308;2026-08-03;Luto municipal;;Diário de teste;;
            """");
        Assert.Empty(reading.Problems);
        var (state, city, once) = (reading.Values[0], reading.Values[1], reading.Values[2]);
        Assert.Equal(3, reading.Values.Count);
        Assert.Equal(
            LocalHoliday.EveryYear(Uf.Parse("SP"), city: null, 7, 9, "Data do estado", "Diário de teste")
                with { Law = "Lei de teste", ValidFrom = new(1998, 1, 1) },
            state);
        Assert.Equal(("Aniversário; \"da cidade\"", CityCode.Parse("3550308")), (city.Name, city.City!.Value));
        Assert.Equal(new DateOnly(2050, 12, 31), city.ValidThrough);
        Assert.Null(city.Law);
        Assert.Equal(new DateOnly(2026, 8, 3), once.In(2026));
        Assert.Null(once.In(2027));
        Assert.False(BankCalendar.National.With(reading.Values, Uf.Parse("SP"), CityCode.Parse("3550308")).IsBusinessDay(new(2027, 1, 25)));
    }

    [Fact]
    public void Takes_columns_in_any_order_and_without_the_optional_ones()
    {
        var reading = LocalHolidayFile.Read("\ufeffFonte;Nome;UF;data_ou_dia_mes\r\nDiário;Feriado;RJ;29/02\r\n");
        Assert.Empty(reading.Problems);
        Assert.Equal(new DateOnly(2028, 2, 29), reading.Values.Single().In(2028));
    }

    [Theory]
    [InlineData("XX;;09/07;Nome;;Fonte;;", "UF não existe")]
    [InlineData("SP;355030;09/07;Nome;;Fonte;;", "7 números do IBGE")]
    [InlineData("SP;3304557;09/07;Nome;;Fonte;;", "não fica em SP")]
    [InlineData("SP;;31/04;Nome;;Fonte;;", "como 25/01")]
    [InlineData("SP;;31/04/2026;Nome;;Fonte;;", "abril de 2026 tem 30 dias")]
    [InlineData("SP;;09-07;Nome;;Fonte;;", "Data incorreta")]
    [InlineData("SP;;;Nome;;Fonte;;", "Data vazia")]
    [InlineData("SP;;09/07;;;Fonte;;", "Falta o nome")]
    [InlineData("SP;;09/07;Nome;;;;", "Falta a fonte")]
    [InlineData("SP;;09/07;Nome;;Fonte;x;", "vale_desde: data incorreta")]
    [InlineData("SP;;09/07;Nome;;Fonte;;31/02/2026", "vale_ate: dia 31 não existe")]
    [InlineData("SP;;09/07;Nome;;Fonte;02/01/2026;01/01/2026", "vem depois")]
    [InlineData("SP;;09/07;Nome;Fonte", "tem 5 colunas e o cabeçalho tem 8")]
    [InlineData("SP;;09/07;\"Nome;;Fonte;;", "Aspas sem fechar")]
    [InlineData("SP;;25/01;Outro nome;;Fonte;;", "repetido")]
    public void Reports_a_bad_line_and_takes_the_others(string bad, string expected)
    {
        var reading = LocalHolidayFile.Read($"{Header}\nSP;;25/01;Nome;;Fonte;;\n{bad}\nSP;;26/01;Nome;;Fonte;;");
        Assert.Equal([25, 26], reading.Values.Select(holiday => holiday.Day));
        var problem = Assert.Single(reading.Problems);
        Assert.Equal(3, problem.Line);
        Assert.Contains(expected, problem.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1, "vazio")]
    [InlineData("\n\nuf;nome;fonte\nSP;x;y", 3, "Falta a coluna data_ou_dia_mes")]
    [InlineData(Header + ";obs\n", 1, "Coluna desconhecida, \"obs\"")]
    [InlineData(Header + ";uf\n", 1, "Coluna repetida")]
    public void Reports_a_wrong_header_and_stops(string text, int line, string expected)
    {
        var reading = LocalHolidayFile.Read(text);
        Assert.Empty(reading.Values);
        var problem = Assert.Single(reading.Problems);
        Assert.Equal(line, problem.Line);
        Assert.Contains(expected, problem.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_names_nobody_would_print() =>
        Assert.Contains(
            "longos demais",
            LocalHolidayFile.Read($"{Header}\nSP;;25/01;{new string('x', 121)};;Fonte;;").Problems.Single().Problem,
            StringComparison.Ordinal);

    [Fact]
    public void Refuses_a_file_no_country_fills()
    {
        var reading = LocalHolidayFile.Read(new string('"', LocalHolidayFile.MaxLength + 1));
        Assert.Contains("grande demais", Assert.Single(reading.Problems).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_line_of_quotes_is_read_in_passing()
    {
        var quotes = string.Concat(Enumerable.Repeat("a\"", 1_000_000));
        Assert.Single(LocalHolidayFile.Read($"{Header}\n{quotes}").Problems);
    }
}
