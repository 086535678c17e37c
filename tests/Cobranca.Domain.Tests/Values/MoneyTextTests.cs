using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Values;

public class MoneyTextTests
{
    [Theory]
    [InlineData("1.234,56", 123456, AmountNotation.CommaDecimal)]
    [InlineData("1234,56", 123456, AmountNotation.CommaDecimal)]
    [InlineData("1.234.567,89", 123456789, AmountNotation.CommaDecimal)]
    [InlineData("R$ 1.234,56", 123456, AmountNotation.CommaDecimal)]
    [InlineData("R$\u00a01.234,56", 123456, AmountNotation.CommaDecimal)]
    [InlineData("r$1.234,56", 123456, AmountNotation.CommaDecimal)]
    [InlineData("0,05", 5, AmountNotation.CommaDecimal)]
    [InlineData("1234,5", 123450, AmountNotation.CommaDecimal)]
    [InlineData("1.234.567", 123456700, AmountNotation.CommaDecimal)]
    [InlineData("9.999.999.999,99", 999999999999, AmountNotation.CommaDecimal)]
    [InlineData("1234.56", 123456, AmountNotation.DotDecimal)]
    [InlineData("1,234.56", 123456, AmountNotation.DotDecimal)]
    [InlineData("1,234,567", 123456700, AmountNotation.DotDecimal)]
    [InlineData("0.05", 5, AmountNotation.DotDecimal)]
    [InlineData("0001234.56", 123456, AmountNotation.DotDecimal)] // a fixed-width export
    [InlineData("1234", 123400, AmountNotation.Whole)]
    [InlineData("0", 0, AmountNotation.Whole)]
    [InlineData("9999999999", 999999999900, AmountNotation.Whole)]
    public void Takes_what_reads_one_way_whatever_the_file(string text, long centavos, AmountNotation notation)
    {
        foreach (var reading in Enum.GetValues<DecimalReading>())
        {
            Assert.True(Money.TryParse(text, reading, out var value, out var problem), problem);
            Assert.Equal(centavos, value.Centavos);
        }
        Assert.Equal(notation, MoneyText.Classify(text));
    }

    [Theory]
    [InlineData("1.234", DecimalReading.Comma)]
    [InlineData("1,234", DecimalReading.Dot)]
    public void What_reads_two_ways_follows_the_file(string text, DecimalReading reading)
    {
        Assert.True(Money.TryParse(text, reading, out var value, out _));
        Assert.Equal(123400, value.Centavos);
        Assert.Equal(AmountNotation.Ambiguous, MoneyText.Classify(text));
    }

    [Theory]
    [InlineData("1.234", DecimalReading.Dot)]   // one real and 234 thousandths: no amount
    [InlineData("1,234", DecimalReading.Comma)]
    public void Thousandths_are_no_amount(string text, DecimalReading reading)
    {
        Assert.False(Money.TryParse(text, reading, out _, out var problem));
        Assert.Contains("mais de 2 casas", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.234")]
    [InlineData("1,234")]
    [InlineData("R$ 123.456")]
    public void What_reads_two_ways_is_refused_when_the_file_does_not_say(string text)
    {
        Assert.False(Money.TryParse(text, DecimalReading.Unambiguous, out _, out var problem));
        Assert.Contains("dois jeitos", problem, StringComparison.Ordinal);
        Assert.Contains("--decimal", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "vazio")]
    [InlineData("", "vazio")]
    [InlineData(" \u00a0", "vazio")]
    [InlineData("R$", "vazio")]
    [InlineData("-1", "negativo")]
    [InlineData("R$ -1,00", "negativo")]
    [InlineData("-R$ 1,00", "negativo")]
    [InlineData("1,00-", "negativo")]
    [InlineData("(1,00)", "negativo")]
    [InlineData("\u22121", "negativo")]
    [InlineData("1e9", "notação científica")]
    [InlineData("1,5E+03", "notação científica")]
    [InlineData("1,2,3", "fora do lugar")]
    [InlineData("1.23.456", "fora do lugar")]
    [InlineData("1,234,56", "fora do lugar")]
    [InlineData("1.234.56", "fora do lugar")]
    [InlineData("12.34,56", "fora do lugar")]
    [InlineData("1234.567,89", "fora do lugar")]
    [InlineData("1.234,567.89", "fora do lugar")]
    [InlineData("0.123.456", "fora do lugar")]
    [InlineData("1..234,56", "fora do lugar")]
    [InlineData("1234,567", "mais de 2 casas")]
    [InlineData("0.033", "mais de 2 casas")]
    [InlineData("1.234,567", "mais de 2 casas")]
    [InlineData("1,2345", "mais de 2 casas")]
    [InlineData("10.000.000.000,00", "acima de R$\u00a09.999.999.999,99")]
    [InlineData("99999999999", "acima de")]
    [InlineData(",50", "sem número ao lado")]
    [InlineData("50,", "sem número ao lado")]
    [InlineData("1 234,56", "não é número")]
    [InlineData("abc", "não é número")]
    [InlineData("+1", "não é número")]
    [InlineData("US$ 10", "não é número")]
    [InlineData("#REF!", "não é número")]
    [InlineData("\u0661\u0662", "não é número")]
    [InlineData("11111111111111111111111111111111111111111", "longo demais")]
    public void Refuses_and_says_why(string? text, string expected)
    {
        foreach (var reading in Enum.GetValues<DecimalReading>())
        {
            Assert.False(Money.TryParse(text, reading, out _, out var problem));
            Assert.Contains(expected, problem, StringComparison.Ordinal);
        }
        Assert.Equal(AmountNotation.Invalid, MoneyText.Classify(text));
    }
}
