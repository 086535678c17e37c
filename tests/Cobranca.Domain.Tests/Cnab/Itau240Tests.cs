using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Tests.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab;

public sealed class Itau240Tests
{
    private static readonly BoletoAccount Account = new()
    {
        Agencia = "0852", Conta = "31476", ContaDv = "4", Carteira = "109",
    };

    private static string[] Ours => RemessaSamples.Write(Request(RemessaSamples.Entries(n => $"0000{n}")));

    [Fact]
    public void A_title_field_by_field() => Assert.Equal(
        [
            "34100000         286875666000109                    00852 000000031476 4PORTAL ACORDOS TESTE LTDA     BANCO ITAU SA            "
                + "               12111202621380400000104000000                                                      000            ",
            "34100011R0100030 2086875666000109                    00852 000000031476 4PORTAL ACORDOS TESTE LTDA                             "
                + "                                                        000000012111202621112026                                 ",
            "3410001300001P 0100852 000000031476 4109000010010        00000ACD001         1012202600000000001500000000001N211120260111220260"
                + "00000000000005000000000000000000000000000000000000000000000000000000ACORDO000001             0001600000000000000 ",
            "3410001300002Q 011000044331610128MARIA DE SOUZA TESTE                    RUA DAS FLORES 123 APTO 4               CENTRO        "
                + " 01013020SAO PAULO      SP0000000000000000                                        000                            ",
            "3410001300003R 01000000000000000000000000000000000000000000000000211122026000000000000200                                      "
                + "                                                                        0000000000000000 000000000000  0         ",
        ],
        Ours[..5]);

    [Fact]
    public void The_trailers_count() => Assert.Equal(
        [
            "34100015         0000100000030000000000013855500000000000000000000000000000000000000000000000000000000000000000000000000000    "
                + "                                                                                                                 ",
            "34199999         000001000012000000                                                                                            "
                + "                                                                                                                 ",
        ],
        Ours[^2..]);

    [Fact]
    public void Its_own_account_is_asked_for()
    {
        var problems = RemessaSamples.Problems(Request(RemessaSamples.Entries(n => $"0000{n}")) with { Account = new() });
        Assert.NotEmpty(problems);
        Assert.All(problems, problem => Assert.Null(problem.Instruction));
    }

    [Fact]
    public void A_change_of_value_is_thirty_one() => Assert.Equal(
        "31", RemessaSamples.Write(Request(RemessaSamples.ValueChange("00001001")))[2][15..17]);

    [Fact]
    public void Centavos_too_few_for_interest_per_day_have_none()
    {
        var entry = RemessaSamples.Entries(n => $"0000{n}")[0] with { Amount = new(1499) };
        Assert.Equal("000000000000000000000000", RemessaSamples.Write(Request(entry))[2][117..141]);
    }

    [SharedFact("vectors/remessa/itau-cnab240.txt")]
    public void What_differs_from_two_other_implementations_is_known() => RemessaComparison.Hold("itau-cnab240", Ours,
        new("header", 152, 157, "both", "The second at which the file was made."),
        new("header", 158, 163, "second", "They send no number of the file."),
        new("batch", 184, 191, "second", "They send no number of the file."),
        new("P", 107, 108, "first", "Itaú's own table: DM is 01."),
        new("P", 142, 142, "first", "Always zero at this bank."),
        new("P", 221, 221, "first", "0 is no protest."),
        new("P", 63, 72, "second", "The document number is a text, on the left."),
        new("P", 119, 126, "second", "Interest begins the day after the due date, and has no date where there is none."),
        new("P", 224, 226, "second", "1 and the days: close after them; they do not close."),
        new("P", 9, 13, "second", "They have no segment R, so that numbers run differently."),
        new("Q", 9, 13, "second", "As P 9-13."),
        new("Q", 64, 73, "first", "The name has 30 positions at this bank."),
        new("R", 66, 66, "first", "Percentage; they send an amount."),
        new("R", 75, 89, "first", "As 66."),
        new("R", 0, 0, "second", "They leave the fine out."),
        new("batch trailer", 18, 23, "second", "They have two segments R less."),
        new("trailer", 24, 29, "second", "They have two segments R less."));

    [SharedFact("vectors/remessa/itau-cnab240.txt")]
    public void Their_files_mean_the_same_titles()
    {
        var ours = RemessaSamples.File(RemessaSamples.Read(Ours)).Instructions;
        RemessaMeaning.AssertSame(ours, RemessaComparison.ReadsOf("vectors/remessa/itau-cnab240.txt").Instructions);
        RemessaMeaning.AssertSame(ours, RemessaComparison.ReadsOf("vectors/remessa/itau-cnab240.second.txt").Instructions);
    }

    private static RemessaRequest Request(params RemessaInstruction[] instructions) =>
        RemessaSamples.Request("341", CnabFormat.Cnab240, Account, instructions);
}
