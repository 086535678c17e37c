using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Cobranca.Portal.Client.Boletos;

namespace Cobranca.Portal.Tests.Components;

public class BoletoTests
{
    private const string Digits = "34191844100001540211790001043510049102015000";

    [Fact]
    public void The_drawn_bars_read_back_as_the_digits()
    {
        var page = Rendered.Page<BarcodeSvg>(("Digits", Digits));
        var path = page.One("svg path").GetAttribute("d")!;
        var widths = Regex.Matches(path, "[hm]([0-9])").Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(Digits, Read(widths));
        Assert.Equal("0 0 425 1", page.One("svg").GetAttribute("viewBox"));
        Assert.Equal("img", page.One("svg").GetAttribute("role"));
        Assert.NotNull(page.One("svg").GetAttribute("aria-label"));
    }

    [Fact]
    public void Forty_four_digits_are_405_modules() => Assert.Equal(405, InterleavedBars.Encode(Digits).Sum());

    [Theory]
    [InlineData("")]
    [InlineData("123")]
    [InlineData("12a4")]
    [InlineData("12٣4")]
    public void Anything_but_pairs_of_digits_is_refused(string digits) => Assert.Throws<ArgumentException>(() => InterleavedBars.Encode(digits));

    [Fact]
    public void The_line_can_be_selected_whole_and_copied_bare()
    {
        var page = Rendered.Page<CopyBox>(("Id", "linha"), ("Label", "Linha digitável"), ("Value", "34191.79001 01043.510047 91020.150008 1 84410000154021"), ("CopyText", "34191790010104351004791020150008184410000154021"));
        Assert.Equal(5, page.QuerySelectorAll("#linha > span").Length);
        Assert.Equal("34191.79001 01043.510047 91020.150008 1 84410000154021", page.One("#linha").TextContent.Trim());
        Assert.Equal("Linha digitável", page.GetElementById(page.One("#linha").GetAttribute("aria-labelledby")!)!.TextContent);
        var copy = page.One("[data-copy]");
        Assert.True(copy.HasAttribute("hidden"));
        Assert.Equal("34191790010104351004791020150008184410000154021", copy.GetAttribute("data-copy"));
        Assert.Equal("button", copy.One("button").GetAttribute("type"));
        Assert.NotNull(copy.QuerySelector("[role=status]"));
    }

    // Read as a scanner does, without the encoder's table: places weigh 1, 2, 4, 7 and the pair that is 7+4 is zero.
    private static string Read(List<int> widths)
    {
        Assert.Equal([1, 1, 1, 1], widths[..4]);
        Assert.Equal([3, 1, 1], widths[^3..]);
        int[] weights = [1, 2, 4, 7, 0];
        return string.Concat(widths[4..^3].Chunk(10).SelectMany(pair => new[] { 0, 1 }.Select(offset =>
            Enumerable.Range(0, 5).Sum(place => pair[place * 2 + offset] == 3 ? weights[place] : 0) % 11)));
    }
}
