using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Cobranca.Domain.Values;
using Microsoft.AspNetCore.Components;

namespace Cobranca.Portal.Client.Content;

/// <summary>
/// Markup written in one piece, for what a page holds by the hundred: the renderer spends a frame and several writes on each element and
/// attribute of a component, and one on a piece (docs/performance.md). What stands in a hole is encoded; nothing else can be written there.
/// </summary>
public sealed class Html
{
    /// <summary>Letters stay letters: the pages are UTF-8, and only what HTML reads as its own is written otherwise.</summary>
    public static readonly TextEncoderSettings Letters = new(UnicodeRanges.All);

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(Letters);

    /// <summary>The builder of the piece before: a page writes many, one after the other.</summary>
    [ThreadStatic] private static StringBuilder? _spare;

    /// <summary>One very long piece must not be remembered by its size.</summary>
    private const int SpareAtMost = 64 * 1024;

    private readonly StringBuilder _text = Interlocked.Exchange(ref _spare, null) ?? new(4096);

    /// <summary>The markup of one interpolated text.</summary>
    public static MarkupString Of(Pieces html) => html.Html.Done();

    /// <summary>Goes on with an interpolated text.</summary>
    public void Add([InterpolatedStringHandlerArgument("")] Pieces html) => _ = html;

    /// <summary>The piece; nothing can be added to it afterwards.</summary>
    public MarkupString Done()
    {
        var text = _text.ToString();
        if (_text.Capacity <= SpareAtMost) _spare = _text.Clear();
        return new(text);
    }

    /// <summary>Literals as they are, holes encoded. There are holes for text and for what reads in one way only; an absent one leaves nothing.</summary>
    [InterpolatedStringHandler]
    public readonly struct Pieces
    {
        public Pieces(int literalLength, int formattedCount) : this(literalLength, formattedCount, new()) { }

        public Pieces(int literalLength, int formattedCount, Html html) => Html = html;

        internal Html Html { get; }

        public void AppendLiteral(string markup) => Html._text.Append(markup);

        public void AppendFormatted(string? text)
        {
            if (text is not null) Html._text.Append(Encoder.Encode(text));
        }

        /// <summary>As people read it, with its value beside it. A screen reader skips the sign of a negative amount, so that is said in words.</summary>
        public void AppendFormatted(Money amount)
        {
            var text = amount.ToString();
            Html._text.Append(CultureInfo.InvariantCulture, $"<data class=\"num\" value=\"{amount.Reais}\">");
            if (amount.Centavos < 0) Html._text.Append("<span aria-hidden=\"true\">−</span><span class=\"sr\">menos </span>").Append(text.AsSpan(1));
            else Html._text.Append(text);
            Html._text.Append("</data>");
        }
    }
}
