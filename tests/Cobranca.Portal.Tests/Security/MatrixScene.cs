using System.Globalization;
using System.Text;
using System.Text.Json;
using Cobranca.Portal.Features.Events;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Boletos;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Security;

/// <summary>Debtor A of aurora with a debt, a payable boleto and a link; B of aurora; a debtor of vetor; a key of each creditor; browsers signed in.</summary>
public sealed class MatrixScene : IAsyncLifetime
{
    private const string FirstDebt = "Mensalidade do Ateliê Azul-Marinho", SecondDebt = "Matrícula do Ateliê Verde-Oliva", PaidDebt = "Uniforme do Ateliê Lilás";

    private readonly Dictionary<Viewer, Browser> _browsers = [];
    private readonly Dictionary<Viewer, string> _keys = [];
    private BoletoScene _boletos = null!;
    private Debtor _other = null!;
    private Debtor _foreign = null!;

    public PortalFixture Portal { get; } = new();

    public Debtor A { get; private set; } = null!;

    public Boleto Boleto { get; private set; } = null!;

    /// <summary>What stands in addresses and forms for A's real ids.</summary>
    public Dictionary<string, string> Ids { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What A's pages show of A.</summary>
    public IReadOnlyList<string> Shown { get; private set; } = [];

    /// <summary>What no answer to another person may hold.</summary>
    private IReadOnlyList<string> Secrets { get; set; } = [];

    public async Task InitializeAsync()
    {
        await Portal.InitializeAsync();
        _boletos = new BoletoScene(Portal);
        await _boletos.PrepareAsync();
        // Another bank's account at vetor too, so that its pages exist and refuse for the right reason.
        await Portal.InDbAsync(Portal.Vetor, async db =>
        {
            db.BankAccounts.Add(new() { CreditorId = Portal.Vetor.Id, BankCode = "237", Agencia = "0057", Conta = "0012345", ContaDv = "7", Carteira = "09", Especie = "DM", FirstSequence = 1 });
            db.CreditorTerms.Add(new() { CreditorId = Portal.Vetor.Id, ValidFrom = new(2020, 1, 1), Fine = Domain.Values.Rate.Percent(2m), InterestPerMonth = Domain.Values.Rate.Percent(1m), Clause = "Cláusula 8" });
            (await db.Creditors.SingleAsync(c => c.Id == Portal.Vetor.Id)).Limits = new() { DueDateChangeMaxDays = 15, DueDateChangesPerYear = 2 };
            return await db.SaveChangesAsync();
        });
        A = await Portal.AddDebtorAsync(Portal.Aurora, change: d => d.Name = "Quitéria Sapucaí Bezerril");
        _other = await Portal.AddDebtorAsync(Portal.Aurora);
        _foreign = await Portal.AddDebtorAsync(Portal.Vetor);
        var slipped = await _boletos.AddDebtAsync(A, "7.654,32", change: r => r.Description = FirstDebt);
        var open = await _boletos.AddDebtAsync(A, "8.765,43", new(2026, 12, 1), r => r.Description = SecondDebt);
        var paid = await _boletos.AddDebtAsync(A, "3.210,98", change: r => (r.Description, r.Status) = (PaidDebt, Persistence.Model.ReceivableStatus.Paid));
        await AddPaymentAsync(paid);
        await _boletos.AddDebtAsync(_other, "11,00");
        _browsers[Viewer.Owner] = await Portal.SignInAsync(A);
        Boleto = await _boletos.IssueAsync(_browsers[Viewer.Owner], new(2026, 11, 24), slipped);
        _browsers[Viewer.Stranger] = Portal.NewBrowser();
        _browsers[Viewer.OtherDebtor] = await Portal.SignInAsync(_other);
        _browsers[Viewer.OtherCreditor] = _browsers[Viewer.OtherCreditorAtHome] = await Portal.SignInAsync(_foreign);
        _keys[Viewer.OwnKey] = await AddKeyAsync(Portal.Aurora);
        _keys[Viewer.OtherKey] = await AddKeyAsync(Portal.Vetor);

        Ids["token"] = (await Portal.LinkAsync(A)).Split('/')[^1];
        Ids["publicId"] = Ids["id"] = Boleto.PublicId;
        Ids["debt"] = open.Id.ToString(CultureInfo.InvariantCulture);
        Ids["externalId"] = slipped.ExternalId;
        Ids["taxId"] = A.TaxId.Value;
        Ids["contactId"] = A.Contacts[0].Id.ToString(CultureInfo.InvariantCulture);
        Ids["key"] = new string('A', 22);
        Ids["spareBoleto"] = (await _boletos.IssueAsync(_browsers[Viewer.OtherDebtor], new(2026, 11, 24), await _boletos.AddDebtAsync(_other, "13,01"))).PublicId;
        Ids["spare"] = (await _boletos.AddDebtAsync(_other, "12,00")).ExternalId;
        (Ids["import"], Ids["batch"]) = (await AddJobAsync(JobKind.Import), await AddJobAsync(JobKind.LinkBatch));
        Ids["remessa"] = await AddRemessaAsync();
        (Ids["retorno"], Ids["divergence"]) = await AddRetornoAsync();
        (Ids["webhook"], Ids["doomed"]) = (await AddWebhookAsync(), await AddWebhookAsync());
        var amount = Boleto.Amount.ToString().Replace("R$", "", StringComparison.Ordinal).Trim(' ', '\u00a0');
        Shown = [FirstDebt, SecondDebt, amount, "8.765,43", Boleto.PublicId, Boleto.LinhaDigitavel];
        Secrets =
        [
            PaidDebt, "3.210,98", "3210.98", "43,21", "43.21", "PAGO-DE-A",
            .. Shown, "Quitéria", "Bezerril", "7.654,32", "7654.32", "8765.43", A.TaxId.Value, A.TaxId.Formatted, A.Contacts[0].Value, A.Contacts[0].Value[3..], A.Contacts[1].Value,
            Boleto.Barcode, Boleto.NossoNumeroFormatted, slipped.ExternalId, open.ExternalId, Ids["token"],
        ];
    }

    /// <summary>A paid a debt and a little more.</summary>
    private async Task AddPaymentAsync(Persistence.Model.Receivable debt)
    {
        var (payment, credit) = await Portal.InDbAsync(Portal.Aurora, async db =>
        {
            var made = new Persistence.Model.Payment
            {
                CreditorId = debt.CreditorId, DebtorId = debt.DebtorId, Amount = debt.Principal + new Domain.Values.Money(4_321), PaidOn = new(2026, 11, 20), Source = Persistence.Model.PaymentSource.Transfer,
                Reference = "PAGO-DE-A", Surplus = new(4_321), RecordedAt = _boletos.Now,
                Allocations = [new() { CreditorId = debt.CreditorId, ReceivableId = debt.Id, PaidOn = new(2026, 11, 20), Amount = debt.Principal, Principal = debt.Principal }],
            };
            var owed = new Persistence.Model.DebtorCredit { CreditorId = debt.CreditorId, DebtorId = debt.DebtorId, Payment = made, Amount = made.Surplus, CreatedAt = _boletos.Now };
            db.Add(owed);
            await db.SaveChangesAsync();
            return (made.Id, owed.Id);
        });
        (Ids["payment"], Ids["credit"]) = (payment.ToString(CultureInfo.InvariantCulture), credit.ToString(CultureInfo.InvariantCulture));
    }

    public Task DisposeAsync() => Portal.DisposeAsync();

    public static string CreditorOf(Viewer viewer) => viewer == Viewer.OtherCreditorAtHome ? "vetor" : "aurora";

    /// <summary>Asks as that viewer, at the row's address with A's ids.</summary>
    public Task<Page> SendAsync(Viewer viewer, RouteRow row, HttpMethod method)
    {
        var request = new HttpRequestMessage(method, Fill(viewer, row.Address));
        if (_keys.TryGetValue(viewer, out var key)) request.Headers.Authorization = new("Bearer", key);
        if (row.IsApi && method != HttpMethod.Get) request.Content = new StringContent(Fill(viewer, row.Body ?? "{}"), System.Net.Http.Headers.MediaTypeHeaderValue.Parse(row.ContentType));
        return (_browsers.GetValueOrDefault(viewer) ?? Portal.NewBrowser()).SendAsync(request);
    }

    /// <summary>Sends the row's form, or one that no page has.</summary>
    public Task<Page> PostAsync(Viewer viewer, RouteRow row, string? token, Browser? browser = null)
    {
        List<KeyValuePair<string, string>> fields = [new("_handler", row.Form ?? "nada"), .. FieldsOf(viewer, row)];
        if (token is not null) fields.Add(new("_formulario", token));
        return (browser ?? _browsers[viewer]).SendAsync(new(HttpMethod.Post, Fill(viewer, row.Address)) { Content = new FormUrlEncodedContent(fields) });
    }

    public IReadOnlyList<KeyValuePair<string, string>> FieldsOf(Viewer viewer, RouteRow row) => [.. row.Fields.Select(f => KeyValuePair.Create(f.Name, Fill(viewer, f.Value)))];

    public Browser BrowserOf(Viewer viewer) => _browsers[viewer];

    /// <summary>A browser of that viewer that may be signed out without harm.</summary>
    public Task<Browser> FreshAsync(Viewer viewer) => viewer switch
    {
        Viewer.Stranger => Task.FromResult(Portal.NewBrowser()),
        Viewer.OtherDebtor => Portal.SignInAsync(_other),
        _ => Portal.SignInAsync(_foreign),
    };

    /// <summary>The token of a form of the viewer's own.</summary>
    public static async Task<string> TokenAsync(Viewer viewer, Browser browser) =>
        (await browser.GetAsync($"/{CreditorOf(viewer)}")).Document.QuerySelector("input[name=_formulario]")!.GetAttribute("value")!;

    /// <summary>Everything stored about A that another person must not change.</summary>
    public Task<string> DumpAsync() => Portal.InDbAsync(Portal.Aurora, async db =>
    {
        var rows = new object[]
        {
            await db.Debtors.AsNoTracking().Where(d => d.Id == A.Id).ToListAsync(),
            await db.Contacts.AsNoTracking().Where(c => c.DebtorId == A.Id).OrderBy(c => c.Id).ToListAsync(),
            await db.Receivables.AsNoTracking().IgnoreAutoIncludes().Where(r => r.DebtorId == A.Id).OrderBy(r => r.Id).ToListAsync(),
            await db.Boletos.AsNoTracking().Where(b => b.DebtorId == A.Id).OrderBy(b => b.Id).ToListAsync(),
            await db.Payments.AsNoTracking().Where(p => p.DebtorId == A.Id).OrderBy(p => p.Id).ToListAsync(),
            await db.AccessLinks.AsNoTracking().Where(l => l.DebtorId == A.Id).OrderBy(l => l.Id).ToListAsync(),
            await db.DebtorSessions.AsNoTracking().Where(s => s.DebtorId == A.Id).OrderBy(s => s.Id).Select(s => new { s.Id, s.EndedAt }).ToListAsync(),
            await db.OutboxMessages.AsNoTracking().Where(m => m.DebtorId == A.Id).OrderBy(m => m.Id).ToListAsync(),
            await db.Challenges.AsNoTracking().Where(c => c.DebtorId == A.Id).OrderBy(c => c.Id).ToListAsync(),
            await db.ContactRequests.AsNoTracking().Where(r => r.DebtorId == A.Id).OrderBy(r => r.Id).ToListAsync(),
        };
        return JsonSerializer.Serialize(rows);
    });

    /// <summary>No secret of A's in what was answered, but for what the asker wrote into the address or the form.</summary>
    public void AssertNothingOfA(string what, Page answer, IEnumerable<KeyValuePair<string, string>>? fields = null)
    {
        var said = string.Join('\n', [answer.Path, .. (fields ?? []).Select(f => f.Value)]);
        var text = System.Net.WebUtility.HtmlDecode(string.Join('\n', [answer.Body, answer.Location, .. answer.Headers.Select(h => $"{h.Key}: {h.Value}")]));
        foreach (var secret in Secrets.Where(secret => !said.Contains(secret, StringComparison.Ordinal)))
            Assert.False(text.Contains(secret, StringComparison.OrdinalIgnoreCase), $"{what} ({(int)answer.Status}) holds «{secret}»");
    }

    private string Fill(Viewer viewer, string text)
    {
        foreach (var (name, value) in Ids)
            foreach (var pattern in new[] { $"{{{name}}}", $"{{{name}:nonfile}}", $"{{{name}:long}}" })
                text = text.Replace(pattern, value, StringComparison.OrdinalIgnoreCase);
        return text.Replace("{creditor}", CreditorOf(viewer), StringComparison.Ordinal);
    }

    /// <summary>A file of aurora's for its bank that names A, with the order for A's boleto in it.</summary>
    private Task<string> AddRemessaAsync() => Portal.InAsync(Portal.Aurora, async services =>
    {
        await using var writer = services.GetRequiredService<StoredFiles>().Create(Portal.Aurora.Id, "341.rem", "text/plain");
        await writer.WriteAsync(Encoding.UTF8.GetBytes($"{A.Name} {A.TaxId.Value}"));
        var file = await writer.FinishAsync(default);
        var db = services.GetRequiredService<CobrancaDb>();
        var remessa = new Persistence.Model.Remessa
        {
            PublicId = new string('R', 22), CreditorId = Portal.Aurora.Id, BankAccountId = Boleto.BankAccountId, BankCode = "341", Format = Domain.Cnab.CnabFormat.Cnab240, SequenceKey = "341/0057/12345/", Sequence = 1,
            FileName = "341-005712345-000001.rem", FileId = file.Id, Sha256 = file.Sha256!, Lines = 6, Instructions = 1, Entries = 1, EntryTotal = Boleto.Amount, CreatedAt = _boletos.Now, CreatedBy = "test",
        };
        db.Add(new Persistence.Model.BankOrder
        {
            CreditorId = Portal.Aurora.Id, BankAccountId = Boleto.BankAccountId, BankCode = "341", NumberingKey = Boleto.NumberingKey, NossoNumero = Boleto.NossoNumero, BoletoId = Boleto.Id,
            Kind = BankOrderKind.Entry, Number = 1, State = BankOrderState.Sent, Amount = Boleto.Amount, DueOn = Boleto.DueOn, DocumentNumber = "1", RequestedBy = "test", CreatedAt = _boletos.Now, Remessa = remessa, RemessaLine = 3,
        });
        await db.SaveChangesAsync();
        return remessa.PublicId;
    });

    /// <summary>A file of aurora's bank that names A, with a divergence about A's boleto.</summary>
    private Task<(string Retorno, string Divergence)> AddRetornoAsync() => Portal.InAsync(Portal.Aurora, async services =>
    {
        await using var writer = services.GetRequiredService<StoredFiles>().Create(Portal.Aurora.Id, "341.ret", "text/plain");
        await writer.WriteAsync(Encoding.UTF8.GetBytes($"{A.Name} {A.TaxId.Value} de volta"));
        var file = await writer.FinishAsync(default);
        var db = services.GetRequiredService<CobrancaDb>();
        var retorno = new Retorno
        {
            PublicId = new string('T', 22), CreditorId = Portal.Aurora.Id, BankCode = "341", Format = Domain.Cnab.CnabFormat.Cnab400, FileName = "341.ret", FileId = file.Id, Sha256 = file.Sha256!,
            Status = RetornoStatus.Applied, ReceivedAt = _boletos.Now, ReceivedBy = "test", AppliedAt = _boletos.Now, Titles = 1, ForReview = 1,
        };
        db.Add(retorno);
        await db.SaveChangesAsync();
        var said = new BankOccurrence
        {
            CreditorId = Portal.Aurora.Id, RetornoId = retorno.Id, Line = 2, Account = Boleto.NumberingKey, NossoNumero = Boleto.NossoNumero, Code = "06", Meaning = Domain.Cnab.RetornoOccurrence.Settled,
            On = new(2026, 11, 23), Amount = Boleto.Amount, BoletoId = Boleto.Id, Outcome = OccurrenceOutcome.Review, Review = ReviewReason.Over, Detail = $"De {A.Name}",
        };
        db.Add(said);
        await db.SaveChangesAsync();
        return (retorno.PublicId, said.Id.ToString(CultureInfo.InvariantCulture));
    });

    /// <summary>A finished job of aurora's, whose files name A.</summary>
    private Task<string> AddJobAsync(JobKind kind) => Portal.InAsync(Portal.Aurora, async services =>
    {
        await using var writer = services.GetRequiredService<StoredFiles>().Create(Portal.Aurora.Id, "arquivo.csv", "text/csv");
        await writer.WriteAsync(Encoding.UTF8.GetBytes($"{A.Name};{A.TaxId.Formatted}"));
        var file = await writer.FinishAsync(default);
        var job = services.GetRequiredService<JobQueue>().Add(Portal.Aurora.Id, kind, Convert.ToHexString(Guid.NewGuid().ToByteArray()) + new string('0', 32), "test", new Cobranca.Portal.Features.Api.Imports.ImportOrder("carteira.csv", default, DryRun: false).ToJson(), inputFileId: null);
        (job.Status, job.OutputFileId, job.ErrorFileId) = (JobStatus.Finished, file.Id, file.Id);
        await services.GetRequiredService<CobrancaDb>().SaveChangesAsync();
        return job.PublicId;
    });

    private Task<string> AddWebhookAsync() => Portal.InAsync(Portal.Aurora, async services =>
    {
        // A port nobody listens on.
        var made = await services.GetRequiredService<CreateWebhook>().RunAsync(Portal.Aurora, "http://127.0.0.1:9/eventos", [], CreateWebhook.NewId(), "test", default);
        return Assert.IsType<CreateWebhookOutcome.Created>(made).Endpoint.PublicId;
    });

    private Task<string> AddKeyAsync(Creditor creditor) => Portal.InAsync(creditor, async services =>
    {
        var key = services.GetRequiredService<ApiKeys>().Create(creditor.Id, "matrix", ApiScopes.All, "test");
        await services.GetRequiredService<CobrancaDb>().SaveChangesAsync();
        return key.Secret;
    });
}
