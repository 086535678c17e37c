using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Boletos.Banks;

public class CaixaTests
{
    private static readonly BankRules Caixa = BankVectors.Rules("104");
    private static readonly BoletoAccount Account = new() { Agencia = "0341", Carteira = "SIG14", Convenio = "487521", ConvenioDv = "4" };
    private static readonly DateOnly DueOn = new(2026, 12, 10);

    [Theory]
    [InlineData("487521", "94364479428051", "4875214094136444794280518", "14094364479428051-2")]
    [InlineData("487521", "30442505317", "4875214000103044425053178", "14000030442505317-0")] // the number's complement 10 is written 0
    [InlineData("487521", "791554", "4875214000100040007915540", "14000000000791554-9")] // so is that of the 25 digits
    [InlineData("100008", "4322", "1000080000100040000043228", "14000000000004322-8")] // and that of the convênio
    [InlineData("487521", "14000000000098765", "4875214000100040000987650", "14000000000098765-0")]
    public void Issues_what_independent_implementations_agree_on(string convenio, string number, string campoLivre, string printed)
    {
        var issued = Issued(Account with { Convenio = convenio, ConvenioDv = null }, number);
        Assert.Equal((campoLivre, printed), (issued.CampoLivre, issued.NossoNumeroFormatted));
        Assert.Equal(17, issued.NossoNumero.Length);
    }

    [Fact]
    public void A_code_of_seven_fills_the_place_of_code_and_digit()
    {
        // By hand: 1242669 000 1 000 4 000000001 weighs 167 = 15 × 11 + 2.
        Assert.Equal("1242669000100040000000019", Issued(Account with { Convenio = "1242669", ConvenioDv = "X" }, "1").CampoLivre);
        Assert.Equal(new PrintedAccount("0341/1242669", "RG"), Caixa.Printed(Account with { Convenio = "1242669" }));
        Assert.Equal(Issued(Account, "1"), Issued(Account with { Convenio = "0487521" }, "1"));
    }

    [Theory]
    [InlineData("SIG14", "14", "RG")]
    [InlineData("14", "14", "RG")]
    [InlineData("rg", "14", "RG")]
    [InlineData("SIG24", "24", "SR")]
    [InlineData("SR", "24", "SR")]
    public void The_carteira_has_several_names(string carteira, string prefix, string printed)
    {
        var account = Account with { Carteira = carteira };
        Assert.StartsWith(prefix, Issued(account, "1").NossoNumero, StringComparison.Ordinal);
        Assert.Equal(new PrintedAccount("0341/487521-4", printed), Caixa.Printed(account));
        Assert.Equal(prefix, Caixa.Normalized(account).Carteira);
    }

    [Theory]
    [InlineData("carteira", "11", "As carteiras da Caixa são SIG14 (ou RG, com registro) e SIG24 (ou SR, sem registro).")]
    [InlineData("convenioDv", "5", "O dígito do convênio não confere.")]
    [InlineData("convenioDv", "44", "O dígito do convênio é um número só.")]
    [InlineData("convenio", "12345678", "O convênio (código do beneficiário) tem até 7 números; aqui há 8.")]
    public void A_field_that_will_not_do_is_named(string field, string value, string text)
    {
        var account = field switch
        {
            "carteira" => Account with { Carteira = value },
            "convenio" => Account with { Convenio = value },
            _ => Account with { ConvenioDv = value },
        };
        Assert.Equal([new FieldProblem(field, text)], Caixa.Check(account));
        Assert.Equal([new FieldProblem(field, text)], BankVectors.Problems(Caixa.Issue(account, 1, new Money(100), DueOn)));
    }

    [Theory]
    [InlineData("24000000000098765", "Um nosso número de 17 números desta carteira começa com 14.")]
    [InlineData("14000000000000000", "O nosso número não pode ser zero.")]
    [InlineData("1400000000009876", "O nosso número da Caixa tem até 15 números, ou 17 com 14 na frente; aqui há 16.")]
    [InlineData("14000000000098765-1", "O dígito verificador do nosso número não confere.")]
    public void A_number_that_will_not_do_is_named(string number, string text) => Assert.Equal(
        [new FieldProblem("nossoNumero", text)], BankVectors.Problems(Caixa.Issue(Account, number, new Money(100), DueOn)));

    [SharedFact("vectors/boleto.json")]
    public void Agrees_with_every_shared_vector() => Assert.True(BankVectors.CheckUnanimous("104") >= 10);

    [SharedFact("vectors/boleto-published.json")]
    public void Agrees_with_every_published_slip_that_tells_its_input() => Assert.True(BankVectors.CheckPublished("104") >= 9);

    [SharedFact("vectors/boleto-published.json")]
    public void Published_codes_it_would_not_make_are_these() => Assert.Equal(
        [
            "10491538800002952958019525086156587000000414", // these three are SICOB's layout, replaced by SIGCB
            "10492568300004016101002359990000000003994458",
            "10497653300000294948000288027050143375600001",
        ],
        BankVectors.Differing("104", static campoLivre => (
            string.CompareOrdinal(campoLivre, "11") > 0 && campoLivre[0] == '1'
                ? new BoletoAccount { Carteira = $"{campoLivre[10]}{campoLivre[14]}", Convenio = campoLivre[..7] }
                : new BoletoAccount { Carteira = $"{campoLivre[10]}{campoLivre[14]}", Convenio = campoLivre[..6], ConvenioDv = campoLivre[6..7] },
            $"{campoLivre[10]}{campoLivre[14]}{campoLivre[7..10]}{campoLivre[11..14]}{campoLivre[15..24]}")));

    private static BoletoIssue.Issued Issued(BoletoAccount account, string number) =>
        Assert.IsType<BoletoIssue.Issued>(Caixa.Issue(account, number, new Money(100), DueOn));
}
