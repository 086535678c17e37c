using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Values;

public class EmailAddressTests
{
    [Theory]
    [InlineData("Maria.Silva+escola@Exemplo.COM.BR", "Maria.Silva+escola@exemplo.com.br", "M•••••@e•••••.com.br")]
    [InlineData(" m@escola.com.br ", "m@escola.com.br", "m•••••@e•••••.com.br")]
    [InlineData("joao_99@uol.com", "joao_99@uol.com", "j•••••@u•••••.com")]
    [InlineData("a@mail.escola.sp.gov.br", "a@mail.escola.sp.gov.br", "a•••••@s•••••.gov.br")]
    [InlineData("a@b.io", "a@b.io", "a•••••@b•••••.io")]
    [InlineData("a@mail.exemplo.io", "a@mail.exemplo.io", "a•••••@e•••••.io")]
    [InlineData("a@com.br", "a@com.br", "a•••••@c•••••.br")]
    [InlineData("a@xn--caf-dma.com.br", "a@xn--caf-dma.com.br", "a•••••@x•••••.com.br")]
    public void Reads_and_masks(string text, string value, string masked)
    {
        var email = EmailAddress.Parse(text);
        Assert.Equal(value, email.Value);
        Assert.Equal(masked, email.Masked);
    }

    [Fact]
    public void The_mask_does_not_show_the_length() =>
        Assert.Equal(EmailAddress.Parse("m@e.com.br").Masked, EmailAddress.Parse("maria-da-conceicao@escola-municipal.com.br").Masked);

    [Theory]
    [InlineData(null, "vazio")]
    [InlineData("   ", "vazio")]
    [InlineData("maria", "sem @")]
    [InlineData("maria@escola@com.br", "mais de um @")]
    [InlineData("@escola.com.br", "antes do @")]
    [InlineData(".maria@escola.com.br", "antes do @")]
    [InlineData("maria.@escola.com.br", "antes do @")]
    [InlineData("maria..silva@escola.com.br", "antes do @")]
    [InlineData("\"maria\"@escola.com.br", "antes do @")]
    [InlineData("<maria@escola.com.br>", "antes do @")]
    [InlineData("maria@", "depois do @")]
    [InlineData("maria@escola", "depois do @")]
    [InlineData("maria@escola..br", "depois do @")]
    [InlineData("maria@.br", "depois do @")]
    [InlineData("maria@-escola.com", "depois do @")]
    [InlineData("maria@escola.c", "depois do @")]
    [InlineData("maria@[10.0.0.1]", "depois do @")]
    [InlineData("maria@10.0.0.1", "depois do @")]
    [InlineData("maria@escola_x.com", "depois do @")]
    [InlineData("maria silva@escola.com.br", "espaço")]
    [InlineData("maria@escola.com.br;joao@escola.com.br", "vírgula")]
    [InlineData("maría@escola.com.br", "acento")]
    [InlineData("maria@еscola.com.br", "acento")] // a Cyrillic e
    [InlineData("maria@escola.com.br\r\nBcc: todos@escola.com.br", "quebra de linha")]
    [InlineData("maria@escola.com.br\n", "quebra de linha")]
    [InlineData("maria@escola.com.br\u2028x", "quebra de linha")]
    [InlineData("maria\0@escola.com.br", "controle")]
    public void Refuses_and_says_why(string? text, string expected)
    {
        Assert.False(EmailAddress.TryParse(text, out _, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Holds_the_limits_of_length()
    {
        Assert.True(EmailAddress.TryParse(new string('a', 64) + "@b.com", out _, out _));
        Assert.False(EmailAddress.TryParse(new string('a', 65) + "@b.com", out _, out _));
        Assert.True(EmailAddress.TryParse("a@" + new string('b', 63) + ".com", out _, out _));
        Assert.False(EmailAddress.TryParse("a@" + new string('b', 64) + ".com", out _, out _));
        var domain = string.Join('.', Enumerable.Repeat(new string('b', 60), 4));
        Assert.Equal(254, ("a123456@" + domain + ".br").Length);
        Assert.True(EmailAddress.TryParse("a123456@" + domain + ".br", out _, out _));
        Assert.False(EmailAddress.TryParse("a1234567@" + domain + ".br", out _, out _));
        Assert.False(EmailAddress.TryParse(new string('a', 10_000_000), out _, out _));
    }

    [Fact]
    public void Default_is_no_address() => Assert.Throws<InvalidOperationException>(() => default(EmailAddress).Masked);
}
