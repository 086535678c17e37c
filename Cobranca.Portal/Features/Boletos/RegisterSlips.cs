using System.Text.Json;
using Cobranca.Domain.Boletos;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using BoletoTransition = Cobranca.Portal.Persistence.Model.BoletoTransition;

namespace Cobranca.Portal.Features.Boletos;

/// <summary>One slip that a file says the bank has registered.</summary>
/// <param name="Line">In the file.</param>
/// <param name="Boleto">
/// As it was read, untracked and without its items; its version is the referee, so it may have been read before the debtor's turn. It is moved
/// along, also when it comes to nothing: read it again.
/// </param>
public sealed record SlipEntry(int Line, Boleto Boleto);

/// <param name="Lines">Those that are written; of the others nothing is.</param>
/// <param name="IsStale">One of the slips or orders was no longer as it was read, and therefore nothing is written.</param>
public sealed record RegisteredBatch(IReadOnlySet<int> Lines, bool IsStale = false);

/// <summary>
/// Registers the ordinary slips of a file many at a time (docs/decisions/0055): one that waits, whose entry alone is with the bank, and that takes
/// no other slip's place. Each hears what it would hear alone (<see cref="SlipAnswers"/>) and leaves the rows it would leave alone. What is
/// not ordinary is left as it was. (Registro em lote.)
/// </summary>
public sealed class RegisterSlips(CobrancaDb db) : IAsyncDisposable
{
    /// <summary>So that a batch takes some ten megabytes at most.</summary>
    public const int MaxBatch = 5_000;

    private static readonly JsonEncodedText LinhaDigitavel = JsonEncodedText.Encode("linhaDigitavel");

    private readonly VersionedChange<Boleto> _boletos = new(db, nameof(Boleto.Status), nameof(Boleto.RegisteredAt), nameof(Boleto.NextBankCallAt), nameof(Boleto.BankCalls));
    private readonly VersionedChange<BankOrder> _orders = VersionedChange<BankOrder>.Numbering(db, nameof(BankOrder.RetornoLine), nameof(BankOrder.State), nameof(BankOrder.AnsweredAt), nameof(BankOrder.RetornoId));
    private readonly BulkInsert<BoletoTransition> _transitions = new(db);
    private readonly BulkInsert<OutgoingEvent> _events = new(db);
    private readonly EventPayload _payload = new();

    /// <summary>
    /// Writes what it can inside the caller's transaction, which holds the turns of all the debtors. When somebody else changed one of the slips or
    /// orders since it was read, nothing is written.
    /// </summary>
    /// <param name="asked">At most <see cref="MaxBatch"/>, in the order of the file.</param>
    /// <param name="told">All slips the file says something of in the same batch, these included: what comes first there is done first.</param>
    public async Task<RegisteredBatch> RegisterAsync(IReadOnlyList<SlipEntry> asked, long retornoId, IReadOnlySet<long> told, DateTime now, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(asked.Count, MaxBatch);
        var transaction = db.Database.CurrentTransaction ?? throw new InvalidOperationException("Registrations are part of the transaction that holds the debtors' turns.");
        var registered = await DecideAsync(asked, retornoId, told, now, cancellation);
        if (registered.Count == 0) return new(new HashSet<int>());
        const string untouched = "register";
        await transaction.CreateSavepointAsync(untouched, cancellation);
        try
        {
            if (!await WriteAsync(registered, retornoId, now, cancellation)) throw new DbUpdateConcurrencyException("A slip or an order of the batch changed since it was read.");
        }
        catch (Exception race) when (race.IsLostRace() && !race.IsDeadlock())
        {
            await transaction.RollbackToSavepointAsync(untouched, cancellation);
            return new(new HashSet<int>(), IsStale: true);
        }
        return new(registered.Select(r => r.Asked.Line).ToHashSet());
    }

    public async ValueTask DisposeAsync()
    {
        await _boletos.DisposeAsync();
        await _orders.DisposeAsync();
        await _transitions.DisposeAsync();
        await _events.DisposeAsync();
        _payload.Dispose();
    }

    /// <summary>One slip as it will be written, and its order as it was read.</summary>
    private sealed record Registered(SlipEntry Asked, ReadRow Order)
    {
        public Boleto Boleto => Asked.Boleto;
    }

    private async Task<List<Registered>> DecideAsync(IReadOnlyList<SlipEntry> asked, long retornoId, IReadOnlySet<long> told, DateTime now, CancellationToken cancellation)
    {
        var registered = new List<Registered>(asked.Count);
        // A due date that was asked for moves its debts with it: by itself.
        var waiting = asked.GroupBy(a => a.Boleto.Id).Where(a => a.Count() == 1).Select(a => a.First()).Where(a => a.Boleto.Status.IsWaiting() && a.Boleto.Kind == BoletoKind.Reissue).ToList();
        if (waiting.Count == 0) return registered;
        var slips = waiting.ToDictionary(a => a.Boleto.Id, a => a.Boleto);
        var orders = await OnlyEntriesAsync([.. slips.Keys], cancellation);
        await LoadAsync(slips, cancellation);
        var replacing = await ReplacingAsync(slips, told, cancellation);
        foreach (var one in waiting)
        {
            var boleto = one.Boleto;
            if (boleto.Items.Count == 0 || replacing.Contains(boleto.Id) || !orders.TryGetValue(boleto.Id, out var order)) continue;
            if (boleto.Hear(new BoletoEvent.RegistrationConfirmed(), now, new StepSource(BoletoSource.Retorno, RetornoId: retornoId, FileLine: one.Line)) is null || boleto.Status != BoletoStatus.Registered) continue;
            if (boleto.Items.Exists(SlipAnswers.HasOwnSlip)) boleto.PlanBankCall(now);
            registered.Add(new(one, order with { Number = one.Line }));
        }
        return registered;
    }

    /// <summary>The entries of the slips of which the bank has been asked that alone, and has said nothing.</summary>
    private async Task<Dictionary<long, ReadRow>> OnlyEntriesAsync(List<long> slips, CancellationToken cancellation)
    {
        var open = await db.BankOrders.Where(o => o.BoletoId != null && EF.Parameter(slips).Contains(o.BoletoId.Value) && (o.State == BankOrderState.Sent || o.State == BankOrderState.Queued))
            .Select(o => new { Slip = o.BoletoId!.Value, o.Id, o.Version, IsSentEntry = o.Kind == BankOrderKind.Entry && o.State == BankOrderState.Sent && o.Reason == null }).ToListAsync(cancellation);
        return open.GroupBy(o => o.Slip).Where(of => of.Count() == 1 && of.First().IsSentEntry).ToDictionary(of => of.Key, of => new ReadRow(of.First().Id, of.First().Version));
    }

    /// <summary>Gives each slip its items, with as much of their debts as its news takes.</summary>
    private async Task LoadAsync(Dictionary<long, Boleto> slips, CancellationToken cancellation)
    {
        var ids = slips.Keys.ToList();
        var items = await db.BoletoItems.AsNoTracking().Where(i => EF.Parameter(ids).Contains(i.BoletoId)).Select(i => new BoletoItem
        {
            Id = i.Id, BoletoId = i.BoletoId, ReceivableId = i.ReceivableId,
            Receivable = new()
            {
                Id = i.Receivable!.Id, ExternalId = i.Receivable.ExternalId, SlipNossoNumero = i.Receivable.SlipNossoNumero, SlipLinhaDigitavel = i.Receivable.SlipLinhaDigitavel, SlipSupersededAt = i.Receivable.SlipSupersededAt,
            },
        }).ToListAsync(cancellation);
        items.Sort(static (a, b) => a.Id.CompareTo(b.Id));
        foreach (var item in items) slips[item.BoletoId].Items.Add(item);
    }

    /// <summary>Slips with a debt that an older slip still asks for, whose place they take; or any slip the batch tells of, which may come first.</summary>
    private async Task<HashSet<long>> ReplacingAsync(Dictionary<long, Boleto> slips, IReadOnlySet<long> told, CancellationToken cancellation)
    {
        var debts = slips.Values.SelectMany(b => b.Items).Select(i => i.ReceivableId).Distinct().ToList();
        // Most are on one slip alone, and then nothing comes back.
        var twice = await db.BoletoItems.Where(i => EF.Parameter(debts).Contains(i.ReceivableId)).GroupBy(i => i.ReceivableId).Where(of => of.Count() > 1).Select(of => of.Key).ToListAsync(cancellation);
        if (twice.Count == 0) return [];
        var on = await db.BoletoItems.Where(i => EF.Parameter(twice).Contains(i.ReceivableId)).Select(i => new { i.ReceivableId, i.BoletoId }).ToListAsync(cancellation);
        var shared = on.GroupBy(i => i.ReceivableId, i => i.BoletoId).ToList();
        var others = shared.SelectMany(of => of).Where(id => !told.Contains(id)).Distinct().ToList();
        var open = (await db.Boletos.StillOpen().Where(b => EF.Parameter(others).Contains(b.Id)).Select(b => b.Id).ToListAsync(cancellation)).ToHashSet();
        return [.. shared.SelectMany(of => of.Where(id => slips.ContainsKey(id) && of.Any(other => other != id && (told.Contains(other) || (other < id && open.Contains(other))))))];
    }

    /// <summary>False when a slip or an order was no longer as it was read.</summary>
    private async Task<bool> WriteAsync(List<Registered> registered, long retornoId, DateTime now, CancellationToken cancellation)
    {
        // Those whose debts had a slip of the creditor's own have a call to the bank before them, the others none.
        foreach (var alike in registered.GroupBy(r => r.Boleto.NextBankCallAt))
        {
            var slips = InOrder(alike.Select(r => new ReadRow(r.Boleto.Id, r.Boleto.Version)));
            if (await _boletos.ApplyAsync(slips, [BoletoStatus.Registered, now, alike.Key, 0], cancellation) != slips.Count) return false;
        }
        var orders = InOrder(registered.Select(r => r.Order));
        if (await _orders.ApplyAsync(orders, [BankOrderState.Confirmed, now, retornoId], cancellation) != orders.Count) return false;
        await _transitions.InsertAsync([.. registered.SelectMany(r => r.Boleto.Transitions)], cancellation);
        await _events.InsertAsync(registered.ConvertAll(r => Told(r.Boleto, now)), cancellation);
        return true;
    }

    private OutgoingEvent Told(Boleto boleto, DateTime now)
    {
        _payload.Begin();
        _payload.WriteSlip(boleto);
        _payload.Json.WriteString(LinhaDigitavel, boleto.LinhaDigitavel);
        return _payload.End(boleto.CreditorId, EventTypes.BoletoRegistered, now);
    }

    /// <summary>By their ids: two batches that want some of the same rows wait for each other instead of both.</summary>
    private static List<ReadRow> InOrder(IEnumerable<ReadRow> rows)
    {
        var sorted = rows.ToList();
        sorted.Sort(static (a, b) => a.Id.CompareTo(b.Id));
        return sorted;
    }
}
