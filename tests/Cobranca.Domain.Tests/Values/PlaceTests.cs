using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Values;

public class PlaceTests
{
    [Fact]
    public void There_are_27_states()
    {
        Assert.Equal(27, Uf.All.Length);
        Assert.Equal(27, Uf.All.Select(uf => uf.IbgeCode).Distinct().Count());
        Assert.Equal(Uf.All.Select(uf => uf.Value).Order(StringComparer.Ordinal), Uf.All.Select(uf => uf.Value));
        Assert.All(Uf.All, uf => Assert.Equal(uf, Uf.Parse(uf.Value)));
    }

    [Fact]
    public void A_state_has_a_name()
    {
        Assert.Equal("São Paulo", Uf.Parse(" sp ").Name);
        Assert.Equal("Distrito Federal", Uf.Parse("DF").Name);
    }

    [Theory]
    [InlineData("", "UF vazia")]
    [InlineData("XX", "UF não existe")]
    [InlineData("São Paulo", "UF não existe")]
    [InlineData("S P", "UF não existe")]
    public void Refuses_an_unknown_state(string text, string expected)
    {
        Assert.False(Uf.TryParse(text, out _, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_city_is_in_the_state_its_code_begins_with()
    {
        Assert.Equal("SP", CityCode.Parse("3550308").Uf.Value);
        Assert.Equal("RJ", CityCode.Parse(" 3304557 ").Uf.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("355030")]
    [InlineData("35503080")]
    [InlineData("9950308")]
    [InlineData("35.50308")]
    [InlineData("3\u0665\u06650308")]
    public void Refuses_a_wrong_city_code(string text) => Assert.False(CityCode.TryParse(text, out _, out _));

    [Theory]
    [InlineData("01310-100")]
    [InlineData("01310100")]
    [InlineData("01.310-100")]
    [InlineData(" 01310 100 ")]
    public void Reads_a_cep_and_keeps_its_zeros(string text)
    {
        Assert.Equal("01310100", Cep.Parse(text).Value);
        Assert.Equal("01310-100", Cep.Parse(text).Formatted);
    }

    [Theory]
    [InlineData(null, "CEP vazio")]
    [InlineData("1310100", "o zero à esquerda")]
    [InlineData("013101000", "são 8 e aqui há 9")]
    [InlineData("00000000", "não existe")]
    [InlineData("01310-10O", "não é número")]
    public void Refuses_a_wrong_cep(string? text, string expected)
    {
        Assert.False(Cep.TryParse(text, out _, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Default_is_no_place()
    {
        Assert.Throws<InvalidOperationException>(() => default(Uf).Name);
        Assert.Throws<InvalidOperationException>(() => default(CityCode).Uf);
        Assert.Throws<InvalidOperationException>(() => default(Cep).Formatted);
    }
}
