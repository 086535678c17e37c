using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using FsCheck;
using FsCheck.Fluent;

namespace Cobranca.Domain.Tests.Boletos;

public class BarcodeTests
{
    private const string Manual = "34196166700000123451101234567880057123457000";

    [Fact]
    public void Is_put_together_from_its_parts()
    {
        var barcode = Barcode.Create("341", 1667, new Money(12345), "1101234567880057123457000");
        Assert.Equal(Manual, barcode.Digits);
        Assert.Equal("341", barcode.Bank);
        Assert.Equal('6', barcode.CheckDigit);
        Assert.Equal(1667, barcode.Fator);
        Assert.Equal(new Money(12345), barcode.Amount);
        Assert.Equal("1101234567880057123457000", barcode.CampoLivre);
    }

    [Fact]
    public void Holds_amounts_up_to_ten_digits_of_centavos() =>
        Assert.Equal(Barcode.HighestAmount, Barcode.Create("237", 1000, Barcode.HighestAmount, new string('1', 25)).Amount);

    [Fact]
    public void Without_a_fator_the_amount_takes_its_digits_too()
    {
        // R$ 100.000.000,00 needs eleven digits: the manual lets it run into the fator, which then says 0001.
        var digits = "2379" + "0" + "00010000000000" + new string('1', 25);
        digits = digits[..4] + CheckDigits.OfBarcode(digits) + digits[5..];
        Assert.True(Barcode.TryParse(digits, out var barcode));
        Assert.Equal(new Money(10_000_000_000), barcode.Amount);
    }

    [Theory]
    [InlineData("34", 1667, 12345, "1101234567880057123457000")]
    [InlineData("34A", 1667, 12345, "1101234567880057123457000")]
    [InlineData("341", 999, 12345, "1101234567880057123457000")]
    [InlineData("341", 10000, 12345, "1101234567880057123457000")]
    [InlineData("341", 1667, -1, "1101234567880057123457000")]
    [InlineData("341", 1667, 10_000_000_000, "1101234567880057123457000")]
    [InlineData("341", 1667, 12345, "110123456788005712345700")]
    [InlineData("341", 1667, 12345, "11012345678800571234570X0")]
    public void Throws_on_parts_that_break_the_promise(string bank, int fator, long centavos, string campoLivre) =>
        Assert.ThrowsAny<ArgumentException>(() => Barcode.Create(bank, fator, new Money(centavos), campoLivre));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("3419616670000012345110123456788005712345700")]
    [InlineData("34197166700000123451101234567880057123457000")] // wrong digit
    [InlineData("34196166700000123451101234567880057123457 00")]
    [InlineData("82800000001234500481112222222222222222222222")] // a bill
    public void Parses_nothing_else(string? digits) => Assert.False(Barcode.TryParse(digits, out _));

    [Fact]
    public void Every_digit_but_those_behind_a_general_digit_of_1_is_guarded()
    {
        for (var at = 0; at < Manual.Length; at++)
        {
            for (var digit = '0'; digit <= '9'; digit++)
            {
                var changed = Manual[..at] + digit + Manual[(at + 1)..];
                Assert.Equal(changed == Manual, Barcode.TryParse(changed, out _));
            }
        }
    }

    [Fact]
    public void Any_slip_survives_the_way_to_the_linha_and_back()
    {
        var slips =
            from bank in Gen.Choose(1, 799)
            from fator in Gen.Choose(FatorVencimento.Lowest, FatorVencimento.Highest)
            from reais in Gen.Choose(0, 99_999_999)
            from centavos in Gen.Choose(0, 99)
            from campoLivre in Gen.ArrayOf(Gen.Choose(0, 9), Barcode.CampoLivreLength)
            select Barcode.Create(
                bank.ToString("000", System.Globalization.CultureInfo.InvariantCulture), fator, new Money(reais * 100L + centavos), string.Concat(campoLivre));
        Prop.ForAll(slips.ToArbitrary(), static barcode =>
        {
            var linha = barcode.ToLinhaDigitavel();
            return linha.ToBarcode() == barcode
                && LinhaDigitavel.TryParse(linha.Digits, out var parsed) && parsed == linha
                && Barcode.TryParse(barcode.Digits, out var again) && again == barcode
                && linha.Formatted.Replace(".", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal) == linha.Digits;
        }).QuickCheckThrowOnFailure();
    }
}
