using System.Text.Json.Nodes;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Api.Receivables;
using Cobranca.Portal.Persistence.Model;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Cobranca.Portal.Features.Api.Document;

/// <summary>Schemas of what our converters and readers make of a type.</summary>
internal static class ApiSchemas
{
    public static async Task ShapeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        var isOptional = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) is not null;
        if (type == typeof(Money)) (schema.Type, schema.MultipleOf, schema.Format, schema.Properties) = (OrNull(JsonSchemaType.Number), 0.01m, null, null);
        else if (type == typeof(TaxId)) (schema.Type, schema.Pattern, schema.Properties) = (OrNull(JsonSchemaType.String), "^([0-9]{11}|[0-9A-Z]{12}[0-9]{2})$", null);
        else if (type == typeof(decimal)) (schema.Type, schema.Format, schema.Pattern) = (OrNull(JsonSchemaType.Number), null, null);
        else if (type == typeof(PutReceivables) && schema.Properties?["items"] is OpenApiSchema items)
            (items.Items, items.MinItems, items.MaxItems) = (await context.GetOrCreateSchemaAsync(typeof(ReceivableItem), null, cancellation), 1, 1000);
        else if (type == typeof(ReceivableItem) && schema.Properties is { } properties)
            properties["status"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. new[] { "open", "paid", "cancelled", "disputed", "suspended" }.Select(s => (JsonNode)s)] };
        else if (type == typeof(ProblemDetails)) Problem(schema, await context.GetOrCreateSchemaAsync(typeof(FieldError), null, cancellation));
        // A field nobody knows is refused, so the document says so too.
        if (type.Namespace?.StartsWith("Cobranca", StringComparison.Ordinal) == true && schema.Properties is { Count: > 0 }) schema.AdditionalPropertiesAllowed = false;

        JsonSchemaType OrNull(JsonSchemaType one) => isOptional ? one | JsonSchemaType.Null : one;
    }

    private static void Problem(OpenApiSchema schema, OpenApiSchema error)
    {
        schema.Required = new HashSet<string>(StringComparer.Ordinal) { "title", "status", "detail" };
        schema.Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["errors"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = error },
            ["traceId"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["problemId"] = new OpenApiSchema { Type = JsonSchemaType.String },
        };
    }
}
