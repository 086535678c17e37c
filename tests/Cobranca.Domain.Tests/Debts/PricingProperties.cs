using Cobranca.Domain.Calendars;
using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;
using FsCheck;
using FsCheck.Fluent;
using static Cobranca.Domain.Tests.Debts.Sample;

namespace Cobranca.Domain.Tests.Debts;

/// <summary>What holds for every price. A failure prints the case and the seed that makes it again.</summary>
public class PricingProperties
{
    private const int Cases = 1000;

    private static readonly DateOnly Epoch = new(2015, 1, 1);

    /// <summary>Tables with ups and downs, holes, and different last months; the first is empty, the second never falls.</summary>
    private static readonly IndexTable[] Tables = [IndexTable.Empty, .. Enumerable.Range(1, 12).Select(TableOf)];

    public sealed record Case(
        long Principal, DateOnly DueOn, int DaysAfter, PriceTerms Terms, bool Consumer, (int DaysAfter, long Amount)[] Paid, int Table)
    {
        public DateOnly PayOn => DueOn.AddDays(DaysAfter);

        internal IndexTable Indices => Tables[Table];

        internal DebtPosition Debt => new(new(Principal), DueOn, Terms, Consumer)
        {
            Payments = [.. Paid.Select(one => new PartialPayment(DueOn.AddDays(one.DaysAfter), new(one.Amount)))],
        };

        internal PricedDebt PriceOn(DateOnly day) => Pricing.PriceOn(Debt, day, Indices, Banks);
    }

    [Fact]
    public void Equals_exact_fractions_of_whole_numbers() => Always(one =>
    {
        var price = one.PriceOn(one.PayOn);
        return ExactReference.PriceOn(one.Debt, one.PayOn, one.Indices, Banks)
            == (price.Principal.Centavos, price.Correction.Centavos, price.Fine.Centavos, price.Interest.Centavos, price.Surplus.Centavos);
    });

    [Fact]
    public void Equals_exact_fractions_for_the_largest_debts_and_the_longest_delays() => Always(one =>
    {
        var largest = one with
        {
            Principal = DebtPosition.HighestPrincipal.Centavos - one.Principal % 1000,
            DueOn = one.DueOn.AddYears(5),
            DaysAfter = 10_000 - one.DaysAfter % 100,
            Paid = [],
        };
        var price = largest.PriceOn(largest.PayOn);
        return ExactReference.PriceOn(largest.Debt, largest.PayOn, largest.Indices, Banks)
            == (price.Principal.Centavos, price.Correction.Centavos, price.Fine.Centavos, price.Interest.Centavos, price.Surplus.Centavos);
    });

    [Fact]
    public void No_component_but_a_deflation_is_below_zero() => Always(one =>
    {
        var price = one.PriceOn(one.PayOn);
        return price.Principal >= Money.Zero && price.Fine >= Money.Zero && price.Interest >= Money.Zero && price.Surplus >= Money.Zero
            && price.Total >= Money.Zero && price.DaysLate >= 0
            && (price.Correction >= Money.Zero || !one.Terms.CorrectionNeverNegative);
    });

    [Fact]
    public void Costs_the_principal_less_payments_up_to_the_last_charge_free_day() => Always(one =>
    {
        var price = one.PriceOn(Banks.ChargeFreeThrough(one.DueOn));
        var paid = one.Debt.Payments.Sum(payment => payment.Amount);
        return price.Charges == Money.Zero && price.Correction == Money.Zero && !price.IsLate
            && price.Total == Money.Max(Money.Zero, new Money(one.Principal) - paid)
            && price.Surplus == Money.Max(Money.Zero, paid - new Money(one.Principal));
    });

    [Fact]
    public void Never_falls_from_one_day_to_the_next_without_a_deflation() => Always(one =>
    {
        var upward = one with { Table = one.Table % 2 };
        return upward.PriceOn(upward.PayOn).Total <= upward.PriceOn(upward.PayOn.AddDays(1)).Total;
    });

    [Fact]
    public void Mora_from_the_original_date_never_costs_less() => Always(one =>
        (one with { Terms = one.Terms with { MoraStart = MoraStart.RolledDate, Correction = null }, Paid = [] }).PriceOn(one.PayOn).Total
        <= (one with { Terms = one.Terms with { MoraStart = MoraStart.OriginalDate, Correction = null }, Paid = [] }).PriceOn(one.PayOn).Total);

    [Fact]
    public void The_same_debt_on_the_same_day_costs_the_same_by_any_path() => Always(one =>
    {
        var price = one.PriceOn(one.PayOn);
        var shuffled = one with { Paid = [.. one.Paid.Reverse().OrderBy(payment => payment.DaysAfter)] };
        return price == one.PriceOn(one.PayOn)
            && price == Pricing.Explain(one.Debt, one.PayOn, one.Indices, Banks).Price
            && price.Total == shuffled.PriceOn(one.PayOn).Total;
    });

    [Fact]
    public void The_steps_of_the_proof_add_up_to_the_price() => Always(one =>
    {
        var proof = Pricing.Explain(one.Debt, one.PayOn, one.Indices, Banks);
        return proof.Steps[^1] is { Kind: ProofKind.Total } total
            && total.Amount == proof.Price.Total
            && proof.Steps.SkipLast(1).Sum(step => step.Amount) == proof.Price.Total
            && proof.Steps.Where(step => step.Rounding == Rounding.HalfAwayFromZero)
                .All(step => Math.Abs(step.Unrounded!.Value - step.Amount.Reais) <= 0.0051m)
            && proof.Steps.All(step => step.Label.Length > 0 && step.RuleId.Length > 0);
    });

    [Fact]
    public void Each_payment_is_imputed_whole() => Always(one =>
    {
        var lines = Pricing.Imputations(one.Debt, one.Indices, Banks);
        var last = one.Debt.Payments.Select(payment => payment.PaidOn).DefaultIfEmpty(one.DueOn).Max();
        return lines.Select(line => line.Amount).SequenceEqual(one.Debt.Payments.Select(payment => payment.Amount))
            && lines.All(line => line.Interest >= Money.Zero && line.Fine >= Money.Zero && line.Principal >= Money.Zero)
            && lines.All(line => line.Surplus >= Money.Zero && line.Rest >= Money.Zero)
            && lines.All(line => line.Surplus == Money.Zero || line.Rest == Money.Zero)
            && lines.Sum(line => line.Surplus) == one.PriceOn(last).Surplus
            && (lines.Count == 0 || lines[^1].Rest == one.PriceOn(last).Total);
    });

    [Fact]
    public void A_payment_in_two_parts_on_one_day_is_one_payment() => Always(one =>
    {
        if (one.Paid.Length == 0 || one.Paid[0].Amount < 2)
            return true;
        var (day, amount) = one.Paid[0];
        var inParts = one with { Paid = [(day, amount / 3 + 1), (day, amount - amount / 3 - 1), .. one.Paid.Skip(1)] };
        return inParts.Paid[1].Amount == 0 || inParts.PriceOn(one.PayOn) == one.PriceOn(one.PayOn);
    });

    [Fact]
    public void Paying_the_price_settles_for_good_and_paying_less_leaves_the_difference() => Always(one =>
    {
        var day = one.Debt.Payments.Select(payment => payment.PaidOn).Append(one.PayOn).Max();
        var before = one.PriceOn(day);
        if (before.IsSettled)
            return true;
        var whole = Pricing.Impute(one.Debt, new(day, before.Total), one.Indices, Banks);
        var settled = one.Debt with { Payments = one.Debt.Payments.Add(new(day, before.Total)) };
        var later = Pricing.PriceOn(settled, day.AddDays(400), one.Indices, Banks);
        var centavo = new Money(1);
        var less = before.Total > centavo ? Pricing.Impute(one.Debt, new(day, before.Total - centavo), one.Indices, Banks).Rest : centavo;
        return whole.Rest == Money.Zero && whole.Surplus == Money.Zero && less == centavo
            && later.IsSettled && later.DaysLate == 0 && later.Surplus == before.Surplus;
    });

    [Fact]
    public void An_allocation_loses_no_centavo() => Always(AllCases.ArrayOf(4), cases =>
    {
        var debts = cases.Select(one => one.Debt).ToArray();
        var payment = new PartialPayment(cases.Max(one => one.PayOn), new(cases.Max(one => one.Principal)));
        var allocation = AllocatedPayment.Of(payment, debts, [2], cases[0].Indices, Banks);
        return allocation.Shares.Sum(share => share.Imputation.Amount) + allocation.Surplus == payment.Amount
            && allocation.Shares.All(share => share.Imputation.Surplus == Money.Zero)
            && allocation.Shares.SkipLast(1).All(share => share.Imputation.Rest == Money.Zero || PaidLater(debts[share.Debt]));

        // What a later payment covers already still stands in the rest right after this one.
        bool PaidLater(DebtPosition debt) => debt.Payments.Any(paid => paid.PaidOn > payment.PaidOn);
    });

    private static void Always(Func<Case, bool> holds) => Always(AllCases, holds);

    private static void Always<T>(Gen<T> cases, Func<T, bool> holds) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Cases), Prop.ForAll(cases.ToArbitrary(), holds));

    private static Gen<Case> AllCases =>
        from digits in Gen.Choose(1, 12)
        from high in Gen.Choose(0, 999_999)
        from low in Gen.Choose(0, 999_999)
        from due in Gen.Choose(0, 5000)
        from late in Gen.Frequency((3, Gen.Choose(-40, 60)), (3, Gen.Choose(1, 500)), (1, Gen.Choose(500, 5000)))
        from consumer in Gen.Elements(true, false)
        from terms in Terms(consumer)
        from payments in Gen.Choose(0, 4)
        from paid in Gen.Choose(-40, 700).Zip(Gen.Choose(1, 2000)).ArrayOf(payments)
        from table in Gen.Choose(0, Tables.Length - 1)
        let principal = Math.Max(1, (high * 1_000_000L + low) % (long)Math.Pow(10, digits))
        select new Case(
            principal,
            Epoch.AddDays(due),
            late,
            terms,
            consumer,
            [.. paid.Select(one => (one.Item1, 1 + (long)((Int128)principal * one.Item2 / 3000)))],
            table);

    private static Gen<PriceTerms> Terms(bool consumer) =>
        from fine in Gen.Elements(0m, 2m, consumer ? 1.999999m : 10m, 0.333333m)
        from interest in Gen.Elements<decimal?>(null, 0m, 1m, 0.5m, 0.033333m, consumer ? 0.999999m : 2m)
        from count in Gen.Elements(DayCount.Actual30, DayCount.Thirty360, DayCount.Actual365)
        from start in Gen.Elements(MoraStart.RolledDate, MoraStart.OriginalDate)
        from correction in Gen.Elements<IndexSeries?>(null, null, IndexSeries.Ipca, IndexSeries.IgpM)
        from onCorrected in Gen.Elements(true, false)
        from floor in Gen.Elements(true, false)
        select new PriceTerms
        {
            Fine = Rate.Percent(fine),
            InterestPerMonth = interest is { } rate ? Rate.Percent(rate) : null,
            DayCount = count,
            MoraStart = start,
            Correction = correction,
            FineOnCorrectedValue = onCorrected,
            CorrectionNeverNegative = floor,
        };

    private static IndexTable TableOf(int seed)
    {
        var random = new Random(seed);
        var lowest = seed == 1 ? 0 : -150;
        var rows = new List<(IndexSeries, int, int, decimal)>();
        for (var month = 0; month < 12 * (seed == 1 ? 60 : 6 + seed); month++)
        {
            var (year, number) = (2014 + month / 12, month % 12 + 1);
            foreach (var series in new[] { IndexSeries.Ipca, IndexSeries.IgpM })
            {
                var percent = random.Next(lowest, 300) / 100m;
                if (seed % 4 != 3 || random.Next(10) > 0)
                    rows.Add((series, year, number, percent));
            }

            rows.Add((IndexSeries.Selic, year, number, random.Next(0, 120) / 100m));
            rows.Add((IndexSeries.TaxaLegal, year, number, random.Next(0, 1_000_000) / 1_000_000m));
        }

        return Table([.. rows]);
    }
}
