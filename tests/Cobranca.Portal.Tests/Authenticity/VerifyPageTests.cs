using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Pix;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Authenticity;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cobranca.Portal.Tests.Authenticity;

/// <summary>Anybody may ask whether a code is genuine; the answer names the company and nothing of anybody's debt.</summary>
public sealed class VerifyPageTests : IClassFixture<VerifyPageTests.LoggedPortal>
{
    private static readonly DateOnly Due = new(2026, 12, 10);
    private static readonly Money Amount = new(127_859);
    private static int _numbers = 4_380;

    private static readonly Dictionary<string, BoletoAccount> Accounts = new(StringComparer.Ordinal)
    {
        ["341"] = new() { Agencia = "0057", Conta = "12345", ContaDv = "7", Carteira = "109" },
        ["237"] = new() { Agencia = "0057", Conta = "0012345", ContaDv = "7", Carteira = "09" },
        ["001"] = new() { Agencia = "1234", AgenciaDv = "3", Conta = "12345", ContaDv = "X", Carteira = "17", Convenio = "1234567", Variacao = "019" },
    };

    private readonly LogLines _log;
    private readonly PortalFixture _portal;

    public VerifyPageTests(LoggedPortal given)
    {
        (_portal, _log) = (given.Portal, given.Log);
        _portal.Clock.Set(PortalFixture.Start);
    }

    [Fact]
    public async Task The_page_belongs_to_nobody_and_needs_nothing()
    {
        var page = await _portal.NewBrowser().GetAsync("/verificar");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("Isto é mesmo nosso?", page.Heading);
        Assert.DoesNotContain("Aurora", page.Body, StringComparison.Ordinal);
        Assert.Contains("no-store", page.Headers["Cache-Control"], StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector("label[for='Form-Code'], label[for='" + page.Document.QuerySelector("textarea")!.Id + "']"));
        Assert.Empty(page.Document.QuerySelectorAll("script:not([src]), style, [style]"));
    }

    [Fact]
    public async Task A_slip_of_ours_names_who_the_bank_must_show()
    {
        var slip = await AddSlipAsync("341");
        foreach (var typed in new[] { slip.LinhaDigitavel, Spaced(slip.LinhaDigitavel), slip.Barcode })
        {
            var page = await AskAsync(typed);
            Assert.Contains("Este boleto é nosso", page.Text, StringComparison.Ordinal);
            Assert.Contains("Beneficiário Aurora Ensino Ltda", page.Text.Replace("Beneficiário", "Beneficiário ", StringComparison.Ordinal).Replace("  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.Contains("11.222.333/0001-81", page.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(BoletoStatus.Requested, "ainda não pode ser pago")]
    [InlineData(BoletoStatus.Superseded, "foi trocado por outro")]
    [InlineData(BoletoStatus.ClosureRequested, "foi cancelado")]
    [InlineData(BoletoStatus.Closed, "foi cancelado")]
    [InlineData(BoletoStatus.Rejected, "foi cancelado")]
    [InlineData(BoletoStatus.Paid, "já foi pago")]
    [InlineData(BoletoStatus.PaidAfterClosure, "já foi pago")]
    public async Task A_slip_that_should_not_be_paid_is_told_so(BoletoStatus status, string says)
    {
        var slip = await AddSlipAsync("341", change: b => b.Status = status);
        var page = await AskAsync(slip.LinhaDigitavel);
        Assert.Contains(says, page.Text, StringComparison.Ordinal);
        Assert.Contains("Aurora Ensino Ltda", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("O que o seu banco precisa mostrar", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slip_whose_last_day_passed_or_whose_debt_was_settled_is_told_so()
    {
        var late = await AddSlipAsync("341", change: b => b.PayableThrough = new(2026, 11, 22));
        Assert.Contains("mas venceu", (await AskAsync(late.LinhaDigitavel)).Text, StringComparison.Ordinal);
        var settled = await AddSlipAsync("341", debt: r => r.Status = ReceivableStatus.Paid);
        Assert.Contains("foi cancelado", (await AskAsync(settled.LinhaDigitavel)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slip_of_another_creditor_is_found_in_the_same_place()
    {
        var slip = await AddSlipAsync("237", _portal.Vetor);
        var page = await AskAsync(slip.LinhaDigitavel);
        Assert.Contains("Este boleto é nosso", page.Text, StringComparison.Ordinal);
        Assert.Contains("12.ABC.345/01DE-35", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReceivableStatus.Open, false, "Este boleto é nossoEle foi emitido")]
    [InlineData(ReceivableStatus.Disputed, false, "Este boleto é nossoEle foi emitido")]
    [InlineData(ReceivableStatus.Open, true, "foi trocado por outro")]
    [InlineData(ReceivableStatus.Agreed, false, "foi trocado por outro")]
    [InlineData(ReceivableStatus.Paid, false, "já foi pago")]
    [InlineData(ReceivableStatus.Cancelled, false, "foi cancelado")]
    public async Task A_slip_the_creditor_had_issued_itself_is_its_own(ReceivableStatus status, bool replaced, string says)
    {
        var linha = Issue("341").LinhaDigitavel;
        await AddDebtAsync(_portal.Aurora, r =>
        {
            (r.SlipBankCode, r.SlipLinhaDigitavel, r.Status) = ("341", linha.Digits, status);
            r.SlipSupersededAt = replaced ? _portal.Clock.GetUtcNow().UtcDateTime : null;
        });
        var page = await AskAsync(linha.Formatted);
        Assert.Contains(says, page.Text, StringComparison.Ordinal);
        Assert.Contains("Aurora Ensino Ltda", page.Text, StringComparison.Ordinal);
    }

    /// <summary>The check digits alone let some of these through: of a slip of each bank, every digit changed to every other one.</summary>
    [Theory]
    [InlineData("341")]
    [InlineData("237")]
    [InlineData("001")]
    public async Task Every_change_of_one_digit_is_refused(string bank)
    {
        var slip = await AddSlipAsync(bank);
        var imported = Issue(bank).LinhaDigitavel;
        await AddDebtAsync(_portal.Aurora, r => (r.SlipBankCode, r.SlipLinhaDigitavel) = (bank, imported.Digits));
        var wholeButOther = 0;
        foreach (var genuine in new[] { slip.LinhaDigitavel, slip.Barcode, imported.Digits })
        {
            Assert.IsType<Verdict.OurSlip>(await JudgeAsync(genuine));
            for (var at = 0; at < genuine.Length; at++)
            {
                for (var turn = 1; turn <= 9; turn++)
                {
                    var changed = genuine[..at] + (char)('0' + (genuine[at] - '0' + turn) % 10) + genuine[(at + 1)..];
                    switch (await JudgeAsync(changed))
                    {
                        case Verdict.Unreadable: break;
                        case Verdict.NotOurs: wholeButOther++; break;
                        case var verdict: Assert.Fail($"{changed}: {verdict}"); break;
                    }
                }
            }
        }
        Assert.True(wholeButOther > 0, "no change got past the check digits, so the comparison with what was issued was not tried");
    }

    [Fact]
    public async Task A_message_of_ours_names_its_sender()
    {
        var debtor = await _portal.AddDebtorAsync(_portal.Vetor);
        var link = await LinkAsync(_portal.Vetor, debtor);
        var page = await AskAsync(link.Code.ToLowerInvariant());
        Assert.Contains("Esta mensagem é nossa", page.Text, StringComparison.Ordinal);
        Assert.Contains("em 23/11/2026", page.Text, StringComparison.Ordinal);
        Assert.Contains("Vetor Distribuidora Ltda", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(debtor.Name, page.Body, StringComparison.Ordinal);

        await _portal.InAsync(_portal.Vetor, services => services.GetRequiredService<AccessLinks>()
            .RevokeAsync(services.GetRequiredService<CobrancaDb>().AccessLinks.Where(l => l.Id == link.Row.Id), default));
        Assert.Contains("o link dela não vale mais", (await AskAsync(link.Code)).Text, StringComparison.Ordinal);
        _portal.Clock.Advance(TimeSpan.FromDays(181));
        Assert.Contains("Não reconhecemos este código de mensagem", (await AskAsync(link.Code)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_change_of_one_character_of_a_message_code_is_refused()
    {
        var code = (await LinkAsync(_portal.Aurora, await _portal.AddDebtorAsync(_portal.Aurora))).Code;
        Assert.IsType<Verdict.OurMessage>(await JudgeAsync(code));
        for (var at = 0; at < code.Length; at++)
        {
            foreach (var other in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            {
                if (code[at] != '-' && other != code[at]) Assert.IsType<Verdict.Unreadable>(await JudgeAsync(code[..at] + other + code[(at + 1)..]));
            }
        }
    }

    [Fact]
    public async Task A_pix_code_is_not_recognised_and_its_receiver_is_a_claim()
    {
        var payload = Assert.IsType<BrCodeWriting.Written>(BrCode.WriteStatic("12345678909", "<b>Aurora", "Campinas", Amount)).Payload;
        var page = await AskAsync(payload);
        Assert.Contains("Não reconhecemos este Pix", page.Text, StringComparison.Ordinal);
        Assert.Contains("<b>Aurora, de Campinas", page.Text, StringComparison.Ordinal);
        Assert.Contains("ninguém conferiu", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("1278.59", Said(page), StringComparison.Ordinal);
        Assert.DoesNotContain("12345678909", Said(page), StringComparison.Ordinal);

        var broken = await AskAsync(payload.Replace("Campinas", "Campinaz", StringComparison.Ordinal));
        Assert.Contains("algum caractere do código foi mudado", broken.ErrorOf("Form.Code"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Cole ou digite um código")]
    [InlineData(" - ", "Cole ou digite um código")]
    [InlineData("34191.09009 00004.380051 71234.570001 1 16190000127859", "primeiro grupo (do 1º ao 10º número)")]
    [InlineData("34191.09008 00004.380051 71234.570001 2 16190000127859", "fim do código")]
    [InlineData("123", "O boleto tem 47")]
    [InlineData("paguei ontem e não sei se este aqui ainda vale", "só números")]
    public async Task A_typing_error_is_placed_at_the_field(string typed, string says)
    {
        var page = await AskAsync(typed);
        Assert.Contains(says, page.ErrorOf("Form.Code"), StringComparison.Ordinal);
        Assert.Equal(typed.Trim(), page.Document.QuerySelector("textarea")!.TextContent.Trim());
    }

    [Theory]
    [InlineData("83620000001-3 23450048111-9 11111111111-3 11111111111-3", "Não é nosso")]
    [InlineData("34191.09008 00004.380051 71234.570001 1 16190000127859", "Não reconhecemos este boleto")]
    public async Task What_nobody_here_issued_is_not_ours(string typed, string says) => Assert.Contains(says, (await AskAsync(typed)).Text, StringComparison.Ordinal);

    [Fact]
    public async Task Neither_debtor_nor_amount_is_answered_and_the_code_stays_out_of_addresses_and_logs()
    {
        var debtor = await _portal.AddDebtorAsync(_portal.Aurora);
        var slip = await AddSlipAsync("341", debtor: debtor);
        _log.IsKept = true;
        var page = await AskAsync(slip.LinhaDigitavel);
        _log.IsKept = false;
        Assert.Equal("/verificar", page.Path);
        Assert.Null(page.Location);
        foreach (var secret in new[] { debtor.Name, debtor.TaxId.Value, debtor.TaxId.Formatted, "1.278,59", "10/12/2026" })
            Assert.DoesNotContain(secret, Said(page), StringComparison.Ordinal);
        Assert.NotEmpty(_log.Lines);
        Assert.DoesNotContain(_log.Lines, line => line.Contains(slip.LinhaDigitavel, StringComparison.Ordinal) || line.Contains(slip.Barcode, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Guessing_the_amount_of_a_known_number_ends_after_twenty_a_day_from_anywhere()
    {
        var slip = await AddSlipAsync("341");
        for (var cents = 1; cents <= 20; cents++)
            Assert.IsType<Verdict.NotOurs>(await JudgeAsync(Barcode.Create("341", FatorVencimento.Encode(Due), new Money(cents), slip.Barcode.AsSpan(19)).Digits, freely: false));
        var page = await AskAsync(slip.LinhaDigitavel);
        Assert.Equal(HttpStatusCode.TooManyRequests, page.Status);
        Assert.DoesNotContain("Este boleto é nosso", page.Text, StringComparison.Ordinal);
        var other = await AddSlipAsync("341");
        Assert.Contains("Este boleto é nosso", (await AskAsync(other.LinhaDigitavel)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_address_asks_three_hundred_times_and_is_told_when_to_come_back()
    {
        var browser = _portal.NewBrowser();
        var form = await browser.GetAsync("/verificar");
        for (var i = 0; i < 300; i++) Assert.IsNotType<Verdict.Limited>(await JudgeAsync("123", freely: false, AddressOf(browser)));
        var page = await browser.SubmitAsync(form, "verificar", ("Form.Code", "123"));
        Assert.Equal(HttpStatusCode.TooManyRequests, page.Status);
        Assert.InRange(int.Parse(page.Headers["Retry-After"], CultureInfo.InvariantCulture), 1, 600);
        Assert.Contains("Tente de novo a partir das", page.Text, StringComparison.Ordinal);
        _portal.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.OK, (await browser.SubmitAsync(form, "verificar", ("Form.Code", "123"))).Status);
    }

    /// <summary>What the page says itself, without what was pasted and is shown again for correction.</summary>
    private static string Said(Page page) => page.Body.Replace(page.Document.QuerySelector("textarea")!.InnerHtml, "", StringComparison.Ordinal);

    private static string Spaced(string linha) => LinhaDigitavel.TryParse(linha, out var read) ? read.Formatted : throw new ArgumentException("Not a linha digitável.", nameof(linha));

    private async Task<Page> AskAsync(string typed)
    {
        var browser = _portal.NewBrowser();
        return await browser.SubmitAsync(await browser.GetAsync("/verificar"), "verificar", ("Form.Code", typed));
    }

    private static ClientAddress AddressOf(Browser browser)
    {
        var bytes = IPAddress.Parse(browser.Address).GetAddressBytes();
        return new(Convert.ToHexString(bytes), Convert.ToHexString(bytes.AsSpan(0, 3)));
    }

    /// <param name="freely">Without the limits, for tests of thousands.</param>
    private Task<Verdict> JudgeAsync(string typed, bool freely = true, ClientAddress? from = null) => _portal.InAsync(_portal.Aurora, services =>
    {
        var wide = new Limit { Count = 1_000_000, Per = TimeSpan.FromDays(1) };
        var limits = freely ? new AccessLimits { ChecksPerAddress = wide, ChecksPerNetwork = wide, ChecksPerSlip = wide } : services.GetRequiredService<AccessLimits>();
        return new CheckCode(services.GetRequiredService<CobrancaDb>(), services.GetRequiredService<AuthenticityCodes>(), services.GetRequiredService<RateLimits>(), limits,
            services.GetRequiredService<BusinessClock>()).HandleAsync(typed, from ?? new ClientAddress("01", "01"), default);
    });

    private Task<NewLink> LinkAsync(Creditor creditor, Debtor debtor) => _portal.InAsync(creditor, async services =>
    {
        var link = services.GetRequiredService<AccessLinks>().Create(creditor, debtor.Id);
        await services.GetRequiredService<CobrancaDb>().SaveChangesAsync();
        return link;
    });

    private static BoletoIssue.Issued Issue(string bank) =>
        Banks.TryFind(bank, out var rules) && rules.Issue(Accounts[bank], Interlocked.Increment(ref _numbers), Amount, Due) is BoletoIssue.Issued issued
            ? issued : throw new InvalidOperationException($"{bank} issues nothing.");

    private async Task<Receivable> AddDebtAsync(Creditor creditor, Action<Receivable>? change = null, Debtor? debtor = null)
    {
        debtor ??= await _portal.AddDebtorAsync(creditor);
        var now = _portal.Clock.GetUtcNow().UtcDateTime;
        var receivable = new Receivable
        {
            CreditorId = creditor.Id, DebtorId = debtor.Id, ExternalId = $"T-{Interlocked.Increment(ref _numbers)}", DueOn = new(2026, 9, 17), Principal = new(123_456), CreatedAt = now, UpdatedAt = now,
        };
        change?.Invoke(receivable);
        return await _portal.InDbAsync(creditor, async db =>
        {
            db.Receivables.Add(receivable);
            await db.SaveChangesAsync();
            return receivable;
        });
    }

    private async Task<Boleto> AddSlipAsync(string bank, Creditor? creditor = null, Action<Boleto>? change = null, Action<Receivable>? debt = null, Debtor? debtor = null)
    {
        creditor ??= _portal.Aurora;
        var owed = await AddDebtAsync(creditor, debt, debtor);
        var issued = Issue(bank);
        var now = _portal.Clock.GetUtcNow().UtcDateTime;
        return await _portal.InDbAsync(creditor, async db =>
        {
            var account = await db.BankAccounts.FirstOrDefaultAsync(a => a.BankCode == bank);
            if (account is null)
            {
                var given = Accounts[bank];
                db.BankAccounts.Add(account = new()
                {
                    CreditorId = creditor.Id, BankCode = bank, Agencia = given.Agencia!, Conta = given.Conta!, ContaDv = given.ContaDv!, Carteira = given.Carteira!, Especie = "DM",
                });
                await db.SaveChangesAsync();
            }
            var boleto = new Boleto
            {
                PublicId = SecretText.Readable(22), CreditorId = creditor.Id, DebtorId = owed.DebtorId, BankAccountId = account.Id, Status = BoletoStatus.Registered, BankCode = bank,
                NumberingKey = "x", NossoNumero = issued.NossoNumero, NossoNumeroFormatted = issued.NossoNumeroFormatted, Amount = Amount, DueOn = Due, PayableThrough = Due,
                Barcode = issued.Barcode.Digits, LinhaDigitavel = issued.LinhaDigitavel.Digits, RequestKey = SecretText.Readable(20), RequestedAt = now,
            };
            boleto.Items.Add(new() { CreditorId = creditor.Id, ReceivableId = owed.Id, Total = Amount });
            change?.Invoke(boleto);
            db.Boletos.Add(boleto);
            await db.SaveChangesAsync();
            return boleto;
        });
    }

    /// <summary>A portal whose log can be read, whatever the level.</summary>
    public sealed class LoggedPortal : IAsyncLifetime
    {
        internal LogLines Log { get; } = new();
        public PortalFixture Portal { get; }

        public LoggedPortal() => Portal = new()
        {
            ChangeServices = services =>
            {
                services.AddSingleton<ILoggerProvider>(Log);
                services.Configure<LoggerFilterOptions>(options => options.Rules.Add(new(typeof(LogLines).FullName, categoryName: null, LogLevel.Trace, filter: null)));
            },
        };

        public Task InitializeAsync() => Portal.InitializeAsync();

        public Task DisposeAsync() => Portal.DisposeAsync();
    }

    internal sealed class LogLines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();
        public ILogger CreateLogger(string categoryName) => this;
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsKept { get; set; }
        public bool IsEnabled(LogLevel logLevel) => IsKept;
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Enqueue(formatter(state, exception) + exception);
        public void Dispose() { }
    }
}
