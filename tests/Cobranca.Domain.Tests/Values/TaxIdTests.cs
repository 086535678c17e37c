using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Values;

public class TaxIdTests
{
    [Fact]
    public void Tells_a_person_from_a_company()
    {
        var person = TaxId.Parse("529.982.247-25");
        var company = TaxId.Parse("12.abc.345/01de-35");
        Assert.False(person.IsCompany);
        Assert.Equal(Cpf.Parse("52998224725"), person.Cpf);
        Assert.Null(person.Cnpj);
        Assert.Equal("***.982.247-**", person.Masked);
        Assert.True(company.IsCompany);
        Assert.Equal(Cnpj.Parse("12ABC34501DE35"), company.Cnpj);
        Assert.Null(company.Cpf);
        Assert.Equal("12.ABC.345/01DE-35", company.Formatted);
        Assert.Equal(company, Cnpj.Parse("12ABC34501DE35"));
        Assert.Equal(person, Cpf.Parse("52998224725"));
    }

    [Fact]
    public void Gives_the_first_characters_for_sign_in()
    {
        Assert.Equal("529", TaxId.Parse("52998224725").FirstDigits(3));
        Assert.Equal("12AB", TaxId.Parse("12ABC34501DE35").FirstDigits(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => TaxId.Parse("52998224725").FirstDigits(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TaxId.Parse("52998224725").FirstDigits(9));
    }

    [Theory]
    [InlineData("", "CPF ou CNPJ vazio")]
    [InlineData("52998224724", "CPF com dígito")]
    [InlineData("11222333000182", "CNPJ com dígito")]
    [InlineData("12ABC34501DE", "CNPJ incompleto")]
    [InlineData("529982247", "o CPF tem 11 números, o CNPJ tem 14 caracteres e aqui há 9")]
    [InlineData("529982247250", "CNPJ incompleto")]
    [InlineData("5,2998E+10", "planilha")]
    [InlineData("5.2998e+10", "planilha")]
    [InlineData("5.2998E10", "planilha")]
    [InlineData("1,1222333E+13", "planilha")]
    [InlineData("52998224725;11222333000181", "caractere inválido")]
    public void Refuses_naming_which(string text, string expected)
    {
        Assert.False(TaxId.TryParse(text, out _, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1234567890", "01234567890")]       // CPF without its zero
    [InlineData("1.234.567-890", "01234567890")]
    [InlineData("360305000104", "00360305000104")]  // CNPJ without two zeros
    public void Puts_back_lost_zeros_when_the_check_digits_then_hold(string text, string expected)
    {
        Assert.False(TaxId.TryParse(text, out _, out _));
        Assert.True(TaxId.TryParsePadded(text, out var taxId, out var padded, out var problem), problem);
        Assert.True(padded);
        Assert.Equal(expected, taxId.Value);
    }

    [Theory]
    [InlineData("529.982.247-25")]
    [InlineData("12.ABC.345/01DE-35")]
    public void Says_when_nothing_was_put_back(string text)
    {
        Assert.True(TaxId.TryParsePadded(text, out _, out var padded, out _));
        Assert.False(padded);
    }

    [Theory]
    [InlineData("1234567891", "incompleto")]              // check digits do not hold
    [InlineData("191", "tanto para um CPF quanto para um CNPJ")]
    [InlineData("52998224724", "CPF com dígito")]
    [InlineData("5,2998E+10", "notação científica, provavelmente alterado por uma planilha")]
    [InlineData("52998224725.0", "casas decimais, provavelmente gravado como número por uma planilha")]
    [InlineData("0", "incompleto")]
    [InlineData("abc", "CNPJ incompleto")]
    [InlineData("2ABC34501DE35", "CNPJ incompleto")] // a spreadsheet does not eat the zeros of a text
    public void Refuses_to_guess(string text, string expected)
    {
        Assert.False(TaxId.TryParsePadded(text, out var taxId, out var padded, out var problem));
        Assert.False(padded);
        Assert.Equal(default, taxId);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Eleven_digits_become_a_company_only_as_a_head_office()
    {
        // 00.012.345/0001-DV and 00.012.345/9991-DV without their zeros: the second would as well be a mistyped CPF.
        var headOffice = Complete("000123450001");
        var elsewhere = Complete("000123459991");
        Assert.True(TaxId.TryParsePadded(headOffice[3..], out var taxId, out var padded, out _));
        Assert.True(padded);
        Assert.Equal(headOffice, taxId.Value);
        Assert.False(TaxId.TryParsePadded(elsewhere[3..], out _, out _, out _));
    }

    [Fact]
    public void Default_is_neither() => Assert.Throws<InvalidOperationException>(() => default(TaxId).IsCompany);

    private static string Complete(string twelve) =>
        Enumerable.Range(0, 100).Select(check => $"{twelve}{check:00}").Single(text => Cnpj.TryParse(text, out _, out _));
}
