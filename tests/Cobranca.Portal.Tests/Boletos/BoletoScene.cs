using System.Collections.Concurrent;
using System.Globalization;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Integrations.Bank;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cobranca.Portal.Tests.Boletos;

/// <summary>Aurora with terms of 2% and 1% a month and an account at Itaú; debts, slips and their bank at hand.</summary>
public sealed class BoletoScene(PortalFixture portal)
{
    private static int _debts;

    public static readonly DateOnly Today = new(2026, 11, 23);

    public PortalFixture Portal => portal;

    private CancellationToken None => CancellationToken.None;

    /// <summary>Sets the stage once per fixture; later calls only change the limits back to what they were.</summary>
    public async Task PrepareAsync(Action<CreditorLimits>? limits = null, long firstSequence = 43)
    {
        portal.Clock.Set(PortalFixture.Start);
        await portal.InDbAsync(portal.Aurora, async db =>
        {
            var aurora = await db.Creditors.SingleAsync(c => c.Id == portal.Aurora.Id);
            aurora.Limits = new() { DueDateChangeMaxDays = 15, DueDateChangesPerYear = 2 };
            limits?.Invoke(aurora.Limits);
            if (!await db.BankAccounts.AnyAsync())
            {
                db.BankAccounts.Add(new() { CreditorId = aurora.Id, BankCode = "341", Agencia = "0057", Conta = "12345", ContaDv = "7", Carteira = "109", Especie = "ME", FirstSequence = firstSequence });
                db.CreditorTerms.Add(new()
                {
                    CreditorId = aurora.Id, ValidFrom = new(2020, 1, 1), Fine = Rate.Percent(2m), InterestPerMonth = Rate.Percent(1m), Clause = "Contrato, cláusula 8",
                });
            }
            return await db.SaveChangesAsync();
        });
    }

    /// <summary>A debt of Aurora's: E03 unless told otherwise.</summary>
    public async Task<Receivable> AddDebtAsync(Debtor debtor, string amount = "1.234,56", DateOnly? dueOn = null, Action<Receivable>? change = null)
    {
        var number = Interlocked.Increment(ref _debts);
        if (!Money.TryParse(amount, DecimalReading.Comma, out var principal, out var problem)) throw new ArgumentException(problem, nameof(amount));
        var receivable = new Receivable
        {
            CreditorId = debtor.CreditorId, DebtorId = debtor.Id, ExternalId = string.Create(CultureInfo.InvariantCulture, $"MENS-{number:0000}"),
            Description = $"Mensalidade {number}", DueOn = dueOn ?? new(2026, 9, 17), Principal = principal, IsConsumer = true, CreatedAt = Now, UpdatedAt = Now,
        };
        change?.Invoke(receivable);
        return await portal.InDbAsync(portal.Aurora, async db =>
        {
            db.Receivables.Add(receivable);
            await db.SaveChangesAsync();
            return receivable;
        });
    }

    public DateTime Now => portal.Clock.GetUtcNow().UtcDateTime;

    public static string ReviewPath(DateOnly? payOn, params Receivable[] debts) =>
        $"/aurora/boleto/novo?{string.Join('&', debts.Select(d => string.Create(CultureInfo.InvariantCulture, $"d={d.Id}")))}{(payOn is { } day ? $"&pagar={day:yyyy-MM-dd}" : "")}";

    /// <summary>Asks for a boleto as a person does; its path.</summary>
    public static async Task<string> AskAsync(Browser browser, DateOnly? payOn, params Receivable[] debts)
    {
        var review = await browser.GetAsync(ReviewPath(payOn, debts));
        var answer = await browser.SubmitAsync(review, "gerar");
        Assert.True(PathTo(answer)?.StartsWith("/aurora/boleto/", StringComparison.Ordinal), answer.Text);
        return PathTo(answer)!;
    }

    /// <summary>Where an answer sends the browser, without the host; null when nowhere.</summary>
    public static string? PathTo(Page answer) => answer.Location is { } to && Uri.TryCreate(to, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp ? uri.PathAndQuery : answer.Location;

    /// <summary>What a browser without scripts is told about looking again; null when nothing.</summary>
    public static string? RefreshOf(Page page) => page.Document.QuerySelector("head noscript")?.InnerHtml is { } noscript
        ? new AngleSharp.Html.Parser.HtmlParser().ParseDocument(noscript).QuerySelector("meta[http-equiv=refresh]")?.GetAttribute("content")
        : null;

    /// <summary>As <see cref="AskAsync"/>, and lets Development's bank decide.</summary>
    public async Task<Boleto> IssueAsync(Browser browser, DateOnly? payOn, params Receivable[] debts)
    {
        var path = await AskAsync(browser, payOn, debts);
        await BankDecidesAsync();
        return await FindAsync(path);
    }

    /// <summary>The simulated bank takes what waits, thinks, and answers.</summary>
    public async Task BankDecidesAsync()
    {
        for (var step = 0; step < 4; step++)
        {
            await TurnAsync();
            portal.Clock.Advance(TimeSpan.FromSeconds(4));
        }
        await TurnAsync();
    }

    /// <summary>One turn of the worker as it runs in the portal.</summary>
    public Task<int> TurnAsync() => BankWorker.TurnAsync(portal.Services.GetRequiredService<IServiceScopeFactory>(), Clock, None);

    /// <summary>One turn of the worker with a bank of the test's own.</summary>
    public Task<int> TurnAsync(IBankConnection bank, CancellationToken cancellation = default) => portal.InAsync(portal.Aurora, services => new BankConversation(services.GetRequiredService<CobrancaDb>(),
        services.GetRequiredService<TenantScope>(), new BankConnections([bank]), Clock, NullLogger<BankConversation>.Instance).TalkAsync(cancellation));

    public BusinessClock Clock => portal.Services.GetRequiredService<BusinessClock>();

    public Task<Boleto> FindAsync(string path) => portal.InDbAsync(portal.Aurora, db =>
        db.Boletos.AsNoTracking().Include(b => b.Items).Include(b => b.Transitions).SingleAsync(b => b.PublicId == path.Substring(path.LastIndexOf('/') + 1)));

    public Task<Boleto> ReloadAsync(Boleto boleto) => FindAsync("/" + boleto.PublicId);

    public Task<Receivable> ReloadAsync(Receivable receivable) => portal.InDbAsync(portal.Aurora, db => db.Receivables.AsNoTracking().SingleAsync(r => r.Id == receivable.Id));

    public Task<List<Boleto>> BoletosOfAsync(Debtor debtor) => portal.InDbAsync(portal.Aurora, db => db.Boletos.AsNoTracking().Where(b => b.DebtorId == debtor.Id).OrderBy(b => b.Id).ToListAsync());

    /// <summary>The events about a boleto or a debt, oldest first.</summary>
    public Task<List<string>> EventsAboutAsync(string text) => portal.InDbAsync(portal.Aurora, db =>
        db.OutgoingEvents.AsNoTracking().Where(e => e.Payload.Contains(text)).OrderBy(e => e.Id).Select(e => e.Type).ToListAsync());

    public Task<int> ChangeAsync(Receivable receivable, Action<Receivable> change) => portal.InDbAsync(portal.Aurora, async db =>
    {
        change(await db.Receivables.SingleAsync(r => r.Id == receivable.Id));
        return await db.SaveChangesAsync();
    });
}

/// <summary>A bank that does what a test says and remembers what it was asked.</summary>
internal sealed class ScriptedBank : IBankConnection
{
    public ConcurrentQueue<(string What, SlipNumber Slip)> Calls { get; } = new();
    public ConcurrentDictionary<SlipNumber, BankAnswer> Slips { get; } = new();

    /// <summary>What becomes of a slip handed over.</summary>
    public BankAnswer Decision { get; set; } = new BankAnswer.Registered();

    /// <summary>Runs after the bank has done what it was asked and before its answer arrives.</summary>
    public Action<string>? OnTheWayBack { get; set; }

    public bool IsDown { get; set; }
    public bool IsSimulated => false;

    public int Count(string what) => Calls.Count(call => call.What == what);

    public bool Serves(string bankCode) => true;

    public Task<BankAnswer> RegisterAsync(BankSlip slip, CancellationToken cancellation) => Answer("register", slip.Number, () => Slips.GetOrAdd(slip.Number, Decision));

    public Task<BankAnswer> AskAsync(SlipNumber slip, CancellationToken cancellation) => Answer("ask", slip, () => Slips.GetValueOrDefault(slip, new BankAnswer.Unknown()));

    public Task<BankAnswer> RequestClosureAsync(SlipNumber slip, CancellationToken cancellation) => Answer("close", slip, () => Slips[slip] = new BankAnswer.Closed());

    private Task<BankAnswer> Answer(string what, SlipNumber slip, Func<BankAnswer> act)
    {
        Calls.Enqueue((what, slip));
        if (IsDown) throw new HttpRequestException("no route to the bank");
        var answer = act();
        OnTheWayBack?.Invoke(what);
        return Task.FromResult(answer);
    }
}
