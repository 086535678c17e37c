using System.Diagnostics.CodeAnalysis;

namespace Cobranca.Domain.Values;

/// <summary>
/// A company's taxpayer number: 8 characters of root and 4 of establishment, digits or (since July 2026) capital letters, then two
/// check digits, always numeric. A letter counts as its ASCII code less 48 (IN RFB 2.229/2024; domain facts §5.5). Never store it as
/// a number. <c>default</c> is no CNPJ and throws when used. (CNPJ.)
/// </summary>
public readonly record struct Cnpj
{
    /// <summary>How many characters a CNPJ has.</summary>
    public const int Length = 14;

    private readonly string? _characters;

    private Cnpj(string characters) => _characters = characters;

    /// <summary>The 14 characters without punctuation, upper case, as stored: <c>12ABC34501DE35</c>.</summary>
    /// <exception cref="InvalidOperationException">This is <c>default(Cnpj)</c>.</exception>
    public string Value => _characters ?? throw Keyed.Unset(nameof(Cnpj));

    /// <summary>The 8 characters that all establishments of one company share.</summary>
    public string Root => Value[..8];

    /// <summary>The establishment within the company; <c>0001</c> is usually the head office.</summary>
    public string Establishment => Value[8..12];

    /// <summary>As printed: <c>12.ABC.345/01DE-35</c>.</summary>
    public string Formatted => $"{Value[..2]}.{Value[2..5]}.{Value[5..8]}/{Establishment}-{Value[12..]}";

    /// <summary>For screens and logs: <c>**.ABC.345/01DE-**</c>.</summary>
    public string Masked => $"**.{Value[2..5]}.{Value[5..8]}/{Establishment}-**";

    /// <summary>Reads a CNPJ with or without punctuation and spaces, in capitals or not.</summary>
    /// <param name="text">What was typed or imported.</param>
    /// <param name="value">The CNPJ when true; <c>default</c> when false.</param>
    /// <param name="problem">When false, one sentence in Portuguese saying what is wrong and what to do.</param>
    public static bool TryParse(string? text, out Cnpj value, [NotNullWhen(false)] out string? problem)
    {
        Span<char> buffer = stackalloc char[Keyed.MaxLength];
        value = default;
        problem = Keyed.Compact(text, "./-", letters: true, buffer, out var count) switch
        {
            Keyed.Outcome.Empty => "CNPJ vazio: informe os 14 caracteres.",
            Keyed.Outcome.TooLong => "CNPJ longo demais: informe só os 14 caracteres.",
            Keyed.Outcome.OtherCharacter => "CNPJ com caractere inválido: informe os 14 números ou letras, com ou sem pontuação.",
            _ => Problem(buffer[..count]),
        };
        if (problem is null)
            value = new(buffer[..count].ToString());
        return problem is null;
    }

    /// <summary>Reads a CNPJ that must be right.</summary>
    /// <exception cref="FormatException">It is not; the message is the problem and never repeats the input.</exception>
    public static Cnpj Parse(string text) => TryParse(text, out var value, out var problem) ? value : throw new FormatException(problem);

    /// <inheritdoc cref="Value"/>
    public override string ToString() => Value;

    private static string? Problem(ReadOnlySpan<char> characters) =>
        characters.Length < Length ? $"CNPJ incompleto: são 14 caracteres e aqui há {characters.Length}."
        : characters.Length > Length ? $"CNPJ com caracteres demais: são 14 e aqui há {characters.Length}."
        : !Keyed.AllDigits(characters[12..]) ? "CNPJ com letra nos dois últimos caracteres, que são sempre números: confira o final."
        : Keyed.AllEqual(characters) ? "CNPJ com todos os números iguais não existe: confira os 14 caracteres."
        : !HasRightCheckDigits(characters) ? "CNPJ com dígito verificador incorreto: confira os 14 caracteres."
        : null;

    private static bool HasRightCheckDigits(ReadOnlySpan<char> characters) =>
        CheckDigit(characters[..12]) == characters[12] && CheckDigit(characters[..13]) == characters[13];

    private static char CheckDigit(ReadOnlySpan<char> characters)
    {
        var sum = 0;
        for (int i = characters.Length - 1, weight = 2; i >= 0; i--, weight = weight == 9 ? 2 : weight + 1)
            sum += (characters[i] - '0') * weight;
        var rest = sum % 11;
        return rest < 2 ? '0' : (char)('0' + 11 - rest);
    }
}
