using System.Collections.Immutable;
using Cobranca.Domain.Calendars;
using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Rules;

/// <summary>
/// The one way from a stored receivable to its price, for one creditor at one moment: screen, boleto, payment and API ask here, so the
/// same debt on the same day costs the same everywhere. Receivables come with their <see cref="Receivable.Allocations"/>.
/// </summary>
public sealed class ReceivablePricer(TermsHistory terms, IndexTable indices, BankCalendar calendar)
{
    /// <summary>National holidays and those of the creditor's state and city.</summary>
    public BankCalendar Calendar => calendar;

    public IndexTable Indices => indices;

    /// <summary>The terms the receivable keeps: the creditor's of its own day, with what it has of its own.</summary>
    public PriceTerms TermsFor(Receivable receivable) =>
        terms.For(receivable.IssuedOn, receivable.DueOn, receivable.OwnFine, receivable.OwnInterestPerMonth);

    /// <summary>All that the price depends on, for the Domain.</summary>
    public DebtPosition PositionOf(Receivable receivable) =>
        new(receivable.Principal, receivable.PayableOn, TermsFor(receivable), receivable.IsConsumer)
        {
            AgreedOn = receivable.IssuedOn ?? receivable.DueOn,
            // A moved due date postpones charges, not the limitation period.
            TimeBarredOn = receivable.MovedTo is null ? receivable.TimeBarredOn : LimitationOf(receivable).CollectableThrough.AddDays(1),
            Payments = receivable.Allocations.Count == 0
                ? []
                : receivable.Allocations.Where(a => a.ReversedAt is null && a.Amount.IsPositive).OrderBy(a => a.PaidOn).ThenBy(a => a.Id).Select(a => new PartialPayment(a.PaidOn, a.Amount)).ToImmutableArray(),
        };

    /// <summary>What settles the receivable on a day; nothing when it was paid or cancelled, whatever the arithmetic would leave.</summary>
    public PricedDebt PriceOn(Receivable receivable, DateOnly payOn) => receivable.Status is ReceivableStatus.Paid or ReceivableStatus.Cancelled
        ? new()
        {
            PayOn = payOn, Principal = Money.Zero, Correction = Money.Zero, Fine = Money.Zero, Interest = Money.Zero, Surplus = Money.Zero,
            DaysLate = 0, ChargeFreeThrough = calendar.ChargeFreeThrough(receivable.PayableOn),
        }
        : Pricing.PriceOn(PositionOf(receivable), payOn, indices, calendar);

    /// <summary>The same price with every step that makes it.</summary>
    /// <exception cref="InvalidOperationException">It was paid or cancelled: there is no price to prove.</exception>
    public PriceProof Explain(Receivable receivable, DateOnly payOn) => receivable.Status is ReceivableStatus.Paid or ReceivableStatus.Cancelled
        ? throw new InvalidOperationException("A paid or cancelled receivable has no price to prove.")
        : Pricing.Explain(PositionOf(receivable), payOn, indices, calendar);

    /// <summary>Where one more payment would go.</summary>
    public Imputation Impute(Receivable receivable, PartialPayment payment) => Pricing.Impute(PositionOf(receivable), in payment, indices, calendar);

    /// <summary>Until when the receivable may be collected.</summary>
    public LimitationPeriod LimitationOf(Receivable receivable) =>
        LimitationPeriod.Of(receivable.DueOn, TermsFor(receivable).LimitationYears, receivable.TimeBarredOn);

    /// <summary>True when it may no longer be collected on that day: not shown, not offered, not scored.</summary>
    public bool IsTimeBarred(Receivable receivable, DateOnly on) => LimitationOf(receivable).IsTimeBarredOn(on);
}
