using Cobranca.Portal.Documents;

namespace Cobranca.Portal.Tests.Documents;

public class TrueTypeFontTests
{
    private static readonly TrueTypeFont Regular = PdfFont.Of(PdfFace.Regular);

    [Fact]
    public void Has_every_character_Portuguese_needs() =>
        Assert.All("ABCXYZabcxyz0123456789ÁÂÃÀÇÉÊÍÓÔÕÚÜáâãàçéêíóôõúüºª§°–—…“”‘’·R$%()/\\.,;:-+=*&@#\u00A0\u2007", c =>
        {
            Assert.NotEqual(0, PdfFont.Of(PdfFace.Regular).GlyphOf(c));
            Assert.NotEqual(0, PdfFont.Of(PdfFace.Bold).GlyphOf(c));
        });

    [Fact]
    public void Digits_are_all_as_wide_so_that_amounts_align() =>
        Assert.All(new[] { PdfFace.Regular, PdfFace.Bold }, face =>
            Assert.Single("0123456789\u2007".Select(digit => PdfFont.Of(face).AdvanceOf(PdfFont.Of(face).GlyphOf(digit))).Distinct()));

    [Fact]
    public void What_it_lacks_is_shown_as_missing()
    {
        Assert.Equal(0, Regular.GlyphOf('株'));
        Assert.Equal(0, Regular.GlyphOf(0x1F600));
        Assert.False(Regular.Outline(Regular.VisibleGlyphOf(0x1F600)).IsEmpty);
    }

    [Theory]
    [InlineData('ç', 'c', false)]
    [InlineData('ã', 'a', true)]
    [InlineData('É', 'E', true)]
    public void Composed_letters_are_embedded_with_their_parts(char composed, char plain, bool markAbove)
    {
        // Counted in ink on paper: the letter alone has none where its mark stands.
        Assert.Equal(0, Ink(plain, markAbove));
        Assert.InRange(Ink(composed, markAbove), 50, 5_000);
    }

    private static int Ink(char letter, bool above)
    {
        const double baseline = 100;
        const int dotsPerInch = 72;
        var pdf = new PdfDocument("t", "t", new DateTime(2026, 11, 21, 0, 0, 0, DateTimeKind.Utc));
        var style = new PdfStyle(200);
        pdf.AddPage().Text(50, baseline, letter.ToString(), style);

        using var peers = new PdfPeers(pdf.ToArray());
        var pixels = peers.Pixels(dotsPerInch);
        var reach = style.Millimetres * (char.IsUpper(letter) ? Regular.CapHeight + 20 : 620) / 1000; // x-height of Inter: 546
        var (from, to) = above ? (0.0, baseline - reach) : (baseline + style.Millimetres * 0.03, 297.0);
        return pixels[(int)(from * dotsPerInch / 25.4)..(int)(to * dotsPerInch / 25.4)].Sum(row => row.Count(pixel => pixel < 128));
    }
}
