using Cobranca.Portal.Features.Api;
using Microsoft.AspNetCore.Diagnostics;

namespace Cobranca.Portal.Platform;

/// <summary>
/// What nobody caught: one log line with the id the person is shown, instead of the framework's without it. The API answers here;
/// for everything else the error page does.
/// </summary>
internal sealed partial class RequestFailures(ILogger<RequestFailures> log) : IExceptionHandler
{
    /// <summary>New ones each time: the middleware writes its own pipeline into them.</summary>
    public static ExceptionHandlerOptions Options() => new()
    {
        ExceptionHandlingPath = "/erro", CreateScopeForErrors = true, SuppressDiagnosticsCallback = _ => true, StatusCodeSelector = RequestLimits.StatusOf,
    };

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (id, status) = (ProblemId.Of(httpContext), RequestLimits.StatusOf(exception));
        if (status < StatusCodes.Status500InternalServerError)
        {
            LogRefused(id, status);
            return false;
        }
        LogFailure(exception, id);
        var path = httpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path ?? "";
        if (!ApiEndpoints.Serves(path)) return false;
        await Results.Problem($"Algo deu errado do nosso lado. Repita o pedido em alguns minutos; se continuar, informe o número {id}.", statusCode: StatusCodes.Status500InternalServerError,
            title: "Erro interno", extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["problemId"] = id }).ExecuteAsync(httpContext);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Problem {ProblemId}: a request broke off or broke a limit, {Status}")]
    private partial void LogRefused(string problemId, int status);

    [LoggerMessage(Level = LogLevel.Error, Message = "Problem {ProblemId}: a request failed")]
    private partial void LogFailure(Exception exception, string problemId);
}
