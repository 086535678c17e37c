using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Cobranca.Domain.Values;

/// <summary>
/// An amount of Brazilian reais held as whole centavos, so that sums are exact and storage is an integer. May be negative
/// (a difference); what must not be negative says so where it is used. (Dinheiro.)
/// </summary>
/// <param name="Centavos">The amount in centavos: R$ 12,34 is 1234.</param>
public readonly record struct Money(long Centavos) : IComparable<Money>
{
    /// <summary>R$ 0,00.</summary>
    public static Money Zero => default;

    /// <summary>The amount in reais, exact, always with two decimal places.</summary>
    public decimal Reais => new(lo: (int)(Magnitude & 0xFFFFFFFF), mid: (int)(Magnitude >> 32), hi: 0, isNegative: Centavos < 0, scale: 2);

    /// <summary>True for amounts above zero.</summary>
    public bool IsPositive => Centavos > 0;

    private ulong Magnitude => Centavos < 0 ? (ulong)-(Centavos + 1) + 1 : (ulong)Centavos;

    /// <summary>An exact amount of reais.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// More than two significant decimal places, or out of range: round first, on purpose.
    /// </exception>
    public static Money FromReais(decimal reais)
    {
        var centavos = reais * 100m;
        if (decimal.Truncate(centavos) != centavos)
            throw new ArgumentOutOfRangeException(nameof(reais), reais, "An amount has two decimal places: round with Money.Round first.");
        return new((long)centavos);
    }

    /// <summary>
    /// A computed value in reais rounded once to centavos, half away from zero: 0,245 becomes 0,25. .NET's default rounds half to
    /// even and would lose that centavo (domain facts E04 and §1.5).
    /// </summary>
    public static Money Round(decimal reais) => new((long)(decimal.Round(reais, 2, MidpointRounding.AwayFromZero) * 100m));

    /// <summary>
    /// Reads an amount of a portfolio file, never negative and at most <see cref="MoneyText.Largest"/>. What reads one way only is taken
    /// as it stands (<c>1.234,56</c>, <c>1234.56</c>, <c>R$ 1.234,56</c>, <c>1234</c>); <paramref name="reading"/> decides
    /// <c>1.234</c> and <c>1,234</c> alone.
    /// </summary>
    /// <param name="text">The cell.</param>
    /// <param name="reading">What a lone separator before three digits means in this file.</param>
    /// <param name="value">The amount when true; zero when false.</param>
    /// <param name="problem">When false, one sentence in Portuguese saying what is wrong and what to do.</param>
    public static bool TryParse(string? text, DecimalReading reading, out Money value, [NotNullWhen(false)] out string? problem) =>
        MoneyText.TryParse(text, reading, out value, out problem);

    public static Money operator +(Money left, Money right) => new(checked(left.Centavos + right.Centavos));
    public static Money operator -(Money left, Money right) => new(checked(left.Centavos - right.Centavos));
    public static Money operator -(Money value) => new(checked(-value.Centavos));
    public static Money operator *(Money value, int times) => new(checked(value.Centavos * times));
    public static bool operator <(Money left, Money right) => left.Centavos < right.Centavos;
    public static bool operator >(Money left, Money right) => left.Centavos > right.Centavos;
    public static bool operator <=(Money left, Money right) => left.Centavos <= right.Centavos;
    public static bool operator >=(Money left, Money right) => left.Centavos >= right.Centavos;

    /// <summary>The smaller of two amounts.</summary>
    public static Money Min(Money left, Money right) => left <= right ? left : right;

    /// <summary>The larger of two amounts.</summary>
    public static Money Max(Money left, Money right) => left >= right ? left : right;

    public int CompareTo(Money other) => Centavos.CompareTo(other.Centavos);

    /// <summary>
    /// As a Brazilian reads it, whatever the server's culture: <c>R$ 1.234,56</c> (the space does not break), <c>-R$ 0,05</c>.
    /// </summary>
    public override string ToString() => (Centavos < 0 ? "-R$\u00a0" : "R$\u00a0") + Digits();

    /// <summary>Without the currency sign: <c>1.234,56</c>.</summary>
    public string ToAmountString() => (Centavos < 0 ? "-" : "") + Digits();

    private string Digits() => string.Create(CultureInfo.InvariantCulture, $"{Magnitude / 100:#,0}").Replace(',', '.')
        + string.Create(CultureInfo.InvariantCulture, $",{Magnitude % 100:00}");
}

/// <summary>Sums of amounts.</summary>
public static class MoneySequence
{
    /// <summary>The exact sum; zero for none.</summary>
    public static Money Sum(this IEnumerable<Money> amounts) => amounts.Aggregate(Money.Zero, static (sum, next) => sum + next);

    /// <summary>The exact sum of what each element is worth; zero for none.</summary>
    public static Money Sum<T>(this IEnumerable<T> items, Func<T, Money> amount) => items.Select(amount).Sum();
}
