namespace Cobranca.Portal.Features.Api;

/// <summary>Something in a request that will not do.</summary>
/// <param name="Field">Where it stands: <c>items[3].amount</c>; a header or query parameter by its name; empty for the whole body.</param>
/// <param name="Message">What is wrong and what would be right, in Portuguese.</param>
public sealed record FieldError(string Field, string Message);

/// <summary>How the API says no: problem+json (RFC 9457) in plain Portuguese, with every field that is wrong.</summary>
public static class ApiProblem
{
    public static IResult Of(int status, string title, string detail, IReadOnlyList<FieldError>? errors = null) =>
        Results.Problem(detail, statusCode: status, title: title, extensions: errors is { Count: > 0 } ? new Dictionary<string, object?>(StringComparer.Ordinal) { ["errors"] = errors } : null);

    public static IResult Invalid(IReadOnlyList<FieldError> errors) =>
        Of(StatusCodes.Status400BadRequest, "Pedido inválido", errors.Count == 1 ? $"{errors[0].Field}: {errors[0].Message}".TrimStart(':', ' ') : $"Há {errors.Count} problemas: veja errors.", errors);

    public static IResult Invalid(string field, string message) => Invalid([new(field, message)]);

    /// <summary>Not now: 429 with the time to wait, as every 429 of the API has it.</summary>
    public static IResult Later(string title, string detail, TimeSpan after) => new Postponed(Of(StatusCodes.Status429TooManyRequests, title, detail), Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)));

    private sealed class Postponed(IResult problem, int seconds) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return problem.ExecuteAsync(httpContext);
        }
    }

    public static IResult NotFound(string detail) => Of(StatusCodes.Status404NotFound, "Não encontrado", detail);

    public static IResult Conflict(string detail) => Of(StatusCodes.Status409Conflict, "Em conflito com o estado atual", detail);

    public static IResult NotJson() => Of(StatusCodes.Status415UnsupportedMediaType, "Formato não aceito", "Envie o corpo em JSON, com 'Content-Type: application/json'.");
}
