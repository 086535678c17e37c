using Cobranca.Portal.Documents;

namespace Cobranca.Portal.Tests.Documents;

public class ItfTests
{
    [Fact]
    public void A_pair_is_its_first_digit_in_bars_and_its_second_in_spaces() =>
        // 1 = wide narrow narrow narrow wide, 2 = narrow wide narrow narrow wide, between start (four narrow) and stop (wide, two narrow).
        Assert.Equal([1, 1, 1, 1, /**/ 3, 1, 1, 3, 1, 1, 1, 1, 3, 3, /**/ 3, 1, 1], Itf.Encode("12"));

    [Fact]
    public void Every_digit_has_two_wide_elements_of_five() =>
        Assert.All(Enumerable.Range(0, 10), digit =>
        {
            var widths = Itf.Encode($"{digit}0")[4..14];
            Assert.Equal(2, widths.Where((width, i) => i % 2 == 0 && width == 3).Count());
        });

    [Fact]
    public void Forty_four_digits_take_405_narrow_widths_and_fill_the_area_exactly()
    {
        var digits = BoletoSamples.Reissued.Barcode;
        Assert.Equal(405, Itf.Encode(digits).Sum(width => width));

        var bars = Itf.Bars(digits, new(15, 20, 103, 13));
        Assert.Equal(114, bars.Length);
        Assert.Equal(15, bars[0].X);
        Assert.Equal(118, bars[^1].Right, precision: 9);
        Assert.All(bars, bar => Assert.Equal((20, 13), (bar.Y, bar.Height)));
    }

    [Theory]
    [InlineData("123")]
    [InlineData("12a4")]
    [InlineData("12 4")]
    [InlineData("12٣٤")] // Arabic-Indic digits are digits to char.IsDigit
    public void Refuses_what_it_cannot_encode(string digits) => Assert.Throws<ArgumentException>(() => Itf.Encode(digits));
}
