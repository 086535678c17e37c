using System.Text.Json;
using Cobranca.Domain.Boletos;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Boletos;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.Api;

/// <summary>Money received outside, and the words a creditor has for a receivable. 1.234,56 due 17/09/2026: on 23/11/2026, 67 days, 24,69 + 27,57.</summary>
public sealed class PaymentTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Terms = """ "finePercent":2,"interestPercentPerMonth":1 """;

    private async Task<(ApiScene Scene, string Id)> DebtAsync(string due = "2026-09-17")
    {
        var scene = await ApiScene.OfAsync(portal, portal.Aurora);
        var id = ReceivableTests.NewId();
        Assert.Equal("created", (await ReceivableTests.PutAsync(scene, ReceivableTests.Item(id, Terms, due: due)))[0].GetProperty("outcome").GetString());
        return (scene, id);
    }

    private static Task<ApiAnswer> PayAsync(ApiScene scene, string id, string amount, string reference, string paidOn = "2026-11-23", string method = "counter") =>
        scene.PostAsync($"/api/v1/receivables/{id}/payments", $$"""{"amount":{{amount}},"paidOn":"{{paidOn}}","method":"{{method}}","reference":"{{reference}}"}""");

    private static string Raw(JsonElement json, string name) => json.GetProperty(name).GetRawText();

    private Task<List<string>> EventsAsync(string id) => portal.InDbAsync(portal.Aurora, db => db.OutgoingEvents.Where(e => e.Payload.Contains("\"" + id + "\"")).OrderBy(e => e.Id).Select(e => e.Type).ToListAsync());

    [Fact]
    public async Task In_full_it_settles_interest_first_and_is_told()
    {
        var (aurora, id) = await DebtAsync();
        var paid = await PayAsync(aurora, id, "1286.82", "R-" + id);
        Assert.Equal(201, paid.Status);
        var share = paid.Json.GetProperty("receivables")[0];
        Assert.Equal(("27.57", "24.69", "1234.56", "1286.82", "0.00", "\"paid\""), (Raw(share, "interest"), Raw(share, "fine"), Raw(share, "principal"), Raw(share, "amount"), Raw(paid.Json, "surplus"), Raw(share, "receivableStatus")));
        var now = (await aurora.GetAsync($"/api/v1/receivables/{id}")).Json;
        Assert.Equal(("\"paid\"", "0.00"), (Raw(now, "status"), Raw(now, "total")));
        Assert.Equal(["payment.settled"], await EventsAsync(id));
        Assert.Contains($"\"R-{id}\"", (await aurora.GetAsync("/api/v1/payments?limit=200")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_part_it_shrinks_and_the_rest_is_paid_later()
    {
        var (aurora, id) = await DebtAsync();
        await PayAsync(aurora, id, "500.00", "P1-" + id);
        var now = (await aurora.GetAsync($"/api/v1/receivables/{id}")).Json;
        Assert.Equal(("\"open\"", "786.82", "0.00", "500.00"), (Raw(now, "status"), Raw(now, "total"), Raw(now, "fine"), Raw(now, "paidAmount")));
        // A centavo short is not let go here: the creditor would say so.
        await PayAsync(aurora, id, "786.81", "P2-" + id);
        Assert.Equal("0.01", Raw((await aurora.GetAsync($"/api/v1/receivables/{id}")).Json, "total"));
        await PayAsync(aurora, id, "0.01", "P3-" + id);
        Assert.Equal("\"paid\"", Raw((await aurora.GetAsync($"/api/v1/receivables/{id}")).Json, "status"));
    }

    [Fact]
    public async Task What_is_beyond_the_debt_is_answered_and_absorbed_by_nothing()
    {
        var (aurora, id) = await DebtAsync();
        Assert.Equal("13.18", Raw((await PayAsync(aurora, id, "1300.00", "S1-" + id)).Json, "surplus"));
        var again = await PayAsync(aurora, id, "100.00", "S2-" + id);
        Assert.Equal((201, "100.00", 0), (again.Status, Raw(again.Json, "surplus"), again.Json.GetProperty("receivables").GetArrayLength()));
        Assert.Equal(200, (await PayAsync(aurora, id, "100.00", "S2-" + id)).Status);
    }

    [Fact]
    public async Task A_payment_of_an_earlier_day_told_later_counts_on_its_day()
    {
        var (aurora, id) = await DebtAsync();
        await PayAsync(aurora, id, "500.00", "L1-" + id);
        var early = await PayAsync(aurora, id, "1234.56", "L2-" + id, paidOn: "2026-09-17");
        // Paid on the due date nothing was late: both together are 500,00 too much.
        Assert.Equal("500.00", Raw(early.Json, "surplus"));
        Assert.Equal("\"paid\"", Raw((await aurora.GetAsync($"/api/v1/receivables/{id}")).Json, "status"));
    }

    [Fact]
    public async Task The_same_reference_is_the_same_payment()
    {
        var (aurora, id) = await DebtAsync();
        var (_, other) = await DebtAsync();
        var first = await PayAsync(aurora, id, "500.00", "SAME-" + id);
        var again = await PayAsync(aurora, id, "500.00", "SAME-" + id);
        Assert.Equal((201, 200, first.Text), (first.Status, again.Status, again.Text));
        Assert.Equal(409, (await PayAsync(aurora, id, "500.01", "SAME-" + id)).Status);
        Assert.Equal(409, (await PayAsync(aurora, other, "500.00", "SAME-" + id)).Status);
        Assert.Equal(201, (await PayAsync(aurora, id, "1.00", "SAME-" + id, method: "transfer")).Status);
        Assert.Equal("1286.82", Raw((await aurora.GetAsync($"/api/v1/receivables/{other}")).Json, "total"));
    }

    [Fact]
    public async Task Eight_at_once_are_one_payment_and_eight_references_are_eight()
    {
        var (aurora, id) = await DebtAsync();
        var same = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PayAsync(aurora, id, "100.00", "RACE-" + id)));
        Assert.Equal(1, same.Count(a => a.Status == 201));
        Assert.Equal(7, same.Count(a => a.Status == 200));
        var different = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => PayAsync(aurora, id, "10.00", $"RACE-{n}-{id}")));
        Assert.All(different, a => Assert.Equal(201, a.Status));
        Assert.Equal("1106.82", Raw((await aurora.GetAsync($"/api/v1/receivables/{id}")).Json, "total"));
    }

    [Theory]
    [InlineData("amount", """{"amount":0,"paidOn":"2026-11-23","method":"counter","reference":"x"}""")]
    [InlineData("amount", """{"amount":"1.00","paidOn":"2026-11-23","method":"counter","reference":"x"}""")]
    [InlineData("amount", """{"amount":1.001,"paidOn":"2026-11-23","method":"counter","reference":"x"}""")]
    [InlineData("paidOn", """{"amount":1,"paidOn":"2026-11-24","method":"counter","reference":"x"}""")]
    [InlineData("paidOn", """{"amount":1,"paidOn":"1996-11-24","method":"counter","reference":"x"}""")]
    [InlineData("method", """{"amount":1,"paidOn":"2026-11-23","method":"boleto","reference":"x"}""")]
    [InlineData("reference", """{"amount":1,"paidOn":"2026-11-23","method":"counter","reference":" "}""")]
    [InlineData("reference", """{"amount":1,"paidOn":"2026-11-23","method":"counter"}""")]
    [InlineData("boleto", """{"amount":1,"paidOn":"2026-11-23","method":"counter","reference":"x","boleto":"y"}""")]
    public async Task What_cannot_be_is_refused_by_its_name(string field, string body)
    {
        var (aurora, id) = await DebtAsync();
        var answer = await aurora.PostAsync($"/api/v1/receivables/{id}/payments", body);
        Assert.Equal((400, "application/problem+json"), (answer.Status, answer.ContentType));
        Assert.Equal([field], answer.WrongFields);
    }

    [Theory]
    [InlineData("payments")]
    [InlineData("hold")]
    [InlineData("dispute")]
    [InlineData("settle")]
    [InlineData("cancel")]
    public async Task An_open_boleto_of_the_debt_is_closed_with_it(string verb)
    {
        var scene = new BoletoScene(portal);
        await scene.PrepareAsync();
        var debtor = await portal.AddDebtorAsync(portal.Aurora);
        var debt = await scene.AddDebtAsync(debtor, "1.234,56", new(2026, 9, 17));
        var boleto = await scene.IssueAsync(await portal.SignInAsync(debtor), BoletoScene.Today, debt);
        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        var answer = verb == "payments" ? await PayAsync(aurora, debt.ExternalId, "10.00", "B-" + debt.ExternalId) : await aurora.PostAsync($"/api/v1/receivables/{debt.ExternalId}/{verb}", "{}");
        Assert.True(answer.Status is 200 or 201, answer.Text);
        var after = await portal.InDbAsync(portal.Aurora, db => db.Boletos.AsNoTracking().SingleAsync(b => b.Id == boleto.Id));
        Assert.Equal(BoletoStatus.ClosureRequested, after.Status);
        Assert.NotNull(after.NextBankCallAt);
        Assert.Contains("boleto.superseded", await EventsAsync(debt.ExternalId));
    }

    [Fact]
    public async Task Disputed_and_released_is_told_and_written_down()
    {
        var (aurora, id) = await DebtAsync();
        var disputed = await aurora.PostAsync($"/api/v1/receivables/{id}/dispute", """{"reason":"Diz que pagou em dinheiro"}""");
        Assert.Equal(("\"disputed\"", "\"Diz que pagou em dinheiro\""), (Raw(disputed.Json, "status"), Raw(disputed.Json, "statusReason")));
        Assert.Equal(200, (await aurora.PostAsync($"/api/v1/receivables/{id}/dispute", "{}")).Status);
        Assert.Equal(409, (await aurora.PostAsync($"/api/v1/receivables/{id}/hold", "{}")).Status);
        Assert.Equal("\"open\"", Raw((await aurora.PostAsync($"/api/v1/receivables/{id}/release", "{}")).Json, "status"));
        Assert.Equal(["dispute.opened", "dispute.closed"], await EventsAsync(id));
        var audit = await portal.InDbAsync(portal.Aurora, db => db.AuditEntries.Where(e => e.Subject == id).OrderBy(e => e.Id).ToListAsync());
        Assert.Equal(["receivable.dispute", "receivable.release"], audit.Select(e => e.Action));
        Assert.StartsWith("api (key_", audit[0].Actor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verb_needs_no_body_and_takes_no_unknown_field()
    {
        var (aurora, id) = await DebtAsync();
        using var bare = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/receivables/{id}/hold");
        Assert.Equal(200, (await aurora.SendAsync(bare)).Status);
        Assert.Equal(["motivo"], (await aurora.PostAsync($"/api/v1/receivables/{id}/hold", """{"motivo":"x"}""")).WrongFields);
        Assert.Equal(["reason"], (await aurora.PostAsync($"/api/v1/receivables/{id}/release", $$"""{"reason":"{{new string('x', 301)}}"}""")).WrongFields);
    }

    [Fact]
    public async Task Eight_verbs_at_once_are_one_move()
    {
        var (aurora, id) = await DebtAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => aurora.PostAsync($"/api/v1/receivables/{id}/dispute", "{}")));
        Assert.All(answers, a => Assert.Equal(200, a.Status));
        Assert.Equal(["dispute.opened"], await EventsAsync(id));
    }

    [Fact]
    public async Task Cancelled_it_stays_so()
    {
        var (aurora, id) = await DebtAsync();
        await aurora.PostAsync($"/api/v1/receivables/{id}/cancel", "{}");
        foreach (var verb in new[] { "hold", "release", "dispute", "settle" }) Assert.Equal(409, (await aurora.PostAsync($"/api/v1/receivables/{id}/{verb}", "{}")).Status);
        var row = await portal.InDbAsync(portal.Aurora, db => db.Receivables.AsNoTracking().SingleAsync(r => r.ExternalId == id));
        Assert.Equal((ReceivableStatus.Cancelled, portal.Clock.GetUtcNow().UtcDateTime), (row.Status, row.StatusChangedAt!.Value));
    }
}
