using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cobranca.Domain.Values;

namespace Cobranca.Portal.Features.Api;

/// <summary>Compares JSON with the type it is to become, and notes every difference in words a person can act on.</summary>
internal static class JsonShape
{
    /// <summary>More would only repeat themselves.</summary>
    private const int MaxErrors = 100;

    public static void Check(JsonElement element, JsonTypeInfo type, string path, List<FieldError> errors)
    {
        if (errors.Count >= MaxErrors) return;
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object when element.ValueKind != JsonValueKind.Object:
                errors.Add(new(path, "informe um objeto: { … }."));
                break;
            case JsonTypeInfoKind.Object:
                CheckObject(element, type, path, errors);
                break;
            case JsonTypeInfoKind.Enumerable when element.ValueKind != JsonValueKind.Array:
                errors.Add(new(path, "informe uma lista: [ … ]."));
                break;
            case JsonTypeInfoKind.Enumerable:
                var item = ApiJson.Options.GetTypeInfo(type.ElementType!);
                var index = 0;
                foreach (var one in element.EnumerateArray()) Check(one, item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]"), errors);
                break;
            default:
                CheckValue(element, type, path, errors);
                break;
        }
    }

    private static void CheckObject(JsonElement element, JsonTypeInfo type, string path, List<FieldError> errors)
    {
        var known = type.Properties.Where(p => p.Set is not null || p.AssociatedParameter is not null).ToDictionary(p => p.Name, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in element.EnumerateObject())
        {
            var at = path.Length == 0 ? field.Name : $"{path}.{field.Name}";
            if (!seen.Add(field.Name)) errors.Add(new(at, "campo repetido: deixe um só."));
            else if (!known.TryGetValue(field.Name, out var property)) errors.Add(new(at, $"campo desconhecido. Os campos são: {string.Join(", ", known.Keys)}."));
            else if (field.Value.ValueKind != JsonValueKind.Null) Check(field.Value, ApiJson.Options.GetTypeInfo(property.PropertyType), at, errors);
            else if (!property.IsSetNullable) errors.Add(new(at, "não pode ser null."));
        }
        foreach (var missing in known.Values.Where(p => (p.IsRequired || p.AssociatedParameter is { HasDefaultValue: false }) && !seen.Contains(p.Name)))
            errors.Add(new(path.Length == 0 ? missing.Name : $"{path}.{missing.Name}", "falta este campo."));
    }

    private static void CheckValue(JsonElement element, JsonTypeInfo type, string path, List<FieldError> errors)
    {
        try { element.Deserialize(type); }
        catch (JsonException wrong) { errors.Add(new(path, Expected(type.Type) ?? wrong.Message)); }
    }

    /// <summary>What is expected, for types whose converter speaks English; null lets our own converter's words stand.</summary>
    private static string? Expected(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum) return $"use um de: {string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName))}.";
        if (type == typeof(string)) return "informe um texto entre aspas.";
        if (type == typeof(bool)) return "informe true ou false.";
        if (type == typeof(DateOnly)) return "informe a data entre aspas como ano-mês-dia: \"2026-11-21\".";
        if (type == typeof(DateTime) || type == typeof(DateTimeOffset)) return "informe data e hora entre aspas como \"2026-11-21T10:00:00-03:00\".";
        if (type == typeof(decimal)) return "informe um número, sem aspas, como 1.5.";
        return type == typeof(int) || type == typeof(long) ? "informe um número inteiro, sem aspas." : null;
    }
}
