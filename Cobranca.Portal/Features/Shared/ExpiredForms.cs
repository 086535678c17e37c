using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;

namespace Cobranca.Portal.Features.Shared;

/// <summary>
/// A form whose token is missing or too old does nothing: the page is shown again with a notice instead of an error in English.
/// Stands behind <c>UseAntiforgery</c>.
/// </summary>
public static class ExpiredForms
{
    public static IApplicationBuilder UseExpiredFormNotice(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        // An error page shown for a POST is not that form again.
        var isForm = HttpMethods.IsPost(context.Request.Method) && context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
            && context.Features.Get<IExceptionHandlerFeature>() is null && context.Features.Get<IStatusCodeReExecuteFeature>() is null;
        if (isForm && (context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } || !await NamesOneFormAsync(context)))
        {
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = QueryHelpers.AddQueryString(context.Request.PathBase + context.Request.Path, "aviso", "formulario");
            return;
        }
        await next(context);
    });

    private static async Task<bool> NamesOneFormAsync(HttpContext context) =>
        context.Request.HasFormContentType && (await context.Request.ReadFormAsync(context.RequestAborted))["_handler"].Count == 1;
}
