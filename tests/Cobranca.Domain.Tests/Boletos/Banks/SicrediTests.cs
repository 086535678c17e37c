using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Boletos.Banks;

public class SicrediTests
{
    private static readonly BankRules Sicredi = BankVectors.Rules("748");
    private static readonly BoletoAccount Account = new() { Agencia = "0165", Posto = "02", Convenio = "02623", Carteira = "1", Byte = "2" };
    private static readonly DateOnly DueOn = new(2026, 12, 10);
    private static readonly DateOnly IssuedOn = new(2026, 11, 21);

    [Theory]
    [InlineData("93006", "1126293006501650202623100", "26/293006-5")]
    [InlineData("57568", "1126257568001650202623102", "26/257568-0")]
    [InlineData("26212345", "1126212345301650202623103", "26/212345-3")]
    [InlineData("26/212345-3", "1126212345301650202623103", "26/212345-3")]
    public void Issues_what_independent_implementations_agree_on(string number, string campoLivre, string printed)
    {
        var issued = Issued(Account, number, IssuedOn);
        Assert.Equal((campoLivre, printed), (issued.CampoLivre, issued.NossoNumeroFormatted));
        Assert.Equal(printed[..2] + printed[3..9], issued.NossoNumero);
    }

    [Fact]
    public void The_year_of_issue_is_in_the_number()
    {
        Assert.Equal("19/200003-0", Issued(new() { Agencia = "0156", Posto = "05", Convenio = "85305", Carteira = "1", Byte = "2" }, "3", new(2019, 1, 2)).NossoNumeroFormatted);
        Assert.Equal("09200001", Issued(Account, "1", new(2009, 12, 31)).NossoNumero);
        Assert.Equal(["issuedOn"], BankVectors.Fields(Sicredi.Issue(Account, 1, new Money(100), DueOn)));
    }

    [Fact]
    public void A_whole_number_has_its_own_year_and_byte()
    {
        Assert.Equal("25312345", Issued(Account, "25312345", IssuedOn).NossoNumero);
        Assert.Equal("26112345", Issued(Account with { Byte = null }, "26112345", null).NossoNumero);
    }

    [Theory]
    [InlineData("byte", "1", "Informe o byte, um número de 2 a 9: o 1 é dos números que a cooperativa dá.")]
    [InlineData("byte", "10", "Informe o byte, um número de 2 a 9: o 1 é dos números que a cooperativa dá.")]
    [InlineData("posto", "123", "O posto tem até 2 números; aqui há 3.")]
    [InlineData("convenio", "026230", "O convênio (código do beneficiário) tem até 5 números; aqui há 6.")]
    [InlineData("carteira", "3", "A carteira do Sicredi é 1 (simples).")]
    public void A_field_that_will_not_do_is_named(string field, string value, string text)
    {
        var account = field switch
        {
            "byte" => Account with { Byte = value },
            "posto" => Account with { Posto = value },
            "carteira" => Account with { Carteira = value },
            _ => Account with { Convenio = "2" + value[1..] },
        };
        Assert.Equal([new FieldProblem(field, text)], Sicredi.Check(account));
        Assert.Equal([new FieldProblem(field, text)], BankVectors.Problems(Sicredi.Issue(account, 1, new Money(100), DueOn, IssuedOn)));
    }

    [Theory]
    [InlineData("123456", "O nosso número do Sicredi tem até 5 números, ou 8 com ano e byte na frente; aqui há 6.")]
    [InlineData("262930065", "O nosso número do Sicredi tem até 5 números, ou 8 com ano e byte na frente; aqui há 9.")]
    [InlineData("26012345", "O 3º número do nosso número é o byte, que vai de 1 a 9.")]
    [InlineData("26200000", "O nosso número não pode ser zero.")]
    [InlineData("26/293006-4", "O dígito verificador do nosso número não confere.")]
    public void A_number_that_will_not_do_is_named(string number, string text) => Assert.Equal(
        [new FieldProblem("nossoNumero", text)], BankVectors.Problems(Sicredi.Issue(Account, number, new Money(100), DueOn, IssuedOn)));

    [Fact]
    public void Prints_cooperative_posto_and_code()
    {
        Assert.Equal("748-X", Sicredi.PrintedCode);
        Assert.Equal(new PrintedAccount("0165.02.02623", "1"), Sicredi.Printed(Account with { Agencia = "165", Posto = "2", Convenio = "2623" }));
        Assert.Equal(new SequenceRange(1, 99_999), Sicredi.Sequences(Account));
    }

    [SharedFact("vectors/boleto.json")]
    public void Agrees_with_every_shared_vector() => Assert.True(BankVectors.CheckUnanimous("748") >= 8);

    [SharedFact("vectors/boleto-published.json")]
    public void Published_codes_it_would_not_make_are_these() => Assert.Equal(
        ["74891689400000195573116208879307106500129105"], // starts with 3, not registered: nothing is payable so since 2018
        BankVectors.Differing("748", static campoLivre => (
            new BoletoAccount { Carteira = campoLivre[1..2], Agencia = campoLivre[11..15], Posto = campoLivre[15..17], Convenio = campoLivre[17..22] },
            $"{campoLivre[2..10]}-{campoLivre[10]}")));

    [SharedFact("vectors/boleto-published.json")]
    public void Agrees_with_every_published_slip_that_tells_its_input() => Assert.True(BankVectors.CheckPublished("748") >= 6);

    private static BoletoIssue.Issued Issued(BoletoAccount account, string number, DateOnly? issuedOn) =>
        Assert.IsType<BoletoIssue.Issued>(Sicredi.Issue(account, number, new Money(100), DueOn, issuedOn));
}
