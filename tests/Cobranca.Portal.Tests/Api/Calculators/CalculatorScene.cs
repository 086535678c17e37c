using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cobranca.Portal.Tests.Api.Calculators;

/// <summary>A system that asks the calculators.</summary>
internal static class CalculatorScene
{
    public static Task<ApiScene> OfAsync(PortalFixture portal) => ApiScene.OfAsync(portal, portal.Aurora, "calculators");

    public static async Task<JsonElement> AnswerAsync(this ApiScene api, string path, string json)
    {
        var answer = await api.PostAsync(path, json);
        Assert.True(answer.Status == 200, $"{path} {json} -> {answer.Status} {answer.Text}");
        return answer.Json;
    }

    public static async Task<IReadOnlyList<string>> WrongAsync(this ApiScene api, string path, string json)
    {
        var answer = await api.PostAsync(path, json);
        Assert.True(answer.Status == 400, $"{path} {json} -> {answer.Status} {answer.Text}");
        Assert.Equal("application/problem+json", answer.ContentType);
        return answer.WrongFields;
    }

    public static string? Text(this JsonElement element, string name) => element.GetProperty(name).GetString();

    /// <summary>An amount exactly as written: 10.00, never 10.</summary>
    public static string Raw(this JsonElement element, string name) => element.GetProperty(name).GetRawText();

    /// <summary>The object with a field changed, or taken out when null.</summary>
    public static string With(string json, string field, string? value)
    {
        var made = JsonNode.Parse(json)!.AsObject();
        made.Remove(field);
        if (value is not null) made[field] = JsonNode.Parse(value);
        return made.ToJsonString();
    }

    public static JsonElement? Shared(string file)
    {
        if (SharedPath(file) is not { } path) return null;
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.Clone();
    }

    /// <summary>Where it is; null where it is not.</summary>
    public static string? SharedPath(string file)
    {
        var path = Environment.GetEnvironmentVariable("COBRANCA_SHARED") is { Length: > 0 } given ? Path.Combine(given, file) : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); path is null && folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Cobranca.sln"))) path = Path.Combine(folder.FullName, "..", "shared", file);
        return File.Exists(path) ? path : null;
    }

    public static string Quoted(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetRawText() : "null";

    public static string Culture(FormattableString json) => json.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A fact about a shared file; skipped, and says so, where the file is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute(string file)
    {
        if (CalculatorScene.Shared(file) is null) Skip = $"No {file}: neither COBRANCA_SHARED nor ../shared has it.";
    }
}
