using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab;

public sealed class Inter400Tests
{
    private static readonly BoletoAccount Account = new()
    {
        Agencia = "0001", AgenciaDv = "9", Conta = "1234567", ContaDv = "8", Carteira = "110", Convenio = "7654321",
    };

    private static string[] Ours => RemessaSamples.Write(Request(RemessaSamples.Entries(n => $"{n:D10}")));

    [Fact]
    public void A_title_field_by_field() => Assert.Equal(
        [
            "01REMESSA01COBRANCA                           PORTAL ACORDOS TESTE LTDA     077INTER          211126          0000001"
                + new string(' ', 277)
                + "000001",
            "1                   11000010012345678ACORDO000001                20000000000000020011122600000010013        01ACD001    "
                + "101226000000001500060      01N211126   20000000000000010011122600000000000000000000000000000000000000100044331610128MARI"
                + "A DE SOUZA TESTE                    RUA DAS FLORES 123 APTO 4               01013020"
                + new string(' ', 70)
                + "000002",
        ],
        Ours[..2]);

    [Fact]
    public void The_trailers_count() => Assert.Equal(
        [
            "9000003"
                + new string(' ', 387)
                + "000005",
        ],
        Ours[^1..]);

    [Fact]
    public void Its_own_account_is_asked_for()
    {
        var problems = RemessaSamples.Problems(Request(RemessaSamples.Entries(n => $"{n:D10}")) with { Account = new() });
        Assert.NotEmpty(problems);
        Assert.All(problems, problem => Assert.Null(problem.Instruction));
    }

    [Fact]
    public void A_reissued_title_is_not_payable_past_its_due_date()
    {
        var line = RemessaSamples.Write(Request(RemessaSamples.Reissued("0000001001")))[1];
        Assert.Equal("00", line[139..141]);
        Assert.Equal("0", line[65..66]);
        Assert.Equal("0", line[159..160]);
    }

    [Fact]
    public void Inter_numbers_the_titles_of_carteira_112()
    {
        var lines = RemessaSamples.Write(Request(RemessaSamples.Reissued("0000001001")) with { Account = Account with { Carteira = "112" } });
        Assert.Equal("00000000000", lines[1][89..100]);
    }

    [Fact]
    public void Only_entries_go_by_file() => Assert.Contains(
        RemessaSamples.Problems(Request(RemessaSamples.ValueChange("0000001001"))),
        problem => problem is { Instruction: 0, Problem.Field: "Código de ocorrência (109-110)" });

    private static RemessaRequest Request(params RemessaInstruction[] instructions) =>
        RemessaSamples.Request("077", CnabFormat.Cnab400, Account, instructions);
}
