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
        const double xHeight = 546; // of Inter
        var clear = PaperBaseline - (Style.Millimetres * ((char.IsUpper(plain) ? Regular.CapHeight : xHeight) + 25) / 1000);
        var (mark, letter) = markAbove ? (.. Row(clear), Row(clear)..) : (Row(PaperBaseline + 2).., ..Row(PaperBaseline - 2));
        var (with, without) = (Print(composed), Print(plain));

        Assert.Equal(without[letter], with[letter]);
        Assert.Equal(0, Ink(without[mark]));
        Assert.InRange(Ink(with[mark]), 50, 5_000);
        Assert.InRange(Ink(with[letter]), 1_000, 50_000);
    }

    private const double PaperBaseline = 100;
    private const int DotsPerInch = 72;
    private static readonly PdfStyle Style = new(200);

    private static int Row(double millimetres) => (int)(millimetres * DotsPerInch / 25.4);

    private static int Ink(IEnumerable<byte[]> rows) => rows.Sum(row => row.Count(pixel => pixel < 128));

    private static byte[][] Print(char letter)
    {
        var pdf = new PdfDocument("t", "t", new DateTime(2026, 11, 21, 0, 0, 0, DateTimeKind.Utc));
        pdf.AddPage().Text(50, PaperBaseline, letter.ToString(), Style);
        using var peers = new PdfPeers(pdf.ToArray());
        return peers.Pixels(DotsPerInch);
    }
}
