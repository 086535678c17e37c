using Cobranca.Domain.Pix;

namespace Cobranca.Domain.Tests.Pix;

public class PixKeyTests
{
    [Theory]
    [InlineData("123.456.789-09", PixKeyKind.Cpf, "12345678909")]
    [InlineData(" 11.222.333/0001-81 ", PixKeyKind.Cnpj, "11222333000181")]
    [InlineData("12.abc.345/01de-35", PixKeyKind.Cnpj, "12ABC34501DE35")]
    [InlineData("Cobranca@Portal.Example", PixKeyKind.Email, "cobranca@portal.example")]
    [InlineData("+55 (11) 94321-4321", PixKeyKind.Phone, "+5511943214321")]
    [InlineData("+551133334444", PixKeyKind.Phone, "+551133334444")]
    [InlineData("123E4567-E12B-12D1-A456-426655440000", PixKeyKind.Random, "123e4567-e12b-12d1-a456-426655440000")]
    public void Each_kind_is_known_by_its_form(string text, PixKeyKind kind, string value)
    {
        Assert.True(PixKey.TryParse(text, out var key, out _));
        Assert.Equal((kind, value, value), (key.Kind, key.Value, key.ToString()));
    }

    [Theory]
    [InlineData(null, "vazia")]
    [InlineData("  ", "vazia")]
    [InlineData("11943214321", "CPF")] // a telephone number without +55 looks like a CPF and is none
    [InlineData("12345678900", "dígito verificador")]
    [InlineData("11222333000182", "CNPJ")]
    [InlineData("5511943214321", "formato desconhecido")]
    [InlineData("+12025550123", "outro país")]
    [InlineData("a@b", "E-mail")]
    [InlineData("123e4567e12b12d1a456426655440000", "formato desconhecido")]
    [InlineData("{123e4567-e12b-12d1-a456-42665544000}", "formato desconhecido")]
    public void What_the_directory_would_not_take_is_refused(string? text, string says)
    {
        Assert.False(PixKey.TryParse(text, out _, out var problem));
        Assert.Contains(says, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_longest_email_has_77_characters()
    {
        Assert.True(PixKey.TryParse("a@" + new string('b', 60) + ".exemplo.com.br", out var key, out _));
        Assert.Equal(PixKey.MaxLength, key.Value.Length);
        Assert.False(PixKey.TryParse("aa@" + new string('b', 60) + ".exemplo.com.br", out _, out _));
    }

    [Fact]
    public void Default_is_no_key() => Assert.Throws<InvalidOperationException>(() => default(PixKey).Value);
}
