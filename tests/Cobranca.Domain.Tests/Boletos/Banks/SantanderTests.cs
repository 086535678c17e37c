using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Boletos.Banks;

public class SantanderTests
{
    private static readonly BankRules Santander = BankVectors.Rules("033");
    private static readonly BoletoAccount Account = new() { Agencia = "3276", Carteira = "101", Convenio = "5260965" };
    private static readonly DateOnly DueOn = new(2026, 12, 10);

    [Theory]
    [InlineData("235800", 125000, "2025-02-21", "9526096500000023580000101", "000000235800-0")]
    [InlineData("348378", 1, "2026-12-10", "9526096500000034837890101", "000000348378-9")]
    [InlineData("49545", 34567890, "2026-12-10", "9526096500000004954500101", "000000049545-0")] // remainder 1: the complement 10 is written 0
    public void Issues_what_independent_implementations_agree_on(string number, long centavos, string dueOn, string campoLivre, string printed)
    {
        var issued = Assert.IsType<BoletoIssue.Issued>(Santander.Issue(Account, number, new Money(centavos), BankVectors.Day(dueOn)));
        Assert.Equal((campoLivre, printed), (issued.CampoLivre, issued.NossoNumeroFormatted));
    }

    [Fact]
    public void An_insurer_writes_its_tax()
    {
        // Published by BoletoNet/boletonet: 03398871800001052509378045700000025208428101.
        var issued = Assert.IsType<BoletoIssue.Issued>(Santander.Issue(
            Account with { Convenio = "3780457", Ios = "8" }, "252084", new Money(105250), new DateOnly(2021, 8, 20)));
        Assert.Equal("03398871800001052509378045700000025208428101", issued.Barcode.Digits);
        Assert.Equal(["ios"], BankVectors.Fields(Santander.Issue(Account with { Ios = "10" }, "1", new Money(100), DueOn)));
    }

    [Fact]
    public void Prints_agencia_and_the_beneficiarys_code()
    {
        Assert.Equal("033-7", Santander.PrintedCode);
        Assert.Equal(new PrintedAccount("3276/5260965", "101"), Santander.Printed(Account));
        Assert.Equal(new PrintedAccount("3276-1/0000965", "101"), Santander.Printed(Account with { AgenciaDv = "1", Convenio = "965" }));
    }

    [Theory]
    [InlineData("101", true)]
    [InlineData("102", true)]
    [InlineData("104", true)]
    [InlineData("201", true)]
    [InlineData("103", false)]
    [InlineData("1", false)]
    public void Has_four_carteiras(string carteira, bool exists) =>
        Assert.Equal(exists ? [] : ["carteira"], Santander.Check(Account with { Carteira = carteira }).Select(static problem => problem.Field));

    [Theory]
    [InlineData("1234567890123", "O nosso número do Santander tem até 12 números; aqui há 13.")]
    [InlineData("000000235800-1", "O dígito verificador do nosso número não confere.")]
    [InlineData("102/235800", "O nosso número é de outra carteira: a desta conta é 101.")]
    public void A_number_that_will_not_do_is_named(string number, string text) => Assert.Equal(
        [new FieldProblem("nossoNumero", text)], BankVectors.Problems(Santander.Issue(Account, number, new Money(100), DueOn)));

    [SharedFact("vectors/boleto.json")]
    public void Agrees_with_every_shared_vector() => Assert.True(BankVectors.CheckUnanimous("033") >= 7);

    [SharedFact("vectors/boleto-published.json")]
    public void Agrees_with_every_published_slip_that_tells_its_input() => Assert.True(BankVectors.CheckPublished("033") >= 9);

    [SharedFact("vectors/boleto-published.json")]
    public void Published_codes_it_would_not_make_are_these() => Assert.Equal([], BankVectors.Differing("033", static campoLivre => (
        new BoletoAccount { Convenio = campoLivre[1..8], Ios = campoLivre[21..22], Carteira = campoLivre[22..] }, $"{campoLivre[8..20]}-{campoLivre[20]}")));
}
