using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Values;

public class MoneyTests
{
    [Theory]
    [InlineData(123456, "R$\u00a01.234,56")]
    [InlineData(5, "R$\u00a00,05")]
    [InlineData(-5, "-R$\u00a00,05")]
    [InlineData(100000000, "R$\u00a01.000.000,00")]
    [InlineData(long.MinValue, "-R$\u00a092.233.720.368.547.758,08")]
    public void Reads_as_a_Brazilian_writes_it(long centavos, string expected) => Assert.Equal(expected, new Money(centavos).ToString());

    [Theory]
    [InlineData("0.245", 25)] // E04: the .NET default would give 24
    [InlineData("0.005", 1)]  // E30
    [InlineData("-0.005", -1)]
    public void Rounds_half_away_from_zero(string reais, long centavos) =>
        Assert.Equal(centavos, Money.Round(decimal.Parse(reais, System.Globalization.CultureInfo.InvariantCulture)).Centavos);

    [Fact]
    public void Refuses_a_fraction_of_a_centavo() => Assert.Throws<ArgumentOutOfRangeException>(() => Money.FromReais(1.005m));

    [Fact]
    public void Reais_is_exact_with_two_places() =>
        Assert.Equal("1234.56", new Money(123456).Reais.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
