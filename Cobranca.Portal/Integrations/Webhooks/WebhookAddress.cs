using System.Globalization;
using System.Net;

namespace Cobranca.Portal.Integrations.Webhooks;

/// <summary>All addresses of a host name; a seam for tests.</summary>
public delegate Task<IPAddress[]> HostResolver(string host, CancellationToken cancellation);

/// <summary>
/// Reads where a creditor wants its events. The name is looked up here so that a mistake is told at once, and again at every connection
/// (<see cref="WebhookClient"/>), since a name can point elsewhere later.
/// </summary>
public sealed class WebhookAddresses(WebhookSettings settings, HostResolver resolve)
{
    public const int MaxLength = 500;
    /// <summary>RFC 1035; the look-up throws on more.</summary>
    private const int MaxHostLength = 253;
    private static readonly string[] InsideNames = ["localhost", "local", "internal", "intranet", "lan", "home.arpa"];

    /// <summary>The address, or in Portuguese why not.</summary>
    public async Task<(Uri? Url, string? Problem)> ReadAsync(string text, CancellationToken cancellation)
    {
        if (text.Length > MaxLength) return (null, $"passa de {MaxLength} caracteres.");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
            return (null, "informe um endereço completo, como https://sistema.suaempresa.com.br/cobranca.");
        // As it is kept: other alphabets take three to nine times as much there.
        if (url.AbsoluteUri.Length > MaxLength) return (null, $"passa de {MaxLength} caracteres com os acentos escritos como um endereço os leva (%C3%A9).");
        if (url.UserInfo.Length > 0) return (null, "não pode levar usuário e senha: a assinatura é que prova quem envia.");
        if (url.Fragment.Length > 0) return (null, "não pode levar '#': esse trecho nunca chega ao servidor.");
        if (!HasHost(url)) return (null, "o nome do servidor não é um que o DNS possa ter: é longo demais, ou tem um caractere que nomes não têm.");
        if (!settings.PublicOnly) return (url, null);
        if (url.Scheme != Uri.UriSchemeHttps) return (null, "use https: os eventos não viajam abertos.");
        if (!settings.Ports.Contains(url.Port)) return (null, $"use a porta {string.Join(" ou ", settings.Ports.Select(port => port.ToString(CultureInfo.InvariantCulture)))}.");
        if (await WhyNotPublicAsync(url, cancellation) is { } problem) return (null, problem);
        return (url, null);
    }

    /// <summary>The address parses with any letters; whether they make a name shows only when it is written as the DNS has it.</summary>
    private static bool HasHost(Uri url)
    {
        try { return url.IdnHost.Length is > 0 and <= MaxHostLength; }
        catch (UriFormatException) { return false; }
    }

    private async Task<string?> WhyNotPublicAsync(Uri url, CancellationToken cancellation)
    {
        const string Inside = "este endereço é de uma rede interna: use um que a internet alcance.";
        // Uri has turned decimal, octal, hexadecimal and full-width spellings of an address into the plain one.
        if (IPAddress.TryParse(url.IdnHost.TrimEnd('.'), out var literal)) return PublicAddresses.Contains(literal) ? null : Inside;
        var host = url.IdnHost.TrimEnd('.').ToLowerInvariant();
        if (Array.Exists(InsideNames, name => host == name || host.EndsWith("." + name, StringComparison.Ordinal)) || !host.Contains('.')) return Inside;
        try
        {
            var found = await resolve(url.IdnHost, cancellation);
            return found.Length == 0 ? "o nome deste endereço não existe no DNS: confira se está escrito certo." : Array.TrueForAll(found, PublicAddresses.Contains) ? null : Inside;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return "o nome deste endereço não existe no DNS: confira se está escrito certo.";
        }
    }
}
