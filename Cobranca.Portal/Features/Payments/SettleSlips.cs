using Cobranca.Domain.Boletos;
using Cobranca.Domain.Payments;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Rules;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;
using BoletoTransition = Cobranca.Portal.Persistence.Model.BoletoTransition;

namespace Cobranca.Portal.Features.Payments;

/// <summary>One slip that a file says was paid.</summary>
/// <param name="Line">In the file.</param>
/// <param name="Boleto">
/// As it was read, untracked and without its items; its version is the referee, so it may have been read before the debtor's turn. It is moved
/// along while it is decided, also when it comes back declined: read it again.
/// </param>
/// <param name="Paid">What the payer paid.</param>
/// <param name="PaidOn">The payer's day.</param>
/// <param name="Credit">What the bank did with it, where the file says.</param>
/// <param name="Reference">What the payment is called; never the same twice.</param>
public sealed record SlipSettlement(int Line, Boleto Boleto, Money Paid, DateOnly PaidOn, BankCredit? Credit, string Reference)
{
    /// <summary>What stands in the slip's history behind the amount and the day.</summary>
    public string Told { get; init; } = $"referência {Reference}";
}

/// <summary>Where a batch of settlements comes from.</summary>
/// <param name="Who">For each slip's history: <c>retorno</c>.</param>
/// <param name="RetornoId">The file.</param>
/// <param name="Key">Names the batch in the books, once and for all: <c>retorno/7/1200</c>, the file and the batch's first line.</param>
/// <param name="Actor">Who says so, for the books and the audit trail.</param>
public sealed record BatchSource(string Who, long RetornoId, string Key, string Actor)
{
    /// <summary>Slips the file says something else of in the same batch: however they stand, their news may be money that comes first.</summary>
    public IReadOnlySet<long> AlsoTold { get; init; } = new HashSet<long>();
}

/// <param name="Lines">The settlements that are written, by line.</param>
/// <param name="Declined">Those that are not ordinary, or that somebody else was faster with: nothing of them is written.</param>
/// <param name="Received">What the payers of those written paid.</param>
/// <param name="Tariffs">What the bank kept of it.</param>
public sealed record SettledBatch(IReadOnlySet<int> Lines, IReadOnlyList<SlipSettlement> Declined, Money Received, Money Tariffs);

/// <summary>
/// Books the ordinary settlements of a file many at a time (docs/decisions/0053): a registered slip paid once, its debts open and on no other
/// slip, settled to the end with nothing over. Each is decided by <see cref="SlipAllocation"/> like any payment, and leaves the rows that a
/// payment alone would leave; only the books have one entry for all, and the audit trail one line. What is not ordinary is handed back.
/// (Liquidação em lote.)
/// </summary>
public sealed class SettleSlips(CobrancaDb db, PricingRules rules) : IAsyncDisposable
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
    private readonly SettledSlipEvents _told = new();

    /// <summary>
    /// Writes what it can inside the caller's transaction, which holds the turns of all the debtors; the rest comes back. The caller saves, for the audit trail. When somebody else
    /// changed one of the slips or debts since it was read, all of it comes back and nothing is written.
    /// </summary>
    /// <param name="asked">At most <see cref="MaxBatch"/>, in the order of the file.</param>
    public async Task<SettledBatch> SettleAsync(Creditor creditor, IReadOnlyList<SlipSettlement> asked, BatchSource source, DateTime now, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(asked.Count, MaxBatch);
        var transaction = db.Database.CurrentTransaction ?? throw new InvalidOperationException("Settlements are part of the transaction that holds the debtors' turns.");
        await BulkConnection.PreferIndexesAsync(db, cancellation);
        var drawn = await DecideAsync(creditor, asked, source, now, cancellation);
        if (drawn.Count == 0) return new(new HashSet<int>(), asked, Money.Zero, Money.Zero);
        const string untouched = "settle";
        await transaction.CreateSavepointAsync(untouched, cancellation);
        try
        {
            if (!await WriteAsync(creditor, drawn, source, now, cancellation)) throw new DbUpdateConcurrencyException("A slip or a debt of the batch changed since it was read.");
        }
        catch (Exception race) when (race.IsLostRace() && !race.IsDeadlock())
        {
            await transaction.RollbackToSavepointAsync(untouched, cancellation);
            return new(new HashSet<int>(), asked, Money.Zero, Money.Zero);
        }
        db.AuditEntries.Add(Audit(creditor.Id, drawn, source, now));
        CobrancaTelemetry.PaymentsRecorded(nameof(PaymentSource.Boleto), drawn.Count);
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
        _told.Dispose();
    }

    /// <summary>One settlement as it will be written.</summary>
    private sealed record Drawn(SlipSettlement Asked, SlipAllocation Allocation, Payment Payment, IReadOnlyList<ReceivedShare> Shares);

    private async Task<List<Drawn>> DecideAsync(Creditor creditor, IReadOnlyList<SlipSettlement> asked, BatchSource source, DateTime now, CancellationToken cancellation)
    {
        var drawn = new List<Drawn>(asked.Count);
        var ordinary = Ordinary(asked);
        if (ordinary.Count == 0) return drawn;
        await LoadAsync(ordinary, source.AlsoTold, cancellation);
        var changing = await ChangingAsync(ordinary.ConvertAll(a => a.Boleto.Id), cancellation);
        var pricer = await rules.PricerAsync(creditor, cancellation);
        foreach (var settlement in ordinary)
        {
            var boleto = settlement.Boleto;
            if (changing.Contains(boleto.Id) || boleto.Items.Count == 0 || !boleto.Items.TrueForAll(item => item.Receivable is { Status: ReceivableStatus.Open })) continue;
            var allocation = SlipAllocation.Of(boleto, settlement.Paid, settlement.PaidOn, pricer, creditor.Limits.PaymentTolerance);
            // Its value was lowered: what was granted, and what of it was paid all the same, is booked by itself.
            if (boleto.Granted.IsPositive) continue;
            // Over, short beyond the tolerance, in part: a person should see it, so it is booked by itself.
            if (allocation.Surplus != Money.Zero || allocation.Shares.Count != boleto.Items.Count || !allocation.Shares.All(share => share.Settles)) continue;
            if (boleto.Hear(new BoletoEvent.PaymentReceived(settlement.PaidOn, settlement.Paid), now, new StepSource(source.Who, RetornoId: source.RetornoId, FileLine: settlement.Line),
                $"{settlement.Paid} em {settlement.PaidOn.ToPtBr()}, {settlement.Told}") is null || boleto.Status != BoletoStatus.Paid) continue;
            var (payment, shares) = PaymentBooking.Drawn(creditor.Id, boleto.DebtorId, boleto.Id, settlement.Paid, settlement.PaidOn, PaymentSource.Boleto, settlement.Reference, allocation, now);
            (payment.RetornoId, payment.RetornoLine) = (source.RetornoId, settlement.Line);
            if (settlement.Credit is { } credit) payment.Credited(credit, now);
            drawn.Add(new(settlement, allocation, payment, shares));
        }
        return drawn;
    }

    /// <summary>Those that may be ordinary by what is known of the slip itself.</summary>
    private static List<SlipSettlement> Ordinary(IReadOnlyList<SlipSettlement> asked)
    {
        var times = new Dictionary<long, int>(asked.Count);
        foreach (var settlement in asked) times[settlement.Boleto.Id] = times.GetValueOrDefault(settlement.Boleto.Id) + 1;
        return [.. asked.Where(a => a.Boleto is { Status: BoletoStatus.Registered } boleto && boleto.Abatement == Money.Zero && boleto.NextBankCallAt is null && times[boleto.Id] == 1
            && a.Paid.IsPositive && (a.Credit is not { } credit || (credit.Tariff >= Money.Zero && credit.Tariff <= a.Paid && credit.On >= a.PaidOn)))];
    }

    /// <summary>Gives each slip its items and their debts; a slip with a debt that was paid in part, or is on another slip too, gets none.</summary>
    private async Task LoadAsync(List<SlipSettlement> ordinary, IReadOnlySet<long> told, CancellationToken cancellation)
    {
        var slips = ordinary.ToDictionary(a => a.Boleto.Id, a => a.Boleto);
        var slipIds = slips.Keys.ToList();
        // No more of a debt than its price and its news take: whole rows cost as much to read as all the rest to decide.
        var items = await db.BoletoItems.AsNoTracking().Where(i => EF.Parameter(slipIds).Contains(i.BoletoId)).Select(i => new BoletoItem
        {
            Id = i.Id, BoletoId = i.BoletoId, ReceivableId = i.ReceivableId, Principal = i.Principal, Correction = i.Correction, Fine = i.Fine, Interest = i.Interest, Total = i.Total,
            Receivable = new()
            {
                Id = i.Receivable!.Id, DebtorId = i.Receivable.DebtorId, ExternalId = i.Receivable.ExternalId, IssuedOn = i.Receivable.IssuedOn, DueOn = i.Receivable.DueOn, MovedTo = i.Receivable.MovedTo,
                Principal = i.Receivable.Principal, Status = i.Receivable.Status, IsConsumer = i.Receivable.IsConsumer, TimeBarredOn = i.Receivable.TimeBarredOn, OwnFine = i.Receivable.OwnFine,
                OwnInterestPerMonth = i.Receivable.OwnInterestPerMonth, Version = i.Receivable.Version,
            },
        }).ToListAsync(cancellation);
        var debtIds = items.Select(i => i.ReceivableId).Distinct().ToList();
        var special = (await db.PaymentAllocations.Where(a => EF.Parameter(debtIds).Contains(a.ReceivableId)).Select(a => a.ReceivableId).ToListAsync(cancellation)).ToHashSet();
        special.UnionWith(await OnOtherSlipsAsync(debtIds, slips, told, cancellation));
        items.Sort(static (a, b) => a.Id.CompareTo(b.Id));
        foreach (var item in items)
        {
            if (special.Contains(item.ReceivableId)) item.Receivable = null;
            slips[item.BoletoId].Items.Add(item);
        }
    }

    /// <summary>Slips the bank was asked to change and has not answered: what was paid may say that it did.</summary>
    private async Task<HashSet<long>> ChangingAsync(List<long> slips, CancellationToken cancellation) =>
        (await db.BankOrders.Where(o => o.BoletoId != null && EF.Parameter(slips).Contains(o.BoletoId.Value) && o.State == BankOrderState.Sent && o.Kind != BankOrderKind.Entry && o.Kind != BankOrderKind.Closure)
            .Select(o => o.BoletoId!.Value).ToListAsync(cancellation)).ToHashSet();

    /// <summary>Debts that another slip asks for as well, which would have to be closed: one at the bank, or another of this batch.</summary>
    private async Task<IEnumerable<long>> OnOtherSlipsAsync(List<long> debtIds, Dictionary<long, Boleto> slips, IReadOnlySet<long> told, CancellationToken cancellation)
    {
        var all = await db.BoletoItems.Where(i => EF.Parameter(debtIds).Contains(i.ReceivableId)).Select(i => new { i.ReceivableId, i.BoletoId }).ToListAsync(cancellation);
        var shared = all.GroupBy(i => i.ReceivableId).Where(slipsOf => slipsOf.Count() > 1).ToList();
        if (shared.Count == 0) return [];
        var others = shared.SelectMany(slipsOf => slipsOf.Select(i => i.BoletoId)).Distinct().Where(id => !slips.ContainsKey(id) && !told.Contains(id)).ToList();
        var ended = await db.Boletos.Where(b => EF.Parameter(others).Contains(b.Id) && (b.Status == BoletoStatus.Paid || b.Status == BoletoStatus.PaidAfterClosure
            || b.Status == BoletoStatus.Closed || b.Status == BoletoStatus.ClosureRequested || b.Status == BoletoStatus.Superseded || b.Status == BoletoStatus.Rejected)).Select(b => b.Id).ToListAsync(cancellation);
        return shared.Where(slipsOf => slipsOf.Count(i => !ended.Contains(i.BoletoId)) > 1).Select(slipsOf => slipsOf.Key);
    }

    /// <summary>False when a slip or a debt was no longer as it was read.</summary>
    private async Task<bool> WriteAsync(Creditor creditor, List<Drawn> drawn, BatchSource source, DateTime now, CancellationToken cancellation)
    {
        // Payloads are written on another core while the database takes the rest.
        var told = Task.Run(() => drawn.SelectMany(d => new[] { _told.Paid(d.Asked.Boleto, d.Payment, now), _told.SettledBy(d.Payment, d.Asked.Boleto, d.Allocation, now) }).ToList(), CancellationToken.None);
        try { return await WriteRowsAsync(creditor, drawn, told, source, now, cancellation); }
        // Whatever happens: the next batch writes with the same writer.
        finally { await told; }
    }

    private async Task<bool> WriteRowsAsync(Creditor creditor, List<Drawn> drawn, Task<List<OutgoingEvent>> told, BatchSource source, DateTime now, CancellationToken cancellation)
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
        foreach (var one in drawn) one.Payment.EntryId = entry;
        await InsertPaymentsAsync(drawn, cancellation);
        await _allocations.InsertAsync([.. drawn.SelectMany(d => d.Payment.Allocations)], cancellation);
        await _transitions.InsertAsync([.. drawn.SelectMany(d => d.Asked.Boleto.Transitions)], cancellation);
        await _events.InsertAsync(await told, cancellation);
        return true;
    }

    /// <summary>Their parts name them, so each needs its id before its parts go in.</summary>
    private async Task InsertPaymentsAsync(List<Drawn> drawn, CancellationToken cancellation)
    {
        var reserved = await db.ReserveIdsAsync<Payment>(drawn.Count, cancellation);
        for (var i = 0; i < reserved?.Count; i++) drawn[i].Payment.Id = reserved[i];
        await _payments.InsertAsync(drawn.ConvertAll(d => d.Payment), cancellation);
        if (reserved is null)
        {
            var names = drawn.ConvertAll(d => d.Payment.Reference);
            var ids = await db.Payments.Where(p => p.Source == PaymentSource.Boleto && EF.Parameter(names).Contains(p.Reference)).Select(p => new { p.Reference, p.Id })
                .ToDictionaryAsync(p => p.Reference, p => p.Id, StringComparer.Ordinal, cancellation);
            foreach (var one in drawn) one.Payment.Id = ids[one.Payment.Reference];
        }
        foreach (var one in drawn)
            foreach (var part in one.Payment.Allocations)
                part.PaymentId = one.Payment.Id;
    }

    /// <summary>The receipts of all, title by title no more: each payment names the entry, and has its parts.</summary>
    private static JournalEntry Received(List<Drawn> drawn)
    {
        var sum = default(ReceivedShare);
        foreach (var share in drawn.SelectMany(d => d.Shares))
            sum = new(null, sum.Interest + share.Interest, sum.Fine + share.Fine, sum.Correction + share.Correction, sum.Principal + share.Principal,
                sum.Reduction + share.Reduction, sum.Tolerated + share.Tolerated, sum.Discount + share.Discount, sum.WrittenOff + share.WrittenOff);
        return Bookkeeping.PaymentReceived(LedgerAccount.CashInTransit, drawn.Sum(d => d.Payment.Amount), [sum], Money.Zero);
    }

    private static JournalEntry? Credited(List<Drawn> drawn)
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

    private static AuditEntry Audit(long creditorId, List<Drawn> drawn, BatchSource source, DateTime now) => new()
    {
        CreditorId = creditorId, At = now, Actor = source.Actor, Action = "payment.record", Subject = source.Key,
        Detail = $"{drawn.Count} payments by boleto of {drawn.Sum(d => d.Payment.Amount)}, lines {drawn.Min(d => d.Asked.Line)} to {drawn.Max(d => d.Asked.Line)}; shortfall {drawn.Sum(d => d.Payment.Shortfall)}",
    };
}
