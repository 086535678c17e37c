using Cobranca.Portal.Features.Api.Boletos;
using Cobranca.Portal.Features.Api.Debtors;
using Cobranca.Portal.Features.Api.Document;
using Cobranca.Portal.Features.Api.Imports;
using Cobranca.Portal.Features.Api.Keys;
using Cobranca.Portal.Features.Api.Links;
using Cobranca.Portal.Features.Api.Receivables;
using Cobranca.Portal.Features.Api.Remessas;
using Cobranca.Portal.Features.Api.Retornos;
using Cobranca.Portal.Features.Credits;
using Cobranca.Portal.Features.Events;
using Cobranca.Portal.Features.Receipts;
using Cobranca.Portal.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cobranca.Portal.Features.Api;

/// <summary>
/// The API of a creditor's systems, <c>/api/v1</c>. Each resource maps its own routes in its own file; every route names its scope
/// (<see cref="Identity.ApiKeyRoutes.RequireScope"/>) and takes JSON as <see cref="ApiBody{T}"/>.
/// </summary>
public static class ApiEndpoints
{
    public const string Root = "/api/v1";

    /// <summary>True for every address below <c>/api/</c>, known or not; <c>/api</c> itself is a page for people.</summary>
    public static bool Serves(PathString path) => path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase, out var rest) && rest.Value is { Length: > 1 };

    private static readonly Action<RouteGroupBuilder>[] Resources =
    [
        KeyResource.Map,
        ReceivableResource.Map,
        PaymentResource.Map,
        ReceiptResource.Map,
        CreditResource.Map,
        DebtorResource.Map,
        EventResource.Map,
        WebhookResource.Map,
        Calculators.CalculatorResource.Map,
        ImportResource.Map,
        LinkResource.Map,
        BoletoResource.Map,
        RemessaResource.Map,
        RetornoResource.Map,
        DivergenceResource.Map,
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Root).AddEndpointFilter<ApiBodyFilter>().DisableAntiforgery().AllowUpload(LimitedBody.DefaultLimit, TimeSpan.FromMinutes(1));
        foreach (var map in Resources) map(api);
        routes.ServiceProvider.GetService<ApiProbe>()?.Map(api);
        routes.MapGet("/api", async (ApiDocument document, CancellationToken cancellation) =>
            new RazorComponentResult<ApiPage>(new { Document = await document.RootAsync(cancellation) }));
        routes.MapGet(ApiDocument.Path, async (ApiDocument document, CancellationToken cancellation) => Results.Bytes(await document.TextAsync(cancellation), "application/json; charset=utf-8"));
    }
}

/// <summary>Routes of a test's own, to see the API's core at work apart from any resource. Registered by tests only.</summary>
internal sealed record ApiProbe(Action<RouteGroupBuilder> Map);
