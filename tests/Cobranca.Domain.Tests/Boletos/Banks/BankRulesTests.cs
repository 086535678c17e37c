using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Boletos.Banks;

public class BankRulesTests
{
    private static readonly DateOnly Today = new(2026, 11, 21);

    public static TheoryData<string> EveryBank { get; } = new("001", "033", "077", "104", "237", "341", "422", "748", "756");

    [Fact]
    public void Banks_are_found_by_code()
    {
        Assert.Equal(["001", "033", "077", "104", "237", "341", "422", "748", "756"], Cobranca.Domain.Boletos.Banks.All.Select(static bank => bank.Code));
        Assert.False(Cobranca.Domain.Boletos.Banks.TryFind("999", out _));
        Assert.False(Cobranca.Domain.Boletos.Banks.TryFind(null, out _));
    }

    [Theory]
    [MemberData(nameof(EveryBank))]
    public void Amounts_a_slip_cannot_say_are_refused(string bank)
    {
        foreach (var centavos in new[] { 0, -1, 10_000_000_000, long.MaxValue, long.MinValue })
            Assert.Equal(["amount"], Fields(BankVectors.Rules(bank).Issue(BankVectors.Account(bank), 1, new Money(centavos), new DateOnly(2026, 12, 10), Today)));
        foreach (var centavos in new[] { 1, 9_999_999_999 })
        {
            var issued = Assert.IsType<BoletoIssue.Issued>(BankVectors.Rules(bank).Issue(BankVectors.Account(bank), 1, new Money(centavos), new DateOnly(2026, 12, 10), Today));
            Assert.Equal(new Money(centavos), issued.Barcode.Amount);
        }
    }

    [Theory]
    [MemberData(nameof(EveryBank))]
    public void Due_dates_a_slip_cannot_say_are_refused(string bank)
    {
        foreach (var dueOn in new DateOnly[] { default, new(1997, 10, 7), new(2000, 7, 2), new(2049, 10, 14), DateOnly.MaxValue })
            Assert.Equal(["dueDate"], Fields(BankVectors.Rules(bank).Issue(BankVectors.Account(bank), 1, new Money(100), dueOn, Today)));
        foreach (var (dueOn, fator) in new[] { (new DateOnly(2000, 7, 3), 1000), (new DateOnly(2025, 2, 21), 9999), (new DateOnly(2025, 2, 22), 1000), (new DateOnly(2049, 10, 13), 9999) })
            Assert.Equal(fator, Assert.IsType<BoletoIssue.Issued>(BankVectors.Rules(bank).Issue(BankVectors.Account(bank), 1, new Money(100), dueOn, Today)).Barcode.Fator);
    }

    [Theory]
    [MemberData(nameof(EveryBank))]
    public void Every_slip_reads_back(string bank)
    {
        for (long sequence = 1; sequence < 99_999; sequence += 137)
        {
            var dueOn = Today.AddDays((int)(sequence % 5000));
            var issued = Assert.IsType<BoletoIssue.Issued>(BankVectors.Rules(bank).Issue(BankVectors.Account(bank), sequence, new Money(sequence * 7919), dueOn, Today));
            var slip = Assert.IsType<CodeReading.BankSlip>(BoletoCode.Read(issued.LinhaDigitavel.Formatted, Today));
            Assert.Equal((bank, new Money(sequence * 7919), (DateOnly?)dueOn), (slip.Barcode.Bank, slip.Barcode.Amount, slip.DueOn));
            Assert.Equal(issued.Barcode, slip.Barcode);
            Assert.Equal(issued.CampoLivre, slip.Barcode.CampoLivre);
        }
    }

    [Theory]
    [MemberData(nameof(EveryBank))]
    public void The_number_as_printed_is_the_same_slip(string bank)
    {
        var (rules, account) = (BankVectors.Rules(bank), BankVectors.Account(bank));
        for (long sequence = 1; sequence < 99_999; sequence += 1_009)
        {
            var issued = Assert.IsType<BoletoIssue.Issued>(rules.Issue(account, sequence, new Money(100), Today, Today));
            Assert.Equal(issued, rules.Issue(account, issued.NossoNumeroFormatted, new Money(100), Today, Today));
            Assert.Equal(issued, rules.Issue(account, issued.NossoNumero, new Money(100), Today, Today));
        }
    }

    [Theory]
    [MemberData(nameof(EveryBank))]
    public void Every_spelling_of_a_slips_number_is_the_same_slip(string bank)
    {
        var (rules, account) = (BankVectors.Rules(bank), BankVectors.Account(bank));
        foreach (var sequence in Enumerable.Range(0, 60).Select(n => 1 + (n * n * 27L)).Append(rules.Sequences(account)!.Value.Last))
        {
            var issued = Assert.IsType<BoletoIssue.Issued>(rules.Issue(account, sequence, new Money(100), Today, Today));
            var spellings = rules.NumberSpellings(account, issued.Barcode);
            foreach (var usual in new[] { issued.NossoNumero, issued.NossoNumeroFormatted, $"{sequence}", $"{rules.Normalized(account).Carteira}/{sequence}" })
                Assert.Contains(usual, spellings);
            Assert.All(spellings, spelling => Assert.Equal(issued, rules.Issue(account, spelling, new Money(100), Today, Today)));
            Assert.InRange(spellings.Count, 4, 100);
        }
    }

    [Theory]
    [MemberData(nameof(EveryBank))]
    public void A_slip_with_one_digit_changed_has_none_of_the_spellings(string bank)
    {
        var (rules, account) = (BankVectors.Rules(bank), BankVectors.Account(bank));
        foreach (var sequence in new long[] { 1, 42, 90_817 })
        {
            var issued = Assert.IsType<BoletoIssue.Issued>(rules.Issue(account, sequence, new Money(100), Today, Today));
            var spellings = rules.NumberSpellings(account, issued.Barcode);
            for (var at = 0; at < Barcode.CampoLivreLength; at++)
            {
                for (var turn = 1; turn <= 9; turn++)
                {
                    var digits = issued.CampoLivre.ToCharArray();
                    digits[at] = (char)('0' + (digits[at] - '0' + turn) % 10);
                    Assert.Empty(rules.NumberSpellings(account, Barcode.Create(bank, issued.Barcode.Fator, new Money(100), digits)).Intersect(spellings));
                }
            }
        }
    }

    [Theory]
    [InlineData("001", BoletoField.Convenio, "1234568")]
    [InlineData("033", BoletoField.Convenio, "5260964")]
    [InlineData("077", BoletoField.Convenio, "4879214")]
    [InlineData("104", BoletoField.Convenio, "487522")]
    [InlineData("237", BoletoField.Conta, "12346")]
    [InlineData("341", BoletoField.Conta, "12346")]
    [InlineData("422", BoletoField.Conta, "12346")]
    [InlineData("748", BoletoField.Posto, "03")]
    [InlineData("756", BoletoField.Convenio, "229386")]
    public void A_slip_of_another_account_bank_or_carteira_has_no_spelling_here(string bank, string field, string other)
    {
        var (rules, account) = (BankVectors.Rules(bank), BankVectors.Account(bank));
        var slip = Assert.IsType<BoletoIssue.Issued>(rules.Issue(account, 42, new Money(100), Today, Today)).Barcode;
        Assert.NotEmpty(rules.NumberSpellings(account, slip));
        Assert.Empty(rules.NumberSpellings(With(account, field, other), slip));
        Assert.Empty(rules.NumberSpellings(With(account, field, "?"), slip));
        Assert.Empty(BankVectors.Rules(bank == "341" ? "237" : "341").NumberSpellings(account, slip));
    }

    /// <summary>A convênio of 6 digits gives numbers of 11, with the account behind, and has given free ones of 17.</summary>
    [Fact]
    public void A_free_number_of_banco_do_brasil_is_told_from_a_short_one()
    {
        var (rules, account) = (BankVectors.Rules("001"), BankVectors.Account("001") with { Convenio = "123456", Carteira = "18" });
        foreach (var (number, shortest) in new[] { ("12345600042", "42"), ("00000000000000042", "00000000000000042") })
        {
            var issued = Assert.IsType<BoletoIssue.Issued>(rules.Issue(account, number, new Money(100), Today));
            var spellings = rules.NumberSpellings(account, issued.Barcode);
            Assert.Equal((number, shortest), (issued.NossoNumero, spellings.MinBy(spelling => spelling.Length)));
            Assert.All(spellings, spelling => Assert.Equal(issued, rules.Issue(account, spelling, new Money(100), Today)));
        }
    }

    [Theory]
    [MemberData(nameof(EveryBank))]
    public void A_wrong_check_digit_of_the_number_is_refused(string bank)
    {
        var (rules, account) = (BankVectors.Rules(bank), BankVectors.Account(bank));
        var issued = Assert.IsType<BoletoIssue.Issued>(rules.Issue(account, 42, new Money(100), Today, Today));
        foreach (var digit in "0123456789PX".Where(digit => digit.ToString() != issued.NossoNumeroDv))
            Assert.Equal(["nossoNumero"], Fields(rules.Issue(account, $"{issued.NossoNumero}-{digit}", new Money(100), Today, Today)));
    }

    [Theory]
    [MemberData(nameof(EveryBank))]
    public void Sequences_outside_the_range_are_refused(string bank)
    {
        var (rules, account) = (BankVectors.Rules(bank), BankVectors.Account(bank));
        var range = Assert.NotNull(rules.Sequences(account));
        Assert.IsType<BoletoIssue.Issued>(rules.Issue(account, range.Last, new Money(100), Today, Today));
        foreach (var sequence in new[] { 0, -1, range.Last + 1, long.MaxValue, long.MinValue })
            Assert.Equal(["nossoNumero"], Fields(rules.Issue(account, sequence, new Money(100), Today, Today)));
    }

    [Theory]
    [MemberData(nameof(EveryBank))]
    public void A_normalized_account_is_the_same_account(string bank)
    {
        var (rules, account) = (BankVectors.Rules(bank), BankVectors.Account(bank) with { Agencia = " 57 " });
        var normalized = rules.Normalized(account);
        Assert.Equal("0057", normalized.Agencia);
        Assert.Equal(normalized, rules.Normalized(normalized));
        Assert.Equal(rules.Printed(account), rules.Printed(normalized));
        Assert.Equal(rules.Issue(account, 42, new Money(100), Today, Today), rules.Issue(normalized, 42, new Money(100), Today, Today));
    }

    /// <summary>Every field a bank needs, missing and then wrong; the fields it only prints do not keep it from making the codes.</summary>
    [Theory]
    [InlineData("001", "carteira convenio", "agencia conta", "agenciaDv contaDv variacao convenioDv posto byte ios parcela")]
    [InlineData("033", "convenio carteira", "agencia", "agenciaDv ios conta contaDv convenioDv variacao posto byte parcela")]
    [InlineData("077", "agencia carteira convenio", "conta", "agenciaDv contaDv convenioDv variacao posto byte ios parcela")]
    [InlineData("104", "convenio carteira", "agencia", "convenioDv agenciaDv conta contaDv variacao posto byte ios parcela")]
    [InlineData("237", "agencia conta carteira", "", "agenciaDv contaDv convenio convenioDv variacao posto byte ios parcela")]
    [InlineData("341", "agencia conta contaDv carteira", "", "agenciaDv convenio convenioDv variacao posto byte ios parcela")]
    [InlineData("422", "agencia agenciaDv conta contaDv", "carteira", "convenio convenioDv variacao posto byte ios parcela")]
    [InlineData("748", "agencia posto convenio carteira byte", "", "agenciaDv conta contaDv convenioDv variacao ios parcela")]
    [InlineData("756", "agencia carteira variacao convenio convenioDv", "", "agenciaDv conta contaDv posto byte ios parcela")]
    public void Each_bank_asks_for_what_it_needs(string bank, string inTheCodes, string onlyPrinted, string notAsked)
    {
        var (rules, account) = (BankVectors.Rules(bank), BankVectors.Account(bank));
        foreach (var field in Words(inTheCodes))
        {
            foreach (var value in new[] { null, "?", "123456789012345678" })
            {
                Assert.Equal([field], rules.Check(With(account, field, value)).Select(static problem => problem.Field));
                Assert.Equal([field], Fields(rules.Issue(With(account, field, value), 42, new Money(100), Today, Today)));
            }
        }
        foreach (var field in Words(onlyPrinted))
        {
            Assert.Equal([field], rules.Check(With(account, field, null)).Select(static problem => problem.Field));
            Assert.IsType<BoletoIssue.Issued>(rules.Issue(With(account, field, null), 42, new Money(100), Today, Today));
            Assert.IsType<BoletoIssue.Issued>(rules.Issue(With(account, field, "?"), 42, new Money(100), Today, Today));
        }
        foreach (var field in Words(notAsked))
            Assert.IsType<BoletoIssue.Issued>(rules.Issue(With(account, field, null), 42, new Money(100), Today, Today));
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static BoletoAccount With(BoletoAccount account, string field, string? value) => field switch
    {
        BoletoField.Agencia => account with { Agencia = value },
        BoletoField.AgenciaDv => account with { AgenciaDv = value },
        BoletoField.Conta => account with { Conta = value },
        BoletoField.ContaDv => account with { ContaDv = value },
        BoletoField.Carteira => account with { Carteira = value },
        BoletoField.Convenio => account with { Convenio = value },
        BoletoField.ConvenioDv => account with { ConvenioDv = value },
        BoletoField.Variacao => account with { Variacao = value },
        BoletoField.Posto => account with { Posto = value },
        BoletoField.Byte => account with { Byte = value },
        BoletoField.Ios => account with { Ios = value },
        BoletoField.Parcela => account with { Parcela = value },
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "No such field."),
    };

    private static IEnumerable<string> Fields(BoletoIssue issue) => BankVectors.Fields(issue);
}
