using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Values;

public class CnpjTests
{
    [Theory]
    [InlineData("12.ABC.345/01DE-35", "12ABC34501DE35", "12ABC345")]
    [InlineData("12abc34501de35", "12ABC34501DE35", "12ABC345")]
    [InlineData("11.222.333/0001-81", "11222333000181", "11222333")]
    [InlineData(" 11 222 333 0001 81 ", "11222333000181", "11222333")]
    public void Reads_numeric_and_alphanumeric(string text, string value, string root)
    {
        var cnpj = Cnpj.Parse(text);
        Assert.Equal(value, cnpj.Value);
        Assert.Equal(root, cnpj.Root);
        Assert.Equal(cnpj, Cnpj.Parse(cnpj.Formatted));
    }

    [Fact]
    public void Shows_it_in_full_and_masked()
    {
        var cnpj = Cnpj.Parse("12ABC34501DE35");
        Assert.Equal("12.ABC.345/01DE-35", cnpj.Formatted);
        Assert.Equal("**.ABC.345/01DE-**", cnpj.Masked);
        Assert.Equal("01DE", cnpj.Establishment);
    }

    [Theory]
    [InlineData(null, "CNPJ vazio")]
    [InlineData("1122233300018", "são 14 caracteres e aqui há 13")]
    [InlineData("112223330001811", "são 14 e aqui há 15")]
    [InlineData("11222333000182", "dígito verificador incorreto")]
    [InlineData("12ABC34501DE36", "dígito verificador incorreto")]
    [InlineData("12ABC34501DF35", "dígito verificador incorreto")]
    [InlineData("12ABC34501DE3A", "são sempre números")]
    [InlineData("00000000000000", "todos os números iguais")]
    [InlineData("11.222.333+0001-81", "caractere inválido")]
    [InlineData("12.ÁBC.345/01DE-35", "caractere inválido")]
    [InlineData("12.ABC.345/01DE-\u0663\u0665", "caractere inválido")]
    [InlineData("12.AB\u212a.345/01DE-35", "caractere inválido")] // the kelvin sign lower-cases to k
    public void Refuses_and_says_why(string? text, string expected)
    {
        Assert.False(Cnpj.TryParse(text, out _, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Default_is_no_cnpj() => Assert.Throws<InvalidOperationException>(() => default(Cnpj).Root);
}
