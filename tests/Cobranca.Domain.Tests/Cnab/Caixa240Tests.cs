using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab;

public sealed class Caixa240Tests
{
    private static readonly BoletoAccount Account = new()
    {
        Agencia = "1234", Carteira = "14", Convenio = "123456",
    };

    private static string[] Ours => RemessaSamples.Write(Request(RemessaSamples.Entries(n => $"14{n:D15}")));

    [Fact]
    public void A_title_field_by_field() => Assert.Equal(
        [
            "10400000         2868756660001090000000000000000000001234301234560000000PORTAL ACORDOS TESTE LTDA     CAIXA ECONOMICA FEDERAL  "
                + "               12111202621380400000110100000                    REMESSA-PRODUCAO                                 ",
            "10400011R0100060 20868756660001090123456000000000000001234312345600000000PORTAL ACORDOS TESTE LTDA                             "
                + "                                                        000000012111202600000000                                 ",
            "1040001300001P 01012343012345600000000001400000000000100111220ACD001         1012202600000000001500000000002N211120262111220260"
                + "00000000000100000000000000000000000000000000000000000000000000000000ACORDO000001             3001060090000000000 ",
            "1040001300002Q 011000044331610128MARIA DE SOUZA TESTE                    RUA DAS FLORES 123 APTO 4               CENTRO        "
                + " 01013020SAO PAULO      SP0000000000000000                                        000                            ",
            "1040001300003R 01000000000000000000000000000000000000000000000000211122026000000000000200                                      "
                + "                                                                                                                 ",
        ],
        Ours[..5]);

    [Fact]
    public void The_trailers_count() => Assert.Equal(
        [
            "10400015         000010000003000000000001385550000000000000000000000000000000000000000000000                                   "
                + "                                                                                                                 ",
            "10499999         000001000012                                                                                                  "
                + "                                                                                                                 ",
        ],
        Ours[^2..]);

    [Fact]
    public void Its_own_account_is_asked_for()
    {
        var problems = RemessaSamples.Problems(Request(RemessaSamples.Entries(n => $"14{n:D15}")) with { Account = new() });
        Assert.NotEmpty(problems);
        Assert.All(problems, problem => Assert.Null(problem.Instruction));
    }

    [Fact]
    public void A_reissued_title_takes_its_exact_value_until_its_due_date()
    {
        var lines = RemessaSamples.Write(Request(RemessaSamples.Reissued("14000000000001001")));
        Assert.Equal("1000", lines.Single(line => line[13] == 'P')[223..227]);
        Assert.Equal("3", lines.Single(line => line[13] == 'P')[117..118]);
        Assert.Equal("5303", lines.Single(line => line[13] == 'Y')[17..21]);
    }

    [Fact]
    public void A_code_of_seven_digits_has_no_short_form()
    {
        var lines = RemessaSamples.Write(Request(RemessaSamples.Reissued("14000000000001001")) with { Account = Account with { Convenio = "1234567" } });
        Assert.Equal("1234567", lines[0][58..65]);
        Assert.Equal("1234567", lines[1][33..40]);
        Assert.Equal("000000", lines[1][59..65]);
    }

    [Fact]
    public void A_document_number_longer_than_eleven_is_refused() => Assert.Contains(
        RemessaSamples.Problems(Request(RemessaSamples.Reissued("14000000000001001") with { DocumentNumber = "ACORDO-00001" })),
        problem => problem is { Instruction: 0, Problem.Field: "Número do documento (63-73)" });

    private static RemessaRequest Request(params RemessaInstruction[] instructions) =>
        RemessaSamples.Request("104", CnabFormat.Cnab240, Account, instructions);
}
