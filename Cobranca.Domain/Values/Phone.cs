using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Cobranca.Domain.Values;

/// <summary>
/// A Brazilian telephone number in E.164: +55, one of the 67 area codes, then 9 digits starting with 9 (mobile) or 8 starting with 2
/// to 5 (fixed) (domain facts §5.6). Area code 55 looks like the country code, so the length decides what a leading 55 is.
/// <c>default</c> is no number and throws when used. (Telefone.)
/// </summary>
public readonly record struct Phone
{
    private static readonly FrozenSet<int> AreaCodes = new[]
    {
        11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 22, 24, 27, 28, 31, 32, 33, 34, 35, 37, 38, 41, 42, 43, 44, 45, 46, 47, 48, 49,
        51, 53, 54, 55, 61, 62, 63, 64, 65, 66, 67, 68, 69, 71, 73, 74, 75, 77, 79, 81, 82, 83, 84, 85, 86, 87, 88, 89,
        91, 92, 93, 94, 95, 96, 97, 98, 99,
    }.ToFrozenSet();

    private readonly string? _value;

    private Phone(string value) => _value = value;

    /// <summary>E.164, as stored and as handed to a messaging provider: <c>+5511987654321</c>.</summary>
    /// <exception cref="InvalidOperationException">This is <c>default(Phone)</c>.</exception>
    public string Value => _value ?? throw Keyed.Unset(nameof(Phone));

    /// <summary>The area code: <c>11</c>.</summary>
    public int Ddd => (Value[3] - '0') * 10 + (Value[4] - '0');

    /// <summary>True for a mobile number, the only kind that takes an SMS.</summary>
    public bool IsMobile => Value.Length == 14;

    /// <summary>As people write it: <c>(11) 98765-4321</c>.</summary>
    public string Formatted => $"({Value[3..5]}) {Value[5..^4]}-{Value[^4..]}";

    /// <summary>For screens and logs: <c>(11) *****-4321</c>.</summary>
    public string Masked => $"({Value[3..5]}) {(IsMobile ? "*****" : "****")}-{Value[^4..]}";

    /// <summary>
    /// Reads a number with its area code, with or without +55, 0055, the trunk zero (and a carrier's two digits after it), punctuation
    /// and spaces.
    /// </summary>
    /// <param name="text">What was typed or imported.</param>
    /// <param name="value">The number when true; <c>default</c> when false.</param>
    /// <param name="problem">When false, one sentence in Portuguese saying what is wrong and what to do.</param>
    public static bool TryParse(string? text, out Phone value, [NotNullWhen(false)] out string? problem)
    {
        value = default;
        var trimmed = Keyed.Trim(text);
        var international = trimmed.Length > 0 && trimmed[0] == '+';
        Span<char> buffer = stackalloc char[Keyed.MaxLength];
        problem = Keyed.Compact(international ? trimmed[1..] : trimmed, "()-./", letters: false, buffer, out var count) switch
        {
            Keyed.Outcome.Empty => "Telefone vazio: informe o DDD e o número.",
            Keyed.Outcome.TooLong => "Telefone longo demais: informe só um número, com DDD.",
            Keyed.Outcome.OtherCharacter => "Telefone com caractere inválido: informe só números, com DDD, como (11) 98765-4321.",
            _ => null,
        };
        if (problem is not null)
            return false;

        ReadOnlySpan<char> digits = buffer[..count];
        if (!international && digits.StartsWith("00"))
        {
            international = true;
            digits = digits[2..];
        }
        if (international && !digits.StartsWith("55"))
            problem = "Telefone de outro país: informe um número do Brasil (+55), com DDD.";
        else
        {
            var national = National(digits, international);
            problem = Problem(national);
            if (problem is null)
                value = new(string.Concat("+55", national));
        }
        return problem is null;
    }

    /// <summary>Reads a number that must be right.</summary>
    /// <exception cref="FormatException">It is not; the message is the problem and never repeats the input.</exception>
    public static Phone Parse(string text) => TryParse(text, out var value, out var problem) ? value : throw new FormatException(problem);

    /// <inheritdoc cref="Value"/>
    public override string ToString() => Value;

    /// <summary>Area code and number, without what stands before them when dialling.</summary>
    private static ReadOnlySpan<char> National(ReadOnlySpan<char> digits, bool international)
    {
        // Area code and number are 10 or 11 digits, so 55 is the country code only in front of that many.
        if (international || (digits.StartsWith("55") && digits.Length is 12 or 13) || (digits.StartsWith("550") && digits.Length is 14))
            digits = digits[2..];
        if (digits.Length > 10 && digits[0] == '0')
        {
            digits = digits[1..];
            if (digits.Length is 12 or 13)
                digits = digits[2..];
        }
        return digits;
    }

    private static string? Problem(ReadOnlySpan<char> national)
    {
        if (national.Length is 10 && national[1..3] is "00" && national[0] is '3' or '5' or '8' or '9')
            return "Número 0800 ou parecido não recebe mensagens: informe um telefone com DDD.";
        if (national.Length is 8 or 9)
            return "Telefone sem DDD: informe o DDD e o número, como (11) 98765-4321.";
        if (national.Length is not (10 or 11))
            return $"Telefone com quantidade errada de números: com o DDD são 10 ou 11 e aqui há {national.Length}.";
        if (!AreaCodes.Contains((national[0] - '0') * 10 + (national[1] - '0')))
            return $"DDD {national[..2]} não existe: confira o DDD.";
        return (national.Length, national[2]) switch
        {
            (11, '9') or (10, >= '2' and <= '5') => null,
            (11, _) => "Celular tem 9 números e começa com 9: confira o número depois do DDD.",
            (_, >= '6') => "Celular sem o nono dígito: acrescente o 9 depois do DDD.",
            _ => "Telefone fixo tem 8 números e começa com 2, 3, 4 ou 5: confira o número depois do DDD.",
        };
    }
}
