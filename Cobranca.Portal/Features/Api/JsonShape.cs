using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Api;

/// <summary>Compares JSON with the type it is to become, and notes every difference in words a person can act on.</summary>
internal static class JsonShape
{
    /// <summary>More would only repeat themselves.</summary>
    private const int MaxErrors = 100;

    /// <summary>The longest list of any route (<see cref="Links.LinkResource"/>): what is longer is not taken apart first.</summary>
    private const int MaxItems = 50_000;

    /// <summary>Of a name nobody asked for so much is said back.</summary>
    private const int MaxName = 80;

    public static void Check(JsonElement element, JsonTypeInfo type, string path, List<FieldError> errors)
    {
        if (errors.Count >= MaxErrors || type.Type == typeof(JsonElement)) return;
        if (element.ValueKind == JsonValueKind.String && !WholeText.TryRead(element, out _))
        {
            errors.Add(new(path, WholeText.Problem));
            return;
        }
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
            case JsonTypeInfoKind.Enumerable when element.GetArrayLength() > MaxItems:
                errors.Add(new(path, string.Create(CultureInfo.InvariantCulture, $"tem {element.GetArrayLength()} itens; nenhuma lista passa de {MaxItems}.")));
                break;
            case JsonTypeInfoKind.Enumerable:
                CheckItems(element, ApiJson.Options.GetTypeInfo(type.ElementType!), path, errors);
                break;
            default:
                CheckValue(element, type, path, errors);
                break;
        }
    }

    private static void CheckItems(JsonElement list, JsonTypeInfo item, string path, List<FieldError> errors)
    {
        foreach (var (index, one) in list.EnumerateArray().Index())
        {
            if (errors.Count >= MaxErrors) return;
            var at = string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
            if (one.ValueKind == JsonValueKind.Null && item.Type == typeof(string)) errors.Add(new(at, "não pode ser null."));
            else Check(one, item, at, errors);
        }
    }

    private static void CheckObject(JsonElement element, JsonTypeInfo type, string path, List<FieldError> errors)
    {
        var known = type.Properties.Where(p => p.Set is not null || p.AssociatedParameter is not null).ToDictionary(p => p.Name, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in element.EnumerateObject())
        {
            if (errors.Count >= MaxErrors) return;
            if (!WholeText.TryReadName(field, out var name))
            {
                errors.Add(new(path, $"o nome de um campo {WholeText.Problem}"));
                continue;
            }
            var at = path.Length == 0 ? WholeText.Shown(name, MaxName) : $"{path}.{WholeText.Shown(name, MaxName)}";
            if (!known.TryGetValue(name, out var property)) errors.Add(new(at, $"campo desconhecido. Os campos são: {string.Join(", ", known.Keys)}."));
            else if (!seen.Add(name)) errors.Add(new(at, "campo repetido: deixe um só."));
            else if (field.Value.ValueKind != JsonValueKind.Null) Check(field.Value, ApiJson.Options.GetTypeInfo(property.PropertyType), at, errors);
            else if (!property.IsSetNullable) errors.Add(new(at, "não pode ser null."));
        }
        foreach (var missing in known.Values.Where(p => (p.IsRequired || p.AssociatedParameter is { HasDefaultValue: false }) && !seen.Contains(p.Name)))
            errors.Add(new(path.Length == 0 ? missing.Name : $"{path}.{missing.Name}", "falta este campo."));
    }

    private static void CheckValue(JsonElement element, JsonTypeInfo type, string path, List<FieldError> errors)
    {
        if ((Nullable.GetUnderlyingType(type.Type) ?? type.Type) is { IsEnum: true } words && !Names(words).Contains(element.ValueKind == JsonValueKind.String ? element.GetString()! : ""))
        {
            // The framework's reader would take "pix, counter" for one word, and PIX.
            errors.Add(new(path, Expected(words)!));
            return;
        }
        try { element.Deserialize(type); }
        catch (JsonException wrong) { errors.Add(new(path, Expected(type.Type) ?? wrong.Message)); }
    }

    /// <summary>What is expected, for types whose converter speaks English; null lets our own converter's words stand.</summary>
    private static string? Expected(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum) return $"use um de: {string.Join(", ", Names(type))}.";
        if (type == typeof(string)) return "informe um texto entre aspas.";
        if (type == typeof(bool)) return "informe true ou false.";
        if (type == typeof(DateOnly)) return "informe a data entre aspas como ano-mês-dia: \"2026-11-21\".";
        if (type == typeof(DateTime) || type == typeof(DateTimeOffset)) return "informe data e hora entre aspas como \"2026-11-21T10:00:00-03:00\".";
        if (type == typeof(decimal)) return ApiJson.NotDecimal;
        return type == typeof(int) || type == typeof(long) ? "informe um número inteiro, sem aspas." : null;
    }

    private static IEnumerable<string> Names(Type words) => Enum.GetNames(words).Select(JsonNamingPolicy.CamelCase.ConvertName);
}
