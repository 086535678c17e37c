using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Boletos.Banks;

public class ItauTests
{
    private static readonly BankRules Itau = BankVectors.Rules("341");
    private static readonly BoletoAccount Aurora = new() { Agencia = "0057", Conta = "12345", ContaDv = "7", Carteira = "109" };
    private static readonly DateOnly DueOn = new(2026, 11, 3);

    [Theory]
    [InlineData("109", "42", "2026-09-17", 123456, "34191157200001234561090000004200057123457000", "109/00000042-0")] // ours, original
    [InlineData("109", "43", "2026-11-03", 127859, "34191161900001278591090000004380057123457000", "109/00000043-8")] // ours, reissued
    [InlineData("110", "12345678", "2002-05-01", 12345, "34196166700000123451101234567880057123457000", "110/12345678-8")] // Itaú's manual
    public void Issues_what_the_manual_prints(string carteira, string number, string dueOn, long centavos, string barcode, string printed)
    {
        var issued = Issued(Aurora with { Carteira = carteira }, number, new Money(centavos), DateOnly.Parse(dueOn, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(barcode, issued.Barcode.Digits);
        Assert.Equal(printed, issued.NossoNumeroFormatted);
        Assert.Equal(number.PadLeft(8, '0'), issued.NossoNumero);
        Assert.Equal(barcode[19..], issued.CampoLivre);
    }

    [Fact]
    public void The_linha_of_the_manual() => Assert.Equal(
        "34191.10121 34567.880058 71234.570001 6 16670000012345",
        Issued(Aurora with { Carteira = "110" }, "12345678", new Money(12345), new DateOnly(2002, 5, 1)).LinhaDigitavel.Formatted);

    [Fact]
    public void Prints_bank_and_account()
    {
        Assert.Equal("341-7", Itau.PrintedCode);
        Assert.Equal(new PrintedAccount("0057/12345-7", "109"), Itau.Printed(Aurora with { Agencia = "57" }));
        Assert.Throws<ArgumentException>(() => Itau.Printed(Aurora with { Agencia = null }));
    }

    [Fact]
    public void Sequence_and_text_give_the_same_slip()
    {
        Assert.Equal(new SequenceRange(1, 99_999_999), Itau.Sequences(Aurora));
        var bySequence = Itau.Issue(Aurora, 43, new Money(127859), DueOn);
        Assert.Equal(Itau.Issue(Aurora, "43", new Money(127859), DueOn), bySequence);
        Assert.Equal(Itau.Issue(Aurora, " 109 / 00000043-8 ", new Money(127859), DueOn), bySequence);
        Assert.Equal(Itau.Issue(Aurora with { Agencia = " 57 ", Conta = "0012345", ContaDv = " 7" }, "00000043", new Money(127859), DueOn), bySequence);
    }

    [Theory]
    [InlineData("126", "126/12345678-5")]
    [InlineData("131", "131/12345678-5")]
    [InlineData("146", "146/12345678-3")]
    [InlineData("150", "150/12345678-5")]
    [InlineData("168", "168/12345678-7")]
    [InlineData("112", "112/12345678-4")] // not one of the five: agência and conta count
    public void Five_carteiras_leave_agencia_and_conta_out_of_the_number_digit(string carteira, string printed)
    {
        var here = Issued(Aurora with { Carteira = carteira }, "12345678", new Money(100), DueOn);
        Assert.Equal(printed, here.NossoNumeroFormatted);
        var elsewhere = Issued(Aurora with { Carteira = carteira, Agencia = "0852", Conta = "31476", ContaDv = "4" }, "12345678", new Money(100), DueOn);
        Assert.Equal(carteira != "112", here.NossoNumeroDv == elsewhere.NossoNumeroDv);
    }

    [Theory]
    [InlineData("107")]
    [InlineData("122")]
    [InlineData("142")]
    [InlineData("143")]
    [InlineData("196")]
    [InlineData("198")]
    public void Carteiras_with_another_layout_are_refused_by_name(string carteira)
    {
        var problem = Assert.Single(Itau.Check(Aurora with { Carteira = carteira }));
        Assert.Equal(BoletoField.Carteira, problem.Field);
        Assert.Contains(carteira, problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_missing_field_is_named() => Assert.Equal(
        ["carteira", "agencia", "conta", "contaDv", "nossoNumero", "amount", "dueDate"],
        Fields(Itau.Issue(new BoletoAccount(), (string?)null, Money.Zero, default)));

    [Theory]
    [InlineData("agencia", "10571", "A agência tem até 4 números; aqui há 5.")]
    [InlineData("agencia", "0057-1", "A agência tem só números, sem ponto, traço ou dígito verificador.")]
    [InlineData("agencia", "0000", "A agência não pode ser zero.")]
    [InlineData("agencia", "٠٠٥٧", "A agência tem só números, sem ponto, traço ou dígito verificador.")]
    [InlineData("conta", "123456", "A conta tem até 5 números; aqui há 6.")]
    [InlineData("conta", "  ", "Informe a conta.")]
    [InlineData("contaDv", "X", "O dígito da conta é um número só.")]
    [InlineData("contaDv", "12", "O dígito da conta é um número só.")]
    [InlineData("carteira", "1090", "A carteira tem até 3 números; aqui há 4.")]
    public void A_field_that_will_not_do_is_named(string field, string value, string text)
    {
        var account = field switch
        {
            "agencia" => Aurora with { Agencia = value },
            "conta" => Aurora with { Conta = value },
            "contaDv" => Aurora with { ContaDv = value },
            _ => Aurora with { Carteira = value },
        };
        Assert.Equal([new FieldProblem(field, text)], Itau.Check(account));
        Assert.Null(Itau.Sequences(account));
        Assert.Equal([field], Fields(Itau.Issue(account, 1, new Money(100), DueOn)));
        Assert.Equal([field], Fields(Itau.Issue(account, "1", new Money(100), DueOn)));
    }

    [Theory]
    [InlineData("", "Informe o nosso número.")]
    [InlineData("abc", "O nosso número tem só números.")]
    [InlineData("00000000", "O nosso número não pode ser zero.")]
    [InlineData("123456789", "O nosso número do Itaú Unibanco tem até 8 números; aqui há 9.")]
    [InlineData("000000438", "O nosso número do Itaú Unibanco tem até 8 números; aqui há 9.")] // with its digit run in: not guessed
    [InlineData("00000043-7", "O dígito verificador do nosso número não confere.")]
    [InlineData("110/00000043-8", "O nosso número é de outra carteira: a desta conta é 109.")]
    public void A_number_that_will_not_do_is_named(string number, string text) =>
        Assert.Equal([new FieldProblem("nossoNumero", text)], Problems(Itau.Issue(Aurora, number, new Money(100), DueOn)));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(100_000_000)]
    public void Sequences_outside_the_range_are_refused(long sequence) =>
        Assert.Equal(["nossoNumero"], Fields(Itau.Issue(Aurora, sequence, new Money(100), DueOn)));

    [Fact]
    public void A_digit_the_bank_would_not_compute_is_doubted_not_refused()
    {
        Assert.Empty(Itau.Doubts(Aurora));
        var doubted = Aurora with { ContaDv = "8" };
        Assert.Equal("contaDv", Assert.Single(Itau.Doubts(doubted)).Field);
        Assert.Equal("1090000004380057123458000", Issued(doubted, "43", new Money(100), DueOn).CampoLivre);
        Assert.Empty(Itau.Doubts(new BoletoAccount()));
    }

    [SharedFact("vectors/boleto.json")]
    public void Agrees_with_every_shared_vector() => Assert.True(BankVectors.CheckUnanimous("341") >= 6);

    [SharedFact("vectors/boleto-published.json")]
    public void Agrees_with_every_published_slip_that_tells_its_input() => Assert.True(BankVectors.CheckPublished("341") >= 19);

    [SharedFact("vectors/boleto-published.json")]
    public void Published_codes_it_would_not_make_are_these()
    {
        Assert.Equal(
            [
                "34191252500000135001960025828112345671234550", // carteira 196: another layout, refused by name
                "34191432900000000001751234567840810536789000", // no amount: read, never issued
                "34192252500000135001960025828101234560123440", // carteira 196
                "34192252500000135001960025828101234561234550", // carteira 196
                // Carteira 168 with agência and conta in the number's digit: against annex 4, and against the publishing library's own code.
                "34194252500000135001680025828120810536789000",
                "34199556500000010501071234567812345676667700", // carteira 107: another layout, refused by name
            ],
            BankVectors.Differing("341", static campoLivre => (
                new BoletoAccount { Carteira = campoLivre[..3], Agencia = campoLivre[12..16], Conta = campoLivre[16..21], ContaDv = campoLivre[21..22] },
                $"{campoLivre[..3]}/{campoLivre[3..11]}-{campoLivre[11]}")));
    }

    private static BoletoIssue.Issued Issued(BoletoAccount account, string number, Money amount, DateOnly dueOn) =>
        Assert.IsType<BoletoIssue.Issued>(Itau.Issue(account, number, amount, dueOn));

    private static IReadOnlyList<FieldProblem> Problems(BoletoIssue issue) => Assert.IsType<BoletoIssue.Refused>(issue).Problems;

    private static IEnumerable<string> Fields(BoletoIssue issue) => Problems(issue).Select(static problem => problem.Field);
}
