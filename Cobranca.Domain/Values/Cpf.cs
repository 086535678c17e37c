using System.Diagnostics.CodeAnalysis;

namespace Cobranca.Domain.Values;

/// <summary>
/// A person's taxpayer number: 11 digits, the last two computed from the others (domain facts §5.3). Numbers of one repeated digit
/// pass the arithmetic and are refused, as the Receita Federal never issues them. <c>default</c> is no CPF and throws when used. (CPF.)
/// </summary>
public readonly record struct Cpf
{
    /// <summary>How many digits a CPF has.</summary>
    public const int Length = 11;

    private readonly string? _digits;

    private Cpf(string digits) => _digits = digits;

    /// <summary>The 11 digits without punctuation, as stored: <c>52998224725</c>.</summary>
    /// <exception cref="InvalidOperationException">This is <c>default(Cpf)</c>.</exception>
    public string Value => _digits ?? throw Keyed.Unset(nameof(Cpf));

    /// <summary>As printed for its owner: <c>529.982.247-25</c>.</summary>
    public string Formatted => $"{Value[..3]}.{Value[3..6]}.{Value[6..9]}-{Value[9..]}";

    /// <summary>For screens and logs: <c>***.982.247-**</c>.</summary>
    public string Masked => $"***.{Value[3..6]}.{Value[6..9]}-**";

    /// <summary>Reads a CPF with or without points, hyphen and spaces.</summary>
    /// <param name="text">What was typed or imported.</param>
    /// <param name="value">The CPF when true; <c>default</c> when false.</param>
    /// <param name="problem">When false, one sentence in Portuguese saying what is wrong and what to do.</param>
    public static bool TryParse(string? text, out Cpf value, [NotNullWhen(false)] out string? problem)
    {
        Span<char> buffer = stackalloc char[Keyed.MaxLength];
        value = default;
        problem = Keyed.Compact(text, "./-", letters: false, buffer, out var count) switch
        {
            Keyed.Outcome.Empty => "CPF vazio: informe os 11 números.",
            Keyed.Outcome.TooLong => "CPF longo demais: informe só os 11 números.",
            Keyed.Outcome.OtherCharacter => "CPF com caractere que não é número: informe os 11 números, com ou sem pontos e traço.",
            _ => Problem(buffer[..count]),
        };
        if (problem is null)
            value = new(buffer[..count].ToString());
        return problem is null;
    }

    /// <summary>Reads a CPF that must be right.</summary>
    /// <exception cref="FormatException">It is not; the message is the problem and never repeats the input.</exception>
    public static Cpf Parse(string text) => TryParse(text, out var value, out var problem) ? value : throw new FormatException(problem);

    /// <inheritdoc cref="Value"/>
    public override string ToString() => Value;

    private static string? Problem(ReadOnlySpan<char> digits) =>
        digits.Length < Length ? $"CPF incompleto: são 11 números e aqui há {digits.Length}."
        : digits.Length > Length ? $"CPF com números demais: são 11 e aqui há {digits.Length}."
        : Keyed.AllEqual(digits) ? "CPF com todos os números iguais não existe: confira os 11 números."
        : !HasRightCheckDigits(digits) ? "CPF com dígito verificador incorreto: confira os 11 números."
        : null;

    private static bool HasRightCheckDigits(ReadOnlySpan<char> digits) =>
        CheckDigit(digits[..9]) == digits[9] && CheckDigit(digits[..10]) == digits[10];

    private static char CheckDigit(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
            sum += (digits[i] - '0') * (digits.Length + 1 - i);
        var rest = sum % 11;
        return rest < 2 ? '0' : (char)('0' + 11 - rest);
    }
}
