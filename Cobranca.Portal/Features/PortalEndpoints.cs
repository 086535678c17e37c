using Cobranca.Portal.Features.Api;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Features.Receipts;
using Cobranca.Portal.Features.Shared;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features;

/// <summary>Every route of the portal: pages carry their own <c>@page</c>, files and small answers are listed here by feature.</summary>
public static class PortalEndpoints
{
    private static readonly Action<IEndpointRouteBuilder>[] Endpoints =
    [
        Health.Map,
        BrandSheet.Map,
        BoletosFeature.Map,
        ReceiptsFeature.Map,
        ApiEndpoints.Map,
    ];

    public static void MapPortal(this WebApplication app)
    {
        var once = new RoutesMadeOnce(app);
        once.MapGet("/", () => Results.NotFound());
        foreach (var map in Endpoints) map(once);
        once.Add();
        app.MapRazorComponents<App>();
    }
}
