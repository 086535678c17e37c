using System.Globalization;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Values;

public class DateTextTests
{
    private static readonly DateOnly Saturday = new(2026, 11, 21);

    [Theory]
    [InlineData("21/11/2026")]
    [InlineData("21-11-2026")]
    [InlineData("21.11.2026")]
    [InlineData("2026-11-21")]
    [InlineData("2026-11-21 00:00:00")]
    [InlineData("2026-11-21T00:00:00")]
    [InlineData("2026-11-21 00:00:00.000")]
    [InlineData("21/11/2026 00:00:00")]
    [InlineData("21/11/2026 00:00")]
    [InlineData(" 21/11/2026\u00a0")]
    public void Reads_day_first_or_iso(string text) => Assert.Equal(Saturday, DateText.Parse(text));

    [Fact]
    public void Reads_single_digits() => Assert.Equal(new DateOnly(2026, 2, 1), DateText.Parse("1/2/2026"));

    [Fact]
    public void Reads_the_leap_day() => Assert.Equal(new DateOnly(2028, 2, 29), DateText.Parse("29/02/2028"));

    [Theory]
    [InlineData(null, "Data vazia")]
    [InlineData("", "Data vazia")]
    [InlineData("31/02/2026", "fevereiro de 2026 tem 28 dias")]
    [InlineData("2026-02-29", "fevereiro de 2026 tem 28 dias")]
    [InlineData("31/04/2026", "abril de 2026 tem 30 dias")]
    [InlineData("0/01/2026", "Dia 0 não existe")]
    [InlineData("11/21/2026", "o dia antes do mês")]
    [InlineData("31/13/2026", "Mês 13 não existe")]
    [InlineData("21/11/26", "dois séculos")]
    [InlineData("46347", "planilha usa por dentro para 21/11/2026")]
    [InlineData("20261121", "sem separador")]
    [InlineData("21112026", "sem separador")]
    [InlineData("31/12/1899", "1900 a 2199")]
    [InlineData("01/01/2200", "1900 a 2199")]
    [InlineData("0001-01-01", "1900 a 2199")]
    [InlineData("2026-11-21 14:30:00", "com hora")]
    [InlineData("2026-11-21T00:00:00Z", "com hora")] // midnight elsewhere is the evening before here
    [InlineData("21/11-2026", "incorreta")]
    [InlineData("2026/11/21", "incorreta")]
    [InlineData("2026-1-2", "incorreta")]
    [InlineData("21/11", "incorreta")]
    [InlineData("21/11/2026/1", "incorreta")]
    [InlineData("21/nov/2026", "incorreta")]
    [InlineData("-1/11/2026", "incorreta")]
    [InlineData("hoje", "incorreta")]
    [InlineData("\u0662\u0661/11/2026", "incorreta")]
    public void Refuses_and_says_why(string? text, string expected)
    {
        Assert.False(DateText.TryParse(text, out var date, out var problem));
        Assert.Equal(default, date);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_very_long_text_unread() => Assert.False(DateText.TryParse(new string('1', 10_000_000), out _, out _));

    [Theory]
    [InlineData("")]
    [InlineData("en-US")]
    [InlineData("ar-SA")] // another calendar, other digits
    [InlineData("th-TH")]
    public void Is_written_in_Portuguese_whatever_the_server_speaks(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal("21/11/2026", Saturday.ToPtBr());
            Assert.Equal("sáb, 21/11", Saturday.ToPtBrShort());
            Assert.Equal("ter, 03/11", new DateOnly(2026, 11, 3).ToPtBrShort());
            Assert.Equal("R$\u00a01.234,56", new Money(123456).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
