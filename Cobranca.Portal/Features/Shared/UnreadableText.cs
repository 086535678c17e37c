using Cobranca.Portal.Features.Api;
using Cobranca.Portal.Platform;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Primitives;

namespace Cobranca.Portal.Features.Shared;

/// <summary>
/// An address, query or form with what is no text (<see cref="WholeText"/>) is refused by the name of its field before anybody looks at it.
/// No person types it. Stands behind <c>UseAntiforgery</c>, which has read the form, and behind authorization, so that only who may come in
/// is told. The bodies of the API are read, and refused, by their own readers.
/// </summary>
public static class UnreadableText
{
    public static IApplicationBuilder UseWholeText(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var isApi = ApiEndpoints.Serves(context.Request.Path);
        var field = !WholeText.Is(context.Request.Path.Value) ? "endereço" : Unreadable(context.Request.Query);
        if (field is null && context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: true }) field = Unreadable(await context.Request.ReadFormAsync(context.RequestAborted));
        if (field is null)
        {
            await next(context);
            return;
        }
        var name = WholeText.Shown(field, 60);
        if (isApi)
        {
            await ApiProblem.Invalid(name, WholeText.Problem).ExecuteAsync(context);
            return;
        }
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync($"{name}: {WholeText.Problem}", context.RequestAborted);
    });

    private static string? Unreadable(IEnumerable<KeyValuePair<string, StringValues>> fields)
    {
        foreach (var (name, values) in fields)
            if (!WholeText.Is(name) || !values.All(value => WholeText.Is(value))) return name;
        return null;
    }
}
