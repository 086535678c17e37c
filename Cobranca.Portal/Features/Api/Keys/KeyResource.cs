using Cobranca.Portal.Identity;
using Microsoft.AspNetCore.Authorization;

namespace Cobranca.Portal.Features.Api.Keys;

/// <summary>What the key in use is: the first thing an integrator tries.</summary>
internal static class KeyResource
{
    public sealed record KeyAnswer(string Id, string Name, string Creditor, IReadOnlyList<string> Scopes, DateTime? ExpiresAt);

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/key", (ApiCaller caller) => TypedResults.Ok(new KeyAnswer(caller.Key.PublicId, caller.Key.Name, caller.Creditor.Slug, caller.Key.Scopes.Split(' '), caller.Key.ExpiresAt)))
            .RequireAuthorization(new AuthorizationPolicyBuilder(ApiKeyAuthentication.SchemeName).RequireAuthenticatedUser().Build())
            .WithSummary("Diz de quem é a chave usada e o que ela pode fazer.").WithTags("Chave").Answers<KeyAnswer>(200)
            .Example(200, answer: """{ "id": "key_acdefghjkm", "name": "ERP da matriz", "creditor": "aurora", "scopes": ["receivables:read", "receivables:write"], "expiresAt": null }""");
}
