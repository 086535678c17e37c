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

/// <summary>What was decided of a batch, on rows as they were read: nothing is written yet, and <see cref="SettleSlips"/> asks whether they still stand so.</summary>
public sealed record DecidedBatch(IReadOnlyList<SlipSettlement> Asked, BatchSource Source)
{
    internal IReadOnlyList<DecidedSettlement> Slips { get; init; } = [];
}

/// <summary>One ordinary settlement, and the rows it will leave, read out while nobody waits for them; their moment is that of the writing.</summary>
internal sealed record DecidedSettlement(SlipSettlement Asked, SlipAllocation Allocation, Payment Payment, IReadOnlyList<ReceivedShare> Shares)
{
    /// <summary>The payment; its number, entry and moment are known when it is written.</summary>
    public required object?[] PaymentRow { get; init; }

    /// <summary>Its parts; they name the payment.</summary>
    public required object?[][] PartRows { get; init; }

    /// <summary>The step of the slip.</summary>
    public required object?[] StepRow { get; init; }

    /// <summary>What the creditor's systems are told, in this order.</summary>
    public required object?[][] EventRows { get; init; }
}

/// <summary>
/// Decides which settlements of a file are ordinary, and all that each of them leads to: a registered slip paid once, its debts open and
/// settled to the end with nothing over. Reads, and holds nothing, so that it can be done for one batch while another is written
/// (docs/decisions/0054). Each is decided by <see cref="SlipAllocation"/> like any payment. (Decidir liquidações.)
/// </summary>
public sealed class DecideSettlements(CobrancaDb db, PricingRules rules) : IDisposable
{
    private readonly SettledSlipEvents _told = new();
    private readonly BulkColumns<Payment> _payments = new(db, numbered: true);
    private readonly BulkColumns<PaymentAllocation> _parts = new(db);
    private readonly BulkColumns<BoletoTransition> _steps = new(db);
    private readonly BulkColumns<OutgoingEvent> _events = new(db);

    /// <param name="now">Stands in the rows until they are written: what is decided does not depend on it.</param>
    /// <param name="asked">At most <see cref="SettleSlips.MaxBatch"/>, in the order of the file.</param>
    public async Task<DecidedBatch> DecideAsync(Creditor creditor, IReadOnlyList<SlipSettlement> asked, BatchSource source, DateTime now, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(asked.Count, SettleSlips.MaxBatch);
        var ordinary = Ordinary(asked);
        if (ordinary.Count == 0) return new(asked, source);
        await LoadAsync(ordinary, cancellation);
        var pricer = await rules.PricerAsync(creditor, cancellation);
        var decided = new List<DecidedSettlement>(ordinary.Count);
        foreach (var settlement in ordinary)
            if (Decide(creditor, settlement, source, pricer, now) is { } one) decided.Add(one);
        return new(asked, source) { Slips = decided };
    }

    public void Dispose() => _told.Dispose();

    private DecidedSettlement? Decide(Creditor creditor, SlipSettlement settlement, BatchSource source, ReceivablePricer pricer, DateTime now)
    {
        var boleto = settlement.Boleto;
        if (boleto.Items.Count == 0 || !boleto.Items.TrueForAll(item => item.Receivable is { Status: ReceivableStatus.Open })) return null;
        var allocation = SlipAllocation.Of(boleto, settlement.Paid, settlement.PaidOn, pricer, creditor.Limits.PaymentTolerance);
        // Its value was lowered: what was granted, and what of it was paid all the same, is booked by itself.
        if (boleto.Granted.IsPositive) return null;
        // Over, short beyond the tolerance, in part: a person should see it, so it is booked by itself.
        if (allocation.Surplus != Money.Zero || allocation.Shares.Count != boleto.Items.Count || !allocation.Shares.All(share => share.Settles)) return null;
        if (boleto.Hear(new BoletoEvent.PaymentReceived(settlement.PaidOn, settlement.Paid), now, new StepSource(source.Who, RetornoId: source.RetornoId, FileLine: settlement.Line),
            $"{settlement.Paid} em {settlement.PaidOn.ToPtBr()}, {settlement.Told}") is null || boleto.Status != BoletoStatus.Paid) return null;
        var (payment, shares) = PaymentBooking.Drawn(creditor.Id, boleto.DebtorId, boleto.Id, settlement.Paid, settlement.PaidOn, PaymentSource.Boleto, settlement.Reference, allocation, now);
        (payment.RetornoId, payment.RetornoLine) = (source.RetornoId, settlement.Line);
        if (settlement.Credit is { } credit) payment.Credited(credit, now);
        return new(settlement, allocation, payment, shares)
        {
            PaymentRow = _payments.Read(payment), PartRows = [.. payment.Allocations.Select(_parts.Read)], StepRow = _steps.Read(boleto.Transitions[^1]),
            EventRows = [_events.Read(_told.Paid(boleto, payment, now)), _events.Read(_told.SettledBy(payment, boleto, allocation, now))],
        };
    }

    /// <summary>Those that may be ordinary by what is known of the slip itself.</summary>
    private static List<SlipSettlement> Ordinary(IReadOnlyList<SlipSettlement> asked)
    {
        var times = new Dictionary<long, int>(asked.Count);
        foreach (var settlement in asked) times[settlement.Boleto.Id] = times.GetValueOrDefault(settlement.Boleto.Id) + 1;
        return [.. asked.Where(a => a.Boleto is { Status: BoletoStatus.Registered } boleto && boleto.Abatement == Money.Zero && boleto.NextBankCallAt is null && times[boleto.Id] == 1
            && a.Paid.IsPositive && (a.Credit is not { } credit || (credit.Tariff >= Money.Zero && credit.Tariff <= a.Paid && credit.On >= a.PaidOn)))];
    }

    /// <summary>Gives each slip its items and their debts; a debt that was paid in part stays away.</summary>
    private async Task LoadAsync(List<SlipSettlement> ordinary, CancellationToken cancellation)
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
        var inPart = (await db.PaymentAllocations.Where(a => EF.Parameter(debtIds).Contains(a.ReceivableId)).Select(a => a.ReceivableId).ToListAsync(cancellation)).ToHashSet();
        items.Sort(static (a, b) => a.Id.CompareTo(b.Id));
        foreach (var item in items)
        {
            if (inPart.Contains(item.ReceivableId)) item.Receivable = null;
            slips[item.BoletoId].Items.Add(item);
        }
    }
}
