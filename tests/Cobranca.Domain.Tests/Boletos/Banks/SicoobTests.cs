using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Boletos.Banks;

public class SicoobTests
{
    private static readonly BankRules Sicoob = BankVectors.Rules("756");
    private static readonly BoletoAccount Account = new() { Agencia = "4327", Carteira = "1", Variacao = "01", Convenio = "229385", ConvenioDv = "7" };
    private static readonly DateOnly DueOn = new(2026, 12, 10);

    [Theory]
    [InlineData("354", "1432701229385700003547001", "0000354-7")]
    [InlineData("56363", "1432701229385700563634001", "0056363-4")]
    [InlineData("90545", "1432701229385700905450001", "0090545-0")] // remainder 1: the complement 10 is written 0
    public void Issues_what_independent_implementations_agree_on(string number, string campoLivre, string printed)
    {
        var issued = Issued(Account, number);
        Assert.Equal((campoLivre, printed), (issued.CampoLivre, issued.NossoNumeroFormatted));
    }

    [Fact]
    public void The_instalment_stands_at_the_end()
    {
        Assert.EndsWith("012", Issued(Account with { Parcela = "12" }, "1").CampoLivre, StringComparison.Ordinal);
        Assert.Equal(["parcela"], BankVectors.Fields(Sicoob.Issue(Account with { Parcela = "1000" }, "1", new Money(100), DueOn)));
    }

    [Fact]
    public void Prints_cooperative_and_client()
    {
        Assert.Equal("756-0", Sicoob.PrintedCode);
        Assert.Equal(new PrintedAccount("4327/229385-7", "1/01"), Sicoob.Printed(Account));
        Assert.Equal("1427701017227800000040001", Issued(new() { Agencia = "4277", Carteira = "1", Variacao = "1", Convenio = "17227", ConvenioDv = "8" }, "4").CampoLivre);
    }

    [Theory]
    [InlineData("12345678", "O nosso número do Sicoob tem até 7 números; aqui há 8.")]
    [InlineData("0000354-8", "O dígito verificador do nosso número não confere.")]
    public void A_number_that_will_not_do_is_named(string number, string text) => Assert.Equal(
        [new FieldProblem("nossoNumero", text)], BankVectors.Problems(Sicoob.Issue(Account, number, new Money(100), DueOn)));

    [SharedFact("vectors/boleto.json")]
    public void Agrees_with_every_shared_vector() => Assert.True(BankVectors.CheckUnanimous("756") >= 7);

    [SharedFact("vectors/boleto-published.json")]
    public void Agrees_with_every_published_slip_that_tells_its_input() => Assert.True(BankVectors.CheckPublished("756") >= 9);

    [SharedFact("vectors/boleto-published.json")]
    public void Published_codes_it_would_not_make_are_these() => Assert.Equal([], BankVectors.Differing("756", static campoLivre => (
        new BoletoAccount
        {
            Carteira = campoLivre[..1], Agencia = campoLivre[1..5], Variacao = campoLivre[5..7], Convenio = campoLivre[7..13], ConvenioDv = campoLivre[13..14],
            Parcela = campoLivre[22..],
        },
        $"{campoLivre[14..21]}-{campoLivre[21]}")));

    private static BoletoIssue.Issued Issued(BoletoAccount account, string number) =>
        Assert.IsType<BoletoIssue.Issued>(Sicoob.Issue(account, number, new Money(100), DueOn));
}
