using System.Globalization;

namespace Cobranca.Domain.Values;

/// <summary>A percentage, held as the number a contract prints: 2% is <c>Rate.Percent(2m)</c>. Never negative. (Percentual.)</summary>
public readonly record struct Rate : IComparable<Rate>
{
    private Rate(decimal percent) => PercentValue = percent;

    /// <summary>The percentage: 2 for 2%.</summary>
    public decimal PercentValue { get; }

    /// <summary>0%.</summary>
    public static Rate Zero => default;

    /// <summary>A rate from its percentage: <c>Rate.Percent(1m)</c> is 1%.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, above 1000 or with more than six decimal places.</exception>
    public static Rate Percent(decimal percent) => percent is < 0 or > 1000 || decimal.Truncate(percent * 1_000_000m) != percent * 1_000_000m
        ? throw new ArgumentOutOfRangeException(nameof(percent), percent, "A rate lies between 0% and 1000% with at most six decimal places.")
        : new(percent);

    public static bool operator <(Rate left, Rate right) => left.PercentValue < right.PercentValue;
    public static bool operator >(Rate left, Rate right) => left.PercentValue > right.PercentValue;
    public static bool operator <=(Rate left, Rate right) => left.PercentValue <= right.PercentValue;
    public static bool operator >=(Rate left, Rate right) => left.PercentValue >= right.PercentValue;

    public int CompareTo(Rate other) => PercentValue.CompareTo(other.PercentValue);

    /// <summary>As a Brazilian reads it: <c>2%</c>, <c>0,033%</c>.</summary>
    public override string ToString() => PercentValue.ToString("0.######", CultureInfo.InvariantCulture).Replace('.', ',') + "%";
}
