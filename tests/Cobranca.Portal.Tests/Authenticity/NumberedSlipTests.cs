using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Authenticity;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Authenticity;

/// <summary>Of some slips a creditor told us no more than bank and number: the digits must prove the rest.</summary>
public sealed class NumberedSlipTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static readonly DateOnly Due = new(2026, 12, 10), IssuedOn = new(2026, 9, 1);
    private static readonly Money Amount = new(127_859);
    private static int _numbers = 7_300;

    public static TheoryData<string> EveryBank { get; } = new("001", "033", "077", "104", "237", "341", "422", "748", "756");

    [Theory]
    [MemberData(nameof(EveryBank))]
    public async Task It_is_recognised_however_its_number_was_written_and_no_changed_digit_is(string bank)
    {
        await AddAccountAsync(portal.Aurora, bank);
        foreach (var write in new Func<BoletoIssue.Issued, long, string>[]
            {
                (slip, _) => slip.NossoNumero, (slip, _) => slip.NossoNumeroFormatted, (_, sequence) => $"{sequence}",
                (slip, _) => slip.NossoNumeroDv.Length == 0 ? slip.NossoNumero : $"{slip.NossoNumero}-{slip.NossoNumeroDv}",
            })
        {
            var (slip, sequence) = Issue(bank);
            var written = write(slip, sequence);
            if (written.Length > 20) continue; // an import takes no more
            await AddDebtAsync(portal.Aurora, bank, written);
            Assert.Equal(SlipState.Payable, Assert.IsType<Verdict.OurSlip>(await JudgeAsync(slip.Barcode.Digits)).State);
        }

        var (genuine, _) = Issue(bank);
        await AddDebtAsync(portal.Aurora, bank, genuine.NossoNumero);
        foreach (var digits in new[] { genuine.LinhaDigitavel.Digits, genuine.Barcode.Digits })
        {
            Assert.IsType<Verdict.OurSlip>(await JudgeAsync(digits));
            for (var at = 0; at < digits.Length; at++)
            {
                for (var turn = 1; turn <= 9; turn++)
                {
                    var changed = digits[..at] + (char)('0' + (digits[at] - '0' + turn) % 10) + digits[(at + 1)..];
                    Assert.True(await JudgeAsync(changed) is Verdict.Unreadable or Verdict.NotOurs, changed);
                }
            }
        }
    }

    [Fact]
    public async Task The_page_names_the_beneficiary_and_neither_the_debtor_nor_the_amount()
    {
        await AddAccountAsync(portal.Aurora, "341");
        var (slip, sequence) = Issue("341");
        var debt = await AddDebtAsync(portal.Aurora, "341", $"{sequence}");
        var browser = portal.NewBrowser();
        var page = await browser.SubmitAsync(await browser.GetAsync("/verificar"), "verificar", ("Form.Code", slip.LinhaDigitavel.Formatted));
        Assert.Contains("Este boleto é nosso", page.Text, StringComparison.Ordinal);
        Assert.Contains("Aurora Ensino Ltda", page.Text, StringComparison.Ordinal);
        Assert.Contains("11.222.333/0001-81", page.Text, StringComparison.Ordinal);
        var said = page.Body.Replace(page.Document.QuerySelector("textarea")!.InnerHtml, "", StringComparison.Ordinal);
        foreach (var secret in new[] { debt.Debtor!.Name, "1.278,59", "10/12/2026", debt.ExternalId }) Assert.DoesNotContain(secret, said, StringComparison.Ordinal);
    }

    /// <summary>All check digits hold; amount, date, number or account are not the debt's.</summary>
    [Fact]
    public async Task What_differs_in_amount_date_number_or_account_is_not_ours()
    {
        await AddAccountAsync(portal.Aurora, "341");
        var (slip, sequence) = Issue("341");
        await AddDebtAsync(portal.Aurora, "341", $"{sequence}");
        var rules = RulesOf("341");
        foreach (var (account, number, amount, due) in new[]
            {
                (AccountOf("341"), sequence, Amount + new Money(1), Due), (AccountOf("341"), sequence, Amount, Due.AddDays(1)), (AccountOf("341"), 99_000_000 + sequence, Amount, Due),
                (AccountOf("341") with { Conta = "12346" }, sequence, Amount, Due), (AccountOf("341") with { Carteira = "175" }, sequence, Amount, Due), (AccountOf("341") with { ContaDv = "8" }, sequence, Amount, Due),
            })
        {
            var other = Assert.IsType<BoletoIssue.Issued>(rules.Issue(account, number, amount, due, IssuedOn));
            Assert.IsType<Verdict.NotOurs>(await JudgeAsync(other.Barcode.Digits));
        }
        Assert.IsType<Verdict.OurSlip>(await JudgeAsync(slip.Barcode.Digits));
    }

    [Fact]
    public async Task Several_debts_on_one_slip_make_up_its_amount()
    {
        await AddAccountAsync(portal.Aurora, "341");
        var (slip, sequence) = Issue("341");
        await AddDebtAsync(portal.Aurora, "341", $"{sequence}", r => r.Principal = Amount - new Money(5_000));
        Assert.IsType<Verdict.NotOurs>(await JudgeAsync(slip.Barcode.Digits));
        await AddDebtAsync(portal.Aurora, "341", $"109/{sequence}", r => r.Principal = new(5_000));
        Assert.IsType<Verdict.OurSlip>(await JudgeAsync(slip.Barcode.Digits));
    }

    [Theory]
    [InlineData(ReceivableStatus.Paid, false, SlipState.Paid)]
    [InlineData(ReceivableStatus.Cancelled, false, SlipState.Cancelled)]
    [InlineData(ReceivableStatus.Open, true, SlipState.Replaced)]
    public async Task One_that_should_not_be_paid_is_told_so(ReceivableStatus status, bool replaced, SlipState state)
    {
        await AddAccountAsync(portal.Aurora, "341");
        var (slip, sequence) = Issue("341");
        await AddDebtAsync(portal.Aurora, "341", $"{sequence}", r => (r.Status, r.SlipSupersededAt) = (status, replaced ? r.CreatedAt : null));
        Assert.Equal(state, Assert.IsType<Verdict.OurSlip>(await JudgeAsync(slip.Barcode.Digits)).State);
    }

    /// <summary>Two companies that both say the account is theirs: the page cannot name one of them.</summary>
    [Fact]
    public async Task A_slip_that_two_creditors_claim_is_nobodys()
    {
        await AddAccountAsync(portal.Aurora, "422");
        await AddAccountAsync(portal.Vetor, "422");
        var (slip, sequence) = Issue("422");
        await AddDebtAsync(portal.Vetor, "422", $"{sequence}");
        Assert.Equal("vetor", Assert.IsType<Verdict.OurSlip>(await JudgeAsync(slip.Barcode.Digits)).Beneficiary.Slug);
        await AddDebtAsync(portal.Aurora, "422", $"{sequence}");
        Assert.IsType<Verdict.NotOurs>(await JudgeAsync(slip.Barcode.Digits));
    }

    /// <summary>The number with its digits known otherwise: what was imported decides, not what an account would write.</summary>
    [Fact]
    public async Task A_slip_imported_with_other_digits_is_not_recognised_by_its_number()
    {
        await AddAccountAsync(portal.Aurora, "341");
        var (slip, sequence) = Issue("341");
        await AddDebtAsync(portal.Aurora, "341", $"{sequence}", r => r.SlipLinhaDigitavel = Issue("341").Slip.LinhaDigitavel.Digits);
        Assert.IsType<Verdict.NotOurs>(await JudgeAsync(slip.Barcode.Digits));
    }

    private static BankRules RulesOf(string bank) => Banks.TryFind(bank, out var rules) ? rules : throw new ArgumentException("No such bank.", nameof(bank));

    private static (BoletoIssue.Issued Slip, long Sequence) Issue(string bank)
    {
        var sequence = Interlocked.Increment(ref _numbers);
        return (Assert.IsType<BoletoIssue.Issued>(RulesOf(bank).Issue(AccountOf(bank), sequence, Amount, Due, IssuedOn)), sequence);
    }

    private static BoletoAccount AccountOf(string bank)
    {
        var account = new BoletoAccount { Agencia = "0057", AgenciaDv = "1", Conta = "12345", ContaDv = "7" };
        return RulesOf(bank).Normalized(bank switch
        {
            "001" => account with { Carteira = "17", Convenio = "1234567" },
            "033" => account with { Carteira = "101", Convenio = "5260965" },
            "077" => account with { Carteira = "112", Convenio = "4879213" },
            "104" => account with { Carteira = "SIG14", Convenio = "487521" },
            "237" => account with { Carteira = "09" },
            "341" => account with { Carteira = "109" },
            "422" => account with { Carteira = "1" },
            "748" => account with { Carteira = "1", Convenio = "02623", Posto = "02", Byte = "2" },
            _ => account with { Carteira = "1", Variacao = "01", Convenio = "229385", ConvenioDv = "7" },
        });
    }

    private Task<int> AddAccountAsync(Creditor creditor, string bank) => portal.InDbAsync(creditor, async db =>
    {
        if (await db.BankAccounts.AnyAsync(a => a.BankCode == bank)) return 0;
        var given = AccountOf(bank);
        db.BankAccounts.Add(new()
        {
            CreditorId = creditor.Id, BankCode = bank, Agencia = given.Agencia!, AgenciaDv = given.AgenciaDv ?? "", Conta = given.Conta ?? "", ContaDv = given.ContaDv ?? "", Carteira = given.Carteira!,
            Convenio = given.Convenio ?? "", ConvenioDv = given.ConvenioDv ?? "", Variacao = given.Variacao ?? "", Posto = given.Posto, Byte = given.Byte, Ios = given.Ios, Especie = "DM",
        });
        return await db.SaveChangesAsync();
    });

    private async Task<Receivable> AddDebtAsync(Creditor creditor, string bank, string number, Action<Receivable>? change = null)
    {
        var debtor = await portal.AddDebtorAsync(creditor);
        var now = portal.Clock.GetUtcNow().UtcDateTime;
        var receivable = new Receivable
        {
            CreditorId = creditor.Id, DebtorId = debtor.Id, ExternalId = $"N-{Interlocked.Increment(ref _numbers)}", DueOn = Due, IssuedOn = IssuedOn, Principal = Amount, CreatedAt = now, UpdatedAt = now,
            SlipBankCode = bank, SlipNossoNumero = number,
        };
        change?.Invoke(receivable);
        await portal.InDbAsync(creditor, db =>
        {
            db.Receivables.Add(receivable);
            return db.SaveChangesAsync();
        });
        receivable.Debtor = debtor;
        return receivable;
    }

    /// <summary>Without the limits, which have tests of their own.</summary>
    private Task<Verdict> JudgeAsync(string typed) => portal.InAsync(portal.Aurora, services =>
    {
        var wide = new Limit { Count = 1_000_000, Per = TimeSpan.FromDays(1) };
        return new CheckCode(services.GetRequiredService<CobrancaDb>(), services.GetRequiredService<AuthenticityCodes>(), services.GetRequiredService<RateLimits>(),
            new AccessLimits { ChecksPerAddress = wide, ChecksPerNetwork = wide, ChecksPerSlip = wide }, services.GetRequiredService<BusinessClock>()).HandleAsync(typed, new ClientAddress("01", "01"), default);
    });
}
