using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Rules;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Boletos;

/// <summary>Between whom a boleto is made, and who asks for it.</summary>
/// <param name="Source">As its first transition keeps it: <see cref="BoletoSource.Debtor"/>, or the creditor's key.</param>
public sealed record BoletoParties(Creditor Creditor, long DebtorId, string Source);

/// <summary>What the debtor asked to see: debts by id, the day, and whether it is a late debt's new slip or another date asked for in time.</summary>
public sealed record BoletoWish(IReadOnlyCollection<long> Debts, DateOnly? DueOn, BoletoKind Kind);

/// <summary>One debt as the slip would hold it.</summary>
public sealed record ProposedItem(Receivable Receivable, PriceProof Proof)
{
    public PricedDebt Price => Proof.Price;
    public string Title => Receivable.Title();
}

/// <summary>The slip as it would be made now: what the debtor sees, and what is made if nothing changed since.</summary>
/// <param name="Items">In order of due date; empty when none of the chosen debts can be paid here.</param>
/// <param name="LeftOut">Why chosen debts are missing from <paramref name="Items"/>, as the debtor reads it.</param>
/// <param name="Refusals">Why there can be no slip for <paramref name="DueOn"/>; empty when there can.</param>
/// <param name="Days">The days that can be chosen.</param>
/// <param name="Suggested">A few of them, worth a tap.</param>
/// <param name="Standing">A slip that is already exactly this one.</param>
/// <param name="Replaces">Open slips that would stop counting once this one is registered.</param>
public sealed record BoletoProposal(BoletoKind Kind, DateOnly Today, DateOnly DueOn, DateOnly PayableThrough, IReadOnlyList<ProposedItem> Items,
    IReadOnlyList<string> LeftOut, IReadOnlyList<string> Refusals, IReadOnlyList<DateOnly> Days,
    IReadOnlyList<DateOnly> Suggested, Boleto? Standing, IReadOnlyList<Boleto> Replaces)
{
    public bool IsPossible => Items.Count > 0 && Refusals.Count == 0;

    /// <summary>The chosen day cannot be: another one may do.</summary>
    public bool IsDayImpossible => Refusals.Count > 0 && !Days.Contains(DueOn);

    public Money Amount => Items.Sum(item => item.Price.Total);

    /// <summary>Names everything the debtor was shown to agree to. A form carries it back: what was seen is what is issued.</summary>
    public string Revision
    {
        get
        {
            var shown = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{Kind}|{DueOn:yyyy-MM-dd}"));
            foreach (var (receivable, price) in Items.Select(item => (item.Receivable, item.Price)))
                shown.Append(CultureInfo.InvariantCulture,
                    $"|{receivable.Id}:{price.Principal.Centavos}:{price.Correction.Centavos}:{price.Fine.Centavos}:{price.Interest.Centavos}");
            return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(shown.ToString())).AsSpan(0, 16));
        }
    }
}

/// <summary>Works out the slip a debtor would get. The page shows it and the handler makes it: one computation.</summary>
public sealed class BoletoProposals(CobrancaDb db, PricingRules rules, BusinessClock clock)
{
    /// <summary>Null when one of the debts is not this debtor's to see: for the person it does not exist.</summary>
    public async Task<BoletoProposal?> ProposeAsync(BoletoParties parties, BoletoWish wish, CancellationToken cancellation)
    {
        if (wish.Debts.Count == 0) return null;
        var today = clock.Today;
        var ids = wish.Debts.ToList();
        var receivables = await db.Receivables.AsNoTracking().Include(r => r.Allocations)
            .Where(r => r.DebtorId == parties.DebtorId && ids.Contains(r.Id)).OrderBy(r => r.DueOn).ThenBy(r => r.Id).ToListAsync(cancellation);
        var pricer = await rules.PricerAsync(parties.Creditor, cancellation);
        // Nothing is said of a time-barred debt, not even that it is one (domain facts §4.5).
        if (receivables.Count != ids.Count || receivables.Exists(r => pricer.IsTimeBarred(r, today))) return null;

        var leftOut = receivables.Where(r => r.Status != ReceivableStatus.Open).Select(r => WhyLeftOut(r, parties)).ToList();
        receivables.RemoveAll(r => r.Status != ReceivableStatus.Open || pricer.PriceOn(r, today).IsSettled);

        var policy = new ReissuePolicy(LimitsFor(parties, wish.Kind), today, pricer.Calendar.ChargeFreeThrough);
        var changes = wish.Kind == BoletoKind.DueDateChange ? await DateChangesThisYearAsync(parties, today, cancellation) : 0;
        var debts = receivables.ConvertAll(r => new ReissueDebt(r.PayableOn, day => pricer.PriceOn(r, day).Total, pricer.LimitationOf(r).CollectableThrough, changes));
        var days = Offered(policy, debts, wish.Kind);
        var dueOn = wish.DueOn ?? (days.Count > 0 ? days[0] : today);

        List<string> refusals = [];
        List<ProposedItem> items = [];
        if (receivables.Count > 0)
        {
            refusals.AddRange(WhyNotAChange(wish.Kind, debts, dueOn, policy));
            switch (policy.Decide(debts, dueOn))
            {
                case ReissueDecision.Allowed allowed:
                    items.AddRange(receivables.Zip(allowed.Lines, (r, line) => new ProposedItem(r, pricer.Explain(r, line.PricedOn))));
                    break;
                case ReissueDecision.Refused refused:
                    // A change of date that is no change is one problem, not two.
                    if (refusals.Count == 0) refusals.AddRange(refused.Reasons.Select(Words));
                    items.AddRange(receivables.Select(r => new ProposedItem(r, pricer.Explain(r, Within(days, dueOn, today)))));
                    break;
            }
        }
        var open = await OpenSlipsAsync(parties, [.. items.Select(item => item.Receivable.Id)], cancellation);
        var standing = refusals.Count == 0 ? open.Find(slip => slip.Status != BoletoStatus.AtNotary && IsSame(slip, items, dueOn)) : null;
        // Only a day that can be chosen is sure to be in the calendar: any date at all can stand in an address.
        var payableThrough = items.Count > 0 && refusals.Count == 0 ? pricer.Calendar.ChargeFreeThrough(dueOn) : dueOn;
        return new(wish.Kind, today, dueOn, payableThrough, items, leftOut, refusals, days, Suggest(days, policy), standing,
            [.. open.Where(slip => slip != standing)]);
    }

    private static ReissueLimits LimitsFor(BoletoParties parties, BoletoKind kind)
    {
        var limits = parties.Creditor.Limits;
        return new()
        {
            MaxDaysAhead = limits.PayDateMaxDays, MinAmount = limits.MinBoletoAmount, MaxDebtsPerBoleto = limits.MaxDebtsPerBoleto,
            // Another date is asked for on its own page, one debt at a time, and is free of charges (docs/decisions/0021).
            DateChangeMaxDays = kind == BoletoKind.DueDateChange ? limits.DueDateChangeMaxDays : 0,
            DateChangesPerYear = kind == BoletoKind.DueDateChange ? limits.DueDateChangesPerYear : 0,
            DateChangeWaivesCharges = true,
        };
    }

    private static List<DateOnly> Offered(ReissuePolicy policy, List<ReissueDebt> debts, BoletoKind kind)
    {
        if (debts.Count == 0) return [];
        var days = policy.AllowedDays(debts);
        return [.. kind == BoletoKind.DueDateChange ? days.Where(day => debts.TrueForAll(debt => day > policy.ChargeFreeThrough(debt.DueOn))) : days];
    }

    /// <summary>The first day, a few business days within a week, and the last: at most five.</summary>
    private static List<DateOnly> Suggest(List<DateOnly> days, ReissuePolicy policy)
    {
        if (days.Count == 0) return [];
        var ahead = new[] { 3, 5, 7 }.Select(days[0].AddDays).Select(policy.ChargeFreeThrough).Where(days.Contains);
        return [.. ahead.Prepend(days[0]).Append(days[^1]).Distinct().Order()];
    }

    private static IEnumerable<string> WhyNotAChange(BoletoKind kind, List<ReissueDebt> debts, DateOnly dueOn, ReissuePolicy policy)
    {
        if (kind != BoletoKind.DueDateChange) yield break;
        var due = debts.Max(debt => policy.ChargeFreeThrough(debt.DueOn));
        if (due < policy.Today) yield return "Esta dívida já venceu: para ela você pode gerar um boleto atualizado.";
        else if (dueOn <= due) yield return $"Esta dívida já pode ser paga até {due.ToPtBr()} sem acréscimo. Escolha uma data depois dessa.";
    }

    /// <summary>Counted for the person, not for the debt: an account a month would otherwise have no limit.</summary>
    private async Task<int> DateChangesThisYearAsync(BoletoParties parties, DateOnly today, CancellationToken cancellation)
    {
        var asked = await db.Boletos.AsNoTracking()
            .Where(b => b.DebtorId == parties.DebtorId && b.Kind == BoletoKind.DueDateChange && b.Status != BoletoStatus.Rejected)
            .OrderByDescending(b => b.RequestedAt).Select(b => b.RequestedAt).Take(parties.Creditor.Limits.DueDateChangesPerYear + 1).ToListAsync(cancellation);
        return asked.Count(at => BusinessClock.Local(at).Year == today.Year);
    }

    private Task<List<Boleto>> OpenSlipsAsync(BoletoParties parties, List<long> receivables, CancellationToken cancellation) =>
        db.Boletos.AsNoTracking().Include(b => b.Items).ThenInclude(i => i.Receivable)
            .StillOpen().Where(b => b.DebtorId == parties.DebtorId && b.Items.Any(i => receivables.Contains(i.ReceivableId)))
            .OrderByDescending(b => b.Id).ToListAsync(cancellation);

    /// <summary>For the same debts and day, and at the same price; or at a lower one that the creditor granted, which nobody replaces by a dearer slip.</summary>
    private static bool IsSame(Boleto slip, List<ProposedItem> items, DateOnly dueOn) => slip.DueOn == dueOn && slip.Items.Count == items.Count
        && items.TrueForAll(item => slip.Items.Exists(i => i.ReceivableId == item.Receivable.Id))
        && (slip.IsChanged()
            ? slip.ToPay <= items.Sum(item => item.Price.Total)
            : items.TrueForAll(item => slip.Items.Exists(i => i.ReceivableId == item.Receivable.Id && i.Principal == item.Price.Principal
                && i.Correction == item.Price.Correction && i.Fine == item.Price.Fine && i.Interest == item.Price.Interest)));

    private static DateOnly Within(List<DateOnly> days, DateOnly day, DateOnly today) =>
        days.Count == 0 ? today : day < days[0] ? days[0] : day > days[^1] ? days[^1] : day;

    private static string Words(ReissueRefusal refusal) => refusal switch
    {
        ReissueRefusal.DateChangesUsedUp { PerYear: 0, Last: var last } =>
            $"Uma das dívidas ainda não venceu: escolha uma data até {last.ToPtBr()}, ou peça outra data só para ela.",
        ReissueRefusal.DateChangesUsedUp { PerYear: 1 } => "Você já mudou um vencimento neste ano, e só pode mudar um.",
        ReissueRefusal.DateChangesUsedUp { PerYear: var times } => $"Você já mudou {times} vencimentos neste ano, que é o limite.",
        _ => refusal.Text,
    };

    private static string WhyLeftOut(Receivable receivable, BoletoParties parties) => receivable.Status switch
    {
        ReceivableStatus.Paid => $"{receivable.Title()}: já está paga.",
        ReceivableStatus.Disputed => $"{receivable.Title()}: está em análise e nada é cobrado até {parties.Creditor.TradeName} responder.",
        ReceivableStatus.Agreed => $"{receivable.Title()}: faz parte de um acordo.",
        _ => $"{receivable.Title()}: não está em cobrança agora.",
    };
}
