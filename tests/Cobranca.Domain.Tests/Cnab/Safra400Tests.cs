using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab;

public sealed class Safra400Tests
{
    private static readonly BoletoAccount Account = new()
    {
        Agencia = "0057", AgenciaDv = "0", Conta = "123456", ContaDv = "7", Carteira = "01",
    };

    private static string[] Ours => RemessaSamples.Write(Request(RemessaSamples.Entries(n => $"{n:D8}")));

    [Fact]
    public void A_title_field_by_field() => Assert.Equal(
        [
            "01REMESSA01COBRANCA       00570001234567      PORTAL ACORDOS TESTE LTDA     422BANCO SAFRA    211126"
                + new string(' ', 291)
                + "001000001",
            "1028687566600010900570001234567      ACORDO000001             000010014              111226          000 00101ACD001    "
                + "10122600000000150004220000001N211126160000000000000050000000000000000000000000000000011122602000000100044331610128MARIA "
                + "DE SOUZA TESTE                    RUA DAS FLORES 123 APTO 4               CENTRO      01013020SAO PAULO      SP         "
                + "                            422001000002",
        ],
        Ours[..2]);

    [Fact]
    public void The_trailers_count() => Assert.Equal(
        [
            "9"
                + new string(' ', 367)
                + "00000003000000000138555001000005",
        ],
        Ours[^1..]);

    [Fact]
    public void Its_own_account_is_asked_for()
    {
        var problems = RemessaSamples.Problems(Request(RemessaSamples.Entries(n => $"{n:D8}")) with { Account = new() });
        Assert.NotEmpty(problems);
        Assert.All(problems, problem => Assert.Null(problem.Instruction));
    }

    [Fact]
    public void Fine_and_abatement_exclude_each_other() => Assert.Contains(
        RemessaSamples.Problems(Request(RemessaSamples.Entries(n => $"{n:D8}")[0] with { Abatement = new(100) })),
        problem => problem is { Instruction: 0, Problem.Field: "Percentual da multa (212-215)" });

    [Fact]
    public void The_number_of_the_file_starts_over_after_999()
    {
        var lines = RemessaSamples.Write(Request(RemessaSamples.Reissued("00001001")) with { Sequence = 1002 });
        Assert.All(lines, line => Assert.Equal("002", line[391..394]));
    }

    [Fact]
    public void An_especie_without_a_code_is_refused() => Assert.Contains(
        RemessaSamples.Problems(Request(RemessaSamples.Reissued("00001001") with { Especie = BoletoEspecie.ME })),
        problem => problem is { Instruction: 0, Problem.Field: "Espécie do título (148-149)" });

    private static RemessaRequest Request(params RemessaInstruction[] instructions) =>
        RemessaSamples.Request("422", CnabFormat.Cnab400, Account, instructions);
}
