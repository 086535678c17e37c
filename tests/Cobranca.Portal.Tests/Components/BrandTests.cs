using System.Globalization;
using System.Text.RegularExpressions;
using Cobranca.Portal.Client.Brand;

namespace Cobranca.Portal.Tests.Components;

public class BrandTests
{
    // Whether a colour can be a brand as it stands: 4,5:1 on the light paper and ground. The last of each kind sits at the edge.
    public static TheoryData<string, bool> Colours => new()
    {
        { "#0b5f5c", true }, { "#000000", true }, { "#00008b", true }, { "#b00020", true }, { "#7a1fa2", true }, { "#1565c0", true }, { "#2e7d32", true },
        { "#5d4037", true }, { "#c2185b", true }, { "#37474f", true }, { "#666666", true }, { "#a34700", true },
        { "#ffffff", false }, { "#ffd400", false }, { "#ff6f00", false }, { "#00e5ff", false }, { "#8bc34a", false }, { "#f48fb1", false }, { "#9e9e9e", false }, { "#767676", false },
    };

    [Theory, MemberData(nameof(Colours))]
    public void Whatever_the_colour_the_page_can_be_read_in_both_modes(string hex, bool accepted)
    {
        var (light, dark) = Read(BrandCss.For(hex));
        AssertReadable(light, "#ffffff", "#f5f4f0");
        AssertReadable(dark, "#1b201f", "#121615");
        Assert.Equal(accepted, string.Equals(light["--brand"], hex, StringComparison.Ordinal));
        Assert.Equal(accepted, BrandCss.Check(hex).Count == 0);
    }

    [Fact]
    public void A_refusal_says_how_far_off_it_is_and_what_would_do()
    {
        var problem = Assert.Single(BrandCss.Check("#ffd400"));
        Assert.Contains("1,3:1", problem, StringComparison.Ordinal);
        Assert.Contains("4,5:1", problem, StringComparison.Ordinal);
        var suggested = Regex.Match(problem, "é (#[0-9a-f]{6})").Groups[1].Value;
        Assert.Empty(BrandCss.Check(suggested));
    }

    [Theory]
    [InlineData("0b5f5c")]
    [InlineData("#0b5f5")]
    [InlineData("#0b5f5cff")]
    [InlineData("#zzzzzz")]
    [InlineData("# b5f5c")]
    [InlineData("teal")]
    [InlineData("#fff;}body{display:none}")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_not_a_colour_is_refused(string? hex)
    {
        Assert.Contains("#rrggbb", Assert.Single(BrandCss.Check(hex)), StringComparison.Ordinal);
        Assert.ThrowsAny<Exception>(() => BrandCss.For(hex!));
    }

    [Fact]
    public void Short_and_upper_case_colours_are_the_same_colour()
    {
        Assert.Equal(BrandCss.For("#006644"), BrandCss.For("#064"));
        Assert.Equal(BrandCss.For("#0b5f5c"), BrandCss.For("#0B5F5C"));
    }

    // Known values: WebAIM's checker and the WCAG's own examples.
    [Theory]
    [InlineData("#000000", "#ffffff", 21.0)]
    [InlineData("#ffffff", "#ffffff", 1.0)]
    [InlineData("#777777", "#ffffff", 4.48)]
    [InlineData("#767676", "#ffffff", 4.54)]
    [InlineData("#0000ff", "#ffffff", 8.59)]
    [InlineData("#ff0000", "#ffffff", 4.00)]
    public void Contrast_is_the_wcags(string one, string other, double ratio)
    {
        Assert.Equal(ratio, Contrast.Ratio(one, other), 2);
        Assert.Equal(Contrast.Ratio(one, other), Contrast.Ratio(other, one));
    }

    [Fact]
    public void The_sheets_own_colours_can_be_read_in_both_modes()
    {
        var (light, dark) = Read(Stylesheet.Source("tokens.css"));
        foreach (var tokens in new[] { light, dark })
        {
            AssertReadable(tokens, tokens["--paper"], tokens["--ground"]);
            foreach (var ink in new[] { "--ink", "--ink-2" })
                foreach (var surface in new[] { "--paper", "--ground", "--brand-soft", "--warn-soft", "--good-soft" })
                    AssertRatio(Contrast.Text, tokens, ink, surface);
            AssertRatio(Contrast.Text, tokens, "--warn", "--paper");
            AssertRatio(Contrast.Text, tokens, "--warn", "--ground");
            AssertRatio(Contrast.Text, tokens, "--warn", "--warn-soft");
            AssertRatio(Contrast.Text, tokens, "--good", "--good-soft");
            AssertRatio(Contrast.Text, tokens, "--good", "--paper");
            AssertRatio(3, tokens, "--edge", "--paper");
            AssertRatio(3, tokens, "--edge", "--ground");
        }
    }

    [Fact]
    public void The_brand_is_checked_against_the_surfaces_the_sheet_really_has()
    {
        var (light, dark) = Read(Stylesheet.Source("tokens.css"));
        Assert.Equal((BrandCss.LightPaper, BrandCss.LightGround), (Rgb.Parse(light["--paper"]), Rgb.Parse(light["--ground"])));
        Assert.Equal((BrandCss.DarkPaper, BrandCss.DarkGround), (Rgb.Parse(dark["--paper"]), Rgb.Parse(dark["--ground"])));
    }

    private static void AssertReadable(Dictionary<string, string> tokens, string paper, string ground)
    {
        tokens = new(tokens, StringComparer.Ordinal) { ["--paper"] = paper, ["--ground"] = ground };
        AssertRatio(Contrast.Text, tokens, "--brand", "--paper");
        AssertRatio(Contrast.Text, tokens, "--brand", "--ground");
        AssertRatio(Contrast.Text, tokens, "--brand", "--brand-soft");
        AssertRatio(Contrast.Text, tokens, "--brand-ink", "--brand");
    }

    private static void AssertRatio(double least, Dictionary<string, string> tokens, string ink, string surface)
    {
        var ratio = Contrast.Ratio(tokens[ink], tokens[surface]);
        Assert.True(ratio >= least, string.Create(CultureInfo.InvariantCulture, $"{ink} {tokens[ink]} on {surface} {tokens[surface]}: {ratio:0.00}"));
    }

    private static (Dictionary<string, string> Light, Dictionary<string, string> Dark) Read(string css)
    {
        var halves = css.Split("prefers-color-scheme", 2);
        return (Tokens(halves[0]), Tokens(halves[1]));

        static Dictionary<string, string> Tokens(string half) => Regex.Matches(half, @"(--[\w-]+):\s*(#[0-9a-f]{3,6})").ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value, StringComparer.Ordinal);
    }
}
