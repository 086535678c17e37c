using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab;

public sealed class Sicoob240Tests
{
    private static readonly BoletoAccount Account = new()
    {
        Agencia = "4277", AgenciaDv = "3", Conta = "6498", ContaDv = "0", Carteira = "1", Variacao = "01", Convenio = "229385",
        ConvenioDv = "2",
    };

    private static string[] Ours => RemessaSamples.Write(Request(RemessaSamples.Entries(n => $"{n:D7}")));

    [Fact]
    public void A_title_field_by_field() => Assert.Equal(
        [
            "75600000         286875666000109                    04277300000000649800PORTAL ACORDOS TESTE LTDA     SICOOB                   "
                + "               12111202621380400000108100000                                                                     ",
            "75600011R01  040 2086875666000109                    0427730000000064980 PORTAL ACORDOS TESTE LTDA                             "
                + "                                                        000000012111202600000000                                 ",
            "7560001300001P 010427730000000064980 000001001501014     10 22ACD001         1012202600000000001500000000 02N211120262111220260"
                + "00000000000100000000000000000000000000000000000000000000000000000000ACORDO000001             3000   090000000000 ",
            "7560001300002Q 011000044331610128MARIA DE SOUZA TESTE                    RUA DAS FLORES 123 APTO 4               CENTRO        "
                + " 01013020SAO PAULO      SP0000000000000000                                        000                            ",
            "7560001300003R 01000000000000000000000000000000000000000000000000211122026000000000000200                                      "
                + "                                                                        0000000000000000 000000000000  0         ",
        ],
        Ours[..5]);

    [Fact]
    public void The_trailers_count() => Assert.Equal(
        [
            "75600015         00001000000300000000000138555000000000000000000000000000000000000000000000000000000000000000000000            "
                + "                                                                                                                 ",
            "75699999         000001000012000000                                                                                            "
                + "                                                                                                                 ",
        ],
        Ours[^2..]);

    [Fact]
    public void Its_own_account_is_asked_for()
    {
        var problems = RemessaSamples.Problems(Request(RemessaSamples.Entries(n => $"{n:D7}")) with { Account = new() });
        Assert.NotEmpty(problems);
        Assert.All(problems, problem => Assert.Null(problem.Instruction));
    }

    [Fact]
    public void A_change_of_value_is_refused() => Assert.Contains(
        RemessaSamples.Problems(Request(RemessaSamples.ValueChange("0001001"))),
        problem => problem is { Instruction: 0, Problem.Field: "Código de movimento (16-17)" });

    private static RemessaRequest Request(params RemessaInstruction[] instructions) =>
        RemessaSamples.Request("756", CnabFormat.Cnab240, Account, instructions);
}
