using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Tests.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Cnab;

public sealed class Bradesco400Tests
{
    private static readonly BoletoAccount Account = new()
    {
        Agencia = "1173", AgenciaDv = "8", Conta = "403005", ContaDv = "2", Carteira = "09", Convenio = "4562387",
    };

    private static string[] Ours => RemessaSamples.Write(Request(RemessaSamples.Entries(n => $"0000000{n}")));

    [Fact]
    public void A_title_field_by_field() => Assert.Equal(
        [
            "01REMESSA01COBRANCA       00000000000004562387PORTAL ACORDOS TESTE LTDA     237BRADESCO       211126        MX0000001"
                + new string(' ', 277)
                + "000001",
            "1                   00090117304030052ACORDO000001             0002020000000001001700000000002N           2  01ACD001    "
                + "10122600000000150000000000001N211126186000000000000050000000000000000000000000000000000000000000000100044331610128MARIA "
                + "DE SOUZA TESTE                    RUA DAS FLORES 123 APTO 4                           01013020"
                + new string(' ', 60)
                + "000002",
        ],
        Ours[..2]);

    [Fact]
    public void The_trailers_count() => Assert.Equal(
        [
            "9"
                + new string(' ', 393)
                + "000005",
        ],
        Ours[^1..]);

    [Fact]
    public void Its_own_account_is_asked_for()
    {
        var problems = RemessaSamples.Problems(Request(RemessaSamples.Entries(n => $"0000000{n}")) with { Account = new() });
        Assert.NotEmpty(problems);
        Assert.All(problems, problem => Assert.Null(problem.Instruction));
    }

    [Fact]
    public void A_reissued_title_takes_nothing_after_its_due_date()
    {
        var line = RemessaSamples.Write(Request(RemessaSamples.Reissued("00000001001")))[1];
        Assert.Equal("00000", line[65..70]);
        Assert.Equal("0900", line[156..160]);
        Assert.Equal("0000000000000", line[160..173]);
    }

    [Fact]
    public void A_number_whose_digit_is_p_keeps_its_letter() => Assert.Equal(
        "00000000001P", RemessaSamples.Write(Request(RemessaSamples.Reissued("00000000001")) with { Account = Account with { Carteira = "19" } })[1][70..82]);

    [Fact]
    public void A_change_of_value_is_twenty() => Assert.Equal(
        "20", RemessaSamples.Write(Request(RemessaSamples.ValueChange("00000001001")))[1][108..110]);

    [Fact]
    public void A_fine_in_reais_is_refused() => Assert.Contains(
        RemessaSamples.Problems(Request(RemessaSamples.Reissued("00000001001") with { Fine = new RemessaFine.Fixed(new(100)) })),
        problem => problem is { Instruction: 0, Problem.Field: "Percentual da multa (67-70)" });

    [SharedFact("vectors/remessa/bradesco-cnab400.txt")]
    public void What_differs_from_two_other_implementations_is_known() => RemessaComparison.Hold("bradesco-cnab400", Ours,
        new("1", 2, 20, "first", "Account for automatic debit: blank where there is none."),
        new("1", 94, 94, "second", "N: no slip for automatic debit."),
        new("1", 106, 106, "first", "2: no notice to the payer."),
        new("1", 157, 160, "first", "18 and the days: close after them; they do not close."),
        new("1", 315, 326, "second", "The first message; they write the bairro there."));

    [SharedFact("vectors/remessa/bradesco-cnab400.txt")]
    public void Their_files_mean_the_same_titles()
    {
        var ours = RemessaSamples.File(RemessaSamples.Read(Ours)).Instructions;
        RemessaMeaning.AssertSame(ours, RemessaComparison.ReadsOf("vectors/remessa/bradesco-cnab400.txt").Instructions);
        RemessaMeaning.AssertSame(ours, RemessaComparison.ReadsOf("vectors/remessa/bradesco-cnab400.second.txt").Instructions);
    }

    private static RemessaRequest Request(params RemessaInstruction[] instructions) =>
        RemessaSamples.Request("237", CnabFormat.Cnab400, Account, instructions);
}
