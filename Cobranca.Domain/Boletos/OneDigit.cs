namespace Cobranca.Domain.Boletos;

/// <summary>Digits as text without an allocation each. (Um dígito.)</summary>
internal static class OneDigit
{
    private static readonly string[] Texts = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <summary>0 to 9 as text.</summary>
    public static string Text(int digit) => Texts[digit];
}
