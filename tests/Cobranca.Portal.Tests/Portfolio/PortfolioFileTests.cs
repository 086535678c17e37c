using System.Globalization;
using System.Text;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Portfolio;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Tests.Portfolio;

/// <summary>The file as such: what it is written in, and what is broken about it (issue §3 and §7).</summary>
public sealed class PortfolioFileTests
{
    private const string Header = "id_externo;cpf_cnpj;nome;vencimento;valor";

    private static string Lines(params string[] lines) => string.Join('\n', lines) + "\n";

    [Theory]
    [InlineData("id_externo;cpf_cnpj;nome;vencimento;valor")]
    [InlineData("externalId;taxId;name;dueDate;amount")]
    [InlineData("ID Externo;CPF/CNPJ;Nome;VENCIMENTO;Valor")]
    [InlineData("\"id-externo\";cpf cnpj; nome ;Vencimento;\"VALOR\"")]
    [InlineData("externalid;tax_id;nome;due_date;valor;")]
    [InlineData("sep=;\nid_externo;cpf_cnpj;nome;vencimento;valor")]
    public async Task Columns_are_found_by_either_name_whatever_their_case_accents_and_spelling(string header)
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        var summary = await portfolio.TakeAsync($"{header}\nT1;{ImportedPortfolio.Ana};José;01/10/2026;1.234,56\n");
        Assert.Equal(1, summary.Added);
        Assert.Empty(summary.UnknownColumns);
        Assert.Equal(new Money(123456), (await portfolio.ReceivableAsync()).Principal);
    }

    [Fact]
    public async Task Columns_come_in_any_order_and_unknown_ones_are_reported()
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        var run = await portfolio.ImportAsync($"valor,Cor Favorita,nome,vencimento,id_externo,cpf_cnpj,=HYPERLINK(1)\n10.00,azul,José,2026-10-01,T1,{ImportedPortfolio.Ana},x\n");
        Assert.Equal((1, 0, 0, 0), run.Counts);
        Assert.Equal(["Cor Favorita", "=HYPERLINK(1)"], run.Summary.UnknownColumns);
        Assert.Equal(',', run.Summary.Separator);
    }

    [Fact]
    public void Every_column_has_both_names_they_lead_to_the_same_place_and_the_document_has_them()
    {
        var document = File.ReadAllText(Path.Combine(Repository(), "docs", "csv.md"));
        Assert.Equal(Enum.GetValues<PortfolioColumn>().Length, PortfolioColumns.Count);
        foreach (var column in Enum.GetValues<PortfolioColumn>())
        {
            Assert.True(PortfolioColumns.TryFind(column.NameOf(), out var byName));
            Assert.True(PortfolioColumns.TryFind(column.AliasOf(), out var byAlias));
            Assert.Equal((column, column), (byName, byAlias));
            Assert.Contains($"| `{column.NameOf()}` | `{column.AliasOf()}` |", document, StringComparison.Ordinal);
        }
    }

    private static string Repository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Cobranca.sln"))) return folder.FullName;
        throw new InvalidOperationException("The tests do not stand in the repository.");
    }

    [Theory]
    [InlineData("utf-8", "UTF-8")]
    [InlineData("bom", "UTF-8")]
    [InlineData("1252", "Windows-1252")]
    public async Task Encoding_is_known_by_the_content(string encoding, string named)
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        var text = Lines(Header + ";descricao", $"T1;{ImportedPortfolio.Ana};José Conceição;01/10/2026;10,00;Taxa em €, ‘extra’");
        byte[] bytes = encoding switch
        {
            "bom" => [0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(text)],
            "1252" => SmallTextFile.Windows1252.GetBytes(text),
            _ => Encoding.UTF8.GetBytes(text),
        };
        var run = await portfolio.ImportAsync(bytes);
        Assert.Equal((1, 0, 0, 0), run.Counts);
        Assert.Equal(named, run.Summary.Encoding);
        var stored = await portfolio.ReceivableAsync();
        Assert.Equal("José Conceição", stored.Debtor!.Name);
        Assert.Equal("Taxa em €, ‘extra’", stored.Description);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    [InlineData("\r")]
    public async Task Lines_end_as_any_system_ends_them_and_empty_ones_count_but_are_passed_over(string newLine)
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        var run = await portfolio.ImportAsync(string.Join(newLine, Header, $"T1;{ImportedPortfolio.Ana};A;01/10/2026;10,00", "", $"T2;{ImportedPortfolio.Ana};A;31/02/2026;10,00", $"T3;{ImportedPortfolio.Ana};A;01/10/2026;10,00"));
        Assert.Equal((2, 0, 0, 1), run.Counts);
        Assert.Equal(4, Assert.Single(run.Problems).Line);
    }

    [Fact]
    public async Task Missing_and_repeated_columns_are_all_named()
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        var run = await portfolio.ImportAsync("id_externo;nome;name;valor\nT1;A;B;10,00\n");
        Assert.Equal("faltam as colunas obrigatórias cpf_cnpj, vencimento. há colunas repetidas: nome.", run.Unreadable);
        Assert.Equal(0, await portfolio.CountAsync());
    }

    [Fact]
    public async Task A_file_that_is_no_portfolio_says_what_it_is()
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        Assert.Contains("vazio", (await portfolio.ImportAsync("")).Unreadable, StringComparison.Ordinal);
        Assert.Contains("nenhuma linha", (await portfolio.ImportAsync(Header + "\n")).Unreadable, StringComparison.Ordinal);
        Assert.Contains("nome das colunas", (await portfolio.ImportAsync("lorem ipsum\ndolor\n")).Unreadable, StringComparison.Ordinal);
        Assert.Contains("nome das colunas", (await portfolio.ImportAsync("\n\n\n")).Unreadable, StringComparison.Ordinal);
        Assert.Contains("linha 2", (await portfolio.ImportAsync(Lines(Header, $"T1;{ImportedPortfolio.Ana};A\0;01/10/2026;10"))).Unreadable, StringComparison.Ordinal);
        Assert.Contains("UTF-16", (await portfolio.ImportAsync([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Lines(Header))])).Unreadable, StringComparison.Ordinal);
        byte[] zip = [0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0, .. Enumerable.Range(0, 5000).Select(i => (byte)(i * 31))];
        Assert.Contains("não é um CSV", (await portfolio.ImportAsync(zip)).Unreadable, StringComparison.Ordinal);
        Assert.Equal(0, await portfolio.CountAsync());
    }

    [Fact]
    public async Task A_file_cut_in_the_middle_says_so_and_the_whole_lines_go_in()
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        var run = await portfolio.ImportAsync($"{Header}\nT1;{ImportedPortfolio.Ana};A;01/10/2026;10,00\nT2;{ImportedPortfolio.Ana};A;01/1");
        Assert.Equal((1, 0, 0, 1), run.Counts);
        var problem = Assert.Single(run.Problems);
        Assert.Equal(3, problem.Line);
        Assert.Contains("cortado", problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_of_ten_megabytes_is_refused_by_number_and_the_others_go_in()
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        var run = await portfolio.ImportAsync(Lines(Header, $"T1;{ImportedPortfolio.Ana};A;01/10/2026;10,00", $"T2;{ImportedPortfolio.Ana};{new string('x', 10_000_000)};01/10/2026;10,00",
            $"T3;{ImportedPortfolio.Ana};A;01/10/2026;10,00", $"T4;{ImportedPortfolio.Ana};\"{new string('y', 200_000)};01/10/2026;10,00", $"T5;{ImportedPortfolio.Ana};A;01/10/2026;10,00"));
        Assert.Equal((3, 0, 0, 2), run.Counts);
        Assert.Equal([3L, 5L], run.Problems.Select(p => p.Line));
        Assert.All(run.Problems, p => Assert.Contains("64 KB", p.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bad_quote_costs_its_own_line_only()
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        var run = await portfolio.ImportAsync(Lines(Header,
            $"T1;{ImportedPortfolio.Ana};\"Ana;01/10/2026;10,00",
            $"T2;{ImportedPortfolio.Ana};\"Ana\" Maria;01/10/2026;10,00",
            $"T3;{ImportedPortfolio.Ana};\"Ana; a \"\"boa\"\"\";01/10/2026;10,00",
            $"T4;{ImportedPortfolio.Bia};Tubo 3/4\";01/10/2026;10,00",
            $"T5;{ImportedPortfolio.Ana};Ana;Maria;01/10/2026;10,00",
            $"T6;{ImportedPortfolio.Ana};Ana"));
        Assert.Equal((2, 0, 0, 4), run.Counts);
        Assert.Equal([2L, 3L, 6L, 7L], run.Problems.Select(p => p.Line));
        Assert.Equal("Ana; a \"boa\"", (await portfolio.ReceivableAsync("T3")).Debtor!.Name);
        Assert.Equal("Tubo 3/4\"", (await portfolio.ReceivableAsync("T4")).Debtor!.Name);
    }

    [Fact]
    public async Task Separators_left_over_at_the_end_of_a_line_are_harmless_when_empty()
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        Assert.Equal(1, (await portfolio.TakeAsync(Lines(Header, $"T1;{ImportedPortfolio.Ana};A;01/10/2026;10,00;;;"))).Added);
    }

    [Fact]
    public async Task An_id_twice_in_one_file_is_refused_naming_the_first_line()
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        var run = await portfolio.ImportAsync(Lines(Header, $"T1;{ImportedPortfolio.Ana};A;01/10/2026;10,00", $"T2;{ImportedPortfolio.Ana};A;01/10/2026;20,00", $" T1 ;{ImportedPortfolio.Ana};A;01/10/2026;30,00"));
        Assert.Equal((2, 0, 0, 1), run.Counts);
        Assert.Equal(new(4, "id_externo", "repetido: já está na linha 2."), Assert.Single(run.Problems));
        Assert.Equal(new Money(1000), (await portfolio.ReceivableAsync()).Principal);
    }

    [Fact]
    public async Task Duplicates_are_found_across_batches()
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        var csv = new StringBuilder(Header).Append('\n');
        for (var i = 0; i < 2500; i++) csv.Append(CultureInfo.InvariantCulture, $"T{i % 2400};{ImportedPortfolio.Ana};A;01/10/2026;10,00\n");
        var run = await portfolio.ImportAsync(csv.ToString());
        Assert.Equal((2400, 0, 0, 100), run.Counts);
        Assert.Equal(new(2402, "id_externo", "repetido: já está na linha 2."), run.Problems[0]);
    }

    public static TheoryData<string, string, DecimalReading, long?> Decimals => new()
    {
        // What is in the file beside it, the amount, what the user said, what it is (null: refused).
        { "10,00", "1.234", DecimalReading.Unambiguous, 123400 },
        { "10.00", "1.234", DecimalReading.Unambiguous, null }, // with a decimal point, three places are no amount
        { "10.00", "1,234", DecimalReading.Unambiguous, 123400 },
        { "10", "1.234", DecimalReading.Unambiguous, null },
        { "10", "1.234", DecimalReading.Comma, 123400 },
        { "10", "1,234", DecimalReading.Dot, 123400 },
        { "10,00", "1234.56", DecimalReading.Unambiguous, 123456 },
        { "10.00", "1.234,56", DecimalReading.Unambiguous, 123456 },
        { "10.00", "1.234,56", DecimalReading.Dot, 123456 },
        { "10", "1,234.56", DecimalReading.Unambiguous, 123456 },
        { "10", "1234", DecimalReading.Unambiguous, 123400 },
        { "10", "R$ 1.234,5", DecimalReading.Unambiguous, 123450 },
    };

    [Theory]
    [MemberData(nameof(Decimals))]
    public async Task An_amount_that_reads_two_ways_follows_the_option_then_the_file(string beside, string amount, DecimalReading said, long? centavos)
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        var run = await portfolio.ImportAsync(Lines(Header, $"T1;{ImportedPortfolio.Ana};A;01/10/2026;\"{amount}\"", $"T2;{ImportedPortfolio.Ana};A;01/10/2026;\"{beside}\""), o => o with { Decimals = said });
        if (centavos is null)
        {
            Assert.Equal("valor", Assert.Single(run.Problems).Column);
            Assert.Equal(1, await portfolio.CountAsync());
        }
        else
        {
            Assert.Equal([], run.Problems);
            Assert.Equal(new Money(centavos.Value), (await portfolio.ReceivableAsync()).Principal);
        }
    }

    [Fact]
    public async Task When_the_file_uses_both_notations_only_what_reads_one_way_goes_in()
    {
        await using var portfolio = await ImportedPortfolio.NewAsync();
        var run = await portfolio.ImportAsync(Lines(Header, $"T1;{ImportedPortfolio.Ana};A;01/10/2026;1.234", $"T2;{ImportedPortfolio.Ana};A;01/10/2026;10,50", $"T3;{ImportedPortfolio.Ana};A;01/10/2026;10.50"));
        Assert.Equal((2, 0, 0, 1), run.Counts);
        Assert.True(run.Summary.DecimalsContradict);
        Assert.Contains("dois jeitos", Assert.Single(run.Problems).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_million_ids_are_remembered_apart()
    {
        var seen = new SeenKeys();
        for (var i = 0; i < 1_000_000; i++)
        {
            seen.GetOrAdd(i.ToString(CultureInfo.InvariantCulture), i, out var added);
            Assert.True(added);
        }
        Assert.Equal(777_777, seen.GetOrAdd("777777", 5, out var again));
        Assert.False(again);
        Assert.Equal(1_000_000, seen.Count);
    }
}
