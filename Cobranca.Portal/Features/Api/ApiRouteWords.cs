namespace Cobranca.Portal.Features.Api;

/// <summary>What a route may answer, said where it is mapped: the OpenAPI document reads it and the contract test holds the route to it.</summary>
public static class ApiRouteWords
{
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route, int status) => route.Produces<T>(status, "application/json");

    /// <summary>Problems of its own; 401, 403, 429 and 500 are every route's.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (var status in statuses) route.ProducesProblem(status);
        return route;
    }

    /// <summary>An example of the route at work on the contract test's portfolio (docs/api.md): shown in the document, sent by the test.</summary>
    /// <param name="path">The address as sent, below <see cref="ApiEndpoints.Root"/>, with the query; the route's own pattern when it has no parameter.</param>
    /// <param name="request">The JSON body; null when there is none.</param>
    /// <param name="status">What is answered.</param>
    /// <param name="answer">The JSON answered, for the reader; the test holds it to the schema.</param>
    public static RouteHandlerBuilder Example(this RouteHandlerBuilder route, int status, string? path = null, string? request = null, string? answer = null) =>
        route.WithMetadata(new ApiExample(status, path, request, answer));
}

/// <summary>See <see cref="ApiRouteWords.Example"/>.</summary>
public sealed record ApiExample(int Status, string? Path, string? Request, string? Answer)
{
    /// <summary>False for what needs a worker, a file or another party: shown, and its answer held to the schema.</summary>
    public bool IsSent { get; init; } = true;
}
