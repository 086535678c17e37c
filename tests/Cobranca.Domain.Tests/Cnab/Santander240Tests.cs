using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Tests.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab;

public sealed class Santander240Tests
{
    private static readonly BoletoAccount Account = new()
    {
        Agencia = "3276", AgenciaDv = "0", Conta = "13001234", ContaDv = "5", Carteira = "101", Convenio = "5260965",
    };

    private static string[] Ours => RemessaSamples.Write(Request(RemessaSamples.Entries(n => $"00000000{n}")));

    [Fact]
    public void A_title_field_by_field() => Assert.Equal(
        [
            "03300000        2086875666000109327600005260965                         PORTAL ACORDOS TESTE LTDA     BANCO SANTANDER          "
                + "               121112026      000001040                                                                          ",
            "03300011R01  030 2086875666000109                    327600005260965     PORTAL ACORDOS TESTE LTDA                             "
                + "                                                        0000000121112026                                         ",
            "0330001300001P 013276001300123450130012345  0000000010014511  ACD001         1012202600000000001500000000 02N211120261111220260"
                + "00000000000005000000000000000000000000000000000000000000000000000000ACORDO000001             000106000           ",
            "0330001300002Q 011000044331610128MARIA DE SOUZA TESTE                    RUA DAS FLORES 123 APTO 4               CENTRO        "
                + " 01013020SAO PAULO      SP0000000000000000                                        000000000000                   ",
            "0330001300003R 01000000000000000000000000                        211122026000000000000200                                      "
                + "                                                                                                                 ",
        ],
        Ours[..5]);

    [Fact]
    public void The_trailers_count() => Assert.Equal(
        [
            "03300015         000010                                                                                                        "
                + "                                                                                                                 ",
            "03399999         000001000012                                                                                                  "
                + "                                                                                                                 ",
        ],
        Ours[^2..]);

    [Fact]
    public void Its_own_account_is_asked_for()
    {
        var problems = RemessaSamples.Problems(Request(RemessaSamples.Entries(n => $"00000000{n}")) with { Account = new() });
        Assert.NotEmpty(problems);
        Assert.All(problems, problem => Assert.Null(problem.Instruction));
    }

    [Fact]
    public void Interest_is_an_amount_per_day_whatever_is_asked()
    {
        var p = Ours.Single(line => line[13] == 'P' && line.Contains("ACD002", StringComparison.Ordinal));
        Assert.Equal("1", p[117..118]);
        Assert.Equal("000000000000041", p[126..141]);
    }

    [Fact]
    public void A_reissued_title_takes_its_exact_value_alone()
    {
        var lines = RemessaSamples.Write(Request(RemessaSamples.Reissued("000000001001")));
        var y = lines.Single(line => line[13] == 'Y');
        Assert.Equal("5303", y[17..21]);
        Assert.Equal("101", string.Concat(lines.Single(line => line[13] == 'P').AsSpan(223, 1), lines.Single(line => line[13] == 'P').AsSpan(225, 2)));
        Assert.DoesNotContain(lines, line => line[13] == 'R');
    }

    [SharedFact("vectors/remessa/santander-cnab240.txt")]
    public void What_differs_from_two_other_implementations_is_known() => RemessaComparison.Hold("santander-cnab240", Ours,
        new("P", 60, 60, "second", "1 is a traditional document; they say escritural."),
        new("P", 63, 77, "second", "The document number is a text, on the left."),
        new("P", 118, 118, "second", "Amount per day; they send a monthly rate."),
        new("P", 127, 141, "second", "Amount per day: whether the rate has two or five decimal places is not agreed (they write five)."),
        new("P", 119, 126, "second", "Interest begins the day after the due date."),
        new("R", 66, 66, "first", "Percentage; they send an amount."),
        new("R", 75, 89, "first", "As 66."),
        new("R", 67, 74, "second", "The fine is due the day after the due date."),
        new("R", 0, 0, "second", "A title without fine needs no segment R."),
        new("batch trailer", 18, 23, "second", "They have one segment R more."),
        new("trailer", 24, 29, "second", "They have one segment R more."));

    [SharedFact("vectors/remessa/santander-cnab240.txt")]
    public void Their_files_mean_the_same_titles()
    {
        var ours = RemessaSamples.File(RemessaSamples.Read(Ours)).Instructions;
        RemessaMeaning.AssertSame(ours, RemessaComparison.ReadsOf("vectors/remessa/santander-cnab240.txt").Instructions);
        RemessaMeaning.AssertSame(ours, RemessaComparison.ReadsOf("vectors/remessa/santander-cnab240.second.txt").Instructions);
    }

    private static RemessaRequest Request(params RemessaInstruction[] instructions) =>
        RemessaSamples.Request("033", CnabFormat.Cnab240, Account, instructions);
}
