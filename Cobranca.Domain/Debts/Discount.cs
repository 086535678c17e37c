using System.Runtime.InteropServices;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Debts;

/// <summary>
/// What a creditor lets go of, by component, because each has its own authority level and account. (Desconto.)
/// </summary>
/// <param name="Interest">Share of the late interest.</param>
/// <param name="Fine">Share of the fine.</param>
/// <param name="Principal">Share of the principal with its monetary correction.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Discount(Rate Interest, Rate Fine, Rate Principal)
{
    /// <summary>One share of fine and interest alike, nothing off the principal.</summary>
    public static Discount OnCharges(Rate share) => new(share, share, Rate.Zero);

    /// <summary>The price with the discount taken off, each component rounded once.</summary>
    /// <exception cref="InvalidOperationException">A share above 100%.</exception>
    public DiscountedPrice ApplyTo(in PricedDebt price)
    {
        var whole = Rate.Percent(100m);
        if (Interest > whole || Fine > whole || Principal > whole)
            throw new InvalidOperationException("A discount takes off at most the whole component.");
        return new(
            price,
            Exact.Share(price.Interest, Interest),
            Exact.Share(price.Fine, Fine),
            Exact.Share(price.Principal + price.Correction, Principal));
    }
}

/// <summary>A price less a discount. (Valor com desconto.)</summary>
/// <param name="Price">The price before.</param>
/// <param name="Interest">Taken off the interest.</param>
/// <param name="Fine">Taken off the fine.</param>
/// <param name="Principal">Taken off the principal with its correction.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DiscountedPrice(PricedDebt Price, Money Interest, Money Fine, Money Principal)
{
    /// <summary>All that was taken off.</summary>
    public Money Discount => Interest + Fine + Principal;

    /// <summary>What is left to pay.</summary>
    public Money Total => Price.Total - Discount;

    /// <summary>The discount as a percentage of the price before it, four decimal places; zero for a settled debt.</summary>
    public decimal PercentOfPrice => Price.Total == Money.Zero
        ? 0m
        : decimal.Round(Discount.Reais * 100m / Price.Total.Reais, 4, MidpointRounding.AwayFromZero);
}

/// <summary>
/// Lawyers' fees on top of a price (honorários). Never for a consumer: they would need a clause, reciprocity and work only a lawyer can
/// do, and collecting by phone or e-mail is none (STJ, REsp 1.274.629). (Honorários.)
/// </summary>
public static class Honorarios
{
    /// <summary>The fees on an updated total, rounded once; zero for a consumer debt whatever the rate (E14).</summary>
    public static Money On(Money total, Rate rate, bool isConsumer) => isConsumer ? Money.Zero : Exact.Share(total, rate);
}
