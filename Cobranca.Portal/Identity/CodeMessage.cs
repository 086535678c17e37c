using System.Globalization;
using System.Text;
using Cobranca.Domain.Values;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Identity;

/// <summary>
/// What a code arrives in. It is read on lock screens and by whoever got the number next, so it names the creditor and nothing else,
/// and says where to tell us that it reached the wrong person.
/// </summary>
public static class CodeMessage
{
    private const int OneSms = 160;

    /// <summary>The message to one contact.</summary>
    /// <param name="to">E-mail address or E.164 phone; empty for a decoy.</param>
    /// <param name="proof">The code of the message, as printed.</param>
    /// <param name="publicUrl">The portal's address, no trailing slash.</param>
    public static MessageContent For(MessageChannel channel, string to, Creditor creditor, string code, string proof, TimeSpan validFor, string publicUrl)
    {
        var minutes = ((int)validFor.TotalMinutes).ToString(CultureInfo.InvariantCulture);
        var refuse = $"{publicUrl}/{creditor.Slug}/nao-sou-eu";
        return channel == MessageChannel.Sms
            ? new(to, Subject: null, Sms(creditor.TradeName, code, proof, minutes, refuse, publicUrl))
            : new(to, $"Seu código de acesso: {creditor.TradeName}", Email(creditor, code, $"{publicUrl}/verificar com o código {proof}", minutes, refuse));
    }

    /// <summary>One SMS, in the GSM alphabet (an accent would halve the room). What does not fit is left out, the name cut last.</summary>
    private static string Sms(string tradeName, string code, string proof, string minutes, string refuse, string publicUrl)
    {
        var core = $": seu codigo e {code}, vale {minutes} min. Nao passe a ninguem.";
        var name = Plain(tradeName);
        if (name.Length + core.Length > OneSms) name = name[..(OneSms - core.Length)].TrimEnd();
        var text = name + core;
        // Read by phones that fill the code in only on the page it belongs to (origin-bound one-time codes); needs a real host.
        var bound = new Uri(publicUrl) is { Scheme: "https" } site ? $"\n@{site.Host} #{code}" : "";
        var room = OneSms - text.Length;
        var notYou = Fitting($" Nao e voce? {refuse}");
        bound = Fitting(bound);
        return text + notYou + Fitting($" E nossa? {publicUrl}/verificar {proof}") + bound; // phones look for theirs at the end

        string Fitting(string more)
        {
            if (more.Length > room) return "";
            room -= more.Length;
            return more;
        }
    }

    private static string Email(Creditor creditor, string code, string check, string minutes, string refuse) =>
        $"""
        Seu código para entrar no portal de {creditor.TradeName} é:

        {code}

        Ele vale {minutes} minutos e serve uma vez só. Não passe este código a ninguém: quem fala por {creditor.TradeName} nunca vai pedi-lo.

        Confira se esta mensagem é nossa em {check}

        Você não pediu este código? Então não precisa fazer nada: sem ele ninguém entra.
        Este e-mail não deveria chegar a você? Avise aqui e deixaremos de usar este endereço: {refuse}

        {creditor.Signature()}
        """;

    /// <summary>The text without what the GSM alphabet has not: accents off, typographic marks as their plain ones (domain facts §7).</summary>
    internal static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) continue;
            plain.Append(c switch
            {
                '\u2018' or '\u2019' => '\'',
                '\u201c' or '\u201d' => '"',
                >= '\u2010' and <= '\u2015' => '-',
                '\u00a0' => ' ',
                'º' => 'o',
                'ª' => 'a',
                // These are in the alphabet's second page and count twice, or are not in it at all.
                '^' or '{' or '}' or '[' or ']' or '~' or '\\' or '|' or '`' => ' ',
                >= ' ' and < '\u007f' => c,
                _ => ' ',
            });
        }
        return plain.ToString().Trim();
    }
}
