using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence.Model;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Api;

/// <summary>A creditor's system: calls the API with a key of its own.</summary>
public sealed class ApiScene(HttpClient http, string? key)
{
    public static async Task<ApiScene> OfAsync(PortalFixture portal, Creditor creditor, params string[] scopes)
    {
        var secret = await portal.InAsync(creditor, async services =>
        {
            var made = services.GetRequiredService<ApiKeys>().Create(creditor.Id, "teste", scopes.Length == 0 ? ApiScopes.All : scopes, "teste");
            await services.GetRequiredService<Cobranca.Portal.Persistence.CobrancaDb>().SaveChangesAsync();
            return made.Secret;
        });
        return new(portal.Http, secret);
    }

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(new(HttpMethod.Get, path));

    public Task<ApiAnswer> PostAsync(string path, string json, string? idempotencyKey = null) => SendJsonAsync(HttpMethod.Post, path, json, idempotencyKey);

    public Task<ApiAnswer> PutAsync(string path, string json) => SendJsonAsync(HttpMethod.Put, path, json);

    public async Task<ApiAnswer> SendJsonAsync(HttpMethod method, string path, string json, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await SendAsync(request);
    }

    public async Task<ApiAnswer> SendAsync(HttpRequestMessage request)
    {
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await http.SendAsync(request);
        return new((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync(), answer.Headers.ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase));
    }
}

/// <summary>What came back.</summary>
public sealed record ApiAnswer(int Status, string? ContentType, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The fields an answer complains about.</summary>
    public IReadOnlyList<string> WrongFields => [.. Json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()!)];
}
