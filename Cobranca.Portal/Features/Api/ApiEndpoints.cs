using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Api;

/// <summary>
/// The API of a creditor's systems, <c>/api/v1</c>. Each resource maps its own routes in its own file; every route names its scope
/// (<see cref="Identity.ApiKeyRoutes.RequireScope"/>) and takes JSON as <see cref="ApiBody{T}"/>.
/// </summary>
public static class ApiEndpoints
{
    public const string Root = "/api/v1";

    /// <summary>A thousand receivables with every field filled. A route that takes a file says so itself.</summary>
    private const long BodyBytes = 4 * 1024 * 1024;

    private static readonly Action<RouteGroupBuilder>[] Resources =
    [
        KeyResource.Map,
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Root).AddEndpointFilter<ApiBodyFilter>().DisableAntiforgery().AllowUpload(BodyBytes, TimeSpan.FromMinutes(1));
        foreach (var map in Resources) map(api);
    }
}
