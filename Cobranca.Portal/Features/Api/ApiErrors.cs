using System.Diagnostics;

namespace Cobranca.Portal.Features.Api;

/// <summary>
/// Whatever goes wrong under <c>/api/</c> is answered as a problem: what routing refuses without a word, a body that is too large, and a
/// failure, which gets an id that finds its log line and says nothing else. Stands inside the pages' own handlers, which then have nothing to do.
/// </summary>
public static partial class ApiErrors
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
        catch (Exception failure) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            var id = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
            LogFailure(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ApiErrors)), id, failure);
            context.Response.Clear();
            await Results.Problem("Algo falhou do nosso lado. Tente de novo; se continuar, envie o problemId a quem opera o portal.", statusCode: StatusCodes.Status500InternalServerError,
                title: "Falha interna", extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["problemId"] = id }).ExecuteAsync(context);
        }
    });

    /// <summary>Words for a status that came without any.</summary>
    private static IResult Unspoken(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => ApiProblem.NotFound("Este endereço não existe na API. A lista está em /api."),
        StatusCodes.Status405MethodNotAllowed => ApiProblem.Of(StatusCodes.Status405MethodNotAllowed, "Método não aceito", $"Este endereço aceita: {context.Response.Headers.Allow}."),
        StatusCodes.Status413PayloadTooLarge => ApiProblem.Of(StatusCodes.Status413PayloadTooLarge, "Corpo grande demais", $"O corpo passa do limite deste endereço, {LimitedBody.LimitOf(context) / 1_000_000} MB."),
        StatusCodes.Status415UnsupportedMediaType => ApiProblem.Of(StatusCodes.Status415UnsupportedMediaType, "Formato não aceito", "Envie o corpo em JSON, com 'Content-Type: application/json'."),
        var status => ApiProblem.Of(status, "Pedido inválido", "O pedido não pôde ser lido."),
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "API problem {ProblemId}")]
    private static partial void LogFailure(ILogger log, string problemId, Exception failure);
}
