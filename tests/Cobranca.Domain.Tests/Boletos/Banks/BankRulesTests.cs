using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Boletos.Banks;

public class BankRulesTests
{
    private static readonly BoletoAccount Account = new()
    {
        Agencia = "0057", Conta = "12345", ContaDv = "7", Carteira = "17", Convenio = "1234567",
    };

    public static TheoryData<string> EveryBank { get; } = new("001", "237", "341");

    [Fact]
    public void Banks_are_found_by_code()
    {
        Assert.Equal(["001", "237", "341"], Cobranca.Domain.Boletos.Banks.All.Select(static bank => bank.Code));
        Assert.False(Cobranca.Domain.Boletos.Banks.TryFind("999", out _));
        Assert.False(Cobranca.Domain.Boletos.Banks.TryFind(null, out _));
    }

    [Theory]
    [MemberData(nameof(EveryBank))]
    public void Amounts_a_slip_cannot_say_are_refused(string bank)
    {
        foreach (var centavos in new[] { 0, -1, 10_000_000_000, long.MaxValue, long.MinValue })
            Assert.Equal(["amount"], Fields(BankVectors.Rules(bank).Issue(Account, 1, new Money(centavos), new DateOnly(2026, 12, 10))));
        foreach (var centavos in new[] { 1, 9_999_999_999 })
        {
            var issued = Assert.IsType<BoletoIssue.Issued>(BankVectors.Rules(bank).Issue(Account, 1, new Money(centavos), new DateOnly(2026, 12, 10)));
            Assert.Equal(new Money(centavos), issued.Barcode.Amount);
        }
    }

    [Theory]
    [MemberData(nameof(EveryBank))]
    public void Due_dates_a_slip_cannot_say_are_refused(string bank)
    {
        foreach (var dueOn in new DateOnly[] { default, new(1997, 10, 7), new(2000, 7, 2), new(2049, 10, 14), DateOnly.MaxValue })
            Assert.Equal(["dueDate"], Fields(BankVectors.Rules(bank).Issue(Account, 1, new Money(100), dueOn)));
        foreach (var (dueOn, fator) in new[] { (new DateOnly(2000, 7, 3), 1000), (new DateOnly(2025, 2, 21), 9999), (new DateOnly(2025, 2, 22), 1000), (new DateOnly(2049, 10, 13), 9999) })
            Assert.Equal(fator, Assert.IsType<BoletoIssue.Issued>(BankVectors.Rules(bank).Issue(Account, 1, new Money(100), dueOn)).Barcode.Fator);
    }

    [Theory]
    [MemberData(nameof(EveryBank))]
    public void Every_slip_reads_back(string bank)
    {
        for (long sequence = 1; sequence < 99_999; sequence += 137)
        {
            var dueOn = new DateOnly(2026, 11, 21).AddDays((int)(sequence % 5000));
            var issued = Assert.IsType<BoletoIssue.Issued>(BankVectors.Rules(bank).Issue(Account, sequence, new Money(sequence * 7919), dueOn));
            var slip = Assert.IsType<CodeReading.BankSlip>(BoletoCode.Read(issued.LinhaDigitavel.Formatted, new DateOnly(2026, 11, 21)));
            Assert.Equal((bank, new Money(sequence * 7919), (DateOnly?)dueOn), (slip.Barcode.Bank, slip.Barcode.Amount, slip.DueOn));
            Assert.Equal(issued.Barcode, slip.Barcode);
            Assert.Equal(issued.CampoLivre, slip.Barcode.CampoLivre);
        }
    }

    private static IEnumerable<string> Fields(BoletoIssue issue) =>
        Assert.IsType<BoletoIssue.Refused>(issue).Problems.Select(static problem => problem.Field);
}
