using System.Diagnostics.CodeAnalysis;
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
    public static Rate Percent(decimal percent) =>
        percent is < 0 or > 1000 || decimal.Truncate(percent * 1_000_000m) != percent * 1_000_000m
            ? throw new ArgumentOutOfRangeException(nameof(percent), percent, "A rate is 0% to 1000%, with at most six decimal places.")
            : new(percent);

    /// <summary>
    /// Reads a percentage: <c>2</c>, <c>2,0</c>, <c>0.033</c>, with or without the sign. One comma or point is always the decimal one,
    /// since no rate reaches the thousands.
    /// </summary>
    /// <param name="text">What was typed or imported.</param>
    /// <param name="value">The rate when true; 0% when false.</param>
    /// <param name="problem">When false, one sentence in Portuguese saying what is wrong and what to do.</param>
    public static bool TryParse(string? text, out Rate value, [NotNullWhen(false)] out string? problem)
    {
        value = default;
        var number = Keyed.Trim(text);
        if (number is [.. var digits, '%'])
            number = Keyed.Trim(digits);
        if (number.IsEmpty)
            problem = "Percentual vazio: informe um número, como 2 ou 0,033.";
        else if (number[0] is '-' or '\u2212')
            problem = "Percentual negativo: informe um número a partir de zero.";
        else if (!PlainDecimal.TryRead(number, out var percent, out var places))
            problem = "Percentual incorreto: informe um número como 2 ou 0,033, com uma só vírgula.";
        else if (percent > 1000)
            problem = "Percentual acima de 1000%: confira o número.";
        else if (places > 6)
            problem = "Percentual com mais de 6 casas decimais: arredonde antes.";
        else
        {
            value = Percent(percent);
            problem = null;
        }
        return problem is null;
    }

    /// <summary>Reads a rate that must be right.</summary>
    /// <exception cref="FormatException">It is not; the message is the problem.</exception>
    public static Rate Parse(string text) => TryParse(text, out var value, out var problem) ? value : throw new FormatException(problem);

    public static bool operator <(Rate left, Rate right) => left.PercentValue < right.PercentValue;
    public static bool operator >(Rate left, Rate right) => left.PercentValue > right.PercentValue;
    public static bool operator <=(Rate left, Rate right) => left.PercentValue <= right.PercentValue;
    public static bool operator >=(Rate left, Rate right) => left.PercentValue >= right.PercentValue;

    public int CompareTo(Rate other) => PercentValue.CompareTo(other.PercentValue);

    /// <summary>As a Brazilian reads it: <c>2%</c>, <c>0,033%</c>.</summary>
    public override string ToString() => PercentValue.ToString("0.######", CultureInfo.InvariantCulture).Replace('.', ',') + "%";
}
