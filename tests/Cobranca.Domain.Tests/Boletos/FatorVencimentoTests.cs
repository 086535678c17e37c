using System.Globalization;
using Cobranca.Domain.Boletos;

namespace Cobranca.Domain.Tests.Boletos;

public class FatorVencimentoTests
{
    [Theory]
    [InlineData("2000-07-03", 1000)]
    [InlineData("2002-05-01", 1667)] // Itaú's manual
    [InlineData("2024-02-29", 9641)]
    [InlineData("2025-02-21", 9999)]
    [InlineData("2025-02-22", 1000)]
    [InlineData("2025-02-23", 1001)]
    [InlineData("2026-11-21", 1637)]
    [InlineData("2026-12-10", 1656)]
    [InlineData("2049-10-13", 9999)]
    [InlineData("2049-10-14", 1000)]
    public void Counts_days_and_starts_over_after_9999(string dueOn, int fator) => Assert.Equal(fator, FatorVencimento.Encode(Day(dueOn)));

    [Theory]
    [InlineData("2000-07-02")]
    [InlineData("1997-10-07")]
    [InlineData("0001-01-01")]
    public void Refuses_days_the_field_cannot_say(string dueOn)
    {
        Assert.False(FatorVencimento.TryEncode(Day(dueOn), out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => FatorVencimento.Encode(Day(dueOn)));
    }

    [Theory]
    [InlineData(1637, "2026-11-21", "2026-11-21")] // not 2002-04-01
    [InlineData(9999, "2026-11-21", "2025-02-21")]
    [InlineData(7500, "2026-11-21", null)]
    [InlineData(7155, "2026-11-21", null)]
    [InlineData(7655, "2026-11-21", "2018-09-22")]
    [InlineData(7000, "2026-11-21", "2041-07-28")]
    [InlineData(9999, "2025-02-21", "2025-02-21")]
    [InlineData(1000, "2025-02-21", "2025-02-22")]
    [InlineData(1000, "2024-12-01", "2025-02-22")]
    [InlineData(9998, "2025-02-22", "2025-02-20")]
    [InlineData(1000, "2050-01-01", "2049-10-14")]
    [InlineData(1000, "2000-07-03", "2000-07-03")]
    [InlineData(0, "2026-11-21", null)]
    [InlineData(999, "2000-07-03", null)] // 02/07/2000 was not written as a fator
    public void Means_the_date_near_the_day_of_reading(int fator, string asOf, string? dueOn) =>
        Assert.Equal(dueOn is null ? null : Day(dueOn), FatorVencimento.Decode(fator, Day(asOf)));

    [Theory]
    [InlineData(-1)]
    [InlineData(10000)]
    public void Is_four_digits(int fator) => Assert.Throws<ArgumentOutOfRangeException>(() => FatorVencimento.Decode(fator, Day("2026-11-21")));

    [Fact]
    public void Every_due_date_is_read_back_on_every_day_of_its_window()
    {
        foreach (var asOf in new[] { "2000-07-03", "2010-01-01", "2025-02-21", "2025-02-22", "2026-11-21", "2040-06-30", "2049-10-13" }.Select(Day))
        {
            for (var ahead = -2999; ahead < 5500; ahead++)
            {
                var dueOn = asOf.AddDays(ahead);
                if (dueOn >= FatorVencimento.FirstDay)
                    Assert.Equal(dueOn, FatorVencimento.Decode(FatorVencimento.Encode(dueOn), asOf));
            }
        }
    }

    [Fact]
    public void At_any_time_499_values_mean_no_date() =>
        Assert.Equal(499, Enumerable.Range(1000, 9000).Count(fator => FatorVencimento.Decode(fator, Day("2026-11-21")) is null));

    [Fact]
    public void Reads_near_the_end_of_the_calendar() =>
        Assert.Equal(DateOnly.MaxValue, FatorVencimento.Decode(FatorVencimento.Encode(DateOnly.MaxValue), DateOnly.MaxValue.AddDays(-1)));

    [SharedFact("vectors/boleto.json")]
    public void Agrees_with_the_shared_vectors()
    {
        var meta = SharedVectors.Read("vectors/boleto.json").GetProperty("meta");
        foreach (var vector in meta.GetProperty("fatorVencimento").EnumerateArray())
        {
            Assert.Equal(
                int.Parse(vector.GetProperty("fator").GetString()!, CultureInfo.InvariantCulture),
                FatorVencimento.Encode(Day(vector.GetProperty("vencimento").GetString()!)));
        }
        foreach (var vector in meta.GetProperty("fatorDecode").GetProperty("examples").EnumerateArray())
        {
            var decoded = vector.GetProperty("decoded").GetString();
            Assert.Equal(
                decoded is null ? null : Day(decoded),
                FatorVencimento.Decode(vector.GetProperty("fator").GetInt32(), Day(vector.GetProperty("referenceDate").GetString()!)));
        }
    }

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Fact]
    public void A_fator_has_one_date_in_each_turn()
    {
        Assert.Equal([new(2000, 7, 3), new(2025, 2, 22)], FatorVencimento.Dates(1000));
        Assert.Equal([new(2025, 2, 21), FatorVencimento.LastDay], FatorVencimento.Dates(9999));
        Assert.Empty(FatorVencimento.Dates(999));
        Assert.Empty(FatorVencimento.Dates(10_000));
    }
}
