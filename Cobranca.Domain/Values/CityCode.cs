using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Cobranca.Domain.Values;

/// <summary>
/// A city by its 7-digit IBGE code, of which the first two name the state. That the city exists is not checked: the list of the 5,570
/// changes by law. <c>default</c> is none and throws when used. (Município, código IBGE.)
/// </summary>
public readonly record struct CityCode
{
    private readonly string? _value;

    private CityCode(string value) => _value = value;

    /// <summary>The 7 digits, as stored: <c>3550308</c> is São Paulo.</summary>
    /// <exception cref="InvalidOperationException">This is <c>default(CityCode)</c>.</exception>
    public string Value => _value ?? throw Keyed.Unset(nameof(CityCode));

    /// <summary>The state the city is in.</summary>
    public Uf Uf => Uf.TryFromIbge(int.Parse(Value.AsSpan(0, 2), CultureInfo.InvariantCulture), out var uf) ? uf : default;

    /// <summary>Reads a city's code.</summary>
    /// <param name="text">What was typed or imported.</param>
    /// <param name="value">The code when true; <c>default</c> when false.</param>
    /// <param name="problem">When false, one sentence in Portuguese saying what is wrong and what to do.</param>
    public static bool TryParse(string? text, out CityCode value, [NotNullWhen(false)] out string? problem)
    {
        value = default;
        var digits = Keyed.Trim(text);
        problem = digits.IsEmpty ? "Código do município vazio: informe os 7 números do IBGE."
            : digits.Length != 7 || !Keyed.AllDigits(digits) ? "Código do município incorreto: informe os 7 números do IBGE."
            : !Uf.TryFromIbge(int.Parse(digits[..2], CultureInfo.InvariantCulture), out _)
                ? "Código do município começa com um estado que não existe: confira os 7 números do IBGE."
            : null;
        if (problem is null)
            value = new(digits.ToString());
        return problem is null;
    }

    /// <summary>Reads a code that must be right.</summary>
    /// <exception cref="FormatException">It is not; the message is the problem.</exception>
    public static CityCode Parse(string text) =>
        TryParse(text, out var value, out var problem) ? value : throw new FormatException(problem);

    /// <inheritdoc cref="Value"/>
    public override string ToString() => Value;
}
