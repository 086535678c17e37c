using Cobranca.Domain.Values;
using Cobranca.Portal.Client.Content;

namespace Cobranca.Portal.Tests.Components;

public class HtmlTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("a\" onload=\"x", "a&quot; onload=&quot;x")]
    [InlineData("Tom & 'Jerry'", "Tom &amp; &#x27;Jerry&#x27;")]
    [InlineData("Conceição à vista, 10 €", "Conceição à vista, 10 €")]
    [InlineData(null, "")]
    public void What_stands_in_a_hole_is_text(string? text, string markup) =>
        Assert.Equal($"<p title=\"{markup}\">{markup}</p>", Html.Of($"<p title=\"{text}\">{text}</p>").Value);

    [Fact]
    public void A_piece_grows_by_what_is_added_and_two_do_not_mix()
    {
        var (one, other) = (new Html(), new Html());
        one.Add($"<b>{"1"}");
        other.Add($"<i>{"2"}</i>");
        one.Add($"</b>");
        Assert.Equal("<b>1</b>", one.Done().Value);
        Assert.Equal("<i>2</i>", other.Done().Value);
        Assert.Equal("", new Html().Done().Value);
    }

    [Fact]
    public void Money_has_its_value_beside_it() =>
        Assert.Equal("<data class=\"num\" value=\"1278.59\">R$\u00a01.278,59</data>", Html.Of($"{new Money(127859)}").Value);
}
