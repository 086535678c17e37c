using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cobranca.Portal.Tests.Api;

/// <summary>As much of JSON Schema as the document uses; a keyword it does not know is a failure, not a pass.</summary>
internal sealed class JsonSchema(JsonElement document)
{
    private static readonly HashSet<string> Known =
    [
        "$ref", "type", "format", "enum", "properties", "required", "additionalProperties", "items", "minItems", "maxItems", "pattern", "multipleOf", "oneOf", "anyOf", "minimum", "maximum", "description", "default", "title",
        "minLength", "maxLength", "contentEncoding", "contentMediaType", "examples", "example",
    ];

    public List<string> Problems(JsonElement schema, JsonElement value)
    {
        var problems = new List<string>();
        Check(schema, value, "$", problems);
        return problems;
    }

    /// <summary>What a reference names; anything else is itself.</summary>
    public JsonElement Resolve(JsonElement node)
    {
        if (!node.TryGetProperty("$ref", out var reference)) return node;
        var target = document;
        foreach (var part in reference.GetString()![2..].Split('/')) target = target.GetProperty(part);
        return target;
    }

    private void Check(JsonElement schema, JsonElement value, string at, List<string> problems)
    {
        if (schema.ValueKind is JsonValueKind.True) return;
        foreach (var keyword in schema.EnumerateObject().Where(k => !Known.Contains(k.Name) && !k.Name.StartsWith("x-", StringComparison.Ordinal))) problems.Add($"{at}: the checker does not know {keyword.Name}");
        if (schema.TryGetProperty("$ref", out var reference))
        {
            Check(Resolve(schema), value, at, problems);
            return;
        }
        foreach (var name in new[] { "oneOf", "anyOf" })
            if (schema.TryGetProperty(name, out var options) && !options.EnumerateArray().Any(o => Problems(o, value).Count == 0))
                problems.Add($"{at}: {value} is none of {options}");
        if (schema.TryGetProperty("type", out var type) && !Types(type).Any(t => Is(t, value))) problems.Add($"{at}: {value.ValueKind} is not {type}");
        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(a => a.GetRawText() == value.GetRawText())) problems.Add($"{at}: {value} is not in {allowed}");
        if (value.ValueKind == JsonValueKind.Number && schema.TryGetProperty("multipleOf", out var multiple) && value.GetDecimal() % multiple.GetDecimal() != 0) problems.Add($"{at}: {value} is no multiple of {multiple}");
        if (value.ValueKind == JsonValueKind.String) CheckText(schema, value.GetString()!, at, problems);
        if (value.ValueKind == JsonValueKind.Array) CheckArray(schema, value, at, problems);
        if (value.ValueKind == JsonValueKind.Object) CheckObject(schema, value, at, problems);
    }

    private static void CheckText(JsonElement schema, string text, string at, List<string> problems)
    {
        if (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(text, pattern.GetString()!, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))) problems.Add($"{at}: {text} does not match {pattern}");
        if (!schema.TryGetProperty("format", out var format)) return;
        var good = format.GetString() switch
        {
            "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) && text.Contains('T', StringComparison.Ordinal) && (text.EndsWith('Z') || text.Contains("-03:00", StringComparison.Ordinal)),
            "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
            _ => true,
        };
        if (!good) problems.Add($"{at}: {text} is no {format}");
    }

    private void CheckArray(JsonElement schema, JsonElement value, string at, List<string> problems)
    {
        if (schema.TryGetProperty("minItems", out var min) && value.GetArrayLength() < min.GetInt32()) problems.Add($"{at}: too few");
        if (schema.TryGetProperty("maxItems", out var max) && value.GetArrayLength() > max.GetInt32()) problems.Add($"{at}: too many");
        if (!schema.TryGetProperty("items", out var items)) return;
        foreach (var (index, item) in value.EnumerateArray().Index()) Check(items, item, $"{at}[{index}]", problems);
    }

    private void CheckObject(JsonElement schema, JsonElement value, string at, List<string> problems)
    {
        var properties = schema.TryGetProperty("properties", out var declared) ? declared : default;
        if (schema.TryGetProperty("required", out var required))
            foreach (var name in required.EnumerateArray().Where(r => !value.TryGetProperty(r.GetString()!, out _))) problems.Add($"{at}: {name} is missing");
        foreach (var field in value.EnumerateObject())
        {
            if (properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(field.Name, out var own)) Check(own, field.Value, $"{at}.{field.Name}", problems);
            // What declares fields has no others, said or not; what declares none (any JSON, or a choice of schemas) is looked at elsewhere.
            else if (properties.ValueKind == JsonValueKind.Object && (!schema.TryGetProperty("additionalProperties", out var more) || more.ValueKind == JsonValueKind.False)) problems.Add($"{at}: {field.Name} is not documented");
        }
    }

    private static IEnumerable<string> Types(JsonElement type) => type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!) : [type.GetString()!];

    private static bool Is(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => false,
    };
}
