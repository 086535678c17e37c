using System.Text;
using System.Text.Json;

namespace Cobranca.Portal.Platform;

/// <summary>
/// Text that every database keeps and every reader reads the same: without NUL, which PostgreSQL refuses and others end a text at, and
/// without half of a surrogate pair, which no encoding can carry. Refused at the door with the name of its field; inside there is none.
/// </summary>
public static class WholeText
{
    public const string Problem = "tem um caractere que não é texto (NUL, ou um pedaço de outro caractere): tire-o e envie de novo.";

    public static bool Is(ReadOnlySpan<char> text)
    {
        if (text.Contains('\0')) return false;
        for (var at = text.IndexOfAnyInRange('\ud800', '\udfff'); at >= 0;)
        {
            if (Rune.DecodeFromUtf16(text[at..], out _, out var taken) != System.Buffers.OperationStatus.Done) return false;
            text = text[(at + taken)..];
            at = text.IndexOfAnyInRange('\ud800', '\udfff');
        }
        return true;
    }

    /// <summary>A JSON text. False for one that is not whole, or whose bytes are not UTF-8: the reader of JSON looks at neither.</summary>
    public static bool TryRead(JsonElement value, out string text)
    {
        try { text = value.GetString() ?? ""; }
        catch (InvalidOperationException)
        {
            text = "";
            return false;
        }
        return Is(text);
    }

    /// <summary>The name of a JSON field; see <see cref="TryRead(JsonElement, out string)"/>.</summary>
    public static bool TryReadName(JsonProperty field, out string name)
    {
        try { name = field.Name; }
        catch (InvalidOperationException)
        {
            name = "";
            return false;
        }
        return Is(name);
    }

    /// <summary>At most so many characters of somebody's text, to say it back: none that is no text, and no pair cut through.</summary>
    public static string Shown(string text, int atMost)
    {
        var shown = new StringBuilder(Math.Min(text.Length, atMost));
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length + rune.Utf16SequenceLength > atMost) break;
            shown.Append(Rune.IsControl(rune) ? "?" : rune.ToString());
        }
        return shown.ToString();
    }
}
