using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Values;

public class SlugTests
{
    [Theory]
    [InlineData("aurora")]
    [InlineData("vetor")]
    [InlineData("a1")]
    [InlineData("colegio-sao-jose-2")]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd")]
    public void Reads_a_plain_name(string text) => Assert.Equal(text, Slug.Parse(text).Value);

    [Theory]
    [InlineData(null, "vazio")]
    [InlineData("a", "tamanho")]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddd", "tamanho")]
    [InlineData("Aurora", "minúsculas")]
    [InlineData("colégio", "minúsculas")]
    [InlineData("a b", "minúsculas")]
    [InlineData("aurora ", "minúsculas")]
    [InlineData("a/b", "minúsculas")]
    [InlineData("..", "minúsculas")]
    [InlineData("-aurora", "hífen")]
    [InlineData("aurora-", "hífen")]
    [InlineData("au--rora", "hífen")]
    [InlineData("aurora\n", "minúsculas")]
    public void Refuses_and_says_why(string? text, string expected)
    {
        Assert.False(Slug.TryParse(text, out _, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("l")]
    [InlineData("dev")]
    [InlineData("api")]
    [InlineData("openapi")]
    [InlineData("health")]
    [InlineData("verificar")]
    [InlineData("gestao")]
    [InlineData("entrar")]
    [InlineData("sair")]
    [InlineData("_content")]
    [InlineData("favicon.ico")]
    [InlineData("robots.txt")]
    [InlineData("privacidade")]
    [InlineData("status")]
    [InlineData("404")]
    public void Never_takes_a_word_of_the_portal(string text)
    {
        Assert.Contains(text, (IEnumerable<string>)Slug.Reserved);
        Assert.False(Slug.TryParse(text, out _, out _));
    }

    [Fact]
    public void Default_is_no_name() => Assert.Throws<InvalidOperationException>(() => default(Slug).Value);
}
