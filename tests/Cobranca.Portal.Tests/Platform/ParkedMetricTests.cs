using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Cobranca.Portal.Tests.Events;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.Platform;

/// <summary>What was given up shows in the metrics, so that somebody is called.</summary>
public sealed class ParkedMetricTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    /// <summary>Tests run side by side in one process: only what is measured on behalf of this one counts.</summary>
    private static readonly AsyncLocal<bool> _mine = new();

    [Fact]
    public async Task What_was_given_up_is_measured_over_all_creditors()
    {
        using var heard = new Heard();
        var (scene, now) = (new EventScene(portal), portal.Clock.GetUtcNow().UtcDateTime);
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = Receiver.Saying(503);
        var parked = new List<string>();
        foreach (var creditor in new[] { portal.Aurora, portal.Vetor })
        {
            var api = await scene.ApiAsync(creditor);
            parked.Add((await scene.RegisterAsync(api, receiver.Url)).Id);
            await scene.AnnounceAsync(creditor);
        }
        await scene.TurnAsync();
        Assert.Equal(2, heard.Total("cobranca.webhook.deliveries", "retried"));
        portal.Clock.Advance(WebhookDispatch.TryFor);
        await scene.TurnAsync();
        Assert.Equal(2, heard.Total("cobranca.webhook.deliveries", "parked"));
        await AddMessageAsync(portal.Aurora, now.AddDays(-2));
        await AddMessageAsync(portal.Aurora, portal.Clock.GetUtcNow().UtcDateTime);
        await AddMessageAsync(portal.Vetor, portal.Clock.GetUtcNow().UtcDateTime.AddHours(-23));
        await AddMessageAsync(portal.Vetor, null);

        await CountAsync();
        Assert.Equal((2, 2), (heard.Last("cobranca.webhook.parked"), heard.Last("cobranca.outbox.parked")));

        receiver.Answer = Receiver.Saying(204);
        Assert.Equal(200, (await (await scene.ApiAsync()).PostAsync($"/api/v1/webhooks/{parked[0]}/replay", """{"after":0,"onlyParked":true}""")).Status);
        Assert.Equal(1, await scene.TurnAsync());
        Assert.Equal(1, heard.Total("cobranca.webhook.deliveries", "delivered"));
        await CountAsync();
        Assert.Equal(1, heard.Last("cobranca.webhook.parked"));
    }

    private Task CountAsync() => portal.InDbAsync(portal.Aurora, async db =>
    {
        await ParkedWatch.CountAsync(db, portal.Clock.GetUtcNow().UtcDateTime, default);
        return 0;
    });

    private async Task AddMessageAsync(Creditor creditor, DateTime? parkedAt)
    {
        var debtor = await portal.AddDebtorAsync(creditor);
        await portal.InDbAsync(creditor, db =>
        {
            var now = portal.Clock.GetUtcNow().UtcDateTime;
            db.OutboxMessages.Add(new() { CreditorId = creditor.Id, DebtorId = debtor.Id, Template = "x", Purpose = "x", CreatedAt = now, NextTryAt = now.AddYears(1), ParkedAt = parkedAt });
            return db.SaveChangesAsync();
        });
    }

    private sealed class Heard : IDisposable
    {
        private readonly ConcurrentQueue<(string Name, long Value, string? Outcome)> _values = new();
        private readonly MeterListener _listener = new();

        public Heard()
        {
            _mine.Value = true;
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == CobrancaTelemetry.Name) listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            {
                if (_mine.Value) _values.Enqueue((instrument.Name, value, tags.Length == 0 ? null : tags[0].Value as string));
            });
            _listener.Start();
        }

        public long Total(string name, string outcome) => _values.Where(v => v.Name == name && v.Outcome == outcome).Sum(v => v.Value);

        public long Last(string name) => _values.Last(v => v.Name == name).Value;

        public void Dispose() => _listener.Dispose();
    }
}
