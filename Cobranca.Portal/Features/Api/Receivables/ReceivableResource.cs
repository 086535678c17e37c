using System.Globalization;
using System.Text.Json;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Payments;
using Cobranca.Portal.Features.Portfolio;
using Cobranca.Portal.Features.Rules;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Api.Receivables;

/// <summary>Receivables in, priced, held, disputed, settled, cancelled and paid outside.</summary>
internal static class ReceivableResource
{
    /// <summary>The debtor's screen goes as far as the creditor lets it; a company's planning up to a year.</summary>
    private const int MaxPayDateDays = 366;

    public static void Map(RouteGroupBuilder api)
    {
        var routes = api.MapGroup("/receivables").WithTags("Títulos");
        routes.MapPut("/", PutAsync).RequireScope(ApiScopes.ReceivablesWrite)
            .WithSummary("Envia de 1 a 1.000 títulos, novos ou que mudaram.")
            .WithDescription("As mesmas regras da importação por CSV, numa só transação: o que está certo entra, o que não está volta com o motivo, campo a campo. Enviar de novo o mesmo título não muda nada (unchanged). Um campo que não vem não é mexido; null limpa.")
            .Answers<PutReceivablesAnswer>(200).Refuses(400, 413, 415)
            .Example(200, request: ReceivableExamples.Put, answer: ReceivableExamples.PutAnswer).Example(400, request: ReceivableExamples.PutNothing, answer: ReceivableExamples.PutNothingAnswer);
        routes.MapGet("/", ListAsync).RequireScope(ApiScopes.ReceivablesRead)
            .WithSummary("Lista os títulos, os que mudaram há mais tempo primeiro.")
            .WithDescription("Com updatedSince, só os que mudaram desde então. Uma linha que muda durante a leitura aparece de novo no fim. Ao repetir mais tarde, recue updatedSince alguns minutos: gravações simultâneas podem confirmar fora de ordem.")
            .Answers<ApiPage<ReceivableLine>>(200).Refuses(400)
            .Example(200, "/receivables?updatedSince=2026-11-01&limit=1", answer: ReceivableExamples.List);
        routes.MapGet("/{externalId}", GetAsync).RequireScope(ApiScopes.ReceivablesRead)
            .WithSummary("Um título com o preço de um dia e cada linha do cálculo.")
            .WithDescription("O mesmo preço da tela do devedor, ao centavo. payDate: de hoje a 366 dias; sem ele, hoje. Pago ou cancelado custa zero; prescrito vem com timeBarred, e o portal não o oferece.")
            .Answers<ReceivableAnswer>(200).Refuses(400, 404)
            .Example(200, "/receivables/MENS-2026-09?payDate=2026-11-23", answer: ReceivableExamples.Priced).Example(404, "/receivables/NADA", answer: ReceivableExamples.Unknown);
        Verb(routes, ReceivableVerb.Hold, "Suspende a cobrança de um título em aberto.");
        Verb(routes, ReceivableVerb.Release, "Volta a cobrar um título suspenso, ou encerra a contestação.");
        Verb(routes, ReceivableVerb.Dispute, "Marca o título como contestado: deixa de ser cobrado até release.");
        Verb(routes, ReceivableVerb.Settle, "Dá o título por quitado, sem registrar um pagamento.");
        Verb(routes, ReceivableVerb.Cancel, "Cancela o título.");
        routes.MapPost("/{externalId}/payments", PayAsync).RequireScope(ApiScopes.PaymentsWrite)
            .WithSummary("Registra dinheiro recebido fora do portal, no todo ou em parte.")
            .WithDescription("A mesma reference no mesmo method é o mesmo pagamento: repetir responde 200 sem registrar de novo; com outros dados, 409. O valor vai a juros, multa, correção e principal, nesta ordem (Código Civil, art. 354), pelo preço do dia em que foi pago. O que sobra volta em surplus e pertence a quem pagou. Os boletos abertos do título têm a baixa pedida.")
            .Answers<PaymentAnswer>(201).Answers<PaymentAnswer>(200).Refuses(400, 404, 409, 413, 415)
            .Example(201, "/receivables/MENS-2026-09/payments", ReceivableExamples.Payment, ReceivableExamples.PaymentAnswer)
            .Example(200, "/receivables/MENS-2026-09/payments", ReceivableExamples.Payment, ReceivableExamples.PaymentAnswer)
            .Example(409, "/receivables/MENS-2026-09/payments", ReceivableExamples.PaymentOther, ReceivableExamples.PaymentConflict);
    }

    private static void Verb(RouteGroupBuilder routes, ReceivableVerb verb, string summary) =>
        routes.MapPost($"/{{externalId}}/{verb.ToString().ToLowerInvariant()}", (ExternalIdInPath named, ApiBody<ReasonBody> body, ChangeReceivable change, ReceivableView view, ApiCaller caller, HttpContext http) =>
                ChangeAsync(named.Value, verb, body.Value, change, view, caller, http.RequestAborted))
            .RequireScope(ApiScopes.ReceivablesWrite).WithSummary(summary)
            .WithDescription($"Repetir não muda nada e responde 200. {(verb == ReceivableVerb.Release ? "" : "Os boletos abertos do título têm a baixa pedida ao banco. ")}O que a situação atual não permite responde 409 com o motivo.")
            .Answers<ReceivableAnswer>(200).Refuses(400, 404, 409, 413, 415)
            .Example(200, $"/receivables/{ReceivableExamples.IdOf(verb)}/{verb.ToString().ToLowerInvariant()}", ReceivableExamples.Reason, ReceivableExamples.AnswerOf(verb));

    private static async Task<IResult> PutAsync(ApiBody<PutReceivables> body, PortfolioBatch batch, ApiCaller caller, CancellationToken cancellation)
    {
        if (body.Value.Items.Count is 0 or > PortfolioBatch.MaxEntries) return ApiProblem.Invalid("items", $"envie de 1 a {PortfolioBatch.MaxEntries} títulos por pedido; este tem {body.Value.Items.Count}.");
        var results = await batch.WriteAsync([.. body.Value.Items.Select(ReceivableItemJson.Read)], caller.Creditor, "API", caller.Actor, cancellation);
        return TypedResults.Ok(new PutReceivablesAnswer([.. results.Select(r => new PutResult(r.ExternalId is { Length: <= ExternalIdInPath.MaxLength } id ? id : null, r.Outcome, Errors(r.Errors), r.Warnings.Count == 0 ? null : Errors(r.Warnings)))]));

        static IReadOnlyList<FieldError> Errors(IReadOnlyList<RowProblem> problems) => [.. problems.Select(p => new FieldError(p.Column, p.Reason))];
    }

    private static async Task<IResult> ListAsync(PageRequest page, string? updatedSince, CobrancaDb db, CancellationToken cancellation)
    {
        DateTime since = default;
        if (updatedSince is not null && !ApiInstant.TryRead(updatedSince, out since)) return ApiProblem.Invalid("updatedSince", ApiInstant.Expected);
        var rows = db.Receivables.AsNoTracking().IgnoreAutoIncludes().Where(r => r.UpdatedAt >= since);
        if (page.After is { } after)
        {
            var (at, id) = (after.Instant, after.Id);
            rows = rows.Where(r => r.UpdatedAt > at || (r.UpdatedAt == at && r.Id > id));
        }
        var read = await rows.OrderBy(r => r.UpdatedAt).ThenBy(r => r.Id).Take(page.Limit + 1)
            .Select(r => new { r.Id, r.ExternalId, r.Debtor!.TaxId, r.Status, r.DueOn, r.Principal, r.CreatedAt, r.UpdatedAt }).ToListAsync(cancellation);
        var ids = read.ConvertAll(r => r.Id);
        var paid = (await db.PaymentAllocations.AsNoTracking().Where(a => ids.Contains(a.ReceivableId)).Select(a => new { a.ReceivableId, a.Amount }).ToListAsync(cancellation)).ToLookup(a => a.ReceivableId, a => a.Amount);
        return TypedResults.Ok(page.Page(read, r => new ReceivableLine(r.ExternalId, r.TaxId, r.Status, r.DueOn, r.Principal, paid[r.Id].Sum(), r.CreatedAt, r.UpdatedAt), r => ApiCursor.At(r.UpdatedAt, r.Id)));
    }

    private static async Task<IResult> GetAsync(ExternalIdInPath named, string? payDate, ReceivableView view, BusinessClock clock, ApiCaller caller, CancellationToken cancellation)
    {
        var on = clock.Today;
        if (payDate is not null && (!DateOnly.TryParseExact(payDate, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out on) || on < clock.Today || on > clock.Today.AddDays(MaxPayDateDays)))
            return ApiProblem.Invalid("payDate", string.Create(CultureInfo.InvariantCulture, $"informe um dia como 2026-11-21, de hoje ({clock.Today:yyyy-MM-dd}) a {MaxPayDateDays} dias."));
        return await view.ReadAsync(named.Value, on, caller, cancellation) is { } answer ? TypedResults.Ok(answer) : Unknown();
    }

    private static async Task<IResult> ChangeAsync(string externalId, ReceivableVerb verb, ReasonBody body, ChangeReceivable change, ReceivableView view, ApiCaller caller, CancellationToken cancellation)
    {
        var reason = body.Reason?.Trim() is { Length: > 0 } text ? text : null;
        if (reason is { Length: > 300 } || reason?.Any(char.IsControl) == true) return ApiProblem.Invalid("reason", "use uma linha de até 300 letras.");
        return await change.HandleAsync(externalId, verb, reason, caller.Actor, cancellation) switch
        {
            null => Unknown(),
            ReceivableMove.Refused refused => ApiProblem.Conflict(refused.Why),
            _ => TypedResults.Ok(await view.OfAsync(externalId, caller.Creditor, cancellation)),
        };
    }

    private static async Task<IResult> PayAsync(ExternalIdInPath named, ApiBody<PaymentBody> body, RecordOutsidePayment record, PaymentView view, ApiCaller caller, CancellationToken cancellation)
    {
        var asked = body.Value;
        var reference = asked.Reference.Trim();
        if (reference.Length is 0 or > 120 || reference.Any(char.IsControl)) return ApiProblem.Invalid("reference", "informe uma linha de 1 a 120 letras, única para cada pagamento.");
        var method = asked.Method switch { OutsideMethod.Counter => PaymentSource.Counter, OutsideMethod.Transfer => PaymentSource.Transfer, _ => PaymentSource.Pix };
        return await record.HandleAsync(caller.Creditor, new(named.Value, asked.Amount, asked.PaidOn, method, reference, caller.Actor), cancellation) switch
        {
            OutsidePaymentOutcome.UnknownReceivable => Unknown(),
            OutsidePaymentOutcome.Invalid invalid => ApiProblem.Invalid(invalid.Field, invalid.Why),
            OutsidePaymentOutcome.Conflict conflict => ApiProblem.Conflict(conflict.Why),
            OutsidePaymentOutcome.KnownAlready known => TypedResults.Ok(await view.OfAsync(known.Payment.Id, cancellation)),
            OutsidePaymentOutcome.Recorded recorded => TypedResults.Json(await view.OfAsync(recorded.Payment.Id, cancellation), statusCode: StatusCodes.Status201Created),
            _ => throw new InvalidOperationException("An outcome without an answer."),
        };
    }

    internal static IResult Unknown() => ApiProblem.NotFound("Não há título com este externalId.");
}

/// <param name="Items">1 a 1.000 títulos: <see cref="ReceivableItem"/>.</param>
public sealed record PutReceivables(IReadOnlyList<JsonElement> Items);

/// <summary>One result for each item, in their order.</summary>
public sealed record PutReceivablesAnswer(IReadOnlyList<PutResult> Results);

/// <param name="ExternalId">Null when the item had none that can be read.</param>
public sealed record PutResult(string? ExternalId, EntryOutcome Outcome, IReadOnlyList<FieldError> Errors, IReadOnlyList<FieldError>? Warnings);

/// <param name="Reason">Kept with the receivable and in the audit trail; never shown to the debtor.</param>
public sealed record ReasonBody(string? Reason = null);

public enum OutsideMethod { Counter, Transfer, Pix }

/// <param name="PaidOn">The day the payer paid.</param>
/// <param name="Reference">What you call this payment; the same one is the same payment.</param>
public sealed record PaymentBody(Money Amount, DateOnly PaidOn, OutsideMethod Method, string Reference);

/// <summary>A receivable as the API shows it.</summary>
public sealed class ReceivableView(CobrancaDb db, PricingRules rules, BusinessClock clock)
{
    /// <summary>It names its debtor, so that it is written down who saw it; null when there is none.</summary>
    public async Task<ReceivableAnswer?> ReadAsync(string externalId, DateOnly payDate, ApiCaller caller, CancellationToken cancellation)
    {
        if (await FindAsync(externalId, cancellation) is not { } receivable) return null;
        db.NoteDebtorRead(caller, clock.Now, receivable.DebtorId);
        await db.SaveChangesAsync(cancellation);
        return ReceivableAnswer.Of(receivable, payDate, await rules.PricerAsync(caller.Creditor, cancellation));
    }

    /// <summary>As it stands after the caller changed it, which is written down with the change.</summary>
    public async Task<ReceivableAnswer?> OfAsync(string externalId, Creditor creditor, CancellationToken cancellation) =>
        await FindAsync(externalId, cancellation) is { } receivable ? ReceivableAnswer.Of(receivable, clock.Today, await rules.PricerAsync(creditor, cancellation)) : null;

    private Task<Receivable?> FindAsync(string externalId, CancellationToken cancellation) =>
        db.Receivables.AsNoTracking().Include(r => r.Debtor).SingleOrDefaultAsync(r => r.ExternalId == externalId, cancellation);
}
