using Cobranca.Portal.Features.Api;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Integrations.Webhooks;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Events;

/// <param name="Types">The events wanted; left out or empty: all.</param>
public sealed record NewWebhookBody(string Url, IReadOnlyList<string>? Types = null);

/// <param name="Secret">Shown this once.</param>
public sealed record NewWebhookAnswer(string Id, Uri Url, IReadOnlyList<string> Types, WebhookStatus Status, DateTime CreatedAt, long PlannedThrough, string Secret);

/// <summary>What came of registering an address: exactly one of the nested records.</summary>
public abstract record CreateWebhookOutcome
{
    private CreateWebhookOutcome()
    {
    }

    public sealed record Created(WebhookEndpoint Endpoint, string Secret) : CreateWebhookOutcome;

    public sealed record Invalid(IReadOnlyList<FieldError> Errors) : CreateWebhookOutcome;

    public sealed record TooMany : CreateWebhookOutcome;
}

/// <summary>Registers an address for a creditor's events, from the next one on. (Cadastrar webhook.)</summary>
public sealed class CreateWebhook(CobrancaDb db, WebhookAddresses addresses, WebhookSecrets secrets, EventNumbering numbering, BusinessClock clock)
{
    /// <summary>Each address multiplies what is sent; nobody has more systems that listen.</summary>
    public const int MaxPerCreditor = 10;

    public static string NewId() => $"wh_{SecretText.Readable(20).ToLowerInvariant()}";

    internal static async Task<IResult> HandleAsync(ApiBody<NewWebhookBody> body, CreateWebhook create, ApiCaller caller, IdempotentCall call, CancellationToken cancellation) =>
        await create.RunAsync(caller.Creditor, body.Value.Url, body.Value.Types ?? [], $"wh_{call.Name("webhook")[..20]}", caller.Actor, cancellation) switch
        {
            CreateWebhookOutcome.Created { Endpoint: var made, Secret: var secret } => TypedResults.Created($"{ApiEndpoints.Root}/webhooks/{made.PublicId}",
                new NewWebhookAnswer(made.PublicId, new(made.Url), made.Types.Split(',', StringSplitOptions.RemoveEmptyEntries), WebhookStatus.Enabled, made.CreatedAt, made.PlannedThrough, secret)),
            CreateWebhookOutcome.Invalid invalid => ApiProblem.Invalid(invalid.Errors),
            _ => ApiProblem.Conflict($"Já há {MaxPerCreditor} webhooks cadastrados, o máximo por credor. Apague um que não é mais usado."),
        };

    /// <param name="publicId">The same one again, after a crash before the answer, is the same webhook with a secret that somebody gets to see.</param>
    public async Task<CreateWebhookOutcome> RunAsync(Creditor creditor, string address, IReadOnlyList<string> types, string publicId, string actor, CancellationToken cancellation)
    {
        var errors = new List<FieldError>();
        var (url, problem) = await addresses.ReadAsync(address, cancellation);
        if (url is null) errors.Add(new("url", problem!));
        if (EventTypeFilter.Problem(types) is { } unknown) errors.Add(new("types", unknown));
        if (url is null || errors.Count > 0) return new CreateWebhookOutcome.Invalid(errors);

        await numbering.SequenceAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Writing what is there makes others who register for this creditor wait: the limit is counted once for each.
        await db.EventSequences.Where(s => s.CreditorId == creditor.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.Last, s => s.Last), cancellation);
        var secret = WebhookSecrets.New();
        var endpoint = await db.WebhookEndpoints.SingleOrDefaultAsync(e => e.PublicId == publicId, cancellation);
        if (endpoint is not null) endpoint.SealedSecret = secrets.Seal(secret);
        else
        {
            if (await db.WebhookEndpoints.CountAsync(cancellation) >= MaxPerCreditor) return new CreateWebhookOutcome.TooMany();
            endpoint = new()
            {
                PublicId = publicId, CreditorId = creditor.Id, Url = url.AbsoluteUri, Types = string.Join(',', types.Distinct()), SealedSecret = secrets.Seal(secret),
                PlannedThrough = await db.EventSequences.Select(s => s.Last).SingleAsync(cancellation), CreatedAt = clock.Now,
            };
            db.WebhookEndpoints.Add(endpoint);
        }
        db.AuditEntries.Add(new() { CreditorId = creditor.Id, At = clock.Now, Actor = actor, Action = "webhook.create", Subject = endpoint.PublicId });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new CreateWebhookOutcome.Created(endpoint, secret);
    }
}
