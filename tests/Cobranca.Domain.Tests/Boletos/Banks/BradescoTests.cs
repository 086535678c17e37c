using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Boletos.Banks;

public class BradescoTests
{
    private static readonly BankRules Bradesco = BankVectors.Rules("237");
    private static readonly BoletoAccount Vetor = new() { Agencia = "0057", Conta = "0012345", ContaDv = "7", Carteira = "09" };
    private static readonly BoletoAccount Vector = new() { Agencia = "1173", AgenciaDv = "8", Conta = "403005", ContaDv = "2", Carteira = "09", Convenio = "4562387" };
    private static readonly DateOnly DueOn = new(2026, 12, 10);

    [Theory]
    [InlineData("2", "19/00000000002-8")] // the manual's own examples, carteira 19
    [InlineData("1", "19/00000000001-P")]
    [InlineData("6", "19/00000000006-0")]
    public void The_number_has_a_digit_by_mod_11_base_7(string number, string printed) =>
        Assert.Equal(printed, Issued(Vetor with { Carteira = "19" }, number).NossoNumeroFormatted);

    [Theory]
    [InlineData("291584", 1, "2026-12-10", "23792165600000000011173090000029158404030050", "09/00000291584-P")]
    [InlineData("27495276", 199999, "2027-02-28", "23791173600001999991173090002749527604030050", "09/00027495276-0")]
    [InlineData("5272201", 34567890, "2049-10-13", "23791999900345678901173090000527220104030050", "09/00005272201-5")]
    public void Issues_what_independent_implementations_agree_on(string number, long centavos, string dueOn, string barcode, string printed)
    {
        var issued = Assert.IsType<BoletoIssue.Issued>(
            Bradesco.Issue(Vector, number, new Money(centavos), DateOnly.Parse(dueOn, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(barcode, issued.Barcode.Digits);
        Assert.Equal(printed, issued.NossoNumeroFormatted);
    }

    [Fact]
    public void Prints_bank_and_account()
    {
        Assert.Equal("237-2", Bradesco.PrintedCode);
        Assert.Equal(new PrintedAccount("1173-8/0403005-2", "09"), Bradesco.Printed(Vector with { Carteira = "9" }));
        Assert.Equal(new PrintedAccount("0057/0012345-7", "09"), Bradesco.Printed(Vetor));
    }

    [Theory]
    [InlineData("9")]
    [InlineData("09")]
    [InlineData("009")]
    public void Zeros_before_a_carteira_do_not_matter(string carteira) =>
        Assert.Equal(Issued(Vetor, "42"), Issued(Vetor with { Carteira = carteira }, "42"));

    [Fact]
    public void Sequence_and_text_give_the_same_slip()
    {
        Assert.Equal(new SequenceRange(1, 99_999_999_999), Bradesco.Sequences(Vetor));
        var bySequence = Bradesco.Issue(Vector, 291584, new Money(100), DueOn);
        Assert.Equal(bySequence, Issued(Vector, "00000291584"));
        Assert.Equal(bySequence, Issued(Vector, "09/00000291584-P"));
        Assert.Equal(bySequence, Issued(Vector, "009 / 00000291584-p"));
        Assert.Equal("99999999999", Assert.IsType<BoletoIssue.Issued>(Bradesco.Issue(Vetor, 99_999_999_999, new Money(1), DueOn)).NossoNumero);
    }

    [Fact]
    public void Every_missing_field_is_named_and_no_digit_is_missed() => Assert.Equal(
        ["agencia", "conta", "carteira", "nossoNumero", "amount", "dueDate"],
        Fields(Bradesco.Issue(new BoletoAccount(), (string?)null, Money.Zero, default)));

    [Theory]
    [InlineData("agencia", "11738", "A agência tem até 4 números; aqui há 5.")]
    [InlineData("agenciaDv", "Z", "O dígito da agência é um número só, ou a letra P ou X.")]
    [InlineData("conta", "12345678", "A conta tem até 7 números; aqui há 8.")]
    [InlineData("contaDv", "77", "O dígito da conta é um número só, ou a letra P ou X.")]
    [InlineData("carteira", "109", "A carteira tem até 2 números; aqui há 3.")]
    [InlineData("carteira", "", "Informe a carteira.")]
    public void A_field_that_will_not_do_is_named(string field, string value, string text)
    {
        var account = field switch
        {
            "agencia" => Vetor with { Agencia = value },
            "agenciaDv" => Vetor with { AgenciaDv = value },
            "conta" => Vetor with { Conta = value },
            "contaDv" => Vetor with { ContaDv = value },
            _ => Vetor with { Carteira = value },
        };
        Assert.Equal([new FieldProblem(field, text)], Bradesco.Check(account));
        Assert.Equal(field is "agenciaDv" or "contaDv" ? [] : [field], Bradesco.Issue(account, 1, new Money(100), DueOn) is BoletoIssue.Refused refused
            ? refused.Problems.Select(static problem => problem.Field)
            : []);
    }

    [Theory]
    [InlineData("000071190423", "O nosso número do Bradesco tem até 11 números; aqui há 12.")]
    [InlineData("00007119042-4", "O dígito verificador do nosso número não confere.")]
    [InlineData("19/00007119042-3", "O nosso número é de outra carteira: a desta conta é 09.")]
    public void A_number_that_will_not_do_is_named(string number, string text) => Assert.Equal(
        [new FieldProblem("nossoNumero", text)], Assert.IsType<BoletoIssue.Refused>(Bradesco.Issue(Vector, number, new Money(100), DueOn)).Problems);

    [Fact]
    public void Digits_the_bank_would_not_compute_are_doubted_not_refused()
    {
        Assert.Empty(Bradesco.Doubts(Vector));
        Assert.Equal(["agenciaDv", "contaDv"], Bradesco.Doubts(Vector with { AgenciaDv = "9", ContaDv = "3" }).Select(static doubt => doubt.Field));
        Assert.Empty(Bradesco.Doubts(Vector with { AgenciaDv = null, ContaDv = null }));
    }

    [SharedFact("vectors/boleto.json")]
    public void Agrees_with_every_shared_vector() => Assert.True(BankVectors.CheckUnanimous("237") >= 7);

    [SharedFact("vectors/boleto-published.json")]
    public void Agrees_with_every_published_slip_that_tells_its_input() => Assert.True(BankVectors.CheckPublished("237") >= 27);

    [SharedFact("vectors/boleto-published.json")]
    public void Published_codes_it_would_not_make_are_these() => Assert.Equal(
        ["23797000000000000004150090019801673500021140"], // neither due date nor amount: read, never issued
        BankVectors.Differing("237", static campoLivre => campoLivre[24] != '0' ? null : (
            new BoletoAccount { Agencia = campoLivre[..4], Carteira = campoLivre[4..6], Conta = campoLivre[17..24] }, campoLivre[6..17])));

    private static BoletoIssue.Issued Issued(BoletoAccount account, string number) =>
        Assert.IsType<BoletoIssue.Issued>(Bradesco.Issue(account, number, new Money(100), DueOn));

    private static IEnumerable<string> Fields(BoletoIssue issue) =>
        Assert.IsType<BoletoIssue.Refused>(issue).Problems.Select(static problem => problem.Field);
}
