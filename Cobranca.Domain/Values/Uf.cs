using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Cobranca.Domain.Values;

/// <summary>
/// One of the 26 states or the Federal District, by its two letters. <c>default</c> is none and throws when used. (UF, unidade da
/// federação.)
/// </summary>
public readonly record struct Uf
{
    private static readonly (string Value, int IbgeCode, string Name)[] States =
    [
        ("AC", 12, "Acre"), ("AL", 27, "Alagoas"), ("AM", 13, "Amazonas"), ("AP", 16, "Amapá"), ("BA", 29, "Bahia"), ("CE", 23, "Ceará"),
        ("DF", 53, "Distrito Federal"), ("ES", 32, "Espírito Santo"), ("GO", 52, "Goiás"), ("MA", 21, "Maranhão"),
        ("MG", 31, "Minas Gerais"), ("MS", 50, "Mato Grosso do Sul"), ("MT", 51, "Mato Grosso"), ("PA", 15, "Pará"), ("PB", 25, "Paraíba"),
        ("PE", 26, "Pernambuco"), ("PI", 22, "Piauí"), ("PR", 41, "Paraná"), ("RJ", 33, "Rio de Janeiro"),
        ("RN", 24, "Rio Grande do Norte"), ("RO", 11, "Rondônia"), ("RR", 14, "Roraima"), ("RS", 43, "Rio Grande do Sul"),
        ("SC", 42, "Santa Catarina"), ("SE", 28, "Sergipe"), ("SP", 35, "São Paulo"), ("TO", 17, "Tocantins"),
    ];

    private readonly string? _value;

    private Uf(string value) => _value = value;

    /// <summary>All 27, in alphabetical order of their letters.</summary>
    public static ImmutableArray<Uf> All { get; } = [.. States.Select(state => new Uf(state.Value))];

    /// <summary>The two capital letters, as stored: <c>SP</c>.</summary>
    /// <exception cref="InvalidOperationException">This is <c>default(Uf)</c>.</exception>
    public string Value => _value ?? throw Keyed.Unset(nameof(Uf));

    /// <summary>The name: <c>São Paulo</c>.</summary>
    public string Name => Row.Name;

    /// <summary>The IBGE's number for the state, with which the codes of its cities begin: 35.</summary>
    public int IbgeCode => Row.IbgeCode;

    private (string Value, int IbgeCode, string Name) Row
    {
        get
        {
            var value = Value;
            return Array.Find(States, state => state.Value == value);
        }
    }

    /// <summary>Reads the two letters, in capitals or not.</summary>
    /// <param name="text">What was typed or imported.</param>
    /// <param name="value">The state when true; <c>default</c> when false.</param>
    /// <param name="problem">When false, one sentence in Portuguese saying what is wrong and what to do.</param>
    public static bool TryParse(string? text, out Uf value, [NotNullWhen(false)] out string? problem)
    {
        var letters = Keyed.Trim(text);
        foreach (var uf in All)
        {
            if (letters.Equals(uf.Value, StringComparison.OrdinalIgnoreCase))
            {
                (value, problem) = (uf, null);
                return true;
            }
        }
        value = default;
        problem = letters.IsEmpty ? "UF vazia: informe a sigla do estado, como SP."
            : "UF não existe: informe a sigla de um dos 26 estados ou DF, como SP.";
        return false;
    }

    /// <summary>Reads a state that must be right.</summary>
    /// <exception cref="FormatException">It is not; the message is the problem.</exception>
    public static Uf Parse(string text) => TryParse(text, out var value, out var problem) ? value : throw new FormatException(problem);

    /// <summary>The state whose IBGE number this is.</summary>
    internal static bool TryFromIbge(int code, out Uf uf)
    {
        var found = Array.FindIndex(States, state => state.IbgeCode == code);
        uf = found < 0 ? default : All[found];
        return found >= 0;
    }

    /// <inheritdoc cref="Value"/>
    public override string ToString() => Value;
}
