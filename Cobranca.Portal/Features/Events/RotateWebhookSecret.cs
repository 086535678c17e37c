using Cobranca.Portal.Features.Api;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Events;

/// <param name="KeepPreviousDays">How long the secret before goes on signing too; 0 when it has leaked.</param>
public sealed record RotateSecretBody(int KeepPreviousDays = 7);

/// <param name="Secret">Shown this once.</param>
public sealed record RotatedSecretAnswer(string Id, string Secret, DateTime? PreviousSecretUntil);

/// <summary>Gives an address a new secret. (Trocar o segredo.)</summary>
internal static class RotateWebhookSecret
{
    private const int KeepAtMostDays = 30;

    public static async Task<IResult> HandleAsync(string id, ApiBody<RotateSecretBody> body, ApiCaller caller, CobrancaDb db, WebhookSecrets secrets, BusinessClock clock, CancellationToken cancellation)
    {
        var days = body.Value.KeepPreviousDays;
        if (days is < 0 or > KeepAtMostDays) return ApiProblem.Invalid("keepPreviousDays", $"use de 0 a {KeepAtMostDays} dias.");
        if (await db.WebhookEndpoints.SingleOrDefaultAsync(e => e.PublicId == id, cancellation) is not { } endpoint) return WebhookResource.NotFound();
        var secret = WebhookSecrets.New();
        endpoint.PreviousSealedSecret = days == 0 ? null : endpoint.SealedSecret;
        endpoint.PreviousSecretUntil = days == 0 ? null : clock.Now.AddDays(days);
        endpoint.SealedSecret = secrets.Seal(secret);
        db.AuditEntries.Add(WebhookResource.Audit(caller, clock, "webhook.rotate-secret", id));
        try { await db.SaveChangesAsync(cancellation); }
        catch (DbUpdateConcurrencyException) { return ApiProblem.Conflict("O webhook mudou neste instante. Tente de novo."); }
        return TypedResults.Ok(new RotatedSecretAnswer(id, secret, endpoint.PreviousSecretUntil));
    }
}
