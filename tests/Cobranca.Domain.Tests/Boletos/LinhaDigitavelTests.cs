using Cobranca.Domain.Boletos;

namespace Cobranca.Domain.Tests.Boletos;

public class LinhaDigitavelTests
{
    [Theory]
    [InlineData("34196166700000123451101234567880057123457000", "34191.10121 34567.880058 71234.570001 6 16670000012345")] // Itaú's manual
    [InlineData("34191719500000600001090022335021234567890000", "34191.09008 22335.021238 45678.900007 1 71950000060000")]
    [InlineData("34191157200001234561090000004200057123457000", "34191.09008 00004.200051 71234.570001 1 15720000123456")] // ours, original
    [InlineData("34191161900001278591090000004380057123457000", "34191.09008 00004.380051 71234.570001 1 16190000127859")] // ours, reissued
    [InlineData("00191999900001250000000002837465504512958217", "00190.00009 02837.465505 45129.582172 1 99990000125000")]
    [InlineData("23791173600001999991173090002749527604030050", "23791.17308 90002.749522 76040.300501 1 17360000199999")]
    public void Says_the_barcode_in_five_fields(string barcode, string formatted)
    {
        Assert.True(Barcode.TryParse(barcode, out var bars));
        var linha = bars.ToLinhaDigitavel();
        Assert.Equal(formatted, linha.Formatted);
        Assert.Equal(formatted, linha.ToString());
        Assert.Equal(barcode, linha.ToBarcode().Digits);
    }

    [Theory]
    [InlineData("34191101213456788005871234570001616670000012345")] // general digit 6
    [InlineData("00190000090283746509144143833174913800000041207")] // 9
    [InlineData("34191090080000011085823147640009893510000008735")] // 8
    [InlineData("23791173089000002915884040300505216560000000001")] // 2
    public void Every_change_of_one_digit_is_refused(string linha)
    {
        Assert.True(LinhaDigitavel.TryParse(linha, out _));
        foreach (var (_, changed) in ChangesOf(linha))
            Assert.False(LinhaDigitavel.TryParse(changed, out _), changed);
    }

    [Theory]
    [InlineData("34191090080000438005171234570001116190000127859")] // ours, reissued
    [InlineData("34191090814894743085523147640009113800034567890")]
    [InlineData("00190000090283746500000000555177115080034567890")]
    [InlineData("23791173089000937292276040300501116560034567890")]
    public void Where_the_general_digit_is_1_only_changes_it_cannot_tell_pass(string linha)
    {
        Assert.True(LinhaDigitavel.TryParse(linha, out _));
        var passed = ChangesOf(linha).Where(static change => LinhaDigitavel.TryParse(change.Changed, out _)).ToList();

        // The standard writes the complements 1, 10 and 11 all as 1: fator and amount have no other guard.
        Assert.All(passed, change =>
        {
            Assert.InRange(change.At, 33, 46);
            Assert.Contains(Complement(change.Changed), new[] { 1, 10, 11 });
            Assert.NotEqual(Complement(linha), Complement(change.Changed));
        });
        Assert.InRange(passed.Count, 1, 14 * 2); // two other remainders, at most one digit each a place
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("3419110121345678800587123457000161667000001234")]
    [InlineData("34191.10121 34567.880058 71234.570001 6 16670000012345")] // punctuation is for BoletoCode.Read
    [InlineData("84191101213456788005871234570001616670000012345")]
    public void Parses_nothing_else(string? digits) => Assert.False(LinhaDigitavel.TryParse(digits, out _));

    private static IEnumerable<(int At, string Changed)> ChangesOf(string linha) =>
        from at in Enumerable.Range(0, linha.Length)
        from digit in "0123456789"
        where digit != linha[at]
        select (at, linha[..at] + digit + linha[(at + 1)..]);

    private static int Complement(string linha)
    {
        var barcode = linha[..4] + linha[33..] + linha[4..9] + linha[10..20] + linha[21..31];
        return CheckDigits.Mod11(barcode);
    }
}
