using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Boletos.Banks;

public class InterTests
{
    private static readonly BankRules Inter = BankVectors.Rules("077");
    private static readonly BoletoAccount Account = new()
    {
        Agencia = "0001", AgenciaDv = "9", Conta = "1234560", ContaDv = "6", Carteira = "112", Convenio = "4879213",
    };
    private static readonly DateOnly DueOn = new(2026, 12, 10);

    [Theory]
    [InlineData("112", "4879213", "9371659585", "0001112487921393716595852", "00019/112/9371659585-2")]
    [InlineData("112", "4879213", "15031", "0001112487921300000150310", "00019/112/0000015031-0")]
    [InlineData("110", "1234567", "458", "0001110123456700000004586", "00019/110/0000000458-6")] // published by BoletoNetCore
    public void Issues_what_independent_implementations_agree_on(string carteira, string convenio, string number, string campoLivre, string printed)
    {
        var issued = Assert.IsType<BoletoIssue.Issued>(
            Inter.Issue(Account with { Carteira = carteira, Convenio = convenio }, number, new Money(100), DueOn));
        Assert.Equal((campoLivre, printed), (issued.CampoLivre, issued.NossoNumeroFormatted));
    }

    [Theory]
    [InlineData("00019/112/0000015031-0")]
    [InlineData("0001/112/15031-0")]
    [InlineData("112/15031")]
    [InlineData(" 00019 / 112 / 0000015031 - 0 ")]
    public void Reads_the_number_as_printed(string number) =>
        Assert.Equal(Inter.Issue(Account, 15031, new Money(100), DueOn), Inter.Issue(Account, number, new Money(100), DueOn));

    [Theory]
    [InlineData("00029/112/15031", "O nosso número é de outra agência: a desta conta é 0001.")]
    [InlineData("00019/110/15031", "O nosso número é de outra carteira: a desta conta é 112.")]
    [InlineData("1/2/3/4", "O nosso número tem só números.")]
    [InlineData("12345678901", "O nosso número do Banco Inter tem até 10 números; aqui há 11.")]
    public void A_number_that_will_not_do_is_named(string number, string text) =>
        Assert.Contains(new FieldProblem("nossoNumero", text), BankVectors.Problems(Inter.Issue(Account, number, new Money(100), DueOn)));

    [Fact]
    public void Prints_agencia_and_conta()
    {
        Assert.Equal("077-9", Inter.PrintedCode);
        Assert.Equal(new PrintedAccount("0001-9/1234560-6", "112"), Inter.Printed(Account));
        Assert.Equal(["carteira"], Inter.Check(Account with { Carteira = "111" }).Select(static problem => problem.Field));
    }

    [SharedFact("vectors/boleto.json")]
    public void Agrees_with_every_shared_vector() => Assert.True(BankVectors.CheckUnanimous("077") >= 7);

    [SharedFact("vectors/boleto-published.json")]
    public void Agrees_with_every_published_slip_that_tells_its_input() => Assert.True(BankVectors.CheckPublished("077") >= 6);
}
