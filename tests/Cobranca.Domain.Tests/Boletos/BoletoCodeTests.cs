using System.Globalization;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Boletos;

public class BoletoCodeTests
{
    private const string Linha = "34191090080000438005171234570001116190000127859";
    private const string Water = "82800000001-0 23450048222-2 22222222222-4 22222222222-4";
    private static readonly DateOnly Today = new(2026, 11, 21);

    [Theory]
    [InlineData("34191.09008 00004.380051 71234.570001 1 16190000127859")]
    [InlineData(Linha)]
    [InlineData("  34191-09008/00004_380051\t71234,570001\r\n1–16190000127859.\u200b ")]
    [InlineData("34191161900001278591090000004380057123457000")]
    [InlineData("3419 1161 9000 0127 8591 0900 0000 4380 0571 2345 7000")]
    public void A_slip_is_read_with_any_punctuation(string typed)
    {
        var slip = Assert.IsType<CodeReading.BankSlip>(BoletoCode.Read(typed, Today));
        Assert.Equal("341", slip.Barcode.Bank);
        Assert.Equal(new Money(127859), slip.Barcode.Amount);
        Assert.Equal(new DateOnly(2026, 11, 3), slip.DueOn);
        Assert.False(slip.DueDateIsUnreadable);
        Assert.Equal("1090000004380057123457000", slip.Barcode.CampoLivre);
        Assert.Equal("34191.09008 00004.380051 71234.570001 1 16190000127859", slip.LinhaDigitavel.Formatted);
    }

    [Theory]
    [InlineData("2005-01-01", "2002-05-01")]
    [InlineData("2011-06-01", null)] // 3,318 days past, 5,682 ahead: neither
    [InlineData("2026-11-21", "2026-12-21")]
    public void The_due_date_depends_on_the_day_of_reading(string asOf, string? expected)
    {
        var slip = Slip("34191.10121 34567.880058 71234.570001 6 16670000012345", DateOnly.Parse(asOf, CultureInfo.InvariantCulture));
        Assert.Equal(expected, slip.DueOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.Equal(expected is null, slip.DueDateIsUnreadable);
    }

    [Fact]
    public void A_slip_may_have_neither_due_date_nor_amount()
    {
        var slip = Slip("23797000000000000004150090019801673500021140", Today); // published by a maker of slips
        Assert.Null(slip.DueOn);
        Assert.False(slip.DueDateIsUnreadable);
        Assert.Equal(Money.Zero, slip.Barcode.Amount);
    }

    [Theory]
    [InlineData("83620000001-3 23450048111-9 11111111111-3 11111111111-3", "energia elétrica ou gás", "0048")] // mod 10
    [InlineData(Water, "água e saneamento", "0048")] // mod 11
    [InlineData("83620000001234500481111111111111111111111111", "energia elétrica ou gás", "0048")]
    public void A_bill_is_told_from_a_slip(string typed, string segment, string payee)
    {
        var bill = Assert.IsType<CodeReading.Bill>(BoletoCode.Read(typed, Today)).Arrecadacao;
        Assert.Equal(new Money(12345), bill.Amount);
        Assert.Equal(segment, bill.SegmentName);
        Assert.Equal(payee, bill.Payee);
    }

    [Theory]
    [InlineData("85800000858-6 47635283444-2 85279119896-4 22463907656-4")] // general complement 11, written 0
    [InlineData("85800000717-2 53819083865-4 01861442703-0 16174876197-5")] // general complement 10 and a block's, both written 0
    public void A_bill_writes_10_and_11_as_0(string typed) =>
        Assert.Equal(typed, Assert.IsType<CodeReading.Bill>(BoletoCode.Read(typed, Today)).Arrecadacao.Formatted);

    [Fact]
    public void A_quantity_is_not_an_amount()
    {
        // Kind 7 holds an amount still to be corrected; the digits are those of kind 6 with its own check digits.
        var body = "837" + "00000012345" + "0048" + new string('1', 25);
        var barcode = body[..3] + CheckDigits.Mod10(body) + body[3..];
        Assert.Null(Assert.IsType<CodeReading.Bill>(BoletoCode.Read(barcode, Today)).Arrecadacao.Amount);
    }

    [Fact]
    public void Segment_6_names_the_payee_by_the_root_of_its_cnpj()
    {
        var body = "866" + "00000012345" + "11222333" + new string('1', 21);
        var barcode = body[..3] + CheckDigits.Mod10(body) + body[3..];
        Assert.Equal("11222333", Assert.IsType<CodeReading.Bill>(BoletoCode.Read(barcode, Today)).Arrecadacao.Payee);
    }

    [Fact]
    public void Every_wrong_group_is_named()
    {
        var typed = "34191.09009 00004.380051 71234.580001 1 16190000127859";
        var reasons = Refused(typed).Cast<CodeRefusal.WrongCheckDigit>().ToList();
        Assert.Equal([CodePart.Field1, CodePart.Field3], reasons.Select(static reason => reason.Part));
        Assert.Equal([10, 32], reasons.Select(static reason => reason.Position));
        Assert.Equal((8, 9), (reasons[0].Expected, reasons[0].Found));
        Assert.Contains("primeiro grupo (do 1º ao 10º número)", reasons[0].Text, StringComparison.Ordinal);
        Assert.Contains("terceiro grupo (do 22º ao 32º número)", reasons[1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("34191.09008 00004.380051 71234.570001 2 16190000127859", CodePart.DueDateAndAmount, 33)] // the general digit itself
    [InlineData("34191.10121 34567.880058 71234.570001 6 16670000012346", CodePart.DueDateAndAmount, 33)] // one centavo more
    [InlineData("34191161900001278591090000004380057123457001", CodePart.Whole, 5)]
    [InlineData("34191.09008 10004.380051 71234.570001 1 16190000127859", CodePart.Field2, 21)]
    [InlineData("83620000001-3 23450048111-8 11111111111-3 11111111111-3", CodePart.Block2, 24)]
    [InlineData("83630000001-2 23450048111-9 11111111111-3 11111111111-3", CodePart.Whole, 4)] // blocks hold, the general digit does not
    public void A_wrong_digit_is_placed(string typed, CodePart part, int position)
    {
        var reason = Assert.IsType<CodeRefusal.WrongCheckDigit>(Assert.Single(Refused(typed)));
        Assert.Equal(part, reason.Part);
        Assert.Equal(position, reason.Position);
        Assert.StartsWith("Há um número errado", reason.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" .-/ ")]
    [InlineData("\u00ad💳")]
    public void Nothing_is_not_a_code(string? typed) => Assert.IsType<CodeRefusal.Empty>(Assert.Single(Refused(typed)));

    [Theory]
    [InlineData("3419O.09008 00004.380051 71234.570001 1 16190000127859", "O", 4)]
    [InlineData("x34191", "x", 0)]
    [InlineData("34191٣", "٣", 5)] // a digit of another script is not ours to guess
    [InlineData("34𝟏91", "𝟏", 2)]
    public void A_letter_is_shown_with_its_place(string typed, string found, int after)
    {
        var reason = Assert.IsType<CodeRefusal.UnexpectedCharacter>(Assert.Single(Refused(typed)));
        Assert.Equal((found, after), (reason.Found, reason.AfterDigits));
        Assert.Contains($"“{found}”", reason.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", "há 1 número.")]
    [InlineData("3419109008000043800517123457000111619000012785", "há 46 números.")]
    [InlineData("3419109008000043800517123457000111619000012785999", "há 49 números.")]
    public void Another_length_is_counted(string typed, string counted) =>
        Assert.Contains(counted, Assert.IsType<CodeRefusal.WrongLength>(Assert.Single(Refused(typed))).Text, StringComparison.Ordinal);

    [Fact]
    public void A_pasted_book_is_counted_and_refused() =>
        Assert.Equal(1_000_000, Assert.IsType<CodeRefusal.WrongLength>(Assert.Single(Refused(new string('1', 1_000_000)))).Digits);

    [Fact]
    public void A_slip_with_a_digit_too_many_is_not_taken_for_a_bill() =>
        Assert.Contains("há um número a mais", Assert.IsType<CodeRefusal.StartAndLengthDisagree>(Assert.Single(Refused(Linha + "0"))).Text, StringComparison.Ordinal);

    [Fact]
    public void A_bill_with_a_digit_missing_is_not_taken_for_a_slip() =>
        Assert.Contains("falta um", Assert.IsType<CodeRefusal.StartAndLengthDisagree>(Assert.Single(Refused(Water[..^1]))).Text, StringComparison.Ordinal);

    [Fact]
    public void Another_currency_is_refused()
    {
        Assert.Contains(Refused("34181161900001278591090000004380057123457000"), static reason => reason is CodeRefusal.NotInReais { Position: 4, Found: '8' });
        Assert.Contains(Refused("34181" + Linha[5..]), static reason => reason is CodeRefusal.NotInReais { Position: 4, Found: '8' });
    }

    [Fact]
    public void Bills_of_no_known_kind_are_refused()
    {
        Assert.Equal('8', Assert.IsType<CodeRefusal.UnknownSegment>(Assert.Single(Refused("88620000001234500481111111111111111111111111"))).Found);
        Assert.Equal('5', Assert.IsType<CodeRefusal.UnknownValueKind>(Assert.Single(Refused("83520000001234500481111111111111111111111111"))).Found);
    }

    [SharedFact("vectors/boleto-published.json")]
    public void Every_published_code_of_every_bank_is_read_both_ways()
    {
        var read = 0;
        foreach (var vector in SharedVectors.Read("vectors/boleto-published.json").EnumerateArray())
        {
            var barcode = vector.GetProperty("barcode").GetString()!;
            var linha = vector.GetProperty("linha").GetString()!;
            if (barcode.Length > 0)
                Assert.Equal(barcode, Slip(barcode, Today).Barcode.Digits);
            if (linha.Length > 0)
                Assert.Equal(linha, Slip(linha, Today).LinhaDigitavel.Digits);
            if (barcode.Length > 0 && linha.Length > 0)
                Assert.Equal(linha, Slip(barcode, Today).LinhaDigitavel.Digits);
            read++;
        }
        Assert.True(read >= 243);
    }

    [SharedFact("vectors/boleto.json")]
    public void Every_shared_vector_of_every_bank_is_read()
    {
        foreach (var vector in SharedVectors.Read("vectors/boleto.json").GetProperty("vectors").EnumerateArray())
        {
            var expected = vector.GetProperty("expected");
            var slip = Slip(expected.GetProperty("linhaFormatada").GetString()!, Today);
            Assert.Equal(expected.GetProperty("barcode").GetString(), slip.Barcode.Digits);
            Assert.Equal(expected.GetProperty("campoLivre").GetString(), slip.Barcode.CampoLivre);
            Assert.Equal(expected.GetProperty("linhaFormatada").GetString(), slip.LinhaDigitavel.Formatted);
            var dueOn = DateOnly.Parse(vector.GetProperty("input").GetProperty("vencimento").GetString()!, CultureInfo.InvariantCulture);
            if (dueOn > Today.AddDays(-3000) && dueOn < Today.AddDays(5500))
                Assert.Equal(dueOn, slip.DueOn);
        }
    }

    private static CodeReading.BankSlip Slip(string typed, DateOnly asOf) => Assert.IsType<CodeReading.BankSlip>(BoletoCode.Read(typed, asOf));

    private static IReadOnlyList<CodeRefusal> Refused(string? typed) => Assert.IsType<CodeReading.Refused>(BoletoCode.Read(typed, Today)).Reasons;
}
