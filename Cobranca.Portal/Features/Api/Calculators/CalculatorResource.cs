using Cobranca.Portal.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Cobranca.Portal.Features.Api.Calculators;

/// <summary>
/// Calculations that keep nothing and belong to no creditor: the same answer for every key. A <c>read</c> answers 200 to every well-formed
/// request and says in <c>valid</c> whether the code is good; 400 means that the request itself is wrong.
/// </summary>
internal static class CalculatorResource
{
    /// <summary>A hundred times what the fields of a calculation take.</summary>
    private const int LargestBody = 64_000;

    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("").RequireScope(ApiScopes.Calculators).WithTags("Calculadoras")
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody));
        PricingPreview.Map(group);
        BoletoPreview.Map(group);
        BoletoRead.Map(group);
        PixPreview.Map(group);
        PixRead.Map(group);
    }
}
