using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Tests.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab;

public sealed class BancoDoBrasil240Tests
{
    private const string Name = "bb-cnab240";

    private static readonly BoletoAccount Account = new()
    {
        Agencia = "3794", AgenciaDv = "X", Conta = "16254", ContaDv = "X", Carteira = "17", Variacao = "019", Convenio = "2837465",
    };

    private static string[] Ours => RemessaSamples.Write(RemessaSamples.Request(
        "001", CnabFormat.Cnab240, Account, RemessaSamples.Entries(n => $"2837465000000{n}")));

    [Fact]
    public void A_title_is_three_segments_field_by_field() => Assert.Equal(
        [
            "00100000         286875666000109002837465001417019  03794X000000016254X PORTAL ACORDOS TESTE LTDA     BANCO DO BRASIL S.A.          "
                + "          12111202621380400000108401600                                                                     ",
            "00100011R01  043 2086875666000109002837465001417019  03794X000000016254X PORTAL ACORDOS TESTE LTDA                              "
                + "                                                       000000012111202600000000                                 ",
            "0010001300001P 0103794X000000016254X 28374650000001001   71222ACD001         1012202600000000001500000000 02N2111202621112202600"
                + "0000000000100000000000000000000000000000000000000000000000000000000ACORDO000001             3001060090000000000 ",
            "0010001300002Q 011000044331610128MARIA DE SOUZA TESTE                    RUA DAS FLORES 123 APTO 4               CENTRO         "
                + "01013020SAO PAULO      SP0000000000000000                                        000                            ",
            "0010001300003R 01000000000000000000000000000000000000000000000000211122026000000000000200                                       "
                + "                                                                       0000000000000000 000000000000  0         ",
        ],
        Ours[..5]);

    [Fact]
    public void The_trailers_count_records_and_batches()
    {
        Assert.StartsWith("00100015         000010 ", Ours[^2], StringComparison.Ordinal);
        Assert.StartsWith("00199999         000001000012000000 ", Ours[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_convenio_has_eleven_digits_and_a_check_digit()
    {
        var account = Account with { Convenio = "123456" };
        var entry = RemessaSamples.Entries(n => $"1234560{n}")[0];
        var lines = RemessaSamples.Write(RemessaSamples.Request("001", CnabFormat.Cnab240, account, entry));
        var issued = Assert.IsType<BoletoIssue.Issued>(Bank.Issue(account, "1001", entry.Amount, entry.DueOn));
        Assert.Equal((issued.NossoNumero + issued.NossoNumeroDv).PadRight(20), lines[2][37..57]);
        Assert.Equal(issued.NossoNumero, RemessaSamples.File(RemessaSamples.Read(lines)).Instructions[0].NossoNumero);
    }

    [SharedFact($"vectors/remessa/{Name}.txt")]
    public void What_differs_from_two_other_implementations_is_known() => RemessaComparison.Hold(Name, Ours,
        new("header", 164, 171, "first", "Version and density: the bank checks neither."),
        new("header", 158, 163, "second", "They send no number of the file."),
        new("batch", 14, 16, "first", "Version: the bank does not check it."),
        new("batch", 184, 191, "second", "They send no number of the file."),
        new("P", 58, 58, "second", "7 is carteira 17 (simples), 1 is carteira 11."),
        new("P", 59, 61, "second", "They leave registration, document and issuer blank."),
        new("P", 62, 62, "both", "2: the creditor distributes; FEBRABAN knows no 0."),
        new("P", 63, 77, "second", "The document number is a text, on the left."),
        new("P", 118, 118, "first", "Monthly percentage, so that the bank's centavos are ours (E25); they send an amount per day."),
        new("P", 127, 141, "first", "As 118."),
        new("P", 119, 126, "second", "Interest begins the day after the due date, and has no date where there is none."),
        new("P", 224, 224, "both", "1: close after the days that follow; 0 says nothing."),
        new("P", 225, 227, "second", "They do not close."),
        new("R", 18, 18, "first", "No second discount: they send a code without date and amount."),
        new("R", 42, 42, "first", "No third discount, as 18."),
        new("R", 66, 66, "first", "Percentage; they send an amount."),
        new("R", 75, 89, "first", "As 66."),
        new("R", 67, 74, "second", "The fine is due the day after the due date."),
        new("R", 216, 230, "first", "Digits of an account that is not given: blank in FEBRABAN's layout."),
        new("R", 0, 0, "second", "A title without fine needs no segment R."),
        new("batch trailer", 18, 23, "second", "They have one segment R more."),
        new("trailer", 24, 29, "second", "They have one segment R more."),
        new("trailer", 30, 35, "first", "A count is zero, not blank."));

    [SharedFact($"vectors/remessa/{Name}.txt")]
    public void Their_files_mean_the_same_titles()
    {
        var ours = RemessaSamples.File(RemessaSamples.Read(Ours)).Instructions;
        RemessaMeaning.AssertSame(ours, RemessaComparison.ReadsOf($"vectors/remessa/{Name}.txt").Instructions);
        RemessaMeaning.AssertSame(ours, RemessaComparison.ReadsOf($"vectors/remessa/{Name}.second.txt").Instructions);
    }

    private static BankRules Bank => Banks.TryFind("001", out var bank) ? bank : throw new InvalidOperationException();
}
