using System.Security.Cryptography;
using System.Text;
using Cobranca.Portal.Persistence;

namespace Cobranca.Portal.Tests.Events;

/// <summary>Events on their way to a receiver over real HTTP.</summary>
public sealed class DeliveryTests(PortalFixture portal) : IClassFixture<PortalFixture>, IAsyncLifetime
{
    private readonly EventScene _scene = new(portal);

    public Task InitializeAsync() => _scene.ForgetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task An_event_arrives_once_with_its_number_and_a_signature()
    {
        await using var receiver = await Receiver.StartAsync();
        var (id, secret) = await _scene.RegisterAsync(await _scene.ApiAsync(), receiver.Url);
        var text = (await _scene.AnnounceAsync(portal.Aurora))[0];
        Assert.Equal((1, 0), (await _scene.TurnAsync(), await _scene.TurnAsync()));

        var arrived = Assert.Single(receiver.Requests);
        var number = await _scene.LastAsync();
        Assert.Equal(($"evt_aurora_{number}", number, EventTypes.PaymentSettled), (arrived.Id, arrived.Number, arrived.Type));
        Assert.Equal((arrived.Id, number, arrived.Type, text),
            (arrived.Json.GetProperty("id").GetString(), arrived.Json.GetProperty("number").GetInt64(), arrived.Json.GetProperty("type").GetString(), arrived.Json.GetProperty("data").GetProperty("reference").GetString()));
        Assert.Equal(arrived.Signature, Signed(arrived.Body, secret));
        var delivery = Assert.Single(await _scene.DeliveriesAsync(id));
        Assert.Equal((1, 204, null, null), (delivery.Tries, delivery.LastStatus, delivery.NextTryAt, delivery.LeasedUntil));
        Assert.NotNull(delivery.DeliveredAt);
    }

    [Fact]
    public async Task Only_chosen_types_and_only_the_creditors_own()
    {
        await using var ofAurora = await Receiver.StartAsync();
        await using var ofVetor = await Receiver.StartAsync();
        await _scene.RegisterAsync(await _scene.ApiAsync(), ofAurora.Url, EventTypes.ContactRefused);
        await _scene.RegisterAsync(await _scene.ApiAsync(portal.Vetor), ofVetor.Url);
        await _scene.AnnounceAsync(portal.Aurora, 2);
        await _scene.AnnounceAsync(portal.Aurora, 1, EventTypes.ContactRefused);
        await _scene.TurnAsync();
        Assert.Equal([EventTypes.ContactRefused], ofAurora.Requests.Select(r => r.Type));
        Assert.Empty(ofVetor.Requests);
    }

    [Fact]
    public async Task What_fails_comes_again_later_with_the_same_id_and_body()
    {
        await using var receiver = await Receiver.StartAsync();
        var (id, secret) = await _scene.RegisterAsync(await _scene.ApiAsync(), receiver.Url);
        await _scene.AnnounceAsync(portal.Aurora);
        receiver.Answer = Receiver.Saying(500);
        await _scene.TurnAsync();
        var failed = Assert.Single(await _scene.DeliveriesAsync(id));
        Assert.Equal((500, "refused by the receiver", 1), (failed.LastStatus, failed.LastError, failed.Tries));
        Assert.InRange(failed.NextTryAt!.Value - Now, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(12));
        Assert.Equal(0, await _scene.TurnAsync());

        receiver.Answer = Receiver.Saying(200);
        portal.Clock.Advance(TimeSpan.FromSeconds(12));
        Assert.Equal(1, await _scene.TurnAsync());
        var (first, second) = (receiver.Requests.First(), receiver.Requests.Last());
        Assert.Equal((2, first.Id, first.Text), (receiver.Requests.Count, second.Id, second.Text));
        // Signed anew: a receiver takes only what was signed lately.
        Assert.NotEqual(first.Signature, second.Signature);
        Assert.Equal(second.Signature, Signed(second.Body, secret));
    }

    [Fact]
    public async Task After_three_days_it_is_parked_and_a_replay_takes_it_up()
    {
        var api = await _scene.ApiAsync();
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = Receiver.Saying(503);
        var (id, _) = await _scene.RegisterAsync(api, receiver.Url);
        await _scene.AnnounceAsync(portal.Aurora);
        var began = Now;
        await _scene.TurnAsync();
        while ((await _scene.DeliveriesAsync(id))[0].NextTryAt is { } next)
        {
            portal.Clock.Set(new(next));
            await _scene.TurnAsync();
        }
        Assert.Equal(TimeSpan.FromDays(3), Now - began);
        Assert.InRange((await _scene.DeliveriesAsync(id))[0].Tries, 12, 25);
        var shown = (await api.GetAsync($"/api/v1/webhooks/{id}")).Json;
        Assert.Equal((1, 0), (shown.GetProperty("parked").GetInt32(), shown.GetProperty("pending").GetInt32()));
        Assert.Equal("parked", (await api.GetAsync($"/api/v1/webhooks/{id}/deliveries?status=parked")).Json.GetProperty("items")[0].GetProperty("status").GetString());

        receiver.Answer = Receiver.Saying(204);
        portal.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(0, await _scene.TurnAsync());
        Assert.Equal(200, (await api.PostAsync($"/api/v1/webhooks/{id}/replay", """{"after":0,"onlyParked":true}""")).Status);
        Assert.Equal(1, await _scene.TurnAsync());
        Assert.Equal(0, (await api.GetAsync($"/api/v1/webhooks/{id}")).Json.GetProperty("parked").GetInt32());
    }

    [Fact]
    public async Task A_replay_sends_what_was_delivered_and_what_was_before_the_address()
    {
        var api = await _scene.ApiAsync();
        await using var receiver = await Receiver.StartAsync();
        await _scene.AnnounceAsync(portal.Aurora, 2);
        await _scene.PlanAsync();
        var (id, _) = await _scene.RegisterAsync(api, receiver.Url);
        await _scene.AnnounceAsync(portal.Aurora);
        await _scene.TurnAsync();
        var last = await _scene.LastAsync();
        Assert.Equal([last], receiver.Requests.Select(r => r.Number));

        var replayed = (await api.PostAsync($"/api/v1/webhooks/{id}/replay", $$"""{"after":{{last - 3}}}""")).Json;
        Assert.Equal(3, replayed.GetProperty("events").GetInt64());
        await _scene.TurnAsync();
        Assert.Equal([last - 2, last - 1, last, last], receiver.Requests.Select(r => r.Number).Order());
        Assert.Equal(2, receiver.Requests.Where(r => r.Number == last).Select(r => r.Text).Count());
        Assert.Equal(["after"], (await api.PostAsync($"/api/v1/webhooks/{id}/replay", $$"""{"after":{{last + 1}}}""")).WrongFields);
    }

    [Fact]
    public async Task Gone_stops_it_until_it_is_enabled_again()
    {
        var api = await _scene.ApiAsync();
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = Receiver.Saying(410);
        var (id, _) = await _scene.RegisterAsync(api, receiver.Url);
        await _scene.AnnounceAsync(portal.Aurora, 3);
        Assert.Equal(1, await _scene.TurnAsync());
        Assert.Equal("disabled", (await api.GetAsync($"/api/v1/webhooks/{id}")).Json.GetProperty("status").GetString());
        portal.Clock.Advance(TimeSpan.FromDays(4));
        await _scene.AnnounceAsync(portal.Aurora);
        Assert.Equal(0, await _scene.TurnAsync());

        receiver.Answer = Receiver.Saying(204);
        Assert.Equal("enabled", (await api.PostAsync($"/api/v1/webhooks/{id}/enable", "")).Json.GetProperty("status").GetString());
        await _scene.TurnAsync();
        Assert.Equal(4, receiver.Requests.Select(r => r.Number).Distinct().Count());
    }

    [Theory]
    [InlineData("disable")]
    [InlineData("delete")]
    public async Task Disabled_or_deleted_on_the_way_it_gets_nothing_more(string how)
    {
        var api = await _scene.ApiAsync();
        await using var receiver = await Receiver.StartAsync();
        var (id, _) = await _scene.RegisterAsync(api, receiver.Url);
        await _scene.AnnounceAsync(portal.Aurora, 3);
        receiver.Answer = async http =>
        {
            if (how == "disable") await api.PostAsync($"/api/v1/webhooks/{id}/disable", "");
            else await api.SendAsync(new(HttpMethod.Delete, $"/api/v1/webhooks/{id}"));
            http.Response.StatusCode = 204;
        };
        portal.Sql.Take();
        await _scene.TurnAsync();
        await _scene.TurnAsync();
        Assert.Single(receiver.Requests);
        // Both turns end at once instead of looking again for what may not be sent.
        Assert.InRange(portal.Sql.Take().Count, 1, 100);
    }

    [Fact]
    public async Task While_the_secret_changes_both_sign_retries_too()
    {
        var api = await _scene.ApiAsync();
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = Receiver.Saying(500);
        var (id, before) = await _scene.RegisterAsync(api, receiver.Url);
        await _scene.AnnounceAsync(portal.Aurora);
        await _scene.TurnAsync();
        var rotated = await api.PostAsync($"/api/v1/webhooks/{id}/rotate-secret", """{"keepPreviousDays":2}""");
        var after = rotated.Json.GetProperty("secret").GetString()!;
        Assert.NotEqual(before, after);

        portal.Clock.Advance(TimeSpan.FromSeconds(12));
        await _scene.TurnAsync();
        var during = receiver.Requests.Last();
        Assert.Equal($"{Signed(during.Body, after)},{Signed(during.Body, before).Split(',')[1]}", during.Signature);

        portal.Clock.Advance(TimeSpan.FromDays(2));
        await _scene.TurnAsync();
        var later = receiver.Requests.Last();
        Assert.Equal(Signed(later.Body, after), later.Signature);
    }

    [Fact]
    public async Task A_leaked_secret_signs_nothing_more()
    {
        var api = await _scene.ApiAsync();
        await using var receiver = await Receiver.StartAsync();
        var (id, _) = await _scene.RegisterAsync(api, receiver.Url);
        var after = (await api.PostAsync($"/api/v1/webhooks/{id}/rotate-secret", """{"keepPreviousDays":0}""")).Json.GetProperty("secret").GetString()!;
        await _scene.AnnounceAsync(portal.Aurora);
        await _scene.TurnAsync();
        Assert.Equal(Signed(receiver.Requests.Single().Body, after), receiver.Requests.Single().Signature);
    }

    [Fact]
    public async Task A_test_sends_a_ping_outside_the_sequence_now()
    {
        var api = await _scene.ApiAsync();
        await using var receiver = await Receiver.StartAsync();
        var (id, secret) = await _scene.RegisterAsync(api, receiver.Url);
        var before = await _scene.LastAsync();
        var answer = (await api.PostAsync($"/api/v1/webhooks/{id}/test", "")).Json;
        Assert.Equal((true, 204), (answer.GetProperty("delivered").GetBoolean(), answer.GetProperty("status").GetInt32()));
        var ping = receiver.Requests.Single();
        Assert.Equal(("ping", 0L, Signed(ping.Body, secret)), (ping.Type, ping.Number, ping.Signature));
        Assert.Equal(before, await _scene.LastAsync());

        receiver.Answer = Receiver.Saying(404);
        answer = (await api.PostAsync($"/api/v1/webhooks/{id}/test", "")).Json;
        Assert.Equal((false, 404), (answer.GetProperty("delivered").GetBoolean(), answer.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task Eight_nodes_plan_and_send_each_event_once()
    {
        await using var receiver = await Receiver.StartAsync();
        var (id, _) = await _scene.RegisterAsync(await _scene.ApiAsync(), receiver.Url);
        await _scene.AnnounceAsync(portal.Aurora, 25);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _scene.TurnAsync())));
        while (await _scene.TurnAsync() > 0) { }
        Assert.Equal(25, (await _scene.DeliveriesAsync(id)).Count(d => d is { Tries: 1, DeliveredAt: not null }));
        Assert.Equal((25, 25), (receiver.Requests.Count, receiver.Requests.Select(r => r.Number).Distinct().Count()));
    }

    private DateTime Now => portal.Clock.GetUtcNow().UtcDateTime;

    private string Signed(byte[] body, string secret)
    {
        var second = portal.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        return $"t={second},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.UTF8.GetBytes(second + "."), .. body]))}";
    }
}
