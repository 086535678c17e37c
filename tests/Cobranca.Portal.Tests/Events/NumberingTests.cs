using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Events;

public sealed class NumberingTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly EventScene _scene = new(portal);

    [Fact]
    public async Task Each_creditor_counts_its_own_in_the_order_of_the_commits()
    {
        var before = (Aurora: await _scene.LastAsync(), Vetor: await _scene.LastAsync(portal.Vetor));
        var first = await _scene.AnnounceAsync(portal.Aurora);
        var second = await _scene.AnnounceAsync(portal.Vetor);
        var third = await _scene.AnnounceAsync(portal.Aurora);
        Assert.Null(await NumberOfAsync(portal.Aurora, first[0]));
        await _scene.PlanAsync();
        Assert.Equal((before.Aurora + 1, before.Vetor + 1, before.Aurora + 2),
            (await NumberOfAsync(portal.Aurora, first[0]), await NumberOfAsync(portal.Vetor, second[0]), await NumberOfAsync(portal.Aurora, third[0])));
        await _scene.PlanAsync();
        Assert.Equal(before.Aurora + 2, await _scene.LastAsync());
    }

    [Fact]
    public async Task An_event_committed_late_gets_a_later_number_however_small_its_id()
    {
        await AddWithIdAsync(9_000_002, "prompt");
        await _scene.PlanAsync();
        var seen = await _scene.LastAsync();
        await AddWithIdAsync(9_000_001, "late");
        await _scene.PlanAsync();
        Assert.Equal((seen, seen + 1), (await NumberOfAsync(portal.Aurora, "\"prompt\""), await NumberOfAsync(portal.Aurora, "\"late\"")));
    }

    [Fact]
    public async Task Eight_nodes_number_at_once_and_a_reader_never_misses_one()
    {
        const int Racers = 8, Each = 40;
        var before = await _scene.LastAsync();
        using var done = new CancellationTokenSource();
        var reading = Task.Run(() => ReadUntilAsync(before, before + (Racers * Each), done.Token));
        var racing = Enumerable.Range(0, Racers).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
            {
                await _scene.AnnounceAsync(portal.Aurora);
                await portal.InAsync(portal.Aurora, services => services.GetRequiredService<EventNumbering>().NumberAsync(default));
            }
        })).ToList();
        try { await Task.WhenAll(racing); }
        finally { await done.CancelAsync(); }
        await _scene.PlanAsync();

        var numbers = await portal.InDbAsync(portal.Aurora, db => db.OutgoingEvents.Where(e => e.Number > before).OrderBy(e => e.Number).Select(e => e.Number!.Value).ToListAsync());
        Assert.Equal(Enumerable.Range(1, Racers * Each).Select(n => before + n), numbers);
        Assert.Equal(before + (Racers * Each), await _scene.LastAsync());
        Assert.True(await reading, "the reader met a gap");
    }

    [Fact]
    public async Task A_change_that_is_rolled_back_was_never_announced()
    {
        await portal.InDbAsync(portal.Aurora, async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.Announce(portal.Aurora.Id, EventTypes.ContactChanged, portal.Clock.GetUtcNow().UtcDateTime, new { reference = "rolled-back" });
            return await db.SaveChangesAsync();
        });
        await _scene.PlanAsync();
        Assert.False(await portal.InDbAsync(portal.Aurora, db => db.OutgoingEvents.AnyAsync(e => e.Payload.Contains("rolled-back"))));
    }

    [Fact]
    public async Task Only_known_types_are_announced() => await portal.InDbAsync(portal.Aurora, db =>
        Task.FromResult(Assert.Throws<ArgumentException>(() => db.Announce(portal.Aurora.Id, "boleto.lost", default, new { }))));

    /// <summary>Reads as GET /events does: up to the committed end of the sequence. False when something in between was not there.</summary>
    private async Task<bool> ReadUntilAsync(long seen, long end, CancellationToken cancellation)
    {
        while (seen < end && !cancellation.IsCancellationRequested)
        {
            var from = seen;
            var numbers = await portal.InDbAsync(portal.Aurora, async db =>
            {
                var last = await db.EventSequences.Select(s => s.Last).SingleOrDefaultAsync(CancellationToken.None);
                return await db.OutgoingEvents.Where(e => e.Number > from && e.Number <= last).OrderBy(e => e.Number).Select(e => e.Number!.Value).ToListAsync(CancellationToken.None);
            });
            foreach (var number in numbers)
            {
                if (number != seen + 1) return false;
                seen = number;
            }
        }
        return true;
    }

    private Task<int> AddWithIdAsync(long id, string text) => portal.InDbAsync(portal.Aurora, db =>
    {
        db.OutgoingEvents.Add(new OutgoingEvent { Id = id, CreditorId = portal.Aurora.Id, Type = EventTypes.PaymentSettled, At = portal.Clock.GetUtcNow().UtcDateTime, Payload = $$"""{"reference":"{{text}}"}""" });
        return db.SaveChangesAsync();
    });

    private Task<long?> NumberOfAsync(Creditor creditor, string text) =>
        portal.InDbAsync(creditor, db => db.OutgoingEvents.Where(e => e.Payload.Contains(text)).Select(e => e.Number).SingleAsync());
}
