using System.Text;
using System.Text.RegularExpressions;

namespace Cobranca.Portal.Tests.Components;

/// <summary>The build makes one small sheet: tokens, base and every scoped rule, no comment.</summary>
public class StylesheetTests
{
    [Fact]
    public void The_debtors_sheet_stays_under_twelve_kilobytes() => Assert.InRange(Encoding.UTF8.GetByteCount(Stylesheet.Built), 8_000, 12 * 1024);

    [Fact]
    public void It_starts_with_the_tokens_once_and_holds_every_components_rules()
    {
        Assert.StartsWith(":root{", Stylesheet.Built, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(Stylesheet.Built, "--paper:#fff"));
        Assert.All(Stylesheet.Scoped, path => Assert.Contains($"[c-{Path.GetFileName(path).Split('.')[0].ToLowerInvariant()}]", Stylesheet.Built, StringComparison.Ordinal));
    }

    [Fact]
    public void Shrinking_it_breaks_no_rule()
    {
        Assert.DoesNotContain("/*", Stylesheet.Built, StringComparison.Ordinal);
        Assert.Equal(Stylesheet.Built.Count(c => c == '{'), Stylesheet.Built.Count(c => c == '}'));
        Assert.Contains(".pick :checked + label{", Stylesheet.Built, StringComparison.Ordinal);
        Assert.Contains("calc(-1 * var(--s4))", Stylesheet.Built, StringComparison.Ordinal);
        Assert.Contains("@media screen and (prefers-color-scheme:dark){", Stylesheet.Built, StringComparison.Ordinal);
    }

    [Fact]
    public void It_asks_for_nothing_from_elsewhere() => Assert.DoesNotMatch(@"url\(|@import|https?:", Stylesheet.Built);

    [Fact]
    public void Text_is_never_smaller_than_sixteen_pixels() =>
        Assert.Empty(Regex.Matches(Stylesheet.Built, @"font(-size)?:[^;}]*?(?<size>[0-9]*\.?[0-9]+)rem").Where(m => double.Parse(m.Groups["size"].Value, System.Globalization.CultureInfo.InvariantCulture) < 1).Select(m => m.Value));
}
