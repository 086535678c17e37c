using System.Security.Claims;
using System.Text.Encodings.Web;
using Cobranca.Portal.Features.Api;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Platform;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Cobranca.Portal.Identity;

/// <summary><c>Authorization: Bearer ck_…</c> binds the request to the key's creditor and its scopes.</summary>
public sealed class ApiKeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, ApiKeys keys, ApiCaller caller, ApiLimits limits, TenantScope tenant, CobrancaDb db)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "ApiKey";
    public const string ScopeClaim = "scope";
    private const string Prefix = "Bearer ";
    private const int LongestKey = 200;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // Pages know no keys: there the header means nothing.
        if (!Request.Path.StartsWithSegments(ApiEndpoints.Root, StringComparison.Ordinal)) return AuthenticateResult.NoResult();
        if (Request.Headers.Authorization.ToString() is not { Length: > 0 } header || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        var secret = header[Prefix.Length..].Trim();
        if (secret.Length is 0 or > LongestKey || await keys.FindAsync(secret, Context.RequestAborted) is not { } key) return AuthenticateResult.Fail("unknown key");
        tenant.Bind(key.CreditorId);
        caller.Set(key, await db.Creditors.AsNoTracking().SingleAsync(c => c.Id == key.CreditorId, Context.RequestAborted));
        Context.Features.Get<RequestScope>()?.Creditor = caller.Creditor.Slug;
        await keys.TouchAsync(key, Context.RequestAborted);
        var identity = new ClaimsIdentity(key.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(scope => new Claim(ScopeClaim, scope)), SchemeName);
        return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (limits.TakeFailure(Context) is { IsOver: true } quota) return ApiLimiting.TooManyAsync(Context, quota, "Chegaram deste endereço pedidos demais sem chave válida.");
        Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        return ApiProblem.Of(StatusCodes.Status401Unauthorized, "Chave ausente ou inválida",
            "Envie o cabeçalho 'Authorization: Bearer ck_…' com uma chave em uso deste ambiente. Chaves são criadas com: apikey create.").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var scope = Context.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>()?.Scope;
        return ApiProblem.Of(StatusCodes.Status403Forbidden, "Chave sem permissão", $"Esta rota pede o escopo '{scope}' e a chave usada não o tem.").ExecuteAsync(Context);
    }
}

/// <summary>The scope a route asks for; the OpenAPI document reads it too.</summary>
public sealed record RequiredScope(string Scope);

public static class ApiKeyRoutes
{
    /// <summary>Lets in keys that hold the scope.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder route, string scope)
        where TBuilder : IEndpointConventionBuilder
    {
        route.WithMetadata(new RequiredScope(scope));
        return route.RequireAuthorization(new AuthorizationPolicyBuilder(ApiKeyAuthentication.SchemeName).RequireClaim(ApiKeyAuthentication.ScopeClaim, scope).Build());
    }
}
