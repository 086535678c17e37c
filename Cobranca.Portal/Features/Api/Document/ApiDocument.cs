using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cobranca.Portal.Identity;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Cobranca.Portal.Features.Api.Document;

/// <summary>
/// The OpenAPI 3.1 document: what the framework reads off the routes, completed with what it cannot know. Made once, at its first use, so
/// that it costs a stranger's request nothing.
/// </summary>
public sealed class ApiDocument(IServiceProvider services, EndpointDataSource endpoints)
{
    public const string Path = "/openapi/v1.json";
    public const string Name = "v1";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly SemaphoreSlim _once = new(1);
    private (JsonObject Root, byte[] Text)? _made;

    public async Task<JsonObject> RootAsync(CancellationToken cancellation) => (await MadeAsync(cancellation)).Root;

    public async Task<byte[]> TextAsync(CancellationToken cancellation) => (await MadeAsync(cancellation)).Text;

    /// <summary>Every route of the API, as the document names it.</summary>
    public IEnumerable<(string Method, string Path, RouteEndpoint Endpoint)> Routes() => endpoints.Endpoints.OfType<RouteEndpoint>()
        .Where(e => ApiEndpoints.Serves("/" + e.RoutePattern.RawText!.TrimStart('/')))
        .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Select(method => (method.ToLowerInvariant(), "/" + e.RoutePattern.RawText!.Trim('/'), e)));

    private async Task<(JsonObject Root, byte[] Text)> MadeAsync(CancellationToken cancellation)
    {
        if (_made is { } known) return known;
        await _once.WaitAsync(cancellation);
        try
        {
            if (_made is { } meanwhile) return meanwhile;
            await using var scope = services.CreateAsyncScope();
            var document = await scope.ServiceProvider.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync(cancellation);
            var root = JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellation))!.AsObject();
            ApiDocumentWords.Complete(root, Routes());
            var made = (root, JsonSerializer.SerializeToUtf8Bytes(root, Json));
            _made = made;
            return made;
        }
        finally
        {
            _once.Release();
        }
    }
}
