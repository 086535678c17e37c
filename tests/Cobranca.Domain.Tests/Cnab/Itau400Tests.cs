using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Tests.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab;

public sealed class Itau400Tests
{
    private static readonly BoletoAccount Account = new()
    {
        Agencia = "0852", Conta = "31476", ContaDv = "4", Carteira = "109",
    };

    private static string[] Ours => RemessaSamples.Write(Request(RemessaSamples.Entries(n => $"0000{n}")));

    [Fact]
    public void A_title_field_by_field() => Assert.Equal(
        [
            "01REMESSA01COBRANCA       085200314764        PORTAL ACORDOS TESTE LTDA     341BANCO ITAU SA  211126"
                + new string(' ', 294)
                + "000001",
            "10286875666000109085200314764    0000ACORDO000001             000010010000000000000109                     I01ACD001    "
                + "10122600000000150003410000001N211126920000000000000050000000000000000000000000000000000000000000000100044331610128MARIA "
                + "DE SOUZA TESTE                    RUA DAS FLORES 123 APTO 4               CENTRO      01013020SAO PAULO      SP         "
                + "                         11122660 000002",
            "22111220260000000000200"
                + new string(' ', 371)
                + "000003",
        ],
        Ours[..3]);

    [Fact]
    public void The_trailers_count() => Assert.Equal(
        [
            "9"
                + new string(' ', 393)
                + "000007",
        ],
        Ours[^1..]);

    [Fact]
    public void Its_own_account_is_asked_for()
    {
        var problems = RemessaSamples.Problems(Request(RemessaSamples.Entries(n => $"0000{n}")) with { Account = new() });
        Assert.NotEmpty(problems);
        Assert.All(problems, problem => Assert.Null(problem.Instruction));
    }

    [Fact]
    public void A_reissued_title_takes_nothing_after_its_due_date()
    {
        var lines = RemessaSamples.Write(Request(RemessaSamples.Reissued("00001001")));
        Assert.Equal(3, lines.Length);
        Assert.Equal("3900", lines[1][156..160]);
        Assert.Equal("000000", lines[1][385..391]);
    }

    [Fact]
    public void A_change_of_value_is_thirty_one() => Assert.Equal(
        "31", RemessaSamples.Write(Request(RemessaSamples.ValueChange("00001001")))[1][108..110]);

    [SharedFact("vectors/remessa/itau-cnab400.txt")]
    public void What_differs_from_two_other_implementations_is_known() => RemessaComparison.Hold("itau-cnab400", Ours,
        new("1", 157, 158, "first", "92 and the days at 392: close after them; they do not close."),
        new("1", 159, 160, "second", "57 (sum charges into the value) is not ours to ask: charges are the bank's to add."),
        new("1", 386, 391, "first", "A title without interest has no date for it."),
        new("1", 392, 393, "first", "As 157."),
        new("2", 3, 10, "second", "The fine is due the day after the due date."));

    [SharedFact("vectors/remessa/itau-cnab400.txt")]
    public void Their_files_mean_the_same_titles()
    {
        var ours = RemessaSamples.File(RemessaSamples.Read(Ours)).Instructions;
        RemessaMeaning.AssertSame(ours, RemessaComparison.ReadsOf("vectors/remessa/itau-cnab400.txt").Instructions);
        RemessaMeaning.AssertSame(ours, RemessaComparison.ReadsOf("vectors/remessa/itau-cnab400.second.txt").Instructions);
    }

    private static RemessaRequest Request(params RemessaInstruction[] instructions) =>
        RemessaSamples.Request("341", CnabFormat.Cnab400, Account, instructions);
}
