using System.Globalization;
using System.Text.Json;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Cobranca.Portal.Tests.Api;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Events;

/// <summary>Events at hand, the turns that number and send them, and a creditor's webhooks.</summary>
public sealed class EventScene(PortalFixture portal)
{
    private static int _announced;

    public PortalFixture Portal => portal;

    private IServiceScopeFactory Scopes => portal.Services.GetRequiredService<IServiceScopeFactory>();

    private BusinessClock Clock => portal.Services.GetRequiredService<BusinessClock>();

    /// <summary>So many events of one type, committed one by one; a text that finds each of them.</summary>
    public async Task<IReadOnlyList<string>> AnnounceAsync(Creditor creditor, int count = 1, string type = EventTypes.PaymentSettled)
    {
        var texts = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"ref-{Interlocked.Increment(ref _announced):00000}-");
            await portal.InDbAsync(creditor, db =>
            {
                db.Announce(creditor.Id, type, Clock.Now, new { reference = text });
                return db.SaveChangesAsync();
            });
            texts.Add(text);
        }
        return texts;
    }

    /// <summary>Numbers, plans and sends what is due; how many tries it were.</summary>
    public Task<int> TurnAsync() => WebhookWorker.TurnAsync(Scopes, Clock, default);

    /// <summary>Numbers and plans; sends nothing.</summary>
    public Task PlanAsync() => WebhookWorker.PlanAsync(Scopes, default);

    public Task SweepAsync() => WebhookWorker.SweepAsync(Scopes, Clock, default);

    public Task<ApiScene> ApiAsync(Creditor? creditor = null) => ApiScene.OfAsync(portal, creditor ?? portal.Aurora);

    public Task<List<WebhookDelivery>> DeliveriesAsync(string webhook, Creditor? creditor = null) => portal.InDbAsync(creditor ?? portal.Aurora, db =>
        db.WebhookDeliveries.AsNoTracking().Include(d => d.Event).Where(d => d.Endpoint!.PublicId == webhook).OrderBy(d => d.Event!.Number).ToListAsync());

    public Task<long> LastAsync(Creditor? creditor = null) => portal.InDbAsync(creditor ?? portal.Aurora, db => db.EventSequences.Select(s => s.Last).SingleOrDefaultAsync());

    /// <summary>What other tests of the class left behind gets nothing any more.</summary>
    public async Task ForgetAsync()
    {
        await PlanAsync();
        foreach (var creditor in new[] { portal.Aurora, portal.Vetor })
        {
            await portal.InDbAsync(creditor, async db =>
            {
                await db.WebhookDeliveries.ExecuteDeleteAsync();
                return await db.WebhookEndpoints.ExecuteDeleteAsync();
            });
        }
    }

    /// <summary>A webhook of the creditor's, from the next event on.</summary>
    public async Task<(string Id, string Secret)> RegisterAsync(ApiScene api, string url, params string[] types)
    {
        var made = await api.PostAsync("/api/v1/webhooks", JsonSerializer.Serialize(new { url, types }));
        Assert.True(made.Status == 201, made.Text);
        return (made.Json.GetProperty("id").GetString()!, made.Json.GetProperty("secret").GetString()!);
    }
}
