using System.Text;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab;

public sealed class CnabFieldTests
{
    [Theory]
    [InlineData("0000012345", 12345)]
    [InlineData("     12345", 12345)]
    [InlineData("0000000000", 0)]
    [InlineData("          ", 0)]
    public void A_number_reads_with_zeros_or_blanks_in_front(string record, long expected)
    {
        Assert.True(CnabField.Number("Valor", 1, 10).TryReadNumber(Latin1(record), out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("00000123 5")]
    [InlineData("12345     ")]
    [InlineData("00000-1234")]
    [InlineData("000001234")]
    public void A_number_with_anything_else_is_no_number(string record) =>
        Assert.False(CnabField.Number("Valor", 1, 10).TryReadNumber(Latin1(record), out _));

    [Fact]
    public void A_field_behind_the_end_of_a_trimmed_record_is_blank()
    {
        var field = CnabField.Money("Valor", 11, 20);
        Assert.True(field.TryReadMoney("TRIMMED"u8, out var value));
        Assert.Equal(Money.Zero, value);
        Assert.Equal("", CnabField.Text("Nome", 11, 20).ReadText("TRIMMED"u8));
        Assert.Equal("AB", CnabField.Text("Nome", 2, 20).ReadText("XAB"u8));
    }

    [Theory]
    [InlineData("31122026", 2026, 12, 31)]
    [InlineData("29022028", 2028, 2, 29)]
    public void A_date_of_eight_digits(string record, int year, int month, int day)
    {
        Assert.True(CnabField.Date8("Vencimento", 1).TryReadDate(Latin1(record), out var value));
        Assert.Equal(new DateOnly(year, month, day), value);
    }

    [Theory]
    [InlineData("010180", 1980)]
    [InlineData("010199", 1999)]
    [InlineData("010100", 2000)]
    [InlineData("010179", 2079)]
    public void The_century_of_six_digits_turns_at_eighty(string record, int year)
    {
        Assert.True(CnabField.Date6("Vencimento", 1).TryReadDate(Latin1(record), out var value));
        Assert.Equal(year, value!.Value.Year);
    }

    [Theory]
    [InlineData("00000000")]
    [InlineData("        ")]
    [InlineData("")]
    public void Zeros_or_blanks_are_no_date(string record)
    {
        Assert.True(CnabField.Date8("Crédito", 1).TryReadDate(Latin1(record), out var value));
        Assert.Null(value);
    }

    [Theory]
    [InlineData("31022026")]
    [InlineData("00012026")]
    [InlineData("01132026")]
    [InlineData("0112202A")]
    [InlineData(" 1122026")]
    [InlineData("01010000")]
    public void No_day_of_the_calendar_is_refused(string record) => Assert.False(CnabField.Date8("Crédito", 1).TryReadDate(Latin1(record), out _));

    [Fact]
    public void A_percentage_has_the_places_of_its_field()
    {
        Assert.True(CnabField.Percent("Multa", 1, 4, 2).TryReadPercent("0250"u8, out var percent));
        Assert.Equal(2.5m, percent);
    }

    [Fact]
    public void A_number_that_does_not_fit_is_refused_by_name_and_not_cut()
    {
        var value = CnabField.Money("Valor", 1, 4);
        var problems = Write(new("Título", 240, value), record => record.Put(value, new Money(12345)), out _);
        Assert.Equal(new CnabProblem(7, "Título", "Valor (1-4)", problems[0].Text), Assert.Single(problems));
        Assert.Contains("5 números e o campo, 4", problems[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_come_back_as_sent_is_refused()
    {
        var code = CnabField.Code("Uso da empresa", 1, 5);
        var digits = CnabField.Digits("Conta", 6, 10);
        var date = CnabField.Date6("Vencimento", 11);
        var rate = CnabField.Percent("Juros", 17, 20, 2);
        var problems = Write(new("Título", 240, code, digits, date, rate), record =>
        {
            record.Put(code, "ABCDEF");
            record.Put(code, "ção");
            record.Put(code, " AB");
            record.Put(digits, "12A");
            record.Put(digits, "123456");
            record.Put(date, new DateOnly(2080, 1, 1));
            record.PutPercent(rate, 0.333m);
        }, out _);
        Assert.Equal(
            ["Uso da empresa (1-5)", "Uso da empresa (1-5)", "Uso da empresa (1-5)", "Conta (6-10)", "Conta (6-10)", "Vencimento (11-16)", "Juros (17-20)"],
            problems.Select(problem => problem.Field));
    }

    [Fact]
    public void A_record_begins_with_literals_zeros_and_blanks()
    {
        var name = CnabField.Text("Nome", 4, 6);
        var problems = Write(
            new("Header", 20, CnabField.Literal("Banco", 1, "341"), name, CnabField.Number("Sequência", 8, 10), CnabField.Date8("Data", 11)),
            record => record.Put(name, "Conceição"), out var written);
        Assert.Empty(problems);
        Assert.Equal("341CON 00000000000  ", written);
    }

    [Fact]
    public void Fields_may_not_share_a_position() => Assert.Throws<ArgumentException>(
        () => new CnabRecordLayout("Header", 240, CnabField.Text("Nome", 1, 10), CnabField.Text("Outro", 10, 12)));

    [Theory]
    [InlineData("Conceição & Cia. nº 5ª", "CONCEICAO & CIA. NO 5A")]
    [InlineData("“Às 9h – ‘já’”", "\"AS 9H - 'JA'\"")]
    [InlineData("Ação", "ACAO")]
    [InlineData("Zoë Łukasz Ñandú", "ZOE LUKASZ NANDU")]
    [InlineData("a\tb\u20acc\ud83d\ude00d", "A B C  D")]
    public void Words_become_capitals_of_plain_ascii(string given, string expected) => Assert.Equal(expected, CnabText.Fold(given));

    private static IReadOnlyList<CnabProblem> Write(CnabRecordLayout layout, PutFields put, out string written)
    {
        var problems = new CnabProblems();
        var bytes = new byte[layout.Width];
        put(new(layout, bytes, 7, problems));
        written = Encoding.Latin1.GetString(bytes);
        return problems.Kept;
    }

    private static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);

    private delegate void PutFields(CnabRecord record);
}
