using System.Data.Common;
using Cobranca.Portal.Features.Events;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Events;

/// <summary>A replay of many events holds nobody up, and what was left of one that broke off is asked for again.</summary>
public sealed class ReplaySliceTests : IAsyncLifetime
{
    private const int Events = (2 * ReplayWebhook.Slice) + 300;
    private readonly Updates _updates = new();
    private readonly PortalFixture _portal;
    private readonly EventScene _scene;

    public ReplaySliceTests()
    {
        _portal = new() { Interceptors = [_updates] };
        _scene = new(_portal);
    }

    public Task InitializeAsync() => _portal.InitializeAsync();

    public Task DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task It_goes_slice_by_slice_and_one_that_broke_off_is_repeated()
    {
        var api = await _scene.ApiAsync();
        var (id, _) = await _scene.RegisterAsync(api, "http://127.0.0.1:9/");
        await DeliveredAsync(id);
        const string all = """{"after":0}""";

        _updates.FailAt = 2;
        Assert.Equal(500, (await api.PostAsync($"/api/v1/webhooks/{id}/replay", all)).Status);
        var waiting = (await _scene.DeliveriesAsync(id)).Where(d => d.NextTryAt != null).Select(d => d.Event!.Number!.Value).ToList();
        Assert.Equal(Enumerable.Range(1, ReplayWebhook.Slice).Select(n => (long)n), waiting);

        _updates.FailAt = null;
        _updates.Seen.Clear();
        Assert.Equal(200, (await api.PostAsync($"/api/v1/webhooks/{id}/replay", all)).Status);
        // What waits already is left as it is.
        Assert.Equal([0, ReplayWebhook.Slice, 300], _updates.Seen);
        Assert.All(await _scene.DeliveriesAsync(id), d => Assert.NotNull(d.NextTryAt));
        Assert.Equal(0, await _portal.InDbAsync(_portal.Aurora, db => db.WebhookEndpoints.Select(e => e.PlannedThrough).SingleAsync()));
        Assert.Equal(2, await _portal.InDbAsync(_portal.Aurora, db => db.AuditEntries.CountAsync(a => a.Action == "webhook.replay" && a.Subject == id)));
    }

    private Task<int> DeliveredAsync(string id) => _portal.InDbAsync(_portal.Aurora, async db =>
    {
        var (now, endpoint) = (_portal.Clock.GetUtcNow().UtcDateTime, await db.WebhookEndpoints.SingleAsync(e => e.PublicId == id));
        endpoint.PlannedThrough = Events;
        (await db.EventSequences.SingleAsync()).Last = Events;
        var events = Enumerable.Range(1, Events).Select(n => new OutgoingEvent { CreditorId = endpoint.CreditorId, Number = n, Type = EventTypes.BoletoPaid, At = now, Payload = "{}" }).ToList();
        db.OutgoingEvents.AddRange(events);
        db.WebhookDeliveries.AddRange(events.Select(e => new WebhookDelivery { CreditorId = endpoint.CreditorId, EndpointId = endpoint.Id, Event = e, CreatedAt = now, DeliveredAt = now, Tries = 1 }));
        return await db.SaveChangesAsync();
    });

    /// <summary>How many rows each update of deliveries changed; and a database that goes away at one of them.</summary>
    private sealed class Updates : DbCommandInterceptor
    {
        public List<int> Seen { get; } = [];
        public int? FailAt { get; set; }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            IsUpdate(command) && Seen.Count + 1 == FailAt ? throw new IOException("gone") : new(result);

        public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
        {
            if (IsUpdate(command)) Seen.Add(result);
            return new(result);
        }

        private static bool IsUpdate(DbCommand command) => command.CommandText.StartsWith("UPDATE \"WebhookDeliveries\"", StringComparison.Ordinal);
    }
}
