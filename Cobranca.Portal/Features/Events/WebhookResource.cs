using Cobranca.Portal.Features.Api;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Integrations.Webhooks;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Events;

public enum WebhookStatus { Enabled, Disabled }

/// <param name="Types">The events it wants; empty for all.</param>
/// <param name="PlannedThrough">Number of the last event that was planned for it or passed over.</param>
/// <param name="Pending">Deliveries that wait for a try.</param>
/// <param name="Parked">Deliveries given up after three days; a replay takes them up again.</param>
public sealed record WebhookAnswerBody(
    string Id, Uri Url, IReadOnlyList<string> Types, WebhookStatus Status, DateTime CreatedAt, DateTime? DisabledAt, DateTime? PreviousSecretUntil, long PlannedThrough, int Pending, int Parked);

public sealed record WebhookList(IReadOnlyList<WebhookAnswerBody> Items);

/// <param name="Status">The HTTP status the receiver answered with; null without an answer.</param>
public sealed record WebhookTestAnswer(bool Delivered, int? Status, string? Error);

/// <summary>The addresses of a creditor that want its events.</summary>
internal static class WebhookResource
{
    public static void Map(RouteGroupBuilder api)
    {
        var webhooks = api.MapGroup("/webhooks").RequireScope(ApiScopes.WebhooksWrite).WithTags("Webhooks");
        webhooks.MapPost("", CreateWebhook.HandleAsync).WithSummary("Cadastra um endereço; o segredo só aparece nesta resposta.").Produces<NewWebhookAnswer>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        webhooks.MapGet("", ListAsync).WithSummary("Lista os endereços cadastrados.").Produces<WebhookList>();
        webhooks.MapGet("/{id}", GetAsync).WithSummary("Mostra um endereço.").Produces<WebhookAnswerBody>().ProducesProblem(StatusCodes.Status404NotFound);
        webhooks.MapDelete("/{id}", DeleteAsync).WithSummary("Apaga um endereço e as entregas dele.").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
        webhooks.MapPost("/{id}/enable", EnableAsync).WithSummary("Volta a enviar; o que aconteceu enquanto isso é enviado.").Produces<WebhookAnswerBody>().ProducesProblem(StatusCodes.Status404NotFound);
        webhooks.MapPost("/{id}/disable", DisableAsync).WithSummary("Para de enviar, sem perder eventos.").Produces<WebhookAnswerBody>().ProducesProblem(StatusCodes.Status404NotFound);
        webhooks.MapPost("/{id}/rotate-secret", RotateWebhookSecret.HandleAsync).WithSummary("Troca o segredo; o anterior assina junto por alguns dias.").Produces<RotatedSecretAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        webhooks.MapPost("/{id}/test", TestAsync).WithSummary("Envia um evento ping agora e diz o que o endereço respondeu.").Produces<WebhookTestAnswer>().ProducesProblem(StatusCodes.Status404NotFound);
        webhooks.MapPost("/{id}/replay", ReplayWebhook.HandleAsync).WithSummary("Envia de novo os eventos depois de um número.").Produces<ReplayAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        webhooks.MapGet("/{id}/deliveries", ListDeliveries.HandleAsync).WithSummary("Lista as entregas, da mais nova à mais antiga.").Produces<ApiPage<DeliveryAnswer>>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    public static IResult NotFound() => ApiProblem.NotFound("Este credor não tem um webhook com esse id. A lista está em GET /api/v1/webhooks.");

    public static Task<WebhookEndpoint?> FindAsync(CobrancaDb db, string id, CancellationToken cancellation) =>
        db.WebhookEndpoints.AsNoTracking().SingleOrDefaultAsync(e => e.PublicId == id, cancellation);

    public static AuditEntry Audit(ApiCaller caller, BusinessClock clock, string action, string subject) =>
        new() { CreditorId = caller.Creditor.Id, At = clock.Now, Actor = caller.Actor, Action = action, Subject = subject };

    public static async Task<WebhookAnswerBody> ShowAsync(CobrancaDb db, WebhookEndpoint endpoint, DateTime now, CancellationToken cancellation)
    {
        var pending = await db.WebhookDeliveries.CountAsync(d => d.EndpointId == endpoint.Id && d.NextTryAt != null, cancellation);
        var parked = await db.WebhookDeliveries.CountAsync(d => d.EndpointId == endpoint.Id && d.ParkedAt != null, cancellation);
        return new(endpoint.PublicId, new(endpoint.Url), endpoint.Types.Split(',', StringSplitOptions.RemoveEmptyEntries), endpoint.DisabledAt is null ? WebhookStatus.Enabled : WebhookStatus.Disabled,
            endpoint.CreatedAt, endpoint.DisabledAt, endpoint.PreviousSecretUntil > now ? endpoint.PreviousSecretUntil : null, endpoint.PlannedThrough, pending, parked);
    }

    private static async Task<IResult> ListAsync(CobrancaDb db, BusinessClock clock, CancellationToken cancellation)
    {
        var items = new List<WebhookAnswerBody>();
        foreach (var endpoint in await db.WebhookEndpoints.AsNoTracking().OrderBy(e => e.Id).ToListAsync(cancellation)) items.Add(await ShowAsync(db, endpoint, clock.Now, cancellation));
        return TypedResults.Ok(new WebhookList(items));
    }

    private static async Task<IResult> GetAsync(string id, CobrancaDb db, BusinessClock clock, CancellationToken cancellation) =>
        await FindAsync(db, id, cancellation) is { } endpoint ? TypedResults.Ok(await ShowAsync(db, endpoint, clock.Now, cancellation)) : NotFound();

    private static async Task<IResult> DeleteAsync(string id, ApiCaller caller, CobrancaDb db, BusinessClock clock, CancellationToken cancellation)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var now = clock.Now;
        // First of all: who plans deliveries for it at this moment is waited for, who comes later finds it disabled.
        if (await db.WebhookEndpoints.Where(e => e.PublicId == id).ExecuteUpdateAsync(set => set.SetProperty(e => e.DisabledAt, now).SetProperty(e => e.Version, e => e.Version + 1), cancellation) == 0) return NotFound();
        await db.WebhookDeliveries.Where(d => db.WebhookEndpoints.Any(e => e.Id == d.EndpointId && e.PublicId == id)).ExecuteDeleteAsync(cancellation);
        await db.WebhookEndpoints.Where(e => e.PublicId == id).ExecuteDeleteAsync(cancellation);
        db.AuditEntries.Add(Audit(caller, clock, "webhook.delete", id));
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return TypedResults.NoContent();
    }

    private static Task<IResult> EnableAsync(string id, ApiCaller caller, CobrancaDb db, BusinessClock clock, CancellationToken cancellation) =>
        SwitchAsync(id, disabledAt: null, caller, db, clock, cancellation);

    private static Task<IResult> DisableAsync(string id, ApiCaller caller, CobrancaDb db, BusinessClock clock, CancellationToken cancellation) =>
        SwitchAsync(id, clock.Now, caller, db, clock, cancellation);

    private static async Task<IResult> SwitchAsync(string id, DateTime? disabledAt, ApiCaller caller, CobrancaDb db, BusinessClock clock, CancellationToken cancellation)
    {
        var now = clock.Now;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var switched = await db.WebhookEndpoints.Where(e => e.PublicId == id && (e.DisabledAt == null) != (disabledAt == null))
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.DisabledAt, disabledAt).SetProperty(e => e.Version, e => e.Version + 1), cancellation);
        if (switched > 0)
        {
            // What waited while it was disabled has its three days again.
            if (disabledAt is null)
                await db.WebhookDeliveries.Where(d => db.WebhookEndpoints.Any(e => e.Id == d.EndpointId && e.PublicId == id) && d.NextTryAt != null).ExecuteUpdateAsync(set => set
                    .SetProperty(d => d.CreatedAt, now).SetProperty(d => d.NextTryAt, now).SetProperty(d => d.Tries, 0).SetProperty(d => d.Version, d => d.Version + 1), cancellation);
            db.AuditEntries.Add(Audit(caller, clock, disabledAt is null ? "webhook.enable" : "webhook.disable", id));
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }
        return await FindAsync(db, id, cancellation) is { } endpoint ? TypedResults.Ok(await ShowAsync(db, endpoint, now, cancellation)) : NotFound();
    }

    private static async Task<IResult> TestAsync(string id, ApiCaller caller, CobrancaDb db, WebhookClient client, WebhookSecrets secrets, BusinessClock clock, CancellationToken cancellation)
    {
        if (await FindAsync(db, id, cancellation) is not { } endpoint) return NotFound();
        var ping = $"ping_{SecretText.Readable(16).ToLowerInvariant()}";
        // Number 0: it stands outside the sequence.
        var body = EventBody.Of(ping, 0, "ping", clock.Now, "{}");
        var answer = await client.SendAsync(new(new Uri(endpoint.Url), body, secrets.Sign(endpoint, body, clock.Now), ping, 0, "ping"), cancellation);
        db.AuditEntries.Add(Audit(caller, clock, "webhook.test", id));
        await db.SaveChangesAsync(cancellation);
        return TypedResults.Ok(new WebhookTestAnswer(answer.IsDelivered, answer.Status, answer.Error));
    }
}
