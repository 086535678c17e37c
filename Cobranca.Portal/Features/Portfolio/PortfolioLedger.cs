using System.Globalization;
using System.Runtime.InteropServices;
using Cobranca.Domain.Payments;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Portfolio;

/// <summary>
/// The books of a portfolio that comes in: one entry for all the new titles of a batch, with the titles as its detail, and one for what was
/// paid of them before; entries of its own for each title that changes (docs/decisions/0042).
/// </summary>
internal sealed class PortfolioLedger(CobrancaDb db, long creditorId, string source, BusinessClock clock) : IAsyncDisposable
{
    private readonly BulkInsert<JournalEntryRow> _entries = new(db);
    private readonly BulkInsert<JournalLineRow> _lines = new(db);

    /// <summary>How a title stood on the books before its line was read.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly struct Standing(Receivable receivable)
    {
        public Receivable Receivable { get; } = receivable;
        public Money Open { get; } = receivable.OpenPrincipal;
        public List<PaymentAllocation> Paid { get; } = [.. receivable.Allocations];
    }

    /// <summary>Opens the new titles; before they are inserted, for they name the entry.</summary>
    public async Task OpenAsync(List<(Receivable Receivable, Payment? Payment)> added, CancellationToken cancellation)
    {
        var (opened, share, received) = (Money.Zero, default(ReceivedShare), Money.Zero);
        var titles = new List<Receivable>(added.Count);
        foreach (var (receivable, payment) in added)
        {
            var part = payment?.Allocations[0];
            var opening = Opening(receivable, part);
            if (opening == Money.Zero) continue;
            titles.Add(receivable);
            opened += opening;
            if (part is null) continue;
            received += part.Amount;
            var open = receivable.Status is ReceivableStatus.Paid or ReceivableStatus.Cancelled ? Money.Zero : opening - part.Principal;
            share = new(null, share.Interest + part.Interest, share.Fine + part.Fine, share.Correction + part.Correction, share.Principal + part.Principal,
                share.Reduction + opening - open, WrittenOff: share.WrittenOff + opening - open - part.Principal);
        }
        if (titles.Count == 0) return;
        // A title is new once, so the first of the batch names the batch.
        var key = $"portfolio/{titles[0].ExternalId}";
        var recorded = await WriteAsync($"{key}/recorded", Bookkeeping.ReceivableRecorded(opened), cancellation);
        foreach (var title in titles) title.OpeningEntryId = recorded;
        if (received.IsPositive) await WriteAsync($"{key}/received", Bookkeeping.PaymentReceived(LedgerAccount.Cash, received, [share], Money.Zero), cancellation);
    }

    /// <summary>Posts what a line changed of a stored title.</summary>
    public void Change(Standing before)
    {
        var (receivable, now) = (before.Receivable, clock.Now);
        var key = string.Create(CultureInfo.InvariantCulture, $"receivable/{receivable.Id}/{receivable.Version + 1}");
        var rest = receivable.OpenPrincipal - before.Open;
        var undone = before.Paid.FindAll(part => part.ReversedAt is not null);
        foreach (var part in undone)
        {
            rest -= part.Principal;
            db.Post(creditorId, Bookkeeping.PaymentReversed(LedgerAccount.Cash, part.Amount, [Share(part)], Money.Zero, surplusWasRefunded: false),
                string.Create(CultureInfo.InvariantCulture, $"{key}/undone/{part.Id}"), source, now);
        }
        foreach (var part in receivable.Allocations.Except(before.Paid))
        {
            rest += part.Principal;
            db.Post(creditorId, Bookkeeping.PaymentReceived(LedgerAccount.Cash, part.Amount, [Share(part)], Money.Zero), $"{key}/paid", source, now);
        }
        db.Post(creditorId, receivable.Status switch
        {
            ReceivableStatus.Paid => Bookkeeping.ReceivableWrittenOff(-rest, receivable.Id),
            ReceivableStatus.Cancelled => Bookkeeping.ReceivableCancelled(-rest, receivable.Id),
            _ => Bookkeeping.ReceivableChanged(rest, receivable.Id),
        }, key, source, now);
    }

    public async ValueTask DisposeAsync()
    {
        await _entries.DisposeAsync();
        await _lines.DisposeAsync();
    }

    /// <summary>What was over before it came here never was in these books; what was paid of it was.</summary>
    private static Money Opening(Receivable receivable, PaymentAllocation? paid) => receivable.Status switch
    {
        ReceivableStatus.Paid => paid is null ? Money.Zero : receivable.Principal,
        ReceivableStatus.Cancelled => paid?.Principal ?? Money.Zero,
        _ => receivable.Principal,
    };

    private static ReceivedShare Share(PaymentAllocation part) => new(part.ReceivableId, part.Interest, part.Fine, part.Correction, part.Principal, part.Principal);

    private async Task<long> WriteAsync(string key, JournalEntry entry, CancellationToken cancellation)
    {
        await _entries.InsertAsync([JournalPosting.Row(creditorId, entry.Kind, key, source, clock.Now)], cancellation);
        var id = await db.JournalEntries.Where(e => e.Key == key).Select(e => e.Id).SingleAsync(cancellation);
        await _lines.InsertAsync([.. entry.Lines.Select(line => Line(line, id))], cancellation);
        return id;
    }

    private JournalLineRow Line(JournalLine line, long entryId)
    {
        var row = JournalPosting.Line(creditorId, line);
        row.EntryId = entryId;
        return row;
    }
}
