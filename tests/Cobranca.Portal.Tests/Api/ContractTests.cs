using System.Globalization;
using System.Text.Json;
using Cobranca.Portal.Features.Api;
using Cobranca.Portal.Features.Api.Document;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Tests.Boletos;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Api;

/// <summary>Document and behaviour are equal: routes both ways, every example sent, every answer held to its schema.</summary>
public sealed class ContractTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    /// <summary>The portfolio the examples speak of.</summary>
    private static readonly string[] World =
    [
        ReceivableTests.Item("MENS-2026-09", """ "description":"Mensalidade de setembro","finePercent":2,"interestPercentPerMonth":1,"mobile":"11987654321","optInSms":true,"state":"SP" """),
        ReceivableTests.Item("MENS-2026-08", due: "2026-12-05", amount: "890.00"), ReceivableTests.Item("MENS-2026-07", due: "2026-12-05", amount: "890.00"), ReceivableTests.Item("MENS-2026-06", due: "2026-12-05", amount: "890.00"),
    ];

    private sealed record Operation(string Method, string Path, JsonElement Json, RouteEndpoint Endpoint);

    private async Task<JsonElement> DocumentAsync() => (await new ApiScene(portal.Http, null).GetAsync(ApiDocument.Path)).Json;

    private List<Operation> Operations(JsonElement document)
    {
        var routes = portal.Services.GetRequiredService<ApiDocument>().Routes().ToList();
        var paths = document.GetProperty("paths");
        return routes.ConvertAll(r => new Operation(r.Method, r.Path, paths.GetProperty(r.Path).GetProperty(r.Method), r.Endpoint));
    }

    [Fact]
    public async Task Every_route_is_in_the_document_and_nothing_else_is()
    {
        var document = await DocumentAsync();
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var written = document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(o => $"{o.Name} {p.Name}"));
        var mapped = portal.Services.GetRequiredService<ApiDocument>().Routes().Select(r => $"{r.Method} {r.Path}");
        Assert.Equal(mapped.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_route_says_what_it_is_in_portuguese_with_scope_parameters_and_examples()
    {
        var document = await DocumentAsync();
        var silent = new List<string>();
        foreach (var operation in Operations(document))
        {
            var at = $"{operation.Method} {operation.Path}";
            if (!operation.Json.TryGetProperty("summary", out _)) silent.Add($"{at}: no summary");
            if (!operation.Json.TryGetProperty("tags", out _)) silent.Add($"{at}: no tag");
            foreach (var parameter in operation.Json.GetProperty("parameters").EnumerateArray().Where(p => !p.TryGetProperty("description", out _))) silent.Add($"{at}: parameter {parameter.GetProperty("name")}");
            foreach (var name in operation.Endpoint.RoutePattern.Parameters.Select(p => p.Name).Where(n => !operation.Json.GetProperty("parameters").EnumerateArray().Any(p => p.GetProperty("name").GetString() == n))) silent.Add($"{at}: no parameter {name}");
            if (operation.Method == "post" && !operation.Json.GetProperty("parameters").EnumerateArray().Any(p => p.GetProperty("name").GetString() == Idempotency.Header)) silent.Add($"{at}: no Idempotency-Key");
            if (operation.Json.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out var json) && !json.TryGetProperty("examples", out _)) silent.Add($"{at}: no example of its body");
            foreach (var response in operation.Json.GetProperty("responses").EnumerateObject().Where(r => r.Name[0] == '2' && r.Value.TryGetProperty("content", out var c) && c.TryGetProperty("application/json", out var j) && !j.TryGetProperty("examples", out _)))
                silent.Add($"{at}: no example of answer {response.Name}");
        }
        Assert.True(silent.Count == 0, string.Join('\n', silent));
    }

    [Fact]
    public async Task Every_field_is_described()
    {
        var document = await DocumentAsync();
        var silent = document.GetProperty("components").GetProperty("schemas").EnumerateObject()
            .SelectMany(s => s.Value.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Where(p => !p.Value.TryGetProperty("description", out _)).Select(p => $"{s.Name}.{p.Name}") : []).ToList();
        Assert.True(silent.Count == 0, string.Join('\n', silent));
    }

    [Fact]
    public async Task Every_example_is_sent_and_its_answer_is_as_documented()
    {
        var document = await DocumentAsync();
        await new BoletoScene(portal).PrepareAsync();
        var aurora = await ApiScene.OfAsync(portal, portal.Aurora);
        await ReceivableTests.PutAsync(aurora, World);
        var (schema, problems, made) = (new JsonSchema(document), new List<string>(), new Dictionary<string, string>(StringComparer.Ordinal));
        // What creates comes before what names it, what deletes last.
        foreach (var operation in Operations(document).OrderBy(o => o.Method == "delete" ? 2 : o.Path.Contains("{id}", StringComparison.Ordinal) ? 1 : 0))
        {
            foreach (var example in ApiExamples.Of(operation.Method, operation.Path, operation.Endpoint))
            {
                if (example.Answer is not null) problems.AddRange(Check(schema, operation, example.Status, JsonDocument.Parse(example.Answer).RootElement).Select(p => "documented answer: " + p));
                if (!example.IsSent) continue;
                var collection = operation.Path.Split("/{id}")[0];
                var path = example.Path is { } own ? ApiEndpoints.Root + own : operation.Path.Replace("{id}", made.GetValueOrDefault(collection), StringComparison.Ordinal);
                using var request = new HttpRequestMessage(new(operation.Method.ToUpperInvariant()), path);
                if (example.Request is { } body) request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
                var answer = await aurora.SendAsync(request);
                if (answer.Status != example.Status) problems.Add($"{operation.Method} {path}: {answer.Status} instead of {example.Status}: {answer.Text}");
                else problems.AddRange(Check(schema, operation, answer));
                if (operation.Method == "post" && answer.Status is 201 or 202 && answer.Json.TryGetProperty("id", out var id)) made.TryAdd(operation.Path, id.GetString()!);
            }
        }
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public async Task A_stranger_a_poor_key_and_a_body_with_an_unknown_field_are_answered_as_documented()
    {
        var document = await DocumentAsync();
        var (aurora, poor) = (await ApiScene.OfAsync(portal, portal.Aurora), await ApiScene.OfAsync(portal, portal.Aurora, "nothing"));
        var (schema, problems) = (new JsonSchema(document), new List<string>());
        foreach (var operation in Operations(document))
        {
            var path = string.Join('/', operation.Path.Split('/').Select(part => part.StartsWith('{') ? "52998224725" : part));
            // There are more routes than a stranger may try in a minute.
            portal.Clock.Advance(TimeSpan.FromMinutes(1));
            var hasBody = operation.Endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Contains("application/json") == true;
            await ExpectAsync(new(portal.Http, null), 401);
            if (operation.Endpoint.Metadata.GetMetadata<RequiredScope>() is not null) await ExpectAsync(poor, 403);
            if (hasBody) await ExpectAsync(aurora, 400);

            async Task ExpectAsync(ApiScene scene, int status)
            {
                using var request = new HttpRequestMessage(new(operation.Method.ToUpperInvariant()), path);
                if (hasBody) request.Content = new StringContent("""{"nobodyKnowsThis":1}""", System.Text.Encoding.UTF8, "application/json");
                var answer = await scene.SendAsync(request);
                if (answer.Status != status) problems.Add($"{operation.Method} {path}: {answer.Status} instead of {status}");
                problems.AddRange(Check(schema, operation, answer));
            }
        }
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public async Task A_document_that_says_otherwise_is_found_out()
    {
        var document = await DocumentAsync();
        var schema = new JsonSchema(document);
        var priced = document.GetProperty("paths").GetProperty("/api/v1/receivables/{externalId}").GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema");
        foreach (var wrong in new[] { "{}", "[]", "null" }) Assert.NotEmpty(schema.Problems(priced, JsonDocument.Parse(wrong).RootElement));
        var good = Cobranca.Portal.Features.Api.Receivables.ReceivableExamples.Priced;
        Assert.Empty(schema.Problems(priced, JsonDocument.Parse(good).RootElement));
        foreach (var (from, to) in new[] { ("1286.82", "1286.821"), ("\"open\"", "\"aberto\""), ("\"2026-09-17\"", "\"17/09/2026\""), ("\"movedTo\"", "\"moved\""), ("\"daysLate\": 67", "\"daysLate\": \"67\"") })
            Assert.NotEmpty(schema.Problems(priced, JsonDocument.Parse(good.Replace(from, to, StringComparison.Ordinal)).RootElement));
    }

    [Fact]
    public async Task The_page_shows_every_operation_and_asks_nobody_else()
    {
        var page = await portal.Http.GetAsync(new Uri("/api", UriKind.Relative));
        var html = await page.Content.ReadAsStringAsync();
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        foreach (var operation in Operations(await DocumentAsync())) Assert.Contains($"id=\"{operation.Json.GetProperty("operationId").GetString()}\"", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", html);
        Assert.DoesNotMatch("<script(?![^>]+src=\"/)", html);
    }

    private static IEnumerable<string> Check(JsonSchema schema, Operation operation, ApiAnswer answer)
    {
        var responses = operation.Json.GetProperty("responses");
        var at = $"{operation.Method} {operation.Path} {answer.Status.ToString(CultureInfo.InvariantCulture)}";
        if (!responses.TryGetProperty(answer.Status.ToString(CultureInfo.InvariantCulture), out var response)) return [$"{at}: not documented"];
        response = schema.Resolve(response);
        if (!response.TryGetProperty("content", out var content)) return answer.Text.Length == 0 ? [] : [$"{at}: a body nobody documented"];
        if (answer.ContentType is null || !content.TryGetProperty(answer.ContentType, out _)) return [$"{at}: {answer.ContentType} is not documented"];
        if (answer.ContentType.Contains("json", StringComparison.Ordinal)) return Check(schema, operation, answer.Status, answer.Json);
        return [];
    }

    private static IEnumerable<string> Check(JsonSchema schema, Operation operation, int status, JsonElement json)
    {
        if (!operation.Json.GetProperty("responses").TryGetProperty(status.ToString(CultureInfo.InvariantCulture), out var response) || !schema.Resolve(response).TryGetProperty("content", out var content))
            return [$"{operation.Method} {operation.Path} {status}: no content documented"];
        return schema.Problems(content.EnumerateObject().First().Value.GetProperty("schema"), json).Select(problem => $"{operation.Method} {operation.Path} {status} {problem}");
    }
}
