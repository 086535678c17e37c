using System.Diagnostics.CodeAnalysis;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Pix;

/// <summary>What an account holder may register as a name of its account. (Tipo de chave.)</summary>
public enum PixKeyKind
{
    /// <summary>A person's CPF, 11 digits.</summary>
    Cpf,

    /// <summary>A company's CNPJ, 14 characters, since July 2026 with letters.</summary>
    Cnpj,

    /// <summary>An e-mail address of at most 77 characters, in lower case.</summary>
    Email,

    /// <summary>A Brazilian telephone number in E.164.</summary>
    Phone,

    /// <summary>A random key: a UUID in lower case with its hyphens, given by the directory (EVP).</summary>
    Random,
}

/// <summary>
/// A key of the directory of accounts (DICT), written as the directory keeps it: nothing else finds the account. The form alone says the
/// kind: eleven digits are a CPF, so a telephone number is never taken without its +55. <c>default</c> is no key and throws when used.
/// (Chave Pix.)
/// </summary>
/// <remarks>Source: BCB, Manual de Padrões para Iniciação do Pix, "chave" of the static QR code; DICT key formats; domain facts §2.7.</remarks>
public readonly record struct PixKey
{
    /// <summary>The longest key the directory takes, an e-mail address.</summary>
    public const int MaxLength = 77;

    private const int RandomLength = 36;

    private readonly string? _value;

    private PixKey(PixKeyKind kind, string value) => (Kind, _value) = (kind, value);

    /// <summary>What kind of key it is.</summary>
    public PixKeyKind Kind { get; }

    /// <summary>The key as the directory keeps it: digits without punctuation, <c>+5511987654321</c>, e-mail and UUID in lower case.</summary>
    /// <exception cref="InvalidOperationException">This is <c>default(PixKey)</c>.</exception>
    public string Value => _value ?? throw Keyed.Unset(nameof(PixKey));

    /// <summary>Reads a key; CPF, CNPJ and the telephone may carry punctuation, letters any case.</summary>
    /// <param name="text">What was typed or imported.</param>
    /// <param name="value">The key when true; <c>default</c> when false.</param>
    /// <param name="problem">When false, one sentence in Portuguese saying what is wrong and what to do.</param>
    public static bool TryParse(string? text, out PixKey value, [NotNullWhen(false)] out string? problem)
    {
        value = default;
        var trimmed = Keyed.Trim(text).ToString();
        if (trimmed.Length == 0)
            problem = "Chave Pix vazia: informe um CPF, CNPJ, e-mail, telefone com +55 ou chave aleatória.";
        else if (trimmed.Length > MaxLength)
            problem = $"Chave Pix longa demais: são no máximo {MaxLength} caracteres.";
        else if (trimmed.Contains('@', StringComparison.Ordinal))
        {
            if (EmailAddress.TryParse(trimmed, out var email, out problem))
                value = new(PixKeyKind.Email, email.Value.ToLowerInvariant());
        }
        else if (trimmed[0] == '+')
        {
            if (Phone.TryParse(trimmed, out var phone, out problem))
                value = new(PixKeyKind.Phone, phone.Value);
        }
        else if (trimmed.Length == RandomLength && Guid.TryParseExact(trimmed, "D", out var random))
        {
            problem = null;
            value = new(PixKeyKind.Random, random.ToString("D"));
        }
        else
        {
            switch (trimmed.Count(char.IsAsciiLetterOrDigit))
            {
                case Cpf.Length:
                    if (Cpf.TryParse(trimmed, out var cpf, out problem))
                        value = new(PixKeyKind.Cpf, cpf.Value);
                    break;
                case Cnpj.Length:
                    if (Cnpj.TryParse(trimmed, out var cnpj, out problem))
                        value = new(PixKeyKind.Cnpj, cnpj.Value);
                    break;
                default:
                    problem = "Chave Pix em formato desconhecido: informe um CPF, CNPJ, e-mail, telefone com +55 ou chave aleatória com os hífens.";
                    break;
            }
        }
        return problem is null;
    }

    /// <summary>Reads a key that must be right.</summary>
    /// <exception cref="FormatException">It is not; the message is the problem and never repeats the input.</exception>
    public static PixKey Parse(string text) => TryParse(text, out var value, out var problem) ? value : throw new FormatException(problem);

    /// <inheritdoc cref="Value"/>
    public override string ToString() => Value;
}
