using Cobranca.Domain.Boletos;

namespace Cobranca.Domain.Tests.Boletos;

public class CheckDigitsTests
{
    [Theory]
    [InlineData("341911012", 1)] // Itaú's manual, the three fields of one linha
    [InlineData("3456788005", 8)]
    [InlineData("7123457000", 1)]
    [InlineData("0", 0)] // 10 is written 0
    [InlineData("005712345", 7)]
    public void Mod_10_adds_the_digits_of_each_product(string digits, int expected) => Assert.Equal(expected, CheckDigits.Mod10(digits));

    [Theory]
    [InlineData("1900000000002", 7, 8)] // Bradesco's manual
    [InlineData("1900000000001", 7, 10)]
    [InlineData("1900000000006", 7, 11)]
    [InlineData("3794", 9, 10)]
    [InlineData("", 9, 11)]
    public void Mod_11_leaves_10_and_11_to_the_form(string digits, int highestWeight, int expected) =>
        Assert.Equal(expected, CheckDigits.Mod11(digits, highestWeight));

    [Theory]
    [InlineData("34196166700000123451101234567880057123457000", 6)]
    [InlineData("00191150800345678900000002837465000000055517", 1)] // remainder 1, complement 10
    [InlineData("34191138000345678901090848947430852314764000", 1)]
    [InlineData("34199999900001250001090000477800852314764000", 9)]
    public void The_general_digit_skips_its_own_place(string barcode, int expected) => Assert.Equal(expected, CheckDigits.OfBarcode(barcode));

    [Fact]
    public void Any_changed_digit_changes_mod_10()
    {
        const string digits = "3419110123456788005";
        for (var at = 0; at < digits.Length; at++)
        {
            for (var digit = '0'; digit <= '9'; digit++)
            {
                var changed = digits[..at] + digit + digits[(at + 1)..];
                Assert.Equal(changed == digits, CheckDigits.Mod10(changed) == CheckDigits.Mod10(digits));
            }
        }
    }
}
