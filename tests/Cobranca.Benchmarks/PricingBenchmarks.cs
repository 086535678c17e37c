using BenchmarkDotNet.Attributes;
using Cobranca.Domain.Calendars;
using Cobranca.Domain.Debts;
using Cobranca.Domain.Values;

namespace Cobranca.Benchmarks;

/// <summary>
/// Prices per second on one core against a floor of the same run: the bare decimal formula with two roundings, with no calendar, no
/// ceilings, no payments. Run: <c>dotnet run -c Release --project tests/Cobranca.Benchmarks -- --filter '*Pricing*'</c>
/// </summary>
[MemoryDiagnoser]
public class PricingBenchmarks
{
    private const int Debts = 1024;

    private static readonly DateOnly PayOn = new(2026, 11, 3);

    private readonly DebtPosition[] _plain = new DebtPosition[Debts];
    private readonly DebtPosition[] _partPaid = new DebtPosition[Debts];
    private readonly DebtPosition[] _corrected = new DebtPosition[Debts];
    private readonly DebtPosition[] _nothingAgreed = new DebtPosition[Debts];
    private IndexTable _indices = IndexTable.Empty;

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        var agreed = new PriceTerms { Fine = Rate.Percent(2m), InterestPerMonth = Rate.Percent(1m) };
        for (var i = 0; i < Debts; i++)
        {
            var principal = new Money(random.Next(1_000, 500_000));
            var due = PayOn.AddDays(-random.Next(1, 400));
            _plain[i] = new(principal, due, agreed);
            _partPaid[i] = _plain[i] with { Payments = [new(due.AddDays(random.Next(0, 400)), new(1 + principal.Centavos / 3))] };
            _corrected[i] = new(principal, due, agreed with { Correction = IndexSeries.Ipca });
            _nothingAgreed[i] = new(principal, due, PriceTerms.NothingAgreed);
        }

        _indices = IndexTable.From(
            from series in new[] { IndexSeries.Ipca, IndexSeries.TaxaLegal }
            from month in Enumerable.Range(0, 24)
            select new MonthlyIndex(series, 2025 + month / 12, month % 12 + 1, 0.5m, "invented"));
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Debts)]
    public decimal Floor()
    {
        var sum = 0m;
        foreach (ref readonly var debt in _plain.AsSpan())
        {
            var principal = debt.Principal.Reais;
            sum += principal
                + decimal.Round(principal * 2m / 100m, 2, MidpointRounding.AwayFromZero)
                + decimal.Round(principal * 1m * (PayOn.DayNumber - debt.DueOn.DayNumber) / 3000m, 2, MidpointRounding.AwayFromZero);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Debts)]
    public Money Price() => Total(_plain);

    [Benchmark(OperationsPerInvoke = Debts)]
    public Money PriceAfterOnePayment() => Total(_partPaid);

    [Benchmark(OperationsPerInvoke = Debts)]
    public Money PriceWithCorrection() => Total(_corrected);

    [Benchmark(OperationsPerInvoke = Debts)]
    public Money PriceByTaxaLegal() => Total(_nothingAgreed);

    [Benchmark(OperationsPerInvoke = Debts)]
    public int PriceWithProof()
    {
        var steps = 0;
        foreach (ref readonly var debt in _plain.AsSpan())
            steps += Pricing.Explain(in debt, PayOn, _indices, BankCalendar.National).Steps.Count;
        return steps;
    }

    private Money Total(DebtPosition[] debts)
    {
        var sum = Money.Zero;
        foreach (ref readonly var debt in debts.AsSpan())
            sum += Pricing.PriceOn(in debt, PayOn, _indices, BankCalendar.National).Total;
        return sum;
    }
}
