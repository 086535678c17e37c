using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Outbox;

/// <summary>
/// Gives committed events their number, creditor by creditor. An event that a long transaction commits late gets a later number, however
/// small its id: who has seen number n has seen all before it. The sequence row's version lets one node number at a time.
/// </summary>
public sealed class EventNumbering(CobrancaDb db, TenantScope tenant)
{
    private const int Batch = 500;
    /// <summary>Then it is the next creditor's turn.</summary>
    private const int BatchesAtMost = 10;

    private long Creditor => tenant.CreditorId ?? throw new InvalidOperationException("Numbering is done for one creditor.");

    /// <summary>The creditors with events that have no number yet.</summary>
    public static Task<List<long>> CreditorsWaitingAsync(CobrancaDb db, CancellationToken cancellation)
    {
        var events = db.OutgoingEvents.IgnoreQueryFilters([CobrancaDb.TenantFilter]);
        return db.Creditors.Where(c => events.Any(e => e.CreditorId == c.Id && e.Number == null)).Select(c => c.Id).ToListAsync(cancellation);
    }

    /// <summary>The creditor's sequence, made at first use.</summary>
    public async Task<EventSequence> SequenceAsync(CancellationToken cancellation)
    {
        if (await db.EventSequences.AsNoTracking().SingleOrDefaultAsync(cancellation) is { } there) return there;
        var made = db.EventSequences.Add(new() { CreditorId = Creditor });
        try { await db.SaveChangesAsync(cancellation); }
        catch (DbUpdateException) { /* another node was first */ }
        made.State = EntityState.Detached;
        return await db.EventSequences.AsNoTracking().SingleAsync(cancellation);
    }

    /// <summary>Numbers what waits; how many it were. Whatever another node is numbering at the same moment is left to it.</summary>
    public async Task<int> NumberAsync(CancellationToken cancellation)
    {
        var done = 0;
        for (var batch = 0; batch < BatchesAtMost; batch++)
        {
            var numbered = await BatchAsync(await SequenceAsync(cancellation), cancellation);
            done += numbered;
            if (numbered < Batch) break;
        }
        return done;
    }

    private async Task<int> BatchAsync(EventSequence sequence, CancellationToken cancellation)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var mine = await db.EventSequences.Where(s => s.CreditorId == Creditor && s.Version == sequence.Version)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Version, s => s.Version + 1), cancellation);
        if (mine == 0) return 0;
        var waiting = await db.OutgoingEvents.Where(e => e.Number == null).OrderBy(e => e.Id).Take(Batch).ToListAsync(cancellation);
        if (waiting.Count == 0) return 0;
        var last = sequence.Last;
        foreach (var happened in waiting) happened.Number = ++last;
        await db.SaveChangesAsync(cancellation);
        await db.EventSequences.Where(s => s.CreditorId == Creditor).ExecuteUpdateAsync(set => set.SetProperty(s => s.Last, last), cancellation);
        await transaction.CommitAsync(cancellation);
        db.ChangeTracker.Clear();
        return waiting.Count;
    }
}
