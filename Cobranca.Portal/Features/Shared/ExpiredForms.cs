using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;

namespace Cobranca.Portal.Features.Shared;

/// <summary>
/// A form that cannot be taken (its token is missing or too old, or its page has moved on) does nothing: the person is sent back to the
/// page with a notice, or on to where the page now leads, instead of reading an error in English. Stands behind <c>UseAntiforgery</c>.
/// </summary>
public static class ExpiredForms
{
    public static IApplicationBuilder UseExpiredFormNotice(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        // An error page shown for a POST is not that form again.
        var isForm = HttpMethods.IsPost(context.Request.Method) && context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
            && context.Features.Get<IExceptionHandlerFeature>() is null && context.Features.Get<IStatusCodeReExecuteFeature>() is null;
        if (isForm)
        {
            if (context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } || !await NamesOneFormAsync(context))
            {
                SendBack(context.Response);
                return;
            }
            // The framework refuses a form that its page no longer shows (a replay, a second tab) in plain English; a page that led
            // elsewhere has said where to already.
            context.Response.OnStarting(() =>
            {
                if (context.Response is { StatusCode: StatusCodes.Status400BadRequest, ContentType: "text/plain" }) SendBack(context.Response);
                return Task.CompletedTask;
            });
        }
        await next(context);
    });

    private static void SendBack(HttpResponse response)
    {
        var request = response.HttpContext.Request;
        response.StatusCode = StatusCodes.Status303SeeOther;
        if (response.Headers.Location.Count == 0) response.Headers.Location = QueryHelpers.AddQueryString(request.PathBase + request.Path, "aviso", "formulario");
    }

    private static async Task<bool> NamesOneFormAsync(HttpContext context) =>
        context.Request.HasFormContentType && (await context.Request.ReadFormAsync(context.RequestAborted))["_handler"].Count == 1;
}
