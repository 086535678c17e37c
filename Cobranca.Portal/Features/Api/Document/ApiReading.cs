using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cobranca.Portal.Features.Api.Document;

/// <summary>One field of a body or answer, as a reader sees it.</summary>
/// <param name="Name">With its place: <c>items[].amount</c>.</param>
public sealed record FieldReading(string Name, string Type, bool Required, string Description);

public sealed record ParameterReading(string Name, string Place, bool Required, string Description);

public sealed record AnswerReading(string Status, string Description, IReadOnlyList<FieldReading> Fields, IReadOnlyList<string> Examples);

/// <summary>One operation of the document.</summary>
public sealed record OperationReading(string Id, string Method, string Path, string Tag, string Summary, IReadOnlyList<string> Description, IReadOnlyList<ParameterReading> Parameters,
    IReadOnlyList<FieldReading> Body, IReadOnlyList<string> BodyExamples, IReadOnlyList<AnswerReading> Answers);

/// <summary>The document read for the page <c>/api</c>: nothing is written there that is not in it.</summary>
public sealed class ApiReading(JsonObject root)
{
    /// <summary>Deeper than this no schema of ours goes.</summary>
    private const int MaxDepth = 6;
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IReadOnlyList<IGrouping<string, OperationReading>> Tags() => [.. root["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject().Select(operation => Operation(path.Key, operation.Key, operation.Value!.AsObject())))
        .GroupBy(o => o.Tag)];

    private OperationReading Operation(string path, string method, JsonObject operation)
    {
        var body = operation["requestBody"]?["content"]?.AsObject().FirstOrDefault().Value;
        return new((string)operation["operationId"]!, method.ToUpperInvariant(), path, (string?)operation["tags"]?[0] ?? "", (string?)operation["summary"] ?? "",
            ((string?)operation["description"] ?? "").Split("\n\n", StringSplitOptions.RemoveEmptyEntries),
            [.. operation["parameters"]!.AsArray().Select(p => new ParameterReading((string)p!["name"]!, Place((string)p["in"]!), (bool?)p["required"] ?? false, (string?)p["description"] ?? ""))],
            Fields(body?["schema"]), Examples(body), [.. operation["responses"]!.AsObject().Select(r => Answer(r.Key, r.Value!.AsObject()))]);
    }

    private AnswerReading Answer(string status, JsonObject response)
    {
        if ((string?)response["$ref"] is { } reference) response = root["components"]!["responses"]![reference[(reference.LastIndexOf('/') + 1)..]]!.AsObject();
        var content = response["content"]?.AsObject().FirstOrDefault().Value;
        // Problems all look alike and are explained once.
        return new(status, (string?)response["description"] ?? "", string.CompareOrdinal(status, "400") < 0 ? Fields(content?["schema"]) : [], Examples(content));
    }

    public IReadOnlyList<FieldReading> Problem() => Fields(root["components"]!["schemas"]!["ProblemDetails"]);

    private static List<string> Examples(JsonNode? content) => [.. (content?["examples"]?.AsObject() ?? []).Select(e => e.Value!["value"]!.ToJsonString(Json)).Distinct(StringComparer.Ordinal)];

    private List<FieldReading> Fields(JsonNode? schema)
    {
        var fields = new List<FieldReading>();
        Walk(schema, "", 0, fields);
        return fields;
    }

    private void Walk(JsonNode? node, string prefix, int depth, List<FieldReading> fields)
    {
        if (depth > MaxDepth || Resolve(node) is not { } schema) return;
        if (schema["items"] is { } item)
        {
            Walk(item, prefix + "[]", depth + 1, fields);
            return;
        }
        var required = schema["required"]?.AsArray().Select(r => (string)r!).ToHashSet(StringComparer.Ordinal) ?? [];
        foreach (var (name, property) in schema["properties"]?.AsObject() ?? [])
        {
            var full = prefix.Length == 0 ? name : $"{prefix}.{name}";
            fields.Add(new(full, Type(property), required.Contains(name), (string?)property?["description"] ?? (string?)Resolve(property)?["description"] ?? ""));
            Walk(property, full, depth + 1, fields);
        }
    }

    private string Type(JsonNode? node)
    {
        if (Resolve(node) is not { } schema) return "";
        if (schema["enum"] is JsonArray values) return string.Join(" | ", values.Select(v => v is null ? "null" : (string?)v));
        var types = schema["type"] is JsonArray several ? several.Select(t => (string)t!).ToList() : schema["type"] is { } one ? [(string)one!] : [];
        var words = string.Join(" ou ", types.Select(type => type switch
        {
            "string" => (string?)schema["format"] switch { "date" => "data", "date-time" => "instante", _ => "texto" },
            "number" => schema["multipleOf"] is not null ? "reais" : "número", "integer" => "inteiro", "boolean" => "true ou false", "array" => "lista", "object" => "objeto", _ => type,
        }));
        return words;
    }

    private JsonObject? Resolve(JsonNode? node)
    {
        if (node is not JsonObject schema) return null;
        if ((string?)schema["$ref"] is { } reference) return Resolve(root["components"]!["schemas"]![reference[(reference.LastIndexOf('/') + 1)..]]);
        // An optional object: the other alternative is null.
        return (schema["oneOf"] ?? schema["anyOf"])?.AsArray().Select(Resolve).FirstOrDefault(s => s is not null && (string?)(s["type"] as JsonValue) != "null") ?? schema;
    }

    private static string Place(string place) => place switch { "path" => "endereço", "query" => "consulta", _ => "cabeçalho" };
}
