using System.Globalization;
using System.Text.RegularExpressions;
using Cobranca.Domain.Values;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Integrations.Development;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Cobranca.Portal.Tests.Databases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cobranca.Portal.Tests;

/// <summary>
/// A portal of a test class's own: real host, a real database of its own, a clock that stands still, no workers. Two creditors,
/// <c>aurora</c> (persons) and <c>vetor</c> (companies), without debtors: each test makes its own.
/// </summary>
public sealed partial class PortalFixture : IAsyncLifetime
{
    /// <summary>A Monday, ten in the morning in São Paulo.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.FromHours(-3));

    private WebApplicationFactory<Program>? _host;
    private HttpClient? _http;
    private int _people;
    private int _browsers;

    /// <summary>For the test that needs a portal made differently.</summary>
    public Action<IServiceCollection>? ChangeServices { get; init; }

    /// <summary>Watch or disturb what this portal asks of its database.</summary>
    public IInterceptor[] Interceptors { get; init; } = [];

    /// <summary>Production is reached by https, and has no channel and no bank unless <see cref="ChangeServices"/> adds one.</summary>
    public string Environment { get; init; } = "Development";

    public OwnDatabase Database { get; } = OwnDatabase.Migrated();

    /// <summary>A real server on a port of its own, for what the test server does otherwise.</summary>
    public bool RealServer { get; init; }

    /// <summary>Configuration of the test's own.</summary>
    public Dictionary<string, string> Settings { get; init; } = [];

    public TestClock Clock { get; } = new(Start);
    public SqlRecorder Sql { get; } = new();
    public Creditor Aurora { get; private set; } = null!;
    public Creditor Vetor { get; private set; } = null!;

    /// <summary>Straight to the portal: no cookies, no redirects followed.</summary>
    public HttpClient Http => _http!;

    public IServiceProvider Services => _host!.Services;

    /// <summary>Options that put a command on this portal's data.</summary>
    public string[] DatabaseArguments => Database.Arguments;

    public async Task InitializeAsync()
    {
        _host = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
        {
            builder.UseEnvironment(Environment);
            Database.Configure(builder);
            if (Environment == "Development") builder.UseSetting("Demo:Enabled", "false");
            else builder.UseSetting("Portal:PublicUrl", "https://acordo.example.com.br");
            builder.UseSetting("Workers:Enabled", "false");
            // Most tests want a bank that answers at once.
            builder.UseSetting("BankFiles:Enabled", "false");
            if (RealServer) builder.UseSetting("Urls", "http://127.0.0.1:0");
            foreach (var (key, value) in Settings) builder.UseSetting(key, value);
            builder.ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Error));
            builder.ConfigureTestServices(services =>
            {
                services.AddSingleton<TimeProvider>(Clock);
                services.AddSingleton<IStartupFilter, AddressFromHeader>();
                services.ConfigureDbContext<CobrancaDb>(options => options.AddInterceptors([Sql, .. Interceptors]));
                ChangeServices?.Invoke(services);
            });
        });
        if (RealServer)
        {
            _host.UseKestrel(0);
            _host.StartServer();
        }
        _http = RealServer ? new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = _host.ClientOptions.BaseAddress } : _host.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false, BaseAddress = new(Environment == "Development" ? "http://localhost" : "https://acordo.example.com.br") });
        Aurora = await AddCreditorAsync("aurora", "Colégio Aurora", "Aurora Ensino Ltda", "11222333000181");
        Vetor = await AddCreditorAsync("vetor", "Vetor Distribuidora", "Vetor Distribuidora Ltda", "12ABC34501DE35");
        // Made at first use: no test should see that happen in the middle of its own statements.
        Services.GetRequiredService<InstallationKeys>().Hash("warm-up", "");
    }

    public async Task DisposeAsync()
    {
        _http?.Dispose();
        if (_host is not null) await _host.DisposeAsync();
        Database.Dispose();
    }

    /// <summary>A browser nobody used before, on an address nobody else has.</summary>
    public Browser NewBrowser()
    {
        var number = Interlocked.Increment(ref _browsers);
        return new(_http!, string.Create(CultureInfo.InvariantCulture, $"10.{number / 250}.{number % 250}.7"));
    }

    /// <summary>Works in a scope bound to a creditor, as a request or a command does.</summary>
    public async Task<T> InAsync<T>(Creditor creditor, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Bind(creditor.Id);
        return await work(scope.ServiceProvider);
    }

    public Task<T> InDbAsync<T>(Creditor creditor, Func<CobrancaDb, Task<T>> work) => InAsync(creditor, services => work(services.GetRequiredService<CobrancaDb>()));

    /// <summary>A debtor nobody used before, saved, with an e-mail and a mobile of the contract unless told otherwise.</summary>
    public async Task<Debtor> AddDebtorAsync(Creditor creditor, TaxId? taxId = null, Action<Debtor>? change = null)
    {
        var debtor = NewDebtor(creditor, taxId);
        change?.Invoke(debtor);
        await AddDebtorsAsync(creditor, [debtor]);
        return debtor;
    }

    public Task<int> AddDebtorsAsync(Creditor creditor, IEnumerable<Debtor> debtors) => InDbAsync(creditor, db =>
    {
        db.Debtors.AddRange(debtors);
        return db.SaveChangesAsync();
    });

    public Debtor NewDebtor(Creditor creditor, TaxId? taxId = null)
    {
        var number = Interlocked.Increment(ref _people);
        var debtor = new Debtor { CreditorId = creditor.Id, TaxId = taxId ?? TestTaxIds.Cpf(number), Name = $"Marina Conceição {number}", CreatedAt = Clock.GetUtcNow().UtcDateTime };
        debtor.Contacts.Add(Contact(creditor, ContactChannel.Mobile, MobileOf(number)));
        debtor.Contacts.Add(Contact(creditor, ContactChannel.Email, $"marina{number}@exemplo.com.br"));
        return debtor;
    }

    public Contact Contact(Creditor creditor, ContactChannel channel, string value) => new()
    {
        CreditorId = creditor.Id, Channel = channel, Value = value, Ownership = ContactOwnership.Own, Source = ContactSource.Contract, CreatedAt = Clock.GetUtcNow().UtcDateTime,
    };

    public static string MobileOf(int number) => string.Create(CultureInfo.InvariantCulture, $"+55119{number:00000000}");

    /// <summary>The path of a new link of the debtor.</summary>
    public Task<string> LinkAsync(Debtor debtor, int? days = null, long? contactId = null) => InAsync(CreditorOf(debtor), async services =>
    {
        var link = services.GetRequiredService<AccessLinks>().Create(CreditorOf(debtor), debtor.Id, days, contactId: contactId);
        await services.GetRequiredService<CobrancaDb>().SaveChangesAsync();
        return new Uri(link.Url).AbsolutePath;
    });

    /// <summary>
    /// Runs a command on the same data and the same day, as an operator would. The console is the process's: classes that read what a command
    /// says belong to <see cref="ConsoleCollection"/>.
    /// </summary>
    public async Task<CommandAnswer> CommandAsync(params string[] arguments)
    {
        var (output, error) = (Console.Out, Console.Error);
        using var said = new StringWriter();
        using var complained = new StringWriter();
        Console.SetOut(said);
        Console.SetError(complained);
        try
        {
            var now = Clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
            var code = await CommandLine.RunAsync(arguments, () => Composition.Builder(
                ["--environment=Development", .. DatabaseArguments, "--Demo:Enabled=false", $"--Clock:StartAt={now}", "--Logging:LogLevel:Default=Error"]).Build());
            return new(code, said.ToString(), complained.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }

    /// <summary>Sends everything that waits in the outbox.</summary>
    public async Task DeliverAsync()
    {
        while (await OutboxWorker.TurnAsync(Services.GetRequiredService<IServiceScopeFactory>(), Services.GetRequiredService<BusinessClock>(), default) > 0) { }
    }

    /// <summary>What was sent to a contact, newest first, after sending what waits.</summary>
    public async Task<IReadOnlyList<MailboxMessage>> MessagesToAsync(string to)
    {
        await DeliverAsync();
        return [.. Services.GetRequiredService<DevelopmentMailbox>().Messages().Where(message => message.To == to)];
    }

    /// <summary>The code in the newest message to a contact.</summary>
    public async Task<string> ReadCodeAsync(string to) =>
        SixDigits().Match((await MessagesToAsync(to)).FirstOrDefault()?.Text ?? throw new InvalidOperationException($"Nothing was sent to {to}.")).Value;

    /// <summary>Walks a debtor through the door by a link; the browser is signed in afterwards.</summary>
    public async Task<Browser> SignInAsync(Debtor debtor, Browser? browser = null)
    {
        browser ??= NewBrowser();
        var contact = debtor.Contacts[0];
        var page = await browser.SubmitAndFollowAsync(await browser.GetAsync(await LinkAsync(debtor)), "link", ("Form.Characters", debtor.TaxId.FirstDigits(3)));
        page = await browser.SubmitAndFollowAsync(page, "contato", ("Form.Contact", contact.Id.ToString(CultureInfo.InvariantCulture)));
        var entered = await browser.SubmitAsync(page, "codigo", ("Form.Code", await ReadCodeAsync(contact.Value)));
        if (entered.Location?.EndsWith("/dividas", StringComparison.Ordinal) != true) throw new InvalidOperationException($"Not signed in: {entered.Text}");
        return browser;
    }

    private Creditor CreditorOf(Debtor debtor) => debtor.CreditorId == Aurora.Id ? Aurora : Vetor;

    private async Task<Creditor> AddCreditorAsync(string slug, string tradeName, string legalName, string cnpj)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CobrancaDb>();
        var creditor = new Creditor
        {
            Slug = slug, TradeName = tradeName, LegalName = legalName, Cnpj = Cnpj.Parse(cnpj), Street = "Rua das Acácias, 120", City = "Campinas", Uf = Uf.Parse("SP"), Cep = Cep.Parse("13010000"),
            Phone = "+551932345678", Email = $"atendimento@{slug}.example.com.br", PrivacyContactName = "Beatriz Nunes", PrivacyContactEmail = $"privacidade@{slug}.example.com.br", BrandColor = "#0b5f5c",
        };
        db.Creditors.Add(creditor);
        await db.SaveChangesAsync();
        return creditor;
    }

    [GeneratedRegex(@"(?<!\d)\d{6}(?!\d)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SixDigits();

    /// <summary>The test server has no network: the address comes in a header.</summary>
    private sealed class AddressFromHeader : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((HttpContext context, RequestDelegate then) =>
            {
                if (context.Request.Headers[Browser.AddressHeader].FirstOrDefault() is { } address) context.Connection.RemoteIpAddress = System.Net.IPAddress.Parse(address);
                return then(context);
            });
            next(app);
        };
    }
}

/// <summary>What a command printed, and its exit code.</summary>
public sealed record CommandAnswer(int ExitCode, string Output, string Error);

/// <summary>One class at a time, with no other running: there is one console.</summary>
[CollectionDefinition(nameof(ConsoleCollection), DisableParallelization = true)]
public sealed class ConsoleCollection;

/// <summary>Numbers with right check digits that belong to nobody: made, not found.</summary>
public static class TestTaxIds
{
    public static TaxId Cpf(int number)
    {
        // Nine digits of which the first three differ enough for tests that guess them.
        var root = ((number * 7_919L + 123_456_789L) % 899_999_999L + 100_000_000L).ToString(CultureInfo.InvariantCulture);
        return Complete(root, text => Domain.Values.Cpf.TryParse(text, out var cpf, out _) ? cpf : (TaxId?)null);
    }

    public static TaxId Cnpj(int number)
    {
        var root = (number * 6_151L % 89_999_999L + 10_000_000L).ToString(CultureInfo.InvariantCulture) + "0001";
        return Complete(root, text => Domain.Values.Cnpj.TryParse(text, out var cnpj, out _) ? cnpj : (TaxId?)null);
    }

    private static TaxId Complete(string root, Func<string, TaxId?> read) =>
        Enumerable.Range(0, 100).Select(digits => read(root + digits.ToString("00", CultureInfo.InvariantCulture))).OfType<TaxId>().First();
}
