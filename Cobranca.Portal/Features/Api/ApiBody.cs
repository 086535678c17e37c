using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Cobranca.Portal.Features.Api;

/// <summary>A request body, or everything that is wrong with it; <see cref="ApiBodyFilter"/> answers the latter before the handler runs.</summary>
public interface IApiBody
{
    IResult? Refusal { get; }
}

/// <summary>
/// A JSON body read as <typeparamref name="T"/>. All problems are found at once, each under its path; a field that is not of the type is
/// refused by name, since a misspelt one would otherwise be silently missing.
/// </summary>
public sealed class ApiBody<T> : IApiBody, IEndpointParameterMetadataProvider
    where T : class
{
    private readonly T? _value;

    private ApiBody(T? value, IResult? refusal) => (_value, Refusal) = (value, refusal);

    public IResult? Refusal { get; }

    public T Value => _value ?? throw new InvalidOperationException("The body was refused.");

    /// <summary>No body at all is then an empty object.</summary>
    private static readonly bool MayBeMissing = Read(JsonDocument.Parse("{}").RootElement).Errors.Count == 0;

    public static async ValueTask<ApiBody<T>> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (MayBeMissing && context.Request.ContentType is null && context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true })
            return new(Read(JsonDocument.Parse("{}").RootElement).Value, null);
        if (!context.Request.HasJsonContentType())
            return new(null, ApiProblem.NotJson());
        JsonDocument document;
        try { document = await JsonDocument.ParseAsync(context.Request.Body, new() { MaxDepth = ApiJson.Options.MaxDepth }, context.RequestAborted); }
        catch (JsonException broken)
        {
            return new(null, ApiProblem.Invalid("", $"O corpo não é JSON: veja a linha {broken.LineNumber + 1}, posição {broken.BytePositionInLine + 1}."));
        }
        using (document)
        {
            var (value, errors) = Read(document.RootElement);
            return new(value, errors.Count == 0 ? null : ApiProblem.Invalid(errors));
        }
    }

    /// <summary>One element read as the type, with what is wrong under the given path.</summary>
    public static (T? Value, IReadOnlyList<FieldError> Errors) Read(JsonElement element, string path = "")
    {
        var errors = new List<FieldError>();
        JsonShape.Check(element, ApiJson.Options.GetTypeInfo(typeof(T)), path, errors);
        return errors.Count == 0 ? (element.Deserialize<T>(ApiJson.Options), errors) : (null, errors);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T), MayBeMissing));
}

/// <summary>Answers a body that cannot be read; the handler sees only good ones.</summary>
public sealed class ApiBodyFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.Arguments.OfType<IApiBody>().FirstOrDefault(body => body.Refusal is not null) is { } refused ? ValueTask.FromResult<object?>(refused.Refusal) : next(context);
}
