using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Cobranca.Domain.Values;

/// <summary>
/// The name of a creditor in addresses: 2 to 40 lower-case letters, digits and single hyphens between them, and none of the words the
/// portal keeps for itself. <c>default</c> is none and throws when used. (Identificador do credor.)
/// </summary>
public readonly record struct Slug
{
    private readonly string? _value;

    private Slug(string value) => _value = value;

    /// <summary>
    /// First path segments that are never a creditor: the portal's own pages, what browsers and crawlers ask for unasked, and words that
    /// would let a creditor pose as the portal.
    /// </summary>
    public static FrozenSet<string> Reserved { get; } = new[]
    {
        // routes
        "l", "dev", "api", "openapi", "health", "verificar", "gestao", "entrar", "sair", "privacidade", "status", "webhooks", "hooks",
        "signin", "signout", "login", "logout", "conta", "sessao", "ajuda", "termos", "cookies", "acessibilidade", "contato", "seguranca",
        "metrics", "scalar", "swagger", "docs", "admin", "root",
        // error pages
        "erro", "error", "nao-encontrado", "not-found", "400", "401", "403", "404", "405", "409", "429", "500", "502", "503",
        // static files
        "_content", "_framework", "_blazor", "favicon.ico", "robots.txt", "sitemap.xml", "manifest.json", "site.webmanifest", ".well-known",
        "apple-touch-icon.png", "css", "js", "lib", "img", "images", "fonts", "assets", "static", "wwwroot", "brand", "uploads", "download",
        // words of the portal itself
        "cobranca", "portal", "suporte", "banco", "pix", "boleto", "boletos", "www", "mail", "null", "undefined",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The name, as stored and as it stands in addresses.</summary>
    /// <exception cref="InvalidOperationException">This is <c>default(Slug)</c>.</exception>
    public string Value => _value ?? throw Keyed.Unset(nameof(Slug));

    /// <summary>Reads a name exactly as it must stand in an address: nothing is trimmed or lower-cased.</summary>
    /// <param name="text">What was typed or imported.</param>
    /// <param name="value">The name when true; <c>default</c> when false.</param>
    /// <param name="problem">When false, one sentence in Portuguese saying what is wrong and what to do.</param>
    public static bool TryParse(string? text, out Slug value, [NotNullWhen(false)] out string? problem)
    {
        problem = string.IsNullOrEmpty(text) ? "Identificador vazio: informe um nome curto, como aurora."
            : text.Length is < 2 or > 40 ? "Identificador com tamanho errado: use de 2 a 40 caracteres."
            : Reserved.Contains(text) ? "Identificador reservado para o portal: escolha outro."
            : !text.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
                ? "Identificador com caractere inválido: use só letras minúsculas sem acento, números e hífen."
            : text[0] == '-' || text[^1] == '-' || text.Contains("--", StringComparison.Ordinal)
                ? "Identificador com hífen fora do lugar: use um hífen de cada vez, entre letras ou números."
            : null;
        value = problem is null ? new(text!) : default;
        return problem is null;
    }

    /// <summary>Reads a name that must be right.</summary>
    /// <exception cref="FormatException">It is not; the message is the problem.</exception>
    public static Slug Parse(string text) => TryParse(text, out var value, out var problem) ? value : throw new FormatException(problem);

    /// <inheritdoc cref="Value"/>
    public override string ToString() => Value;
}
