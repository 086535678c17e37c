using System.Numerics;
using Cobranca.Domain.Calendars;
using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Tests.Debts;

/// <summary>A fraction of whole numbers of any size, for figures without any rounding but the one asked for.</summary>
internal readonly record struct Fraction(BigInteger Over, BigInteger Under)
{
    public static Fraction Of(decimal value)
    {
        var scale = (decimal.GetBits(value)[3] >> 16) & 0xFF;
        var digits = value;
        for (var i = 0; i < scale; i++)
            digits *= 10m;
        return new(new BigInteger(digits), BigInteger.Pow(10, scale));
    }

    public static Fraction Of(long value) => new(value, BigInteger.One);

    public static Fraction operator +(Fraction a, Fraction b) => new(a.Over * b.Under + b.Over * a.Under, a.Under * b.Under);
    public static Fraction operator *(Fraction a, Fraction b) => new(a.Over * b.Over, a.Under * b.Under);
    public static Fraction operator /(Fraction a, long b) => new(a.Over, a.Under * b);

    /// <summary>The nearest whole number, an exact half away from zero.</summary>
    public long Nearest()
    {
        var (whole, rest) = BigInteger.DivRem(BigInteger.Abs(Over), Under);
        return (long)(rest * 2 >= Under ? whole + 1 : whole) * Over.Sign;
    }
}

/// <summary>
/// The price again, written for being obviously right instead of fast: in exact fractions, day by day and month by month. It shares no
/// arithmetic with the engine.
/// </summary>
internal static class ExactReference
{
    /// <summary>Principal, correction, fine, interest and surplus in centavos.</summary>
    public static (long Principal, long Correction, long Fine, long Interest, long Surplus) PriceOn(
        DebtPosition debt, DateOnly payOn, IndexTable indices, BankCalendar calendar)
    {
        var free = calendar.ChargeFreeThrough(debt.DueOn);
        var start = debt.Terms.MoraStart == MoraStart.RolledDate ? free : debt.DueOn;
        long principal = debt.Principal.Centavos, correction = 0, fine = 0, interest = 0, surplus = 0;
        var since = start;
        var months = 0;
        var fined = false;

        foreach (var payment in debt.Payments.OrderBy(one => one.PaidOn))
        {
            Accrue(payment.PaidOn < payOn ? payment.PaidOn : payOn);
            var left = payment.Amount.Centavos;
            interest -= Pay(ref left, interest);
            fine -= Pay(ref left, fine);
            if (correction < 0 && left > 0)
                (principal, correction) = (principal + correction, 0);
            correction -= Pay(ref left, Math.Max(0, correction));
            principal -= Pay(ref left, principal);
            surplus += left;
        }

        Accrue(payOn);
        return (principal, correction, fine, interest, surplus);

        static long Pay(ref long left, long owed)
        {
            var paid = Math.Min(left, owed);
            left -= paid;
            return paid;
        }

        void Accrue(DateOnly day)
        {
            if (day <= free || day <= since || principal + correction == 0)
                return;
            if (debt.Terms.Correction is { } series)
            {
                var factor = Fraction.Of(1);
                for (; start.AddMonths(months + 1) <= day; months++)
                {
                    var month = new DateOnly(start.Year, start.Month, 1).AddMonths(months);
                    if (debt.Terms.InterestPerMonth is not null || month > new DateOnly(2024, 8, 1))
                        factor *= (Fraction.Of(100) + Fraction.Of(Known(series, month))) / 100;
                }

                var value = (Fraction.Of(principal + correction) * factor).Nearest();
                correction = (debt.Terms.CorrectionNeverNegative ? Math.Max(value, principal) : value) - principal;
            }

            if (!fined)
            {
                var onValue = debt.Terms.FineOnCorrectedValue ? principal + correction : principal;
                fine = (Fraction.Of(onValue) * Fraction.Of(debt.Terms.Fine.PercentValue) / 100).Nearest();
                fined = true;
            }

            if (debt.Terms.InterestPerMonth is { } rate)
            {
                var perMonth = Fraction.Of(principal + correction) * Fraction.Of(rate.PercentValue) / 100;
                interest += debt.Terms.DayCount switch
                {
                    DayCount.Actual30 => (perMonth * Fraction.Of(day.DayNumber - since.DayNumber) / 30).Nearest(),
                    DayCount.Actual365 => (perMonth * Fraction.Of(12L * (day.DayNumber - since.DayNumber)) / 365).Nearest(),
                    _ => (perMonth * Fraction.Of(Days360(since, day)) / 30).Nearest(),
                };
            }
            else
            {
                interest += ByLaw(IndexSeries.Selic, before: true) + ByLaw(IndexSeries.TaxaLegal, before: false);
            }

            since = day;

            long ByLaw(IndexSeries series, bool before)
            {
                var percent = Fraction.Of(0);
                for (var one = since.AddDays(1); one <= day; one = one.AddDays(1))
                {
                    if (one < new DateOnly(2024, 8, 30) == before && indices.TryGet(series, one.Year, one.Month, out var published))
                        percent += Fraction.Of(published) / DateTime.DaysInMonth(one.Year, one.Month);
                    if (one.Day == 1)
                        percent = Reduced(percent);
                }

                return (Fraction.Of(principal + correction) * percent / 100).Nearest();
            }
        }

        decimal Known(IndexSeries series, DateOnly month)
        {
            for (var k = 0; month.AddMonths(-k).Year > 2000; k++)
            {
                if (indices.TryGet(series, month.AddMonths(-k).Year, month.AddMonths(-k).Month, out var percent))
                    return percent;
            }

            return 0m;
        }

        static Fraction Reduced(Fraction fraction)
        {
            var common = BigInteger.GreatestCommonDivisor(fraction.Over, fraction.Under);
            return new(fraction.Over / common, fraction.Under / common);
        }
    }

    // Spelled as the reference script of the domain facts spells it.
    private static long Days360(DateOnly from, DateOnly to)
    {
        int first = Math.Min(from.Day, 30), last = to.Day < 31 ? to.Day : 30;
        return 360L * (to.Year - from.Year) + 30L * (to.Month - from.Month) + last - first;
    }
}
