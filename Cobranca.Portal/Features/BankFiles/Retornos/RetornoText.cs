namespace Cobranca.Portal.Features.BankFiles.Retornos;

internal static class RetornoText
{
    /// <summary>As much of it as its column takes.</summary>
    public static string AtMost(this string text, int length) => text.Length <= length ? text : text[..length];
}
