using System.Diagnostics.CodeAnalysis;

namespace Cobranca.Domain.Values;

/// <summary>A postal code: 8 digits whose leading zeros count. <c>default</c> is none and throws when used. (CEP.)</summary>
public readonly record struct Cep
{
    private readonly string? _value;

    private Cep(string value) => _value = value;

    /// <summary>The 8 digits, as stored: <c>01310100</c>.</summary>
    /// <exception cref="InvalidOperationException">This is <c>default(Cep)</c>.</exception>
    public string Value => _value ?? throw Keyed.Unset(nameof(Cep));

    /// <summary>As printed: <c>01310-100</c>.</summary>
    public string Formatted => $"{Value.AsSpan(0, 5)}-{Value.AsSpan(5)}";

    /// <summary>Reads a CEP with or without point, hyphen and spaces.</summary>
    /// <param name="text">What was typed or imported.</param>
    /// <param name="value">The CEP when true; <c>default</c> when false.</param>
    /// <param name="problem">When false, one sentence in Portuguese saying what is wrong and what to do.</param>
    public static bool TryParse(string? text, out Cep value, [NotNullWhen(false)] out string? problem)
    {
        Span<char> buffer = stackalloc char[Keyed.MaxLength];
        value = default;
        problem = Keyed.Compact(text, ".-", letters: false, buffer, out var count) switch
        {
            Keyed.Outcome.Empty => "CEP vazio: informe os 8 números.",
            Keyed.Outcome.TooLong => "CEP longo demais: informe só os 8 números.",
            Keyed.Outcome.OtherCharacter => "CEP com caractere que não é número: informe os 8 números, com ou sem traço.",
            _ when count == 7 => "CEP com 7 números: falta um, talvez o zero à esquerda.",
            _ when count != 8 => $"CEP com quantidade errada de números: são 8 e aqui há {count}.",
            _ when Keyed.AllEqual(buffer[..count]) && buffer[0] == '0' => "CEP 00000-000 não existe: confira os 8 números.",
            _ => null,
        };
        if (problem is null)
            value = new(buffer[..count].ToString());
        return problem is null;
    }

    /// <summary>Reads a CEP that must be right.</summary>
    /// <exception cref="FormatException">It is not; the message is the problem.</exception>
    public static Cep Parse(string text) => TryParse(text, out var value, out var problem) ? value : throw new FormatException(problem);

    /// <inheritdoc cref="Value"/>
    public override string ToString() => Value;
}
