using System.Globalization;
using System.Text.Json;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Api.Receivables;
using Cobranca.Portal.Features.Portfolio;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.Api;

public sealed class ReceivableTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static int _ids;

    internal static string NewId() => string.Create(CultureInfo.InvariantCulture, $"T-{Interlocked.Increment(ref _ids)}");

    internal static string Item(string id, string more = "", string taxId = "52998224725", string amount = "1234.56", string due = "2026-09-17") =>
        $$"""{"externalId":"{{id}}","taxId":"{{taxId}}","name":"Marina Conceição","dueDate":"{{due}}","amount":{{amount}}{{(more.Length == 0 ? "" : "," + more)}}}""";

    internal static async Task<JsonElement[]> PutAsync(ApiScene scene, params string[] items)
    {
        var answer = await scene.PutAsync("/api/v1/receivables", $$"""{"items":[{{string.Join(",", items)}}]}""");
        Assert.True(answer.Status == 200, answer.Text);
        return [.. answer.Json.GetProperty("results").EnumerateArray()];
    }

    private static string Outcome(JsonElement result) => result.GetProperty("outcome").GetString()!;

    private static IEnumerable<string> Fields(JsonElement result) => result.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()!);

    [Fact]
    public void The_item_documented_has_the_columns_of_the_file_and_no_other() => Assert.Equal(
        Enum.GetValues<PortfolioColumn>().Select(c => c.AliasOf()).Order(StringComparer.Ordinal),
        typeof(ReceivableItem).GetProperties().Where(p => p.CanWrite).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)).Order(StringComparer.Ordinal));

    [Fact]
    public async Task New_changed_the_same_and_wrong_ones_go_together()
    {
        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        var (a, b) = (NewId(), NewId());
        Assert.Equal(["created"], (await PutAsync(aurora, Item(a))).Select(Outcome));
        var results = await PutAsync(aurora, Item(a), Item(a, due: "2026-10-01"), Item(b, """ "email":"marina@exemplo.com.br","optInEmail":true,"state":"SP" """),
            Item(NewId(), taxId: "52998224724"), "7", Item(NewId(), """ "amout":1 """), Item(NewId(), amount: "\"1234.56\""), Item(NewId(), amount: "0.001"), Item(NewId(), due: "17/09/2026"), """{"externalId":"só isto"}""");
        Assert.Equal(["unchanged", "refused", "created", "refused", "refused", "refused", "refused", "refused", "refused", "refused"], results.Select(Outcome));
        Assert.Equal(["externalId"], Fields(results[1]));
        Assert.Equal(["taxId"], Fields(results[3]));
        Assert.Equal([""], Fields(results[4]));
        Assert.Equal(["amout"], Fields(results[5]));
        Assert.Equal(["amount"], Fields(results[6]));
        Assert.Equal(["amount"], Fields(results[7]));
        Assert.Equal(["dueDate"], Fields(results[8]));
        Assert.Equal(["taxId", "name", "dueDate", "amount"], Fields(results[9]));
        Assert.Equal(b, results[2].GetProperty("externalId").GetString());
        Assert.Equal(["updated"], (await PutAsync(aurora, Item(a, due: "2026-10-01"))).Select(Outcome));
    }

    [Fact]
    public async Task A_column_answers_to_its_portuguese_name_too_but_once()
    {
        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        var id = NewId();
        var results = await PutAsync(aurora, $$"""{"id_externo":"{{id}}","cpf_cnpj":"529.982.247-25","nome":"Marina Conceição","vencimento":"2026-09-17","valor":10,"consumidor":true}""", Item(NewId(), """ "uf":"SP","state":"RJ" """));
        Assert.Equal(["created", "refused"], results.Select(Outcome));
        Assert.Equal(["state"], Fields(results[1]));
        Assert.Equal(1000, (await portal.InDbAsync(portal.Aurora, db => db.Receivables.SingleAsync(r => r.ExternalId == id))).Principal.Centavos);
    }

    [Fact]
    public async Task Words_of_a_problem_use_the_names_of_the_api()
    {
        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        var results = await PutAsync(aurora, Item(NewId(), """ "paidAmount":5.00 """), Item(NewId(), """ "finePercent":10 """), Item(NewId(), """ "contactSource":"achado" """), Item(NewId(), """ "status":"aguardando" """));
        Assert.Equal(["paidOn"], Fields(results[0]));
        Assert.Contains("paidAmount e paidOn", results[0].GetRawText(), StringComparison.Ordinal);
        Assert.Equal(["finePercent"], Fields(results[1]));
        Assert.Contains("enrichment:PARCEIRO", results[2].GetRawText(), StringComparison.Ordinal);
        Assert.Contains("disputed", results[3].GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("items", """{"items":[]}""")]
    [InlineData("items", """{}""")]
    [InlineData("items", """{"items":{}}""")]
    [InlineData("itens", """{"items":[1],"itens":[]}""")]
    public async Task A_call_that_cannot_be_read_names_the_field(string field, string body)
    {
        var answer = await (await ApiScene.OfAsync(portal, portal.Aurora)).PutAsync("/api/v1/receivables", body);
        Assert.Equal(400, answer.Status);
        Assert.Equal([field], answer.WrongFields);
    }

    [Fact]
    public async Task A_thousand_go_in_and_a_thousand_and_one_do_not()
    {
        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        var items = Enumerable.Range(0, 1001).Select(_ => Item(NewId())).ToArray();
        Assert.Equal(400, (await aurora.PutAsync("/api/v1/receivables", $$"""{"items":[{{string.Join(",", items)}}]}""")).Status);
        Assert.All(await PutAsync(aurora, items[..1000]), r => Assert.Equal("created", Outcome(r)));
        Assert.All(await PutAsync(aurora, items[..1000]), r => Assert.Equal("unchanged", Outcome(r)));
    }

    [Fact]
    public async Task Eight_at_once_make_one_of_each()
    {
        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        var (a, b) = (NewId(), NewId());
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PutAsync(aurora, Item(a, taxId: "39053344705"), Item(b, taxId: "39053344705"))));
        Assert.Equal(2, all.SelectMany(r => r).Count(r => Outcome(r) == "created"));
        Assert.Equal(14, all.SelectMany(r => r).Count(r => Outcome(r) == "unchanged"));
        Assert.Equal(1, await portal.InDbAsync(portal.Aurora, db => db.Debtors.CountAsync(d => d.TaxId == TaxId.Parse("39053344705"))));
    }

    [Fact]
    public async Task Priced_for_a_day_it_costs_what_the_law_says_with_every_step()
    {
        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        var id = NewId();
        await PutAsync(aurora, Item(id, """ "finePercent":2,"interestPercentPerMonth":1 """));
        var priced = (await aurora.GetAsync($"/api/v1/receivables/{id}")).Json; // 67 days: 24,69 + 27,57
        Assert.Equal(("1234.56", "0.00", "24.69", "27.57", "0.00", "1286.82"), (Raw("principal"), Raw("correction"), Raw("fine"), Raw("interest"), Raw("discount"), Raw("total")));
        Assert.Equal((67, "2026-11-23", "open", false), (priced.GetProperty("daysLate").GetInt32(), priced.GetProperty("payDate").GetString(), priced.GetProperty("status").GetString(), priced.GetProperty("timeBarred").GetBoolean()));
        var steps = priced.GetProperty("steps").EnumerateArray().ToList();
        Assert.Equal("total", steps[^1].GetProperty("kind").GetString());
        Assert.Equal(1286.82m, steps[..^1].Sum(s => s.GetProperty("amount").GetDecimal()));
        priced = (await aurora.GetAsync($"/api/v1/receivables/{id}?payDate=2026-12-08")).Json;
        Assert.Equal("1292.99", Raw("total"));

        string Raw(string name) => priced.GetProperty(name).GetRawText();
    }

    [Theory]
    [InlineData("2026-11-22")]
    [InlineData("2027-11-25")]
    [InlineData("23/11/2026")]
    public async Task A_day_it_is_not_priced_for_is_refused(string day)
    {
        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        var id = NewId();
        await PutAsync(aurora, Item(id));
        Assert.Equal(["payDate"], (await aurora.GetAsync($"/api/v1/receivables/{id}?payDate={Uri.EscapeDataString(day)}")).WrongFields);
    }

    [Fact]
    public async Task A_time_barred_one_says_so_and_a_paid_one_costs_nothing()
    {
        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        var (old, paid) = (NewId(), NewId());
        await PutAsync(aurora, Item(old, due: "2019-09-17"), Item(paid, """ "status":"paid","paidAmount":1234.56,"paidOn":"2026-09-17" """));
        var barred = (await aurora.GetAsync($"/api/v1/receivables/{old}")).Json;
        Assert.Equal((true, "2024-09-17"), (barred.GetProperty("timeBarred").GetBoolean(), barred.GetProperty("collectableThrough").GetString()));
        var settled = (await aurora.GetAsync($"/api/v1/receivables/{paid}")).Json;
        Assert.Equal(("paid", "0.00", 0), (settled.GetProperty("status").GetString(), settled.GetProperty("total").GetRawText(), settled.GetProperty("steps").GetArrayLength()));
    }

    [Fact]
    public async Task Another_creditors_are_not_there_and_a_stranger_gets_nothing()
    {
        var (aurora, vetor) = (await ApiScene.OfAsync(portal, portal.Aurora), await ApiScene.OfAsync(portal, portal.Vetor));
        var id = NewId();
        await PutAsync(aurora, Item(id));
        const string Payment = """{"amount":1.00,"paidOn":"2026-11-20","method":"counter","reference":"x"}""";
        (HttpMethod Method, string Path, string? Body)[] asked =
        [
            (HttpMethod.Get, $"/api/v1/receivables/{id}", null), (HttpMethod.Post, $"/api/v1/receivables/{id}/hold", "{}"), (HttpMethod.Post, $"/api/v1/receivables/{id}/payments", Payment),
        ];
        foreach (var (method, path, body) in asked)
        {
            Assert.Equal(404, (await Send(vetor)).Status);
            Assert.Equal(401, (await Send(new(portal.Http, null))).Status);
            Assert.Equal(403, (await Send(await ApiScene.OfAsync(portal, portal.Aurora, ApiScopes.Calculators))).Status);

            Task<ApiAnswer> Send(ApiScene scene) => body is null ? scene.GetAsync(path) : scene.SendJsonAsync(method, path, body);
        }
        Assert.DoesNotContain(id, (await vetor.GetAsync("/api/v1/receivables?limit=200")).Text, StringComparison.Ordinal);
        Assert.Equal(401, (await new ApiScene(portal.Http, null).PutAsync("/api/v1/receivables", "{}")).Status);
        Assert.Equal(403, (await (await ApiScene.OfAsync(portal, portal.Aurora, ApiScopes.ReceivablesRead)).PutAsync("/api/v1/receivables", "{}")).Status);
        // The same id at the other creditor is another receivable.
        Assert.Equal(["created"], (await PutAsync(vetor, Item(id, """ "consumer":false """))).Select(Outcome));
        Assert.Equal("open", (await aurora.GetAsync($"/api/v1/receivables/{id}")).Json.GetProperty("status").GetString());
    }
}

/// <summary>Addresses as a real server takes them: the test server decodes <c>%2F</c>, Kestrel does not.</summary>
public sealed class ReceivableAddressTests : IAsyncLifetime
{
    private readonly PortalFixture _portal = new() { RealServer = true };

    public Task InitializeAsync() => _portal.InitializeAsync();

    public Task DisposeAsync() => _portal.DisposeAsync();

    [Theory]
    [InlineData("A/B")]
    [InlineData("A%2FB")]
    [InlineData("100% de algo")]
    [InlineData("a b+c")]
    [InlineData("-")]
    [InlineData("ação?x=1#y")]
    public async Task An_id_of_any_letters_is_found_in_the_path_and_in_the_query(string id)
    {
        var aurora = await ApiScene.OfAsync(_portal, _portal.Aurora);
        await ReceivableTests.PutAsync(aurora, ReceivableTests.Item(id), ReceivableTests.Item("other " + id));
        var byQuery = $"/api/v1/receivables/-?externalId={Uri.EscapeDataString(id)}";
        foreach (var path in id == "-" ? [byQuery] : new[] { byQuery, $"/api/v1/receivables/{Uri.EscapeDataString(id)}" })
            Assert.Equal(id, (await aurora.GetAsync(path)).Json.GetProperty("externalId").GetString());
        Assert.Equal("suspended", (await aurora.PostAsync($"/api/v1/receivables/-/hold?externalId={Uri.EscapeDataString(id)}", "{}")).Json.GetProperty("status").GetString());
    }

    /// <summary>Decoded once, both are <c>A%2FB</c>: a key used for one must not answer for the other.</summary>
    [Fact]
    public async Task Two_ids_that_look_alike_decoded_are_two_addresses()
    {
        var aurora = await ApiScene.OfAsync(_portal, _portal.Aurora);
        await ReceivableTests.PutAsync(aurora, ReceivableTests.Item("I/D"), ReceivableTests.Item("I%2FD"));
        Assert.Equal(200, (await aurora.PostAsync("/api/v1/receivables/I%2FD/hold", "{}", "same-key")).Status);
        Assert.Equal(409, (await aurora.PostAsync("/api/v1/receivables/I%252FD/hold", "{}", "same-key")).Status);
        // Nor does what an address is asked with name what it is about.
        Assert.Equal("I%2FD", (await aurora.GetAsync("/api/v1/%72eceivables/I%252FD?x=/api/v1/receivables/I%2FD/")).Json.GetProperty("externalId").GetString());
    }
}

/// <summary>The list, on a portal of its own so that it knows what is in it.</summary>
public sealed class ReceivableListTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task It_is_walked_once_through_and_from_a_moment_on()
    {
        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        var ids = Enumerable.Range(0, 7).Select(_ => ReceivableTests.NewId()).ToArray();
        await ReceivableTests.PutAsync(aurora, [.. ids.Select(id => ReceivableTests.Item(id))]);
        portal.Clock.Advance(TimeSpan.FromMinutes(10));
        await aurora.PostAsync($"/api/v1/receivables/{ids[0]}/hold", "{}");

        var (seen, cursor) = (new List<string>(), "");
        do
        {
            var page = (await aurora.GetAsync($"/api/v1/receivables?limit=3{(cursor.Length == 0 ? "" : "&cursor=" + cursor)}")).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("externalId").GetString()!));
            // A new one in the middle of the walk neither repeats nor hides any.
            if (cursor.Length == 0) await ReceivableTests.PutAsync(aurora, ReceivableTests.Item("new"));
            cursor = page.GetProperty("nextCursor").GetString() ?? "";
        }
        while (cursor.Length > 0);
        Assert.Equal([.. ids[1..], ids[0], "new"], seen);

        var since = (await aurora.GetAsync("/api/v1/receivables?updatedSince=2026-11-23T10:05:00-03:00")).Json.GetProperty("items");
        Assert.Equal([ids[0], "new"], since.EnumerateArray().Select(r => r.GetProperty("externalId").GetString()));
        Assert.Equal(["updatedSince"], (await aurora.GetAsync("/api/v1/receivables?updatedSince=ontem")).WrongFields);
        Assert.Equal(8, (await aurora.GetAsync("/api/v1/receivables?updatedSince=2026-11-23")).Json.GetProperty("items").GetArrayLength());
        Assert.Equal(0, (await aurora.GetAsync("/api/v1/receivables?updatedSince=2026-11-24")).Json.GetProperty("items").GetArrayLength());
    }
}

/// <summary>Every status by every verb.</summary>
public sealed class ReceivableLifecycleTests
{
    [Theory]
    [InlineData(ReceivableStatus.Open, "suspended same disputed paid cancelled")]
    [InlineData(ReceivableStatus.Suspended, "same open disputed paid cancelled")]
    [InlineData(ReceivableStatus.Disputed, "no open same paid cancelled")]
    [InlineData(ReceivableStatus.Paid, "no no no same no")]
    [InlineData(ReceivableStatus.Cancelled, "no no no no same")]
    [InlineData(ReceivableStatus.Agreed, "no no no no no")]
    public void Each_verb_does_what_the_table_says(ReceivableStatus from, string expected) => Assert.Equal(expected, string.Join(' ', Enum.GetValues<ReceivableVerb>().Select(verb => ReceivableLifecycle.Apply(from, verb) switch
    {
        ReceivableMove.Moved moved => JsonNamingPolicy.CamelCase.ConvertName(moved.To.ToString()),
        ReceivableMove.Already => "same",
        _ => "no",
    })));
}
