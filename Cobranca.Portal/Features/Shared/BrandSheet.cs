using System.Security.Cryptography;
using System.Text;
using Cobranca.Portal.Client.Brand;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Shared;

/// <summary>A creditor's colours as a style sheet of its own: the policy allows no inline style.</summary>
public static class BrandSheet
{
    /// <summary>The address changes with the colour, so that browsers may keep the sheet for ever.</summary>
    public static string Href(Creditor creditor)
    {
        var version = SHA256.HashData(Encoding.UTF8.GetBytes(creditor.BrandColor)).AsSpan(0, 4);
        return $"/{creditor.Slug}/marca.css?v={Convert.ToHexStringLower(version)}";
    }

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/{creditor}/marca.css", (CurrentCreditor current, HttpContext http) =>
    {
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Text(BrandCss.For(current.Value.BrandColor), "text/css; charset=utf-8");
    });
}
