using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab;

public sealed class Sicredi240Tests
{
    private static readonly BoletoAccount Account = new()
    {
        Agencia = "0156", Posto = "05", Conta = "12345", ContaDv = "6", Carteira = "1", Convenio = "12345", Byte = "2",
    };

    private static string[] Ours => RemessaSamples.Write(Request(RemessaSamples.Entries(n => $"262{n:D5}")));

    [Fact]
    public void A_title_field_by_field() => Assert.Equal(
        [
            "74800000         286875666000109                    00156 0000000123456 PORTAL ACORDOS TESTE LTDA     SICREDI                  "
                + "               12111202621380400000108101600                                                                     ",
            "74800011R01  040 2086875666000109                    00156 0000000123456 PORTAL ACORDOS TESTE LTDA                             "
                + "                                                        000000012111202600000000                                 ",
            "7480001300001P 0100156 0000000123456 262010013           11122ACD001         1012202600000000001500000000 03N211120262111220260"
                + "00000000000100000000000000000000000000000000000000000000000000000000ACORDO000001             3001060090000000000 ",
            "7480001300002Q 011000044331610128MARIA DE SOUZA TESTE                    RUA DAS FLORES 123 APTO 4               CENTRO        "
                + " 01013020SAO PAULO      SP0000000000000000                                        000                            ",
            "7480001300003R 01000000000000000000000000000000000000000000000000211122026000000000000200                                      "
                + "                                                                        0000000000000000 000000000000  0         ",
        ],
        Ours[..5]);

    [Fact]
    public void The_trailers_count() => Assert.Equal(
        [
            "74800015         00001000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000            "
                + "                                                                                                                 ",
            "74899999         000001000012000000                                                                                            "
                + "                                                                                                                 ",
        ],
        Ours[^2..]);

    [Fact]
    public void Its_own_account_is_asked_for()
    {
        var problems = RemessaSamples.Problems(Request(RemessaSamples.Entries(n => $"262{n:D5}")) with { Account = new() });
        Assert.NotEmpty(problems);
        Assert.All(problems, problem => Assert.Null(problem.Instruction));
    }

    [Fact]
    public void A_fine_in_reais_is_refused() => Assert.Contains(
        RemessaSamples.Problems(Request(RemessaSamples.Reissued("26201001") with { Fine = new RemessaFine.Fixed(new(100)) })),
        problem => problem is { Instruction: 0, Problem.Field: "Código da multa (66)" });

    private static RemessaRequest Request(params RemessaInstruction[] instructions) =>
        RemessaSamples.Request("748", CnabFormat.Cnab240, Account, instructions);
}
