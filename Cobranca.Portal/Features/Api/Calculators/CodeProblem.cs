using System.ComponentModel;

namespace Cobranca.Portal.Features.Api.Calculators;

/// <summary>Something wrong, or worth a remark, in a code that was read.</summary>
internal sealed record CodeProblem
{
    [Description("A parte do código.")]
    public required string Field { get; init; }

    [Description("Onde está, contando de 1; null quando é o código inteiro. Em boletos contam-se só os números, sem a pontuação.")]
    public int? Position { get; init; }

    [Description("O que está errado, em uma frase.")]
    public required string Message { get; init; }
}

/// <summary>What reading a code asks of the request itself, whatever the code is.</summary>
internal static class CodeText
{
    /// <summary>Twice the longest code, a Pix code of 512 characters, spaces and all.</summary>
    private const int MaxLength = 1_000;

    public static FieldError? Check(string field, string text) =>
        string.IsNullOrWhiteSpace(text) ? new(field, "informe o código.")
        : text.Length > MaxLength ? new(field, $"tem {text.Length} caracteres e o limite é {MaxLength}.")
        : null;
}
