using System.Net.Http.Json;
using System.Text;
using Cobranca.Portal.Features.Events;
using Cobranca.Portal.Tests.Api;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.Events;

public sealed class WebhookResourceTests(PortalFixture portal) : IClassFixture<PortalFixture>, IAsyncLifetime
{
    private const string Url = "http://sistema.example.com.br/eventos";
    private readonly EventScene _scene = new(portal);

    public Task InitializeAsync() => _scene.ForgetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_secret_is_shown_once_and_kept_encrypted()
    {
        var api = await _scene.ApiAsync();
        var made = await api.PostAsync("/api/v1/webhooks", $$"""{"url":"{{Url}}","types":["boleto.paid","payment.settled"]}""");
        Assert.Equal(201, made.Status);
        var (id, secret) = (made.Json.GetProperty("id").GetString()!, made.Json.GetProperty("secret").GetString()!);
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.Equal($"/api/v1/webhooks/{id}", made.Headers["Location"]);

        var shown = await api.GetAsync($"/api/v1/webhooks/{id}");
        Assert.Equal((200, Url, "enabled"), (shown.Status, shown.Json.GetProperty("url").GetString(), shown.Json.GetProperty("status").GetString()));
        Assert.Equal(["boleto.paid", "payment.settled"], shown.Json.GetProperty("types").EnumerateArray().Select(t => t.GetString()));
        foreach (var text in new[] { shown.Text, (await api.GetAsync("/api/v1/webhooks")).Text }) Assert.DoesNotContain("secret\":", text, StringComparison.Ordinal);
        var stored = await portal.InDbAsync(portal.Aurora, db => db.WebhookEndpoints.SingleAsync(e => e.PublicId == id));
        Assert.DoesNotContain(secret, Encoding.UTF8.GetString(stored.SealedSecret), StringComparison.Ordinal);
        Assert.Equal(1, await portal.InDbAsync(portal.Aurora, db => db.AuditEntries.CountAsync(a => a.Action == "webhook.create" && a.Subject == id && a.Actor.StartsWith("api (key_"))));
    }

    [Fact]
    public async Task An_address_is_as_long_as_it_is_kept()
    {
        var api = await _scene.ApiAsync();
        foreach (var (letters, status) in new[] { (79, 201), (80, 400), (470, 400) })
        {
            var answer = await api.PostAsync("/api/v1/webhooks", $$"""{"url":"http://a.example.com/{{new string('é', letters)}}"}""");
            Assert.True(answer.Status == status, $"{letters}: {answer.Text}");
        }
    }

    [Fact]
    public async Task A_name_longer_than_the_DNS_takes_is_refused() => Assert.Equal(["url"],
        (await (await _scene.ApiAsync()).PostAsync("/api/v1/webhooks", $$"""{"url":"http://{{string.Concat(Enumerable.Repeat("a.", 130))}}com/"}""")).WrongFields);

    [Theory]
    [InlineData("sistema.example.com.br")]
    [InlineData("http://\u2488com.br/")]
    [InlineData("ftp://sistema.example.com.br/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://usuario:senha@sistema.example.com.br/")]
    [InlineData("http://sistema.example.com.br/#aqui")]
    [InlineData("file:///etc/passwd")]
    public async Task An_address_that_cannot_be_one_is_refused(string url)
    {
        var answer = await (await _scene.ApiAsync()).SendAsync(new(HttpMethod.Post, "/api/v1/webhooks") { Content = JsonContent.Create(new { url }) });
        Assert.Equal(400, answer.Status);
        Assert.Equal(["url"], answer.WrongFields);
    }

    [Fact]
    public async Task Everything_wrong_is_said_at_once()
    {
        var answer = await (await _scene.ApiAsync()).PostAsync("/api/v1/webhooks", """{"url":"x","types":["boleto.lost"]}""");
        Assert.Equal(["url", "types"], answer.WrongFields);
        Assert.Equal(["url"], (await (await _scene.ApiAsync()).PostAsync("/api/v1/webhooks", $$"""{"url":"http://a.example/{{new string('x', 500)}}"}""")).WrongFields);
    }

    [Fact]
    public async Task Ten_and_no_more_however_many_ask_at_once()
    {
        var api = await _scene.ApiAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, CreateWebhook.MaxPerCreditor + 8).Select(_ => Task.Run(() => api.PostAsync("/api/v1/webhooks", $$"""{"url":"{{Url}}"}"""))));
        Assert.Equal((CreateWebhook.MaxPerCreditor, 8), (answers.Count(a => a.Status == 201), answers.Count(a => a.Status == 409)));
        Assert.Equal(CreateWebhook.MaxPerCreditor, (await api.GetAsync("/api/v1/webhooks")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task The_same_key_again_makes_no_second_one()
    {
        var api = await _scene.ApiAsync();
        var first = await api.PostAsync("/api/v1/webhooks", $$"""{"url":"{{Url}}"}""", "cadastro-1");
        var second = await api.PostAsync("/api/v1/webhooks", $$"""{"url":"{{Url}}"}""", "cadastro-1");
        Assert.Equal((201, 201, first.Text), (first.Status, second.Status, second.Text));
        Assert.Equal(1, await portal.InDbAsync(portal.Aurora, db => db.WebhookEndpoints.CountAsync()));
        var kept = await portal.InDbAsync(portal.Aurora, db => db.IdempotentRequests.SingleAsync(r => r.Key == "cadastro-1"));
        Assert.DoesNotContain("whsec_", Encoding.UTF8.GetString(kept.Response!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_creditors_webhook_does_not_exist()
    {
        var (id, _) = await _scene.RegisterAsync(await _scene.ApiAsync(), Url);
        var vetor = await _scene.ApiAsync(portal.Vetor);
        foreach (var path in new[] { "", "/deliveries" }) Assert.Equal(404, (await vetor.GetAsync($"/api/v1/webhooks/{id}{path}")).Status);
        foreach (var (path, body) in new[] { ("enable", ""), ("disable", ""), ("test", ""), ("rotate-secret", "{}"), ("replay", """{"after":0}""") })
            Assert.Equal((path, 404), (path, (await vetor.PostAsync($"/api/v1/webhooks/{id}/{path}", body)).Status));
        Assert.Equal(404, (await vetor.SendAsync(new(HttpMethod.Delete, $"/api/v1/webhooks/{id}"))).Status);
        Assert.Equal(0, (await vetor.GetAsync("/api/v1/webhooks")).Json.GetProperty("items").GetArrayLength());
        Assert.Null(await portal.InDbAsync(portal.Aurora, db => db.WebhookEndpoints.Where(e => e.PublicId == id).Select(e => e.DisabledAt).SingleAsync()));
    }

    [Fact]
    public async Task Reading_events_does_not_let_anybody_register()
    {
        var reader = await ApiScene.OfAsync(portal, portal.Aurora, "events:read");
        Assert.Equal(403, (await reader.PostAsync("/api/v1/webhooks", $$"""{"url":"{{Url}}"}""")).Status);
        Assert.Equal(403, (await reader.GetAsync("/api/v1/webhooks")).Status);
    }

    [Fact]
    public async Task A_deleted_one_takes_its_deliveries_along()
    {
        var api = await _scene.ApiAsync();
        var (id, _) = await _scene.RegisterAsync(api, Url);
        await _scene.AnnounceAsync(portal.Aurora, 2);
        await _scene.PlanAsync();
        Assert.Equal(2, (await _scene.DeliveriesAsync(id)).Count);
        Assert.Equal(204, (await api.SendAsync(new(HttpMethod.Delete, $"/api/v1/webhooks/{id}"))).Status);
        Assert.Equal(404, (await api.GetAsync($"/api/v1/webhooks/{id}")).Status);
        Assert.Equal(0, await portal.InDbAsync(portal.Aurora, db => db.WebhookDeliveries.CountAsync()));
    }

    [Theory]
    [InlineData("""{"keepPreviousDays":31}""")]
    [InlineData("""{"keepPreviousDays":-1}""")]
    public async Task A_secret_is_not_kept_for_long(string body)
    {
        var api = await _scene.ApiAsync();
        var (id, _) = await _scene.RegisterAsync(api, Url);
        Assert.Equal(["keepPreviousDays"], (await api.PostAsync($"/api/v1/webhooks/{id}/rotate-secret", body)).WrongFields);
    }

    [Fact]
    public async Task Deliveries_are_listed_newest_first_page_by_page()
    {
        var api = await _scene.ApiAsync();
        var (id, _) = await _scene.RegisterAsync(api, Url);
        await _scene.AnnounceAsync(portal.Aurora, 5);
        await _scene.PlanAsync();
        var last = await _scene.LastAsync();
        var first = (await api.GetAsync($"/api/v1/webhooks/{id}/deliveries?limit=3")).Json;
        var second = (await api.GetAsync($"/api/v1/webhooks/{id}/deliveries?limit=3&cursor={first.GetProperty("nextCursor").GetString()}")).Json;
        Assert.Equal([last, last - 1, last - 2, last - 3, last - 4],
            first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).Select(d => d.GetProperty("number").GetInt64()));
        Assert.Equal("pending", first.GetProperty("items")[0].GetProperty("status").GetString());
        Assert.Equal(0, (await api.GetAsync($"/api/v1/webhooks/{id}/deliveries?status=parked")).Json.GetProperty("items").GetArrayLength());
        Assert.Equal(["status"], (await api.GetAsync($"/api/v1/webhooks/{id}/deliveries?status=lost")).WrongFields);
    }
}
