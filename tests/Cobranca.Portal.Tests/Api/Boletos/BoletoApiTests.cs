using System.Globalization;
using System.Text.Json;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Pix;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Boletos;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.Api.Boletos;

public sealed class BoletoApiTests : IAsyncLifetime
{
    private const string Path = "/api/v1/boletos";
    private readonly PortalFixture _portal = new();
    private readonly BoletoScene _scene;
    private ApiScene _aurora = null!;

    public BoletoApiTests() => _scene = new(_portal);

    public async Task InitializeAsync()
    {
        await _portal.InitializeAsync();
        await _scene.PrepareAsync();
        _aurora = await ApiScene.OfAsync(_portal, _portal.Aurora, ApiScopes.BoletosRead, ApiScopes.BoletosWrite);
    }

    public Task DisposeAsync() => _portal.DisposeAsync();

    private static string Order(DateOnly dueDate, params Receivable[] debts) => Order(dueDate, debts.Select(d => d.ExternalId));

    private static string Order(DateOnly dueDate, IEnumerable<string> ids) => JsonSerializer.Serialize(new { receivables = ids, dueDate = dueDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) });

    private async Task<Receivable> DebtAsync(string amount = "1.234,56", Action<Receivable>? change = null) => await _scene.AddDebtAsync(await _portal.AddDebtorAsync(_portal.Aurora), amount, change: change);

    private static string? Text(ApiAnswer answer, string field) => answer.Json.GetProperty(field).ValueKind == JsonValueKind.Null ? null : answer.Json.GetProperty(field).ToString();

    private static DateOnly Today => BoletoScene.Today;

    [Fact]
    public async Task A_bank_that_is_called_takes_no_changes_but_an_end()
    {
        var made = await _aurora.PostAsync(Path, Order(Today.AddDays(1), await DebtAsync()));
        await _scene.BankDecidesAsync();
        var address = $"{Path}/{Text(made, "id")}";
        var refused = await _aurora.PostAsync(address + "/due-date", """{"dueDate":"2026-12-10"}""");
        Assert.Equal((409, true), (refused.Status, refused.Text.Contains("não leva alterações", StringComparison.Ordinal)));
        var cancelled = await _aurora.PostAsync(address + "/cancel", "{}");
        Assert.Equal((202, "closureRequested", 3), (cancelled.Status, Text(cancelled, "status"), cancelled.Json.GetProperty("history").GetArrayLength()));
        await _scene.BankDecidesAsync();
        Assert.Equal("closed", Text(await _aurora.GetAsync(address), "status"));
        Assert.Equal(200, (await _aurora.PostAsync(address + "/cancel", "{}")).Status);
    }

    [Fact]
    public async Task A_boleto_is_asked_for_and_can_be_paid_once_the_bank_knows_it()
    {
        var debt = await DebtAsync();
        var made = await _aurora.PostAsync(Path, Order(Today, debt));
        Assert.True(made.Status == 201, made.Text);
        var address = $"{Path}/{Text(made, "id")}";
        Assert.Equal(address, made.Headers["Location"]);
        // Worked example E03: 1,234.56 due on 17 September, paid on 23 November.
        Assert.Equal(("requested", "341", "1286.82"), (Text(made, "status"), Text(made, "bank"), made.Json.GetProperty("amount").GetRawText()));
        Assert.Equal("2026-11-23", Text(made, "dueDate"));
        Assert.NotNull(Text(made, "nossoNumero"));
        // Not shown before it can be paid: whoever was sent it would be turned away by the bank.
        Assert.Equal((null, null, null, "False"), (Text(made, "linhaDigitavel"), Text(made, "barcode"), Text(made, "pdfUrl"), Text(made, "payable")));
        Assert.Equal(409, (await _aurora.GetAsync(address + "/pdf")).Status);

        await _scene.BankDecidesAsync();
        var registered = await _aurora.GetAsync(address);
        Assert.Equal("registered", Text(registered, "status"));
        Assert.True(LinhaDigitavel.TryParse(Text(registered, "linhaDigitavel")!, out var linha));
        Assert.Equal(Text(registered, "barcode"), linha.ToBarcode().Digits);
        var pdf = await _aurora.GetAsync(new Uri(Text(registered, "pdfUrl")!).AbsolutePath);
        Assert.Equal((200, "application/pdf"), (pdf.Status, pdf.ContentType));
        Assert.StartsWith("%PDF", pdf.Text, StringComparison.Ordinal);
        Assert.Contains("no-store", pdf.Headers["Cache-Control"], StringComparison.Ordinal);

        var stored = await _scene.FindAsync(address);
        Assert.StartsWith("api (key_", Assert.Single(stored.Transitions, t => t.Status == BoletoStatus.Requested).Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_key_there_is_a_Pix_from_the_request_to_the_end_and_its_txid_stays()
    {
        await _portal.InDbAsync(_portal.Aurora, async db =>
        {
            (await db.BankAccounts.SingleAsync()).PixKey = PixKey.Parse("11222333000181");
            return await db.SaveChangesAsync();
        });
        var debt = await DebtAsync();
        var made = await _aurora.PostAsync(Path, Order(Today, debt));
        var (address, code, txid) = ($"{Path}/{Text(made, "id")}", Text(made, "pixCopyPaste"), Text(made, "pixTxid"));
        var pix = Assert.IsType<BrCodeReading.Read>(BrCode.Read(code)).Content;
        Assert.Equal((txid, made.Json.GetProperty("amount").GetDecimal()), (pix.Txid, pix.Amount!.Value.Reais));

        await _scene.BankDecidesAsync();
        var registered = await _aurora.GetAsync(address);
        Assert.Equal((code, txid, "True"), (Text(registered, "pixCopyPaste"), Text(registered, "pixTxid"), Text(registered, "payable")));
        var found = Assert.Single((await _aurora.GetAsync($"{Path}?pixTxid={txid}")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(Text(made, "id"), found.GetProperty("id").GetString());
        Assert.Empty((await _aurora.GetAsync($"{Path}?pixTxid={txid}0")).Json.GetProperty("items").EnumerateArray());

        await _aurora.PostAsync(Path, Order(Today.AddDays(1), debt));
        await _scene.BankDecidesAsync();
        var replaced = await _aurora.GetAsync(address);
        Assert.Equal((null, txid), (Text(replaced, "pixCopyPaste"), Text(replaced, "pixTxid")));
    }

    [Fact]
    public async Task Without_a_key_there_is_no_Pix()
    {
        var made = await _aurora.PostAsync(Path, Order(Today, await DebtAsync()));
        Assert.Equal((null, null), (Text(made, "pixCopyPaste"), Text(made, "pixTxid")));
    }

    [Fact]
    public async Task Several_debts_of_one_debtor_are_one_boleto_with_its_lines()
    {
        var debtor = await _portal.AddDebtorAsync(_portal.Aurora);
        var (one, two) = (await _scene.AddDebtAsync(debtor, "100,00"), await _scene.AddDebtAsync(debtor, "50,00"));
        var made = await _aurora.PostAsync(Path, Order(Today, one, two));
        var lines = made.Json.GetProperty("receivables").EnumerateArray().ToList();
        Assert.Equal([one.ExternalId, two.ExternalId], lines.Select(l => l.GetProperty("externalId").GetString()!));
        Assert.Equal(made.Json.GetProperty("amount").GetDecimal(), lines.Sum(l => l.GetProperty("total").GetDecimal()));
        Assert.Equal(["100.00", "50.00"], lines.Select(l => l.GetProperty("principal").GetRawText()));
    }

    [Fact]
    public async Task The_same_again_is_the_same_boleto_with_or_without_a_key()
    {
        var debt = await DebtAsync();
        var first = await _aurora.PostAsync(Path, Order(Today, debt), "b-1");
        var replayed = await _aurora.PostAsync(Path, Order(Today, debt), "b-1");
        Assert.Equal((201, first.Text), (replayed.Status, replayed.Text));
        var again = await _aurora.PostAsync(Path, Order(Today, debt));
        Assert.Equal((200, Text(first, "id")), (again.Status, Text(again, "id")));
        Assert.Equal(409, (await _aurora.PostAsync(Path, Order(Today.AddDays(1), debt), "b-1")).Status);
        Assert.Equal(1, await CountAsync(debt));
    }

    [Fact]
    public async Task A_boleto_whose_answer_was_lost_is_found_again_even_when_it_was_replaced_since()
    {
        var debt = await DebtAsync();
        var first = await _aurora.PostAsync(Path, Order(Today, debt), "b-2");
        await _scene.BankDecidesAsync();
        var newer = await _aurora.PostAsync(Path, Order(Today.AddDays(1), debt));
        await _scene.BankDecidesAsync();
        Assert.Equal(201, newer.Status);
        await _portal.InDbAsync(_portal.Aurora, db => db.IdempotentRequests.ExecuteDeleteAsync());
        var again = await _aurora.PostAsync(Path, Order(Today, debt), "b-2");
        Assert.Equal((200, Text(first, "id"), null), (again.Status, Text(again, "id"), Text(again, "linhaDigitavel")));
        Assert.Equal(2, await CountAsync(debt));
    }

    [Fact]
    public async Task Eight_at_once_are_one_boleto()
    {
        var debt = await DebtAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _aurora.PostAsync(Path, Order(Today, debt))));
        Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 200, 201 }));
        Assert.Single(answers, answer => answer.Status == 201);
        Assert.Single(answers.Select(a => Text(a, "id")).Distinct());
        Assert.Equal(1, await CountAsync(debt));
    }

    [Fact]
    public async Task What_cannot_be_says_why()
    {
        var debt = await DebtAsync();
        async Task RefusedAsync(int status, string json, string words, params string[] fields)
        {
            var answer = await _aurora.PostAsync(Path, json);
            Assert.True(answer.Status == status && answer.ContentType == "application/problem+json" && answer.Text.Contains(words, StringComparison.Ordinal), $"{status} {words}: {answer.Status} {answer.Text}");
            if (fields.Length > 0) Assert.Equal(fields, answer.WrongFields);
        }

        await RefusedAsync(400, Order(Today, Array.Empty<string>()), "de 1 a 40", "receivables");
        await RefusedAsync(400, Order(Today, debt, debt), "repetido", "receivables[1]");
        await RefusedAsync(400, """{"receivables":"x","dueDate":"amanhã","valor":1}""", "campo desconhecido", "receivables", "dueDate", "valor");
        await RefusedAsync(404, Order(Today, [debt.ExternalId, "NADA"]), "NADA", "receivables[1]");
        await RefusedAsync(400, Order(Today, debt, await DebtAsync()), "mais de um devedor", "receivables");
        await RefusedAsync(400, Order(Today.AddDays(60), debt), "Pode ser de 2026-11-23", "dueDate");
        await RefusedAsync(400, Order(Today.AddDays(-1), debt), "Pode ser de 2026-11-23", "dueDate");
        await RefusedAsync(409, Order(Today, await DebtAsync(change: r => r.Status = ReceivableStatus.Paid)), "já está paga");
        await RefusedAsync(409, Order(Today, await DebtAsync(change: r => r.Status = ReceivableStatus.Disputed)), "em análise");
        await RefusedAsync(409, Order(Today, await DebtAsync(change: r => r.DueOn = new(2015, 1, 5))), "prescritos");
        await RefusedAsync(409, Order(Today, await DebtAsync("1,00")), "O menor boleto");
        Assert.Equal(0, await CountAsync(debt));
    }

    [Fact]
    public async Task A_day_has_a_limit_of_new_boletos()
    {
        var debt = await DebtAsync();
        for (var day = 0; day < RequestBoleto.MaxPerDay; day++) Assert.Equal(201, (await _aurora.PostAsync(Path, Order(Today.AddDays(day), debt))).Status);
        var over = await _aurora.PostAsync(Path, Order(Today.AddDays(RequestBoleto.MaxPerDay), debt));
        // Ten in the morning: the next day begins in fourteen hours.
        Assert.Equal((429, "50400"), (over.Status, over.Headers.GetValueOrDefault("Retry-After")));
    }

    [Fact]
    public async Task Without_an_account_there_are_no_boletos()
    {
        var debt = await DebtAsync();
        await _portal.InDbAsync(_portal.Aurora, db => db.BankAccounts.ExecuteUpdateAsync(set => set.SetProperty(a => a.IsActive, false)));
        var answer = await _aurora.PostAsync(Path, Order(Today, debt));
        Assert.Equal(409, answer.Status);
        Assert.Contains("conta", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_goes_from_old_to_new_and_can_ask_for_a_status_or_for_what_changed()
    {
        var (first, second) = (await DebtAsync(), await DebtAsync());
        var ids = new List<string?> { Text(await _aurora.PostAsync(Path, Order(Today, first)), "id") };
        await _scene.BankDecidesAsync();
        var since = _portal.Clock.GetUtcNow().AddMinutes(1);
        _portal.Clock.Advance(TimeSpan.FromMinutes(2));
        ids.Add(Text(await _aurora.PostAsync(Path, Order(Today, second)), "id"));

        async Task<IEnumerable<string?>> ListAsync(string query) => (await _aurora.GetAsync($"{Path}?{query}")).Json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString());
        Assert.Equal(ids, await ListAsync(""));
        Assert.Equal([ids[0]], await ListAsync("limit=1"));
        var cursor = (await _aurora.GetAsync($"{Path}?limit=1")).Json.GetProperty("nextCursor").GetString();
        Assert.Equal([ids[1]], await ListAsync($"limit=1&cursor={cursor}"));
        Assert.Equal([ids[0]], await ListAsync("status=registered"));
        Assert.Equal([ids[1]], await ListAsync("status=requested"));
        Assert.Equal([ids[1]], await ListAsync($"updatedSince={since.UtcDateTime:yyyy-MM-ddTHH:mm:ss}Z"));

        // The first changes again: it comes last, and once.
        var changes = $"updatedSince={since.AddMinutes(-5).UtcDateTime:yyyy-MM-ddTHH:mm:ss}Z";
        Assert.Equal(ids, await ListAsync(changes));
        _portal.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(200, (await (await ApiScene.OfAsync(_portal, _portal.Aurora, ApiScopes.ReceivablesWrite)).PostAsync($"/api/v1/receivables/{first.ExternalId}/cancel", "{}")).Status);
        Assert.Equal([ids[1], ids[0]], await ListAsync(changes));
        Assert.Equal([ids[0]], await ListAsync($"{changes}&status=closureRequested"));
        Assert.Equal([ids[1]], await ListAsync($"{changes}&limit=1"));
        var change = (await _aurora.GetAsync($"{Path}?{changes}&limit=1")).Json.GetProperty("nextCursor").GetString();
        Assert.Equal([ids[0]], await ListAsync($"{changes}&limit=1&cursor={change}"));
        Assert.Equal(["cursor"], (await _aurora.GetAsync($"{Path}?limit=1&cursor={change}")).WrongFields);
        Assert.Equal(["cursor"], (await _aurora.GetAsync($"{Path}?{changes}&cursor={cursor}")).WrongFields);
        Assert.Equal(["status", "updatedSince"], (await _aurora.GetAsync($"{Path}?status=1&updatedSince=ontem")).WrongFields);
    }

    [Fact]
    public async Task Strangers_other_creditors_and_keys_without_the_scope_get_nothing()
    {
        var debt = await DebtAsync();
        var made = await _aurora.PostAsync(Path, Order(Today, debt));
        await _scene.BankDecidesAsync();
        var address = $"{Path}/{Text(made, "id")}";
        var stranger = new ApiScene(_portal.Http, key: null);
        var vetor = await ApiScene.OfAsync(_portal, _portal.Vetor);
        var reader = await ApiScene.OfAsync(_portal, _portal.Aurora, ApiScopes.BoletosRead);
        var other = await ApiScene.OfAsync(_portal, _portal.Aurora, ApiScopes.PaymentsWrite);
        foreach (var path in new[] { Path, address, address + "/pdf" })
        {
            Assert.Equal(401, (await stranger.GetAsync(path)).Status);
            Assert.Equal(403, (await other.GetAsync(path)).Status);
            Assert.Equal(200, (await reader.GetAsync(path)).Status);
        }
        Assert.Equal(404, (await vetor.GetAsync(address)).Status);
        Assert.Equal(404, (await vetor.GetAsync(address + "/pdf")).Status);
        Assert.Equal(0, (await vetor.GetAsync(Path)).Json.GetProperty("items").GetArrayLength());
        Assert.Equal(404, (await vetor.PostAsync(Path, Order(Today.AddDays(1), debt))).Status);
        Assert.Equal(401, (await stranger.PostAsync(Path, Order(Today, debt))).Status);
        Assert.Equal(403, (await reader.PostAsync(Path, Order(Today, debt))).Status);
        Assert.Equal(1, await CountAsync(debt));
    }

    private Task<int> CountAsync(Receivable debt) => _portal.InDbAsync(_portal.Aurora, db => db.BoletoItems.CountAsync(i => i.ReceivableId == debt.Id));
}
