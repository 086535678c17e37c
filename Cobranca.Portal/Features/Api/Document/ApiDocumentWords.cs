using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Cobranca.Portal.Identity;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Cobranca.Portal.Features.Api.Document;

/// <summary>Completes the document with what the framework cannot read off a route: key, scopes, pages, idempotency, limits, words and examples.</summary>
internal static class ApiDocumentWords
{
    private const string Key = "chave";
    private const string ProblemType = "application/problem+json";

    public static void Complete(JsonObject root, IEnumerable<(string Method, string Path, RouteEndpoint Endpoint)> routes)
    {
        root["info"] = new JsonObject
        {
            ["title"] = "Cobranca: API dos credores", ["version"] = "1",
            ["description"] = "Para os sistemas de um credor. Valores são números em reais com até duas casas; datas, ano-mês-dia; instantes, UTC. Campo desconhecido é recusado pelo nome. Todo erro é um problema (RFC 9457) em português, com cada campo que precisa mudar.",
        };
        root["servers"] = new JsonArray(new JsonObject { ["url"] = "/" });
        var components = Child(root, "components");
        components["securitySchemes"] = new JsonObject { [Key] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "Authorization: Bearer ck_… A chave é criada com: apikey create. Cada rota pede um escopo." } };
        components["headers"] = new JsonObject
        {
            ["RateLimit-Limit"] = Header("Pedidos por minuto desta chave.", "integer"), ["RateLimit-Remaining"] = Header("Quantos ainda cabem neste minuto.", "integer"),
            ["RateLimit-Reset"] = Header("Segundos até o próximo minuto.", "integer"), ["Retry-After"] = Header("Segundos a esperar.", "integer"),
            [Idempotency.ReplayedHeader] = Header("true quando a resposta é a guardada de um pedido igual.", "string"),
        };
        foreach (var schema in Child(components, "schemas")) Describe(schema.Value!.AsObject());
        var paths = Child(root, "paths");
        foreach (var old in paths.Select(p => p.Key).Where(p => p.Length > 1 && p.EndsWith('/')).ToList())
        {
            var item = paths[old]!.AsObject();
            paths.Remove(old);
            if (paths[old.TrimEnd('/')] is JsonObject there)
            {
                foreach (var (method, operation) in item.ToList())
                {
                    item.Remove(method);
                    there[method] = operation;
                }
            }
            else paths[old.TrimEnd('/')] = item;
        }
        foreach (var (method, path, endpoint) in routes)
            if (paths[path]?[method] is JsonObject operation) Complete(operation, method, path, endpoint);
        Share(components, paths);
    }

    /// <summary>Problems without an example are the same at every route: written once.</summary>
    private static void Share(JsonObject components, JsonObject paths)
    {
        var shared = Child(components, "responses");
        foreach (var (_, path) in paths)
        {
            foreach (var (method, operation) in path!.AsObject())
            {
                var responses = operation!["responses"]!.AsObject();
                foreach (var (code, response) in responses.Where(r => r.Key[0] != '2' && r.Value!["content"]?[ProblemType]?["examples"] is null).ToList())
                {
                    var name = $"Problema{code}{(method == "post" ? "Post" : "")}";
                    shared[name] ??= response!.DeepClone();
                    responses[code] = new JsonObject { ["$ref"] = $"#/components/responses/{name}" };
                }
            }
        }
    }

    private static void Complete(JsonObject operation, string method, string path, RouteEndpoint endpoint)
    {
        operation["operationId"] = OperationId(method, path);
        operation["security"] = new JsonArray(new JsonObject { [Key] = new JsonArray() });
        var scope = endpoint.Metadata.GetMetadata<RequiredScope>()?.Scope;
        var scopeWords = scope is null ? "Escopo: qualquer um." : $"Escopo: {scope}.";
        operation["description"] = operation["description"] is { } words ? $"{words}\n\n{scopeWords}" : scopeWords;
        if (scope is not null) operation["x-scope"] = scope;
        Parameters(operation, method, endpoint);
        Responses(operation, method, scope);
        Examples(operation, ApiExamples.Of(method, path, endpoint));
        foreach (var (_, response) in operation["responses"]!.AsObject())
            foreach (var (_, content) in response?["content"]?.AsObject() ?? [])
                if (content?["schema"] is JsonObject schema) Describe(schema);
        foreach (var (_, content) in operation["requestBody"]?["content"]?.AsObject() ?? [])
            if (content?["schema"] is JsonObject schema) Describe(schema);
    }

    private static void Parameters(JsonObject operation, string method, RouteEndpoint endpoint)
    {
        var handler = endpoint.Metadata.GetMetadata<System.Reflection.MethodInfo>();
        var own = new HashSet<string>(handler?.GetParameters().Where(p => typeof(IApiBody).IsAssignableFrom(p.ParameterType)).Select(p => p.Name!) ?? [], StringComparer.Ordinal);
        var known = (operation["parameters"]?.AsArray() ?? []).OfType<JsonObject>().Where(p => !own.Contains((string?)p["name"] ?? "")).Select(p => (JsonObject)p.DeepClone()).ToList();
        foreach (var parameter in known)
            if (ApiWords.Parameter((string)parameter["name"]!) is { } words) parameter["description"] ??= words;
        foreach (var name in endpoint.RoutePattern.Parameters.Select(p => p.Name).Where(name => !known.Exists(p => (string?)p["name"] == name)))
            known.Insert(0, Parameter(name, "path", "string", required: true));
        if (handler?.GetParameters().Any(p => p.ParameterType == typeof(PageRequest)) == true)
        {
            known.Add(Parameter("cursor", "query", "string"));
            var limit = Parameter("limit", "query", "integer");
            (limit["schema"]!["minimum"], limit["schema"]!["maximum"], limit["schema"]!["default"]) = (1, PageRequest.MaxLimit, PageRequest.DefaultLimit);
            known.Add(limit);
        }
        if (method == "post") known.Add(Parameter(Idempotency.Header, "header", "string"));
        operation["parameters"] = new JsonArray([.. known]);
    }

    private static void Responses(JsonObject operation, string method, string? scope)
    {
        var responses = Child(operation, "responses");
        int[] everywhere = [StatusCodes.Status401Unauthorized, .. scope is null ? Array.Empty<int>() : [StatusCodes.Status403Forbidden], StatusCodes.Status429TooManyRequests, StatusCodes.Status500InternalServerError];
        foreach (var status in method == "post" ? [StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict, .. everywhere] : everywhere)
        {
            var code = status.ToString(CultureInfo.InvariantCulture);
            responses[code] ??= new JsonObject { ["content"] = new JsonObject { [ProblemType] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/ProblemDetails" } } } };
        }
        foreach (var (code, node) in responses.OrderBy(r => r.Key, StringComparer.Ordinal).ToList())
        {
            var response = node!.AsObject();
            responses.Remove(code);
            responses[code] = response;
            response["description"] = ApiWords.Status(int.Parse(code, CultureInfo.InvariantCulture));
            var headers = Child(response, "headers");
            string[] told = code == "401" ? [] : ["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"];
            foreach (var name in told) headers[name] = new JsonObject { ["$ref"] = $"#/components/headers/{name}" };
            if (code == "429" || (code == "409" && method == "post")) headers["Retry-After"] = new JsonObject { ["$ref"] = "#/components/headers/Retry-After" };
            if (method == "post" && int.Parse(code, CultureInfo.InvariantCulture) is >= 200 and < 500 and not (401 or 403 or 429))
                headers[Idempotency.ReplayedHeader] = new JsonObject { ["$ref"] = $"#/components/headers/{Idempotency.ReplayedHeader}" };
        }
    }

    private static void Examples(JsonObject operation, IReadOnlyList<ApiExample> examples)
    {
        foreach (var (number, example) in examples.Index())
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"exemplo{number + 1}");
            if (example.Request is { } request && operation["requestBody"]?["content"]?["application/json"] is JsonObject body)
                Child(body, "examples")[name] = new JsonObject { ["value"] = JsonNode.Parse(request) };
            var type = example.Status < 400 ? "application/json" : ProblemType;
            if (example.Answer is { } answer && operation["responses"]?[example.Status.ToString(CultureInfo.InvariantCulture)]?["content"]?[type] is JsonObject content)
                Child(content, "examples")[name] = new JsonObject { ["value"] = JsonNode.Parse(answer) };
        }
    }

    /// <summary>A field has one meaning wherever it stands, so it is described by its name.</summary>
    private static void Describe(JsonObject schema)
    {
        foreach (var (name, node) in schema["properties"]?.AsObject() ?? [])
        {
            if (node is not JsonObject property) continue;
            if (ApiWords.Field(name) is { } words) property["description"] ??= words;
            Describe(property);
        }
        if (schema["items"] is JsonObject items) Describe(items);
    }

    private static JsonObject Header(string description, string type) => new() { ["description"] = description, ["schema"] = new JsonObject { ["type"] = type } };

    private static JsonObject Parameter(string name, string place, string type, bool required = false)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place, ["required"] = required, ["schema"] = new JsonObject { ["type"] = type } };
        if (ApiWords.Parameter(name) is { } words) parameter["description"] = words;
        return parameter;
    }

    private static string OperationId(string method, string path)
    {
        var id = new StringBuilder(method);
        foreach (var part in path[ApiEndpoints.Root.Length..].Split(['/', '-', '{', '}'], StringSplitOptions.RemoveEmptyEntries)) id.Append(char.ToUpperInvariant(part[0])).Append(part.AsSpan(1));
        return id.ToString();
    }

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject there) return there;
        var made = new JsonObject();
        parent[name] = made;
        return made;
    }
}
