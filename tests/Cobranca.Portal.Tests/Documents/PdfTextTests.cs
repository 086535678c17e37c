using Cobranca.Portal.Documents;
using FsCheck;
using FsCheck.Fluent;

namespace Cobranca.Portal.Tests.Documents;

public class PdfTextTests
{
    private static readonly PdfStyle Style = new(8);

    [Theory]
    [InlineData("José da Conceição", "José da Conceição")]
    [InlineData("  duas  pontas ", "duas pontas")]
    [InlineData("linha\r\n\toutra", "linha outra")]
    [InlineData("Jose\u0301", "José")] // composed
    [InlineData("a\u202Eb\u200Bc\u00ADd\uFEFFe", "abcde")] // direction marks and other invisible ones
    [InlineData("R$\u00A010,00", "R$\u00A010,00")]
    [InlineData("😀\uFE0F", "😀")]
    [InlineData("\0", "")]
    public void Only_what_can_be_seen_is_printed(string text, string printed) => Assert.Equal(printed, PrintableText.From(text));

    [Fact]
    public void Half_a_character_is_shown_as_broken() => Assert.Equal("a\uFFFDb", PrintableText.From("a\uD83Db"));

    [Fact]
    public void Cleaning_twice_changes_nothing_and_never_throws() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text =>
        {
            var once = PrintableText.From(text ?? "");
            return PrintableText.From(once) == once;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Lines_keep_every_word_and_their_width() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text =>
        {
            var lines = PdfTextLayout.Wrap(text ?? "", 20, Style);
            return lines.TrueForAll(line => Style.Measure(line) <= 20.0001)
                && string.Concat(lines).Replace(" ", "") == PrintableText.From(text ?? "").Replace(" ", "");
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_clipped_text_says_so_and_fits() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text =>
        {
            var printable = PrintableText.From(text ?? "");
            var clipped = PdfTextLayout.Clip(text ?? "", 10, Style);
            return Style.Measure(clipped) <= 10.0001 && (clipped == printable || clipped.EndsWith('…'));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Breaks_at_spaces_and_cuts_the_last_line() =>
        Assert.Equal(["Mensalidade de", "setembro de 20…"], PdfTextLayout.Wrap("Mensalidade de setembro de 2026", 24, Style, mostLines: 2));

    [Fact]
    public void A_character_wider_than_the_line_still_advances() =>
        Assert.Equal(["W", "W", "😀"], PdfTextLayout.Wrap("WW😀", 0.5, Style));

    [Fact]
    public void Shrinking_keeps_the_whole_text()
    {
        var shrunk = PdfTextLayout.Shrink("99.999.999.999,99", 12, Style);
        Assert.InRange(shrunk.Measure("99.999.999.999,99"), 11.99, 12.001);
        Assert.Equal(Style, PdfTextLayout.Shrink("1,00", 12, Style));
    }
}
