using Cobranca.Domain.Pix;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Authenticity;

/// <summary>Which of the codes people paste a text is meant to be; whether it is right comes after.</summary>
internal abstract record TypedCode
{
    /// <summary>Starts as every Pix code does, and has letters.</summary>
    public sealed record Pix(string Text) : TypedCode;

    /// <summary>Has letters and is short, or is as long as the code of a message.</summary>
    public sealed record Message(string Text) : TypedCode;

    /// <summary>The digits of a boleto, or what is none of all this: the reader of boletos says what is wrong.</summary>
    public sealed record Digits(string Text) : TypedCode;

    /// <summary>The longest text looked at: the longest Pix code, and room for what was copied along with it.</summary>
    public const int MaxLength = BrCode.MaxLength + 88;

    public static TypedCode? Of(string? pasted)
    {
        var text = pasted?.Trim() ?? "";
        text = text.AtMost(MaxLength);
        var characters = text.Count(char.IsLetterOrDigit);
        if (characters == 0) return null;
        var hasLetters = text.Any(char.IsLetter);
        if (hasLetters && text.StartsWith("0002", StringComparison.Ordinal)) return new Pix(text);
        return characters == AuthenticityCodes.Length || (hasLetters && characters <= 2 * AuthenticityCodes.Length) ? new Message(text) : new Digits(text);
    }
}
