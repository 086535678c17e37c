using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Api;

/// <summary>
/// Whatever goes wrong under <c>/api/</c> is answered as a problem: what routing refuses without a word, and a body that is too large.
/// Stands inside the pages' own handlers, which then have nothing to do. Failures are answered by <see cref="RequestFailures"/>, pages' and API's alike.
/// </summary>
public static class ApiErrors
{
    public static IApplicationBuilder UseApiErrors(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (!ApiEndpoints.Serves(context.Request.Path))
        {
            await next(context);
            return;
        }
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
                await Unspoken(context).ExecuteAsync(context);
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.StatusCode = bad.StatusCode;
            await Unspoken(context).ExecuteAsync(context);
        }
    });

    /// <summary>Words for a status that came without any.</summary>
    private static IResult Unspoken(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => ApiProblem.NotFound("Este endereço não existe na API. A lista está em /api."),
        StatusCodes.Status405MethodNotAllowed => ApiProblem.Of(StatusCodes.Status405MethodNotAllowed, "Método não aceito", $"Este endereço aceita: {context.Response.Headers.Allow}."),
        StatusCodes.Status413PayloadTooLarge => ApiProblem.Of(StatusCodes.Status413PayloadTooLarge, "Corpo grande demais", $"O corpo passa do limite deste endereço, {LimitedBody.LimitOf(context) / 1_000_000} MB."),
        StatusCodes.Status415UnsupportedMediaType => ApiProblem.NotJson(),
        var status => ApiProblem.Of(status, "Pedido inválido", "O pedido não pôde ser lido."),
    };
}
