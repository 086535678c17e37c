using System.Buffers;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Cobranca.Domain.Values;

/// <summary>
/// An e-mail address as mailbox providers really issue them: unquoted local part, ASCII, a domain name with a top level. Narrower than
/// RFC 5321 on purpose: what is refused (quotes, comments, address literals, line breaks) never names a debtor and is what header
/// injection is made of. <c>default</c> is no address and throws when used. (E-mail.)
/// </summary>
public readonly record struct EmailAddress
{
    /// <summary>The longest address (RFC 5321 §4.5.3.1.3, less the angle brackets).</summary>
    public const int MaxLength = 254;

    private const string Veil = "•••••";

    private static readonly SearchValues<char> LocalCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~.");

    /// <summary>Second levels under which a country registers names; a mask may show them.</summary>
    private static readonly FrozenSet<string> CommonSecondLevels =
        new[] { "com", "net", "org", "gov", "edu", "adv", "ind", "jus", "leg", "mil", "co", "ac" }.ToFrozenSet(StringComparer.Ordinal);

    private readonly string? _value;

    private EmailAddress(string value) => _value = value;

    /// <summary>The address as stored: local part as given, domain in lower case.</summary>
    /// <exception cref="InvalidOperationException">This is <c>default(EmailAddress)</c>.</exception>
    public string Value => _value ?? throw Keyed.Unset(nameof(EmailAddress));

    /// <summary>For people, the same as <see cref="Value"/>.</summary>
    public string Formatted => Value;

    /// <summary>
    /// For screens and logs: <c>m•••••@e•••••.com.br</c>, the first letters and the public ending. The dots are always five, so the
    /// length does not show.
    /// </summary>
    public string Masked
    {
        get
        {
            var at = Value.IndexOf('@', StringComparison.Ordinal);
            var labels = Value[(at + 1)..].Split('.');
            var shown = labels.Length > 2 && labels[^1].Length == 2 && CommonSecondLevels.Contains(labels[^2]) ? 2 : 1;
            return $"{Value[0]}{Veil}@{labels[^(shown + 1)][0]}{Veil}.{string.Join('.', labels[^shown..])}";
        }
    }

    /// <summary>Reads an address; spaces around it are tolerated, inside it nothing is.</summary>
    /// <param name="text">What was typed or imported.</param>
    /// <param name="value">The address when true; <c>default</c> when false.</param>
    /// <param name="problem">When false, one sentence in Portuguese saying what is wrong and what to do.</param>
    public static bool TryParse(string? text, out EmailAddress value, [NotNullWhen(false)] out string? problem)
    {
        value = default;
        var trimmed = Keyed.Trim(text);
        problem = Problem(trimmed);
        if (problem is not null)
            return false;
        var at = trimmed.IndexOf('@');
        value = new(string.Concat(trimmed[..(at + 1)], trimmed[(at + 1)..].ToString().ToLowerInvariant()));
        return true;
    }

    /// <summary>Reads an address that must be right.</summary>
    /// <exception cref="FormatException">It is not; the message is the problem and never repeats the input.</exception>
    public static EmailAddress Parse(string text) =>
        TryParse(text, out var value, out var problem) ? value : throw new FormatException(problem);

    /// <inheritdoc cref="Value"/>
    public override string ToString() => Value;

    private static string? Problem(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return "E-mail vazio: informe um endereço como nome@exemplo.com.br.";
        if (text.Length > MaxLength)
            return "E-mail longo demais: são no máximo 254 caracteres.";
        foreach (var c in text)
        {
            if (char.IsControl(c) || c is '\u2028' or '\u2029')
                return "E-mail com quebra de linha ou caractere de controle: digite o endereço de novo.";
            if (c is ' ' || Keyed.IsSpace(c))
                return "E-mail com espaço no meio: informe um só endereço, sem espaços.";
            if (c is ',' or ';')
                return "E-mail com vírgula ou ponto e vírgula: informe um só endereço.";
            if (!char.IsAscii(c))
                return "E-mail com acento ou caractere especial: confira o endereço, que não leva acentos.";
        }
        var at = text.IndexOf('@');
        if (at < 0)
            return "E-mail sem @: informe um endereço como nome@exemplo.com.br.";
        var local = text[..at];
        var domain = text[(at + 1)..];
        if (domain.Contains('@'))
            return "E-mail com mais de um @: informe um só endereço.";
        if (local.IsEmpty || local.Length > 64 || local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal)
            || local.ContainsAnyExcept(LocalCharacters))
            return "E-mail com a parte antes do @ incorreta: confira o endereço.";
        return IsDomain(domain) ? null : "E-mail com a parte depois do @ incorreta: confira o endereço, como exemplo.com.br.";
    }

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        if (domain.Length > 253)
            return false;
        var labels = 0;
        ReadOnlySpan<char> last = default;
        foreach (var range in domain.Split('.'))
        {
            last = domain[range];
            if (last.IsEmpty || last.Length > 63 || last[0] == '-' || last[^1] == '-')
                return false;
            foreach (var c in last)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c != '-')
                    return false;
            }
            labels++;
        }
        return labels > 1 && last.Length > 1 && char.IsAsciiLetter(last[0]);
    }
}
