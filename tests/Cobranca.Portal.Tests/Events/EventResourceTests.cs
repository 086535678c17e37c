using System.Text.Json;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Tests.Api;

namespace Cobranca.Portal.Tests.Events;

public sealed class EventResourceTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly EventScene _scene = new(portal);

    [Fact]
    public async Task Events_are_read_in_order_as_often_as_wanted()
    {
        var api = await _scene.ApiAsync();
        var before = await _scene.LastAsync();
        var texts = await _scene.AnnounceAsync(portal.Aurora, 5);
        await _scene.PlanAsync();

        for (var again = 0; again < 2; again++)
        {
            var (events, last) = await ReadAsync(api, $"after={before}&limit=2");
            Assert.Equal((2, before + 2), (events.Count, last));
            (events, last) = await ReadAsync(api, $"after={last}&limit=3");
            Assert.Equal(texts.Skip(2), events.Select(e => e.GetProperty("data").GetProperty("reference").GetString()));
            Assert.Equal(before + 5, last);
            var one = events[0];
            Assert.Equal(($"evt_aurora_{before + 3}", before + 3, EventTypes.PaymentSettled),
                (one.GetProperty("id").GetString(), one.GetProperty("number").GetInt64(), one.GetProperty("type").GetString()));
            Assert.Equal(portal.Clock.GetUtcNow(), one.GetProperty("at").GetDateTimeOffset());
        }
        Assert.Empty((await ReadAsync(api, $"after={before + 5}")).Events);
    }

    [Fact]
    public async Task Chosen_types_are_read_and_the_others_passed_over()
    {
        var api = await _scene.ApiAsync();
        var before = await _scene.LastAsync();
        await _scene.AnnounceAsync(portal.Aurora, 2);
        await _scene.AnnounceAsync(portal.Aurora, 1, EventTypes.ContactRefused);
        await _scene.AnnounceAsync(portal.Aurora, 2);
        await _scene.PlanAsync();
        var (events, last) = await ReadAsync(api, $"after={before}&types={EventTypes.ContactRefused},{EventTypes.ContactChanged}");
        Assert.Equal((before + 3, before + 5), (Assert.Single(events).GetProperty("number").GetInt64(), last));
    }

    [Theory]
    [InlineData("after=x", "after")]
    [InlineData("after=-1", "after")]
    [InlineData("after=999999999", "after")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("types=boleto.lost", "types")]
    public async Task What_cannot_be_asked_is_said_by_name(string query, string field)
    {
        var answer = await (await _scene.ApiAsync()).GetAsync($"/api/v1/events?{query}");
        Assert.Equal((400, "application/problem+json"), (answer.Status, answer.ContentType));
        Assert.Equal([field], answer.WrongFields);
    }

    [Fact]
    public async Task Another_creditor_sees_nothing_of_it_and_a_key_without_the_scope_neither()
    {
        var texts = await _scene.AnnounceAsync(portal.Aurora);
        await _scene.PlanAsync();
        var vetor = await (await _scene.ApiAsync(portal.Vetor)).GetAsync("/api/v1/events?limit=500");
        Assert.DoesNotContain(texts[0], vetor.Text, StringComparison.Ordinal);
        Assert.Equal(403, (await (await ApiScene.OfAsync(portal, portal.Aurora, "webhooks:write")).GetAsync("/api/v1/events")).Status);
    }

    [Fact]
    public async Task What_was_deleted_is_said_and_numbers_go_on()
    {
        var old = new PortalFixture();
        await old.InitializeAsync();
        try
        {
            var scene = new EventScene(old);
            var api = await scene.ApiAsync();
            await scene.AnnounceAsync(old.Aurora, 3);
            await scene.PlanAsync();
            old.Clock.Advance(TimeSpan.FromDays(60));
            await scene.AnnounceAsync(old.Aurora, 2);
            await scene.PlanAsync();
            old.Clock.Advance(TimeSpan.FromDays(31));
            await scene.SweepAsync();

            var gone = await api.GetAsync("/api/v1/events?after=1");
            Assert.Equal((410, 3L), (gone.Status, gone.Json.GetProperty("deletedThrough").GetInt64()));
            Assert.Equal([4L, 5L], (await ReadAsync(api, "after=3")).Events.Select(e => e.GetProperty("number").GetInt64()));
            Assert.Equal([4L, 5L], (await ReadAsync(api, "limit=10")).Events.Select(e => e.GetProperty("number").GetInt64()));

            // Even with nothing left, the sequence goes on where it was.
            old.Clock.Advance(TimeSpan.FromDays(91));
            await scene.SweepAsync();
            Assert.Equal(5, (await ReadAsync(api, "after=5")).Last);
            await scene.AnnounceAsync(old.Aurora);
            await scene.PlanAsync();
            Assert.Equal([6L], (await ReadAsync(api, "after=5")).Events.Select(e => e.GetProperty("number").GetInt64()));
            Assert.Equal(410, (await api.GetAsync("/api/v1/events?after=4")).Status);
        }
        finally { await old.DisposeAsync(); }
    }

    private static async Task<(IReadOnlyList<JsonElement> Events, long Last)> ReadAsync(ApiScene api, string query)
    {
        var answer = await api.GetAsync($"/api/v1/events?{query}");
        Assert.True(answer.Status == 200, answer.Text);
        return ([.. answer.Json.GetProperty("events").EnumerateArray()], answer.Json.GetProperty("last").GetInt64());
    }
}
