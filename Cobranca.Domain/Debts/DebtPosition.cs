using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Debts;

/// <summary>Money that came in for a debt. (Pagamento parcial.)</summary>
/// <param name="PaidOn">The day the debtor paid, not the day the bank credited it.</param>
/// <param name="Amount">What was paid; above zero.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PartialPayment(DateOnly PaidOn, Money Amount);

/// <summary>
/// All that a price depends on, for one debt: what is owed since when, under which terms, and what was already paid. A reversed payment
/// is left out of the list, and everything is as if it had never been. (Posição da dívida.)
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct DebtPosition
{
    /// <summary>R$ 9.999.999.999,99, the most a Pix charge can carry.</summary>
    public static readonly Money HighestPrincipal = new(999_999_999_999);

    private readonly PriceTerms? _terms;
    private readonly ImmutableArray<PartialPayment> _payments;
    private readonly DateOnly? _agreedOn;

    /// <summary>A debt as the price engine sees it.</summary>
    /// <param name="principal">The amount owed before any payment and charge.</param>
    /// <param name="dueOn">The due date printed on the debt, business day or not.</param>
    /// <param name="terms">The terms the debt keeps (<see cref="TermsHistory.For"/>).</param>
    /// <param name="isConsumer">True unless the creditor says otherwise: consumer debts have the lower ceilings.</param>
    /// <exception cref="ArgumentOutOfRangeException">Principal not above zero or above <see cref="HighestPrincipal"/>.</exception>
    public DebtPosition(Money principal, DateOnly dueOn, PriceTerms terms, bool isConsumer = true)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (!principal.IsPositive || principal > HighestPrincipal)
            throw new ArgumentOutOfRangeException(nameof(principal), principal, $"A principal is above zero and at most {HighestPrincipal}.");
        Principal = principal;
        DueOn = dueOn;
        _terms = terms;
        IsConsumer = isConsumer;
        _payments = [];
    }

    /// <summary>The amount owed before any payment and charge.</summary>
    public Money Principal { get; }

    /// <summary>The due date printed on the debt.</summary>
    public DateOnly DueOn { get; }

    /// <summary>The terms the debt keeps.</summary>
    public PriceTerms Terms => _terms ?? throw new InvalidOperationException("A debt position is made by its constructor.");

    /// <summary>Whether the consumer ceilings hold.</summary>
    public bool IsConsumer { get; }

    /// <summary>The day whose ceilings hold: the issue date where known, else the due date.</summary>
    public DateOnly AgreedOn
    {
        get => _agreedOn ?? DueOn;
        init => _agreedOn = value;
    }

    /// <summary>The receivable's own first day without collection (<c>prescreve_em</c>), if it has one.</summary>
    public DateOnly? TimeBarredOn { get; init; }

    /// <summary>When the limitation period was interrupted, if it was.</summary>
    public DateOnly? InterruptedOn { get; init; }

    /// <summary>What was paid so far, oldest first; those of one day in the order given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An amount that is not above zero.</exception>
    public ImmutableArray<PartialPayment> Payments
    {
        get => _payments;
        init => _payments = OldestFirst(value);
    }

    /// <summary>Until when the debt may be collected.</summary>
    public LimitationPeriod Limitation => LimitationPeriod.Of(DueOn, Terms.LimitationYears, TimeBarredOn, InterruptedOn);

    private static ImmutableArray<PartialPayment> OldestFirst(ImmutableArray<PartialPayment> payments)
    {
        if (payments.IsDefaultOrEmpty)
            return [];
        var sorted = true;
        for (var i = 0; i < payments.Length; i++)
        {
            if (!payments[i].Amount.IsPositive)
                throw new ArgumentOutOfRangeException(nameof(payments), payments[i].Amount, "A payment is above zero.");
            sorted &= i == 0 || payments[i - 1].PaidOn <= payments[i].PaidOn;
        }

        return sorted ? payments : [.. payments.OrderBy(payment => payment.PaidOn)];
    }
}
