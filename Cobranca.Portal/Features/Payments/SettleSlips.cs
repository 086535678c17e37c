using Cobranca.Domain.Boletos;
using Cobranca.Domain.Payments;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;
using BoletoTransition = Cobranca.Portal.Persistence.Model.BoletoTransition;

namespace Cobranca.Portal.Features.Payments;

/// <param name="Lines">The settlements that are written, by line.</param>
/// <param name="Declined">Those that are not ordinary, or that somebody else was faster with: nothing of them is written.</param>
/// <param name="Received">What the payers of those written paid.</param>
/// <param name="Tariffs">What the bank kept of it.</param>
public sealed record SettledBatch(IReadOnlySet<int> Lines, IReadOnlyList<SlipSettlement> Declined, Money Received, Money Tariffs)
{
    /// <summary>A slip or a debt was no longer as it was when it was decided on: decided anew, the batch may well go through.</summary>
    public bool IsStale { get; init; }
}

/// <summary>
/// Books the ordinary settlements of a file many at a time (docs/decisions/0053), as <see cref="DecideSettlements"/> found them. They leave
/// the rows that a payment alone would leave; only the books have one entry for all, and the audit trail one line. What is not ordinary is
/// handed back. (Liquidação em lote.)
/// </summary>
public sealed class SettleSlips(CobrancaDb db) : IAsyncDisposable
{
    /// <summary>So that a batch takes some ten megabytes at most.</summary>
    public const int MaxBatch = 5_000;

    private readonly BulkInsert<Payment> _payments = new(db, numbered: true);
    private readonly BulkInsert<PaymentAllocation> _allocations = new(db);
    private readonly BulkInsert<BoletoTransition> _transitions = new(db);
    private readonly BulkInsert<OutgoingEvent> _events = new(db);
    private readonly BulkInsert<JournalEntryRow> _entries = new(db);
    private readonly BulkInsert<JournalLineRow> _journalLines = new(db);
    private readonly VersionedChange<Boleto> _boletos = new(db, nameof(Boleto.Status), nameof(Boleto.BankCalls));
    private readonly VersionedChange<Receivable> _receivables = new(db, nameof(Receivable.Status), nameof(Receivable.UpdatedAt));

    /// <summary>
    /// Writes what still stands as it was decided inside the caller's transaction, which holds the turns of all the debtors; the rest comes back.
    /// The caller saves, for the audit trail. When somebody else changed one of the slips or debts since it was read, all of it comes back and
    /// nothing is written.
    /// </summary>
    /// <param name="known">Lines of what another file has told meanwhile: neither written nor handed back.</param>
    /// <param name="now">After the turns were taken: what a debtor did before has an earlier moment.</param>
    public async Task<SettledBatch> SettleAsync(Creditor creditor, DecidedBatch decided, IReadOnlySet<int> known, DateTime now, CancellationToken cancellation)
    {
        var transaction = db.Database.CurrentTransaction ?? throw new InvalidOperationException("Settlements are part of the transaction that holds the debtors' turns.");
        var asked = decided.Asked.Where(a => !known.Contains(a.Line)).ToList();
        var drawn = await StandingAsync(decided.Slips.Where(d => !known.Contains(d.Asked.Line)).ToList(), decided.Source, cancellation);
        if (drawn.Count == 0) return Nothing(asked);
        const string untouched = "settle";
        await transaction.CreateSavepointAsync(untouched, cancellation);
        try
        {
            if (!await WriteAsync(creditor, drawn, decided.Source, now, cancellation)) throw new DbUpdateConcurrencyException("A slip or a debt of the batch changed since it was read.");
        }
        catch (Exception race) when (race.IsLostRace() && !race.IsDeadlock())
        {
            await transaction.RollbackToSavepointAsync(untouched, cancellation);
            return Nothing(asked) with { IsStale = true };
        }
        db.AuditEntries.Add(Audit(creditor.Id, drawn, decided.Source, now));
        var lines = drawn.Select(d => d.Asked.Line).ToHashSet();
        return new(lines, [.. asked.Where(a => !lines.Contains(a.Line))], drawn.Sum(d => d.Payment.Amount), drawn.Sum(d => d.Payment.TariffAmount ?? Money.Zero));
    }

    public async ValueTask DisposeAsync()
    {
        await _payments.DisposeAsync();
        await _allocations.DisposeAsync();
        await _transitions.DisposeAsync();
        await _events.DisposeAsync();
        await _entries.DisposeAsync();
        await _journalLines.DisposeAsync();
        await _boletos.DisposeAsync();
        await _receivables.DisposeAsync();
    }

    private static SettledBatch Nothing(IReadOnlyList<SlipSettlement> asked) => new(new HashSet<int>(), asked, Money.Zero, Money.Zero);

    /// <summary>
    /// Those that are still ordinary now that nobody else can decide about their debtors. A part paid, another status or price raises the
    /// version of the slip or the debt; what raises neither is asked here.
    /// </summary>
    private async Task<List<DecidedSettlement>> StandingAsync(List<DecidedSettlement> drawn, BatchSource source, CancellationToken cancellation)
    {
        if (drawn.Count == 0) return drawn;
        var slips = drawn.Select(d => d.Asked.Boleto.Id).ToHashSet();
        var changing = await ChangingAsync([.. slips], cancellation);
        var elsewhere = await OnOtherSlipsAsync([.. drawn.SelectMany(d => d.Allocation.Shares).Select(share => share.Receivable.Id).Distinct()], slips, source.AlsoTold, cancellation);
        return changing.Count == 0 && elsewhere.Count == 0 ? drawn
            : drawn.FindAll(d => !changing.Contains(d.Asked.Boleto.Id) && !d.Allocation.Shares.Any(share => elsewhere.Contains(share.Receivable.Id)));
    }

    /// <summary>Slips the bank was asked to change and has not answered: what was paid may say that it did.</summary>
    private async Task<HashSet<long>> ChangingAsync(List<long> slips, CancellationToken cancellation) =>
        (await db.BankOrders.Where(o => o.BoletoId != null && EF.Parameter(slips).Contains(o.BoletoId.Value) && o.State == BankOrderState.Sent && o.Kind != BankOrderKind.Entry && o.Kind != BankOrderKind.Closure)
            .Select(o => o.BoletoId!.Value).ToListAsync(cancellation)).ToHashSet();

    /// <summary>Debts that another slip asks for as well, which would have to be closed: one at the bank, or another of this batch.</summary>
    private async Task<HashSet<long>> OnOtherSlipsAsync(List<long> debtIds, IReadOnlySet<long> slips, IReadOnlySet<long> told, CancellationToken cancellation)
    {
        var twice = await db.BoletoItems.Where(i => EF.Parameter(debtIds).Contains(i.ReceivableId)).GroupBy(i => i.ReceivableId).Where(slipsOf => slipsOf.Count() > 1).Select(slipsOf => slipsOf.Key).ToListAsync(cancellation);
        if (twice.Count == 0) return [];
        var shared = (await db.BoletoItems.Where(i => EF.Parameter(twice).Contains(i.ReceivableId)).Select(i => new { i.ReceivableId, i.BoletoId }).ToListAsync(cancellation)).GroupBy(i => i.ReceivableId).ToList();
        var others = shared.SelectMany(slipsOf => slipsOf.Select(i => i.BoletoId)).Distinct().Where(id => !slips.Contains(id) && !told.Contains(id)).ToList();
        var ended = await db.Boletos.Where(b => EF.Parameter(others).Contains(b.Id) && (b.Status == BoletoStatus.Paid || b.Status == BoletoStatus.PaidAfterClosure
            || b.Status == BoletoStatus.Closed || b.Status == BoletoStatus.ClosureRequested || b.Status == BoletoStatus.Superseded || b.Status == BoletoStatus.Rejected)).Select(b => b.Id).ToListAsync(cancellation);
        return [.. shared.Where(slipsOf => slipsOf.Count(i => !ended.Contains(i.BoletoId)) > 1).Select(slipsOf => slipsOf.Key)];
    }

    /// <summary>False when a slip or a debt was no longer as it was read.</summary>
    private async Task<bool> WriteAsync(Creditor creditor, List<DecidedSettlement> drawn, BatchSource source, DateTime now, CancellationToken cancellation)
    {
        // In the order of their ids: two batches that want some of the same rows wait for each other instead of both.
        var slips = drawn.ConvertAll(d => new ReadRow(d.Asked.Boleto.Id, d.Asked.Boleto.Version));
        var debts = drawn.SelectMany(d => d.Allocation.Shares).Select(share => new ReadRow(share.Receivable.Id, share.Receivable.Version)).ToList();
        slips.Sort(static (a, b) => a.Id.CompareTo(b.Id));
        debts.Sort(static (a, b) => a.Id.CompareTo(b.Id));
        if (await _boletos.ApplyAsync(slips, [BoletoStatus.Paid, 0], cancellation) != slips.Count) return false;
        if (await _receivables.ApplyAsync(debts, [ReceivableStatus.Paid, now], cancellation) != debts.Count) return false;

        var entry = await PostAsync(creditor.Id, Received(drawn), $"{source.Key}/received", source.Actor, now, cancellation);
        if (Credited(drawn) is { } credited) await PostAsync(creditor.Id, credited, $"{source.Key}/credited", source.Actor, now, cancellation);
        Complete(drawn, entry, now);
        await InsertPaymentsAsync(drawn, cancellation);
        await _allocations.InsertAsync(drawn.SelectMany(d => d.PartRows).ToList(), cancellation);
        await _transitions.InsertAsync(drawn.ConvertAll(d => d.StepRow), cancellation);
        await _events.InsertAsync(drawn.SelectMany(d => d.EventRows).ToList(), cancellation);
        return true;
    }

    /// <summary>Their parts name them, so each needs its id before its parts go in.</summary>
    private async Task InsertPaymentsAsync(List<DecidedSettlement> drawn, CancellationToken cancellation)
    {
        var reserved = await db.ReserveIdsAsync<Payment>(drawn.Count, cancellation);
        if (reserved is not null)
        {
            var idAt = _payments.Columns.IndexOf(nameof(Payment.Id));
            for (var i = 0; i < reserved.Count; i++) drawn[i].PaymentRow[idAt] = drawn[i].Payment.Id = reserved[i];
        }
        await _payments.InsertAsync(drawn.ConvertAll(d => d.PaymentRow), cancellation);
        if (reserved is null)
        {
            var names = drawn.ConvertAll(d => d.Payment.Reference);
            var ids = await db.Payments.Where(p => p.Source == PaymentSource.Boleto && EF.Parameter(names).Contains(p.Reference)).Select(p => new { p.Reference, p.Id })
                .ToDictionaryAsync(p => p.Reference, p => p.Id, StringComparer.Ordinal, cancellation);
            foreach (var one in drawn) one.Payment.Id = ids[one.Payment.Reference];
        }
        var paymentAt = _allocations.Columns.IndexOf(nameof(PaymentAllocation.PaymentId));
        foreach (var one in drawn)
            foreach (var part in one.PartRows)
                part[paymentAt] = one.Payment.Id;
    }

    /// <summary>Puts in what is known only now: the entry of the books, and the moment.</summary>
    private void Complete(List<DecidedSettlement> drawn, long entry, DateTime now)
    {
        object? moment = now, day = JournalPosting.DayOf(now);
        var (entryAt, recordedAt, creditBookedOn) = (_payments.Columns.IndexOf(nameof(Payment.EntryId)), _payments.Columns.IndexOf(nameof(Payment.RecordedAt)), _payments.Columns.IndexOf(nameof(Payment.CreditBookedOn)));
        var (stepAt, toldAt) = (_transitions.Columns.IndexOf(nameof(BoletoTransition.At)), _events.Columns.IndexOf(nameof(OutgoingEvent.At)));
        foreach (var one in drawn)
        {
            (one.PaymentRow[entryAt], one.PaymentRow[recordedAt], one.StepRow[stepAt]) = (entry, moment, moment);
            if (one.Payment.CreditedOn is not null) one.PaymentRow[creditBookedOn] = day;
            foreach (var told in one.EventRows) told[toldAt] = moment;
        }
    }

    /// <summary>The receipts of all, title by title no more: each payment names the entry, and has its parts.</summary>
    private static JournalEntry Received(List<DecidedSettlement> drawn)
    {
        var sum = default(ReceivedShare);
        foreach (var share in drawn.SelectMany(d => d.Shares))
            sum = new(null, sum.Interest + share.Interest, sum.Fine + share.Fine, sum.Correction + share.Correction, sum.Principal + share.Principal,
                sum.Reduction + share.Reduction, sum.Tolerated + share.Tolerated, sum.Discount + share.Discount, sum.WrittenOff + share.WrittenOff);
        return Bookkeeping.PaymentReceived(LedgerAccount.CashInTransit, drawn.Sum(d => d.Payment.Amount), [sum], Money.Zero);
    }

    private static JournalEntry? Credited(List<DecidedSettlement> drawn)
    {
        var credited = drawn.FindAll(d => d.Payment.CreditedOn is not null);
        return Bookkeeping.PaymentCredited(LedgerAccount.CashInTransit, credited.Sum(d => d.Payment.Amount), credited.Sum(d => d.Payment.TariffAmount ?? Money.Zero));
    }

    private async Task<long> PostAsync(long creditorId, JournalEntry entry, string key, string actor, DateTime now, CancellationToken cancellation)
    {
        await _entries.InsertAsync([JournalPosting.Row(creditorId, entry.Kind, key, actor, now)], cancellation);
        var id = await db.JournalEntries.Where(e => e.Key == key).Select(e => e.Id).SingleAsync(cancellation);
        await _journalLines.InsertAsync([.. entry.Lines.Select(line => { var row = JournalPosting.Line(creditorId, line); row.EntryId = id; return row; })], cancellation);
        return id;
    }

    private static AuditEntry Audit(long creditorId, List<DecidedSettlement> drawn, BatchSource source, DateTime now) => new()
    {
        CreditorId = creditorId, At = now, Actor = source.Actor, Action = "payment.record", Subject = source.Key,
        Detail = $"{drawn.Count} payments by boleto of {drawn.Sum(d => d.Payment.Amount)}, lines {drawn.Min(d => d.Asked.Line)} to {drawn.Max(d => d.Asked.Line)}; shortfall {drawn.Sum(d => d.Payment.Shortfall)}",
    };
}
