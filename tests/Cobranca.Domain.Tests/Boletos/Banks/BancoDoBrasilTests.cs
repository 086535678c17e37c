using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Boletos.Banks;

public class BancoDoBrasilTests
{
    private static readonly BankRules Bank = BankVectors.Rules("001");
    private static readonly BoletoAccount Seven = new()
    {
        Agencia = "3794", AgenciaDv = "X", Conta = "16254", ContaDv = "X", Carteira = "17", Variacao = "019", Convenio = "2837465",
    };
    private static readonly BoletoAccount Six = new() { Agencia = "4042", Conta = "61900", Carteira = "18", Convenio = "123879" };
    private static readonly BoletoAccount Four = new() { Agencia = "4042", Conta = "61900", Carteira = "18", Convenio = "1238" };
    private static readonly DateOnly DueOn = new(2026, 12, 10);

    [Theory]
    [InlineData("5045129582", 125000, "2025-02-21", "00191999900001250000000002837465504512958217", "28374655045129582")]
    [InlineData("1", 8735, "2023-05-15", "00193935100000087350000002837465000000000117", "28374650000000001")]
    [InlineData("28374650000000001", 8735, "2023-05-15", "00193935100000087350000002837465000000000117", "28374650000000001")]
    public void Seven_digits_of_convenio_give_a_number_of_17(string number, long centavos, string dueOn, string barcode, string printed)
    {
        var issued = Assert.IsType<BoletoIssue.Issued>(
            Bank.Issue(Seven, number, new Money(centavos), DateOnly.Parse(dueOn, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(barcode, issued.Barcode.Digits);
        Assert.Equal((printed, "", printed), (issued.NossoNumero, issued.NossoNumeroDv, issued.NossoNumeroFormatted));
    }

    [Theory]
    [InlineData("1238", "123456", "00191376900000135001238012345640420006190018", "12380123456-0", 13500)]
    [InlineData("123879", "1234", "00192376900000135001238790123440420006190018", "12387901234-5", 13500)]
    public void Shorter_convenios_give_a_number_of_11_and_its_digit(string convenio, string number, string barcode, string printed, long centavos)
    {
        // Published by kivanio/brcobranca as issued on 01/02/2008.
        var issued = Assert.IsType<BoletoIssue.Issued>(
            Bank.Issue(Six with { Convenio = convenio }, number, new Money(centavos), new DateOnly(2008, 2, 1)));
        Assert.Equal(printed, issued.NossoNumeroFormatted);
        Assert.Equal(barcode, issued.Barcode.Digits);
    }

    [Theory]
    [InlineData("12387900007", "X")]
    [InlineData("12387900001", "0")]
    public void Complements_of_10_and_11_are_written_X_and_0(string number, string dv) => Assert.Equal(dv, Issued(Six, number).NossoNumeroDv);

    [Fact]
    public void A_free_number_of_17_is_marked_21()
    {
        var issued = Issued(Six, "00000001234567899");
        Assert.Equal("1238790000000123456789921", issued.CampoLivre);
        Assert.Equal("00000001234567899", issued.NossoNumeroFormatted);
        var problem = Assert.Single(Problems(Bank.Issue(Six with { Carteira = "17" }, "00000001234567899", new Money(100), DueOn)));
        Assert.Equal("carteira", problem.Field);
    }

    [Fact]
    public void Prints_bank_and_account()
    {
        Assert.Equal("001-9", Bank.PrintedCode);
        Assert.Equal(new PrintedAccount("3794-X/00016254-X", "17/019"), Bank.Printed(Seven));
        Assert.Equal(new PrintedAccount("4042/00061900", "18"), Bank.Printed(Six));
    }

    [Fact]
    public void The_convenio_decides_how_many_numbers_there_are()
    {
        Assert.Equal(new SequenceRange(1, 9_999_999_999), Bank.Sequences(Seven));
        Assert.Equal(new SequenceRange(1, 99_999), Bank.Sequences(Six));
        Assert.Equal(new SequenceRange(1, 9_999_999), Bank.Sequences(Four));
        Assert.Null(Bank.Sequences(Seven with { Convenio = "12345" }));
        Assert.Equal("12387999999", Assert.IsType<BoletoIssue.Issued>(Bank.Issue(Six, 99_999, new Money(100), DueOn)).NossoNumero);
        Assert.Equal(["nossoNumero"], Fields(Bank.Issue(Six, 100_000, new Money(100), DueOn)));
    }

    [Fact]
    public void Every_missing_field_is_named() => Assert.Equal(
        ["carteira", "agencia", "conta", "convenio", "nossoNumero", "amount", "dueDate"],
        Fields(Bank.Issue(new BoletoAccount(), (string?)null, Money.Zero, default)));

    [Theory]
    [InlineData("convenio", "28374", "O convênio do Banco do Brasil tem 4, 6 ou 7 números; aqui há 5.")]
    [InlineData("convenio", "28374650", "O convênio do Banco do Brasil tem 4, 6 ou 7 números; aqui há 8.")]
    [InlineData("convenio", "283746-5", "O convênio tem só números.")]
    [InlineData("carteira", "09", "As carteiras do Banco do Brasil são 11, 12, 15, 16, 17, 18, 31 e 51.")]
    [InlineData("variacao", "1199", "A variação da carteira tem até 3 números; aqui há 4.")]
    [InlineData("agenciaDv", "P", "O dígito da agência é um número só, ou a letra X.")]
    [InlineData("conta", "123456789", "A conta tem até 8 números; aqui há 9.")]
    public void A_field_that_will_not_do_is_named(string field, string value, string text)
    {
        var account = field switch
        {
            "convenio" => Seven with { Convenio = value },
            "carteira" => Seven with { Carteira = value },
            "variacao" => Seven with { Variacao = value },
            "agenciaDv" => Seven with { AgenciaDv = value },
            _ => Seven with { Conta = value },
        };
        Assert.Equal([new FieldProblem(field, text)], Bank.Check(account));
        Assert.Equal(field is "convenio" or "carteira", Bank.Issue(account, 1, new Money(100), DueOn) is BoletoIssue.Refused);
    }

    [Theory]
    [InlineData("12345678901", "Com convênio de 7 números, o nosso número tem até 10, ou 17 com o convênio na frente; aqui há 11.")]
    [InlineData("12345670000000001", "Um nosso número de 17 números começa com o convênio 2837465.")]
    [InlineData("28374650000000000", "O nosso número não pode ser zero.")]
    [InlineData("28374650000000001-5", "Este nosso número não tem dígito verificador.")]
    public void A_number_that_will_not_do_is_named(string number, string text) =>
        Assert.Equal([new FieldProblem("nossoNumero", text)], Problems(Bank.Issue(Seven, number, new Money(100), DueOn)));

    [Fact]
    public void A_convenio_of_7_leaves_agencia_and_conta_out_of_the_codes_and_a_shorter_one_does_not()
    {
        var bare = new BoletoAccount { Carteira = "17", Convenio = "2837465" };
        Assert.Equal(Issued(Seven, "1").Barcode, Issued(bare, "1").Barcode);
        Assert.Equal(["agencia", "conta"], Bank.Check(bare).Select(static problem => problem.Field));
        Assert.Equal(["agencia", "conta"], Fields(Bank.Issue(bare with { Convenio = "123879" }, 1, new Money(100), DueOn)));
    }

    [Fact]
    public void A_written_digit_must_be_right()
    {
        Assert.Equal("12387900007-X", Issued(Six, "12387900007-x").NossoNumeroFormatted);
        Assert.Equal(["nossoNumero"], Fields(Bank.Issue(Six, "12387900001-5", new Money(100), DueOn)));
    }

    [Fact]
    public void Digits_the_bank_would_not_compute_are_doubted_not_refused()
    {
        Assert.Empty(Bank.Doubts(Seven));
        Assert.Equal(["agenciaDv", "contaDv"], Bank.Doubts(Seven with { AgenciaDv = "1", ContaDv = "2" }).Select(static doubt => doubt.Field));
    }

    [SharedFact("vectors/boleto.json")]
    public void Agrees_with_every_shared_vector() => Assert.True(BankVectors.CheckUnanimous("001") >= 6);

    [SharedFact("vectors/boleto-published.json")]
    public void Agrees_with_every_published_slip_that_tells_its_input() => Assert.True(BankVectors.CheckPublished("001") >= 13);

    [SharedFact("vectors/boleto-published.json")]
    public void Published_codes_it_would_not_make_are_these() => Assert.Equal(
        ["00191386000000040000000002670001000000000017"], // number zero: a slip needs one
        BankVectors.Differing("001", Held));

    private static (BoletoAccount Account, string NossoNumero)? Held(string campoLivre)
    {
        if (campoLivre.StartsWith("000000", StringComparison.Ordinal))
            return (Six with { Convenio = campoLivre[6..13], Carteira = campoLivre[23..] }, campoLivre[6..23]);
        return campoLivre.EndsWith("21", StringComparison.Ordinal)
            ? (Six with { Convenio = campoLivre[..6] }, campoLivre[6..23])
            : (new() { Convenio = campoLivre[..6], Agencia = campoLivre[11..15], Conta = campoLivre[15..23], Carteira = campoLivre[23..] }, campoLivre[..11]);
    }

    private static BoletoIssue.Issued Issued(BoletoAccount account, string number) =>
        Assert.IsType<BoletoIssue.Issued>(Bank.Issue(account, number, new Money(100), DueOn));

    private static IReadOnlyList<FieldProblem> Problems(BoletoIssue issue) => BankVectors.Problems(issue);

    private static IEnumerable<string> Fields(BoletoIssue issue) => BankVectors.Fields(issue);
}
