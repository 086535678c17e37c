using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Rules;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Api.Receivables;

/// <summary>One line of a price.</summary>
/// <param name="Kind">principal, correction, fine, interest, payment, surplus or total.</param>
/// <param name="Detail">How it was made.</param>
/// <param name="Amount">What it adds; below zero for what it takes away.</param>
/// <param name="Base">The amount it was computed on.</param>
/// <param name="Rule">The rule and its version.</param>
/// <param name="Source">Contract clause, law or precedent.</param>
public sealed record PriceStep(ProofKind Kind, string Label, string Detail, Money Amount, Money? Base, decimal? RatePercent, int? Days, string Rule, string? Source)
{
    public static PriceStep Of(ProofStep step) => new(step.Kind, step.Label, step.Detail, step.Amount, step.Base, step.RatePercent, step.Days, step.RuleId, step.Source);
}

/// <summary>A receivable priced for one day: the same price as on the debtor's screen.</summary>
/// <param name="Discount">No discounts are granted in this version.</param>
public sealed record ReceivableAnswer(
    string ExternalId, ReceivableStatus Status, Money Principal, Money Correction, Money Fine, Money Interest, Money Discount, Money Total, int DaysLate, DateOnly PayDate,
    IReadOnlyList<PriceStep> Steps)
{
    public required TaxId TaxId { get; init; }
    public required string Name { get; init; }
    public required DateOnly DueDate { get; init; }
    /// <summary>The date the debtor was granted instead of the due date.</summary>
    public required DateOnly? MovedTo { get; init; }
    /// <summary>The original amount.</summary>
    public required Money Amount { get; init; }
    public required Money PaidAmount { get; init; }
    public required string? Description { get; init; }
    public required string? Contract { get; init; }
    public required string? StatusReason { get; init; }
    public required DateTime? StatusChangedAt { get; init; }
    /// <summary>The limitation period is over on the pay date: it is not offered to the debtor, and its price is for your records only.</summary>
    public required bool TimeBarred { get; init; }
    public required DateOnly CollectableThrough { get; init; }
    public required DateTime UpdatedAt { get; init; }

    /// <param name="receivable">With its debtor and allocations.</param>
    public static ReceivableAnswer Of(Receivable receivable, DateOnly payDate, ReceivablePricer pricer)
    {
        var ended = receivable.Status is ReceivableStatus.Paid or ReceivableStatus.Cancelled;
        var proof = ended ? null : pricer.Explain(receivable, payDate);
        var price = proof?.Price ?? pricer.PriceOn(receivable, payDate);
        return new(receivable.ExternalId, receivable.Status, price.Principal, price.Correction, price.Fine, price.Interest, Money.Zero, price.Total, price.DaysLate, payDate,
            [.. (proof?.Steps ?? []).Select(PriceStep.Of)])
        {
            TaxId = receivable.Debtor!.TaxId, Name = receivable.Debtor.Name, DueDate = receivable.DueOn, MovedTo = receivable.MovedTo, Amount = receivable.Principal,
            PaidAmount = receivable.Allocations.Sum(a => a.Amount), Description = receivable.Description, Contract = receivable.Contract,
            StatusReason = receivable.StatusReason, StatusChangedAt = receivable.StatusChangedAt, TimeBarred = pricer.IsTimeBarred(receivable, payDate),
            CollectableThrough = pricer.LimitationOf(receivable).CollectableThrough, UpdatedAt = receivable.UpdatedAt,
        };
    }
}

/// <summary>A receivable in a list, without a price.</summary>
public sealed record ReceivableLine(string ExternalId, TaxId TaxId, ReceivableStatus Status, DateOnly DueDate, Money Amount, Money PaidAmount, DateTime CreatedAt, DateTime UpdatedAt);
