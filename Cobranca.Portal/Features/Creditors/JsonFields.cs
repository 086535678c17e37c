using System.Globalization;
using System.Text.Json;
using Cobranca.Domain.Values;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Creditors;

/// <summary>Something in a creditor's file that will not do.</summary>
/// <param name="Path">Where it stands, as a person finds it: <c>terms[1].finePercent</c>; empty for the whole file.</param>
/// <param name="Message">What is wrong and what would be right, in Portuguese.</param>
public sealed record FileProblem(string Path, string Message)
{
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}

/// <summary>
/// One object of a JSON file, read field by field: everything wrong is noted with its path and reading goes on, so that a person
/// corrects a file once. A field nobody asked for is refused by name, since a misspelt one would otherwise be silently missing.
/// </summary>
internal sealed class JsonFields
{
    private readonly string _path;
    private readonly List<FileProblem> _problems;
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public JsonFields(JsonElement element, string path, List<FileProblem> problems)
    {
        (_path, _problems) = (path, problems);
        foreach (var property in element.EnumerateObject())
        {
            if (!WholeText.TryReadName(property, out var name)) _problems.Add(new(_path, $"o nome de um campo {WholeText.Problem}"));
            else if (!_fields.TryAdd(name, property.Value)) Refuse(Shown(name), "campo repetido: deixe um só.");
        }
    }

    public void Refuse(string field, string message) => _problems.Add(new(PathOf(field), message));

    public string PathOf(string field) => field.Length == 0 ? _path : _path.Length == 0 ? field : $"{_path}.{field}";

    /// <summary>True when the field stands in the file, be it as null.</summary>
    public bool Has(string field) => _fields.ContainsKey(field);

    public string? Text(string field, int max, bool required = true)
    {
        if (Value(field, required, JsonValueKind.String, "um texto entre aspas") is not { } value) return null;
        if (!WholeText.TryRead(value, out var text))
        {
            Refuse(field, WholeText.Problem);
            return null;
        }
        text = text.Trim();
        if (text.Length == 0)
        {
            if (required) Refuse(field, "não pode ficar vazio.");
            return null;
        }
        if (text.Any(char.IsControl))
        {
            Refuse(field, "tem quebra de linha ou outro caractere de controle: escreva em uma linha.");
            return null;
        }
        if (text.Length > max)
        {
            Refuse(field, string.Create(CultureInfo.InvariantCulture, $"tem {text.Length} caracteres e o limite é {max}."));
            return null;
        }
        return text;
    }

    public delegate bool TextParser<T>(string? text, out T value, out string? problem);

    /// <summary>A text with a meaning of its own.</summary>
    public T? Parsed<T>(string field, TextParser<T> parse, bool required = true)
        where T : struct
    {
        if (Text(field, 300, required) is not { } text) return null;
        if (parse(text, out var value, out var problem)) return value;
        Refuse(field, problem!);
        return null;
    }

    /// <summary>One of a few words.</summary>
    public T? OneOf<T>(string field, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        if (Text(field, 40, required: false) is not { } text) return null;
        if (words.TryGetValue(text, out var value)) return value;
        Refuse(field, $"use um destes: {string.Join(", ", words.Keys)}.");
        return null;
    }

    public long? Whole(string field, long min, long max)
    {
        if (Value(field, required: false, JsonValueKind.Number, "um número inteiro, sem aspas") is not { } value) return null;
        if (value.TryGetInt64(out var number) && number >= min && number <= max) return number;
        Refuse(field, string.Create(CultureInfo.InvariantCulture, $"use um número inteiro de {min} a {max}."));
        return null;
    }

    public bool? YesOrNo(string field)
    {
        if (!Taken(field, required: false, out var value)) return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Refuse(field, "use true ou false, sem aspas.");
        return null;
    }

    public Rate? Percent(string field, bool required = true)
    {
        if (Value(field, required, JsonValueKind.Number, "um número sem aspas, como 2 ou 0.5") is not { } value) return null;
        if (Rate.TryParse(value.GetRawText(), out var rate, out var problem)) return rate;
        Refuse(field, problem);
        return null;
    }

    /// <summary>Reais with at most two decimal places.</summary>
    public Money? Amount(string field, Money min, Money max)
    {
        if (Value(field, required: false, JsonValueKind.Number, "um valor em reais sem aspas, como 5.00") is not { } value) return null;
        if (value.TryGetDecimal(out var reais) && reais >= min.Reais && reais <= max.Reais && decimal.Truncate(reais * 100) == reais * 100)
            return Money.FromReais(reais);
        Refuse(field, $"use um valor de {min} a {max}, com até 2 casas decimais.");
        return null;
    }

    public JsonFields? Object(string field, bool required = true) =>
        Value(field, required, JsonValueKind.Object, "um grupo de campos entre chaves { }") is { } value ? new(value, PathOf(field), _problems) : null;

    /// <summary>The objects of a list; empty when the field is absent.</summary>
    public IReadOnlyList<JsonFields> Objects(string field, int max)
    {
        if (Value(field, required: false, JsonValueKind.Array, "uma lista entre colchetes [ ]") is not { } list) return [];
        if (list.GetArrayLength() > max)
        {
            Refuse(field, string.Create(CultureInfo.InvariantCulture, $"tem {list.GetArrayLength()} itens e o limite é {max}."));
            return [];
        }
        var items = new List<JsonFields>();
        foreach (var (item, index) in list.EnumerateArray().Select((item, index) => (item, index)))
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{PathOf(field)}[{index}]");
            if (item.ValueKind == JsonValueKind.Object) items.Add(new(item, path, _problems));
            else _problems.Add(new(path, "esperava um grupo de campos entre chaves { }."));
        }
        return items;
    }

    /// <summary>Called once everything known was asked for.</summary>
    public void RefuseUnknown()
    {
        foreach (var name in _fields.Keys.Where(name => !_asked.Contains(name)))
            Refuse(Shown(name), $"campo desconhecido. Os campos daqui são: {string.Join(", ", _asked.Order(StringComparer.Ordinal))}.");
    }

    private JsonElement? Value(string field, bool required, JsonValueKind kind, string expected)
    {
        if (!Taken(field, required, out var value)) return null;
        if (value.ValueKind == kind) return value;
        Refuse(field, $"esperava {expected}.");
        return null;
    }

    private bool Taken(string field, bool required, out JsonElement value)
    {
        _asked.Add(field);
        if (_fields.TryGetValue(field, out value) && value.ValueKind != JsonValueKind.Null) return true;
        if (required) Refuse(field, "falta este campo.");
        return false;
    }

    private static string Shown(string name) => WholeText.Shown(name, 60);
}
