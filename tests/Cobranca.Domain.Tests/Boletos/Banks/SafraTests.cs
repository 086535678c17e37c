using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Boletos.Banks;

public class SafraTests
{
    private static readonly BankRules Safra = BankVectors.Rules("422");
    private static readonly BoletoAccount Account = new() { Agencia = "0123", AgenciaDv = "4", Conta = "578432", ContaDv = "1", Carteira = "1" };
    private static readonly DateOnly DueOn = new(2026, 12, 10);

    [Theory]
    [InlineData("4168", "7012340057843210000416882", "00004168-8")]
    [InlineData("71", "7012340057843210000007102", "00000071-0")] // 23 = 2 × 11 + 1: the complement 10 is written 0
    [InlineData("14", "7012340057843210000001412", "00000014-1")] // 11: the complement 11 is written 1 here, not 0
    public void Issues_what_independent_implementations_agree_on(string number, string campoLivre, string printed)
    {
        var issued = Assert.IsType<BoletoIssue.Issued>(Safra.Issue(Account, number, new Money(100), DueOn));
        Assert.Equal((campoLivre, printed), (issued.CampoLivre, issued.NossoNumeroFormatted));
    }

    [Fact]
    public void Prints_agencia_and_conta()
    {
        Assert.Equal("422-7", Safra.PrintedCode);
        Assert.Equal(new PrintedAccount("0123-4/00578432-1", "01"), Safra.Printed(Account));
    }

    [Theory]
    [InlineData("123456789", "O nosso número do Banco Safra tem até 8 números; aqui há 9.")]
    [InlineData("00004168-7", "O dígito verificador do nosso número não confere.")]
    public void A_number_that_will_not_do_is_named(string number, string text) => Assert.Equal(
        [new FieldProblem("nossoNumero", text)], BankVectors.Problems(Safra.Issue(Account, number, new Money(100), DueOn)));

    [SharedFact("vectors/boleto.json")]
    public void Agrees_with_every_shared_vector() => Assert.True(BankVectors.CheckUnanimous("422") >= 7);

    [SharedFact("vectors/boleto-published.json")]
    public void Agrees_with_every_published_slip_that_tells_its_input() => Assert.True(BankVectors.CheckPublished("422") >= 9);

    [SharedFact("vectors/boleto-published.json")]
    public void Published_codes_it_would_not_make_are_these() => Assert.Equal([], BankVectors.Differing("422", static campoLivre => (
        new BoletoAccount { Agencia = campoLivre[1..5], AgenciaDv = campoLivre[5..6], Conta = campoLivre[6..14], ContaDv = campoLivre[14..15] },
        $"{campoLivre[15..23]}-{campoLivre[23]}")));
}
