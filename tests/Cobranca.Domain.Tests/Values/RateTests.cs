using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Values;

public class RateTests
{
    [Theory]
    [InlineData("2", "2%")]
    [InlineData("2,0", "2%")]
    [InlineData("2.0", "2%")]
    [InlineData("0.033", "0,033%")]
    [InlineData("0,033", "0,033%")]
    [InlineData(" 1,5 % ", "1,5%")]
    [InlineData("1.000", "1%")]
    [InlineData("0", "0%")]
    [InlineData("1000", "1000%")]
    [InlineData("0,1234560000", "0,123456%")]
    public void Reads_a_percentage(string text, string expected) => Assert.Equal(expected, Rate.Parse(text).ToString());

    [Theory]
    [InlineData(null, "vazio")]
    [InlineData("%", "vazio")]
    [InlineData("-1", "negativo")]
    [InlineData("1000,01", "acima de 1000%")]
    [InlineData("99999999999999999999999", "acima de 1000%")]
    [InlineData("999999999999999999999999999999", "incorreto")]
    [InlineData("0,0000001", "6 casas")]
    [InlineData("1,2,3", "incorreto")]
    [InlineData("1.000,00", "incorreto")]
    [InlineData("2,", "incorreto")]
    [InlineData(",5", "incorreto")]
    [InlineData("1e2", "incorreto")]
    [InlineData("dois", "incorreto")]
    [InlineData("\u0662", "incorreto")]
    public void Refuses_and_says_why(string? text, string expected)
    {
        Assert.False(Rate.TryParse(text, out _, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }
}
