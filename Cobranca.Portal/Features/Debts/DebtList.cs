using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Rules;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Debts;

/// <summary>What the debtor chose on the page: a day and some debts. Ids that are not theirs find nothing.</summary>
/// <param name="PayOn">The day to price for; today when absent or not allowed.</param>
/// <param name="Chosen">Null before anything was chosen: then everything due is.</param>
public sealed record DebtChoice(DateOnly? PayOn, IReadOnlyCollection<long>? Chosen);

/// <summary>One debt as it stands on the chosen day.</summary>
public sealed record DebtLine(Receivable Receivable, PricedDebt Price, PriceProof Proof, bool IsDue, bool IsChosen)
{
    public string Title => Receivable.Description ?? (Receivable.Contract is { } contract ? $"Contrato {contract}" : $"Documento {Receivable.ExternalId}");
}

/// <summary>Everything the page of debts shows.</summary>
/// <param name="Due">Due on or before today: what being up to date costs. First due first.</param>
/// <param name="Upcoming">Not due yet.</param>
/// <param name="Paused">Disputed or suspended: shown, not asked for.</param>
public sealed record DebtListView(DateOnly Today, DateOnly PayOn, IReadOnlyList<DebtLine> Due, IReadOnlyList<DebtLine> Upcoming, IReadOnlyList<Receivable> Paused)
{
    public IEnumerable<DebtLine> Chosen => Due.Concat(Upcoming).Where(line => line.IsChosen);
    public Money ChosenTotal => Chosen.Sum(line => line.Price.Total);
    public bool IsEmpty => Due.Count == 0 && Upcoming.Count == 0 && Paused.Count == 0;
}

/// <summary>Loads and prices a debtor's debts. Time-barred ones are not offered (Código Civil art. 206 §5 I; domain facts §4.5).</summary>
public sealed class DebtList(CobrancaDb db, FrequentQueries queries, CurrentCreditor creditor, CurrentDebtor debtor, PricingRules rules, BusinessClock clock)
{
    public async Task<DebtListView> LoadAsync(DebtChoice choice, CancellationToken cancellation)
    {
        var today = clock.Today;
        var payOn = choice.PayOn is { } asked && asked >= today && asked <= LatestPayDate(today) ? asked : today;
        var pricer = await rules.PricerAsync(creditor, cancellation);
        var receivables = await queries.Debts(db, debtor.Id).ToListAsync(cancellation);
        receivables.RemoveAll(r => pricer.IsTimeBarred(r, today));

        var lines = receivables.Where(r => r.Status == ReceivableStatus.Open)
            .Select(r => (Row: r, Proof: pricer.Explain(r, payOn), IsDue: r.PayableOn <= today))
            .Where(line => line.Proof.Price.Total.IsPositive)
            .Select(line => new DebtLine(line.Row, line.Proof.Price, line.Proof, line.IsDue, choice.Chosen?.Contains(line.Row.Id) ?? line.IsDue))
            .ToList();
        return new(today, payOn, [.. lines.Where(l => l.IsDue)], [.. lines.Where(l => !l.IsDue)], [.. receivables.Where(r => r.Status != ReceivableStatus.Open)]);
    }

    /// <summary>The furthest day this creditor prices for.</summary>
    public DateOnly LatestPayDate(DateOnly today) => today.AddDays(creditor.Value.Limits.PayDateMaxDays);
}
