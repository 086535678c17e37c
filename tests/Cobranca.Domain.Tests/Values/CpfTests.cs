using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Values;

public class CpfTests
{
    [Theory]
    [InlineData("52998224725")]
    [InlineData("529.982.247-25")]
    [InlineData(" 529 982 247 25 ")]
    [InlineData("529.982.247\u201125")]      // a word processor's hyphen
    [InlineData("\u00a0529.982.247-25\u00a0")] // spaces that do not break
    [InlineData("\u202a529.982.247-25\u202c")] // marks copied along from a phone
    public void Reads_with_or_without_punctuation(string text)
    {
        var cpf = Cpf.Parse(text);
        Assert.Equal("52998224725", cpf.Value);
        Assert.Equal("52998224725", cpf.ToString());
        Assert.Equal("529.982.247-25", cpf.Formatted);
        Assert.Equal("***.982.247-**", cpf.Masked);
    }

    [Theory]
    [InlineData("111.444.777-35")]
    [InlineData("012.345.678-90")]
    [InlineData("000.000.001-91")]
    public void Reads_valid_numbers(string text) => Assert.Equal(text, Cpf.Parse(text).Formatted);

    [Theory]
    [InlineData(null, "CPF vazio")]
    [InlineData("", "CPF vazio")]
    [InlineData(" .-/ ", "CPF vazio")]
    [InlineData("5299822472", "são 11 números e aqui há 10")]
    [InlineData("529982247250", "são 11 e aqui há 12")]
    [InlineData("52998224724", "dígito verificador incorreto")]
    [InlineData("52998224735", "dígito verificador incorreto")]
    [InlineData("11111111111", "todos os números iguais")]
    [InlineData("00000000000", "todos os números iguais")]
    [InlineData("5299822472S", "não é número")]
    [InlineData("529982247,25", "não é número")]
    [InlineData("529.982.247-25\n", "não é número")]
    [InlineData("\u0665\u0662\u0669\u0669\u0668\u0662\u0662\u0664\u0667\u0662\u0665", "não é número")] // Arabic-Indic digits
    [InlineData("\uff15\uff12\uff19\uff19\uff18\uff12\uff12\uff14\uff17\uff12\uff15", "não é número")] // full-width digits
    [InlineData("<script>", "não é número")]
    public void Refuses_and_says_why(string? text, string expected)
    {
        Assert.False(Cpf.TryParse(text, out var cpf, out var problem));
        Assert.Equal(default, cpf);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_very_long_text_unread() => Assert.False(Cpf.TryParse(new string('5', 10_000_000), out _, out _));

    [Fact]
    public void Its_problem_never_repeats_the_number() =>
        Assert.DoesNotContain("529", Assert.Throws<FormatException>(() => Cpf.Parse("52998224724")).Message, StringComparison.Ordinal);

    [Fact]
    public void Default_is_no_cpf()
    {
        Assert.Contains("Cpf", Assert.Throws<InvalidOperationException>(() => default(Cpf).Value).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => default(Cpf).Masked);
        Assert.Throws<InvalidOperationException>(() => default(Cpf).ToString());
    }
}
