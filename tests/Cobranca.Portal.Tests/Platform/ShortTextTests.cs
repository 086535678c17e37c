using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Tests.Platform;

public sealed class ShortTextTests
{
    [Theory]
    [InlineData("", 0, "")]
    [InlineData("abc", 0, "")]
    [InlineData("abc", 2, "ab")]
    [InlineData("abc", 3, "abc")]
    [InlineData("abc", 4, "abc")]
    // A character of two units is whole or not there.
    [InlineData("a😀b", 1, "a")]
    [InlineData("a😀b", 2, "a")]
    [InlineData("a😀b", 3, "a😀")]
    [InlineData("😀", 1, "")]
    [InlineData("😀😀", 3, "😀")]
    public void What_does_not_fit_is_cut_between_characters(string text, int length, string kept) => Assert.Equal(kept, text.AtMost(length));
}
