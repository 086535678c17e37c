using System.Globalization;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Api;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Credits;

/// <summary>What a payer paid too much, and where it stands.</summary>
/// <param name="TaxId">The payer's CPF or CNPJ: the only Pix key it may go back to.</param>
public sealed record CreditAnswer(string Id, CreditState Status, Money Amount, string TaxId, string PaymentId, string PaymentReference, DateOnly PaidOn, DateTime CreatedAt, DateTime? RefundRequestedAt,
    DateOnly? RefundedOn, string? RefundReference);

/// <param name="Reference">What you call the refund.</param>
/// <param name="PaidOn">The day it was given back.</param>
public sealed record RefundBody(string Reference, DateOnly PaidOn);

/// <summary>What is owed back to payers.</summary>
internal static class CreditResource
{
    private const string Credit = """
        { "id": "1", "status": "refundRequested", "amount": 10.00, "taxId": "52998224725", "paymentId": "7", "paymentReference": "CAIXA-7781", "paidOn": "2026-11-23",
          "createdAt": "2026-11-23T13:00:00Z", "refundRequestedAt": "2026-11-23T14:00:00Z", "refundedOn": null, "refundReference": null }
        """;

    private const string Refunded = """
        { "id": "1", "status": "refunded", "amount": 10.00, "taxId": "52998224725", "paymentId": "7", "paymentReference": "CAIXA-7781", "paidOn": "2026-11-23",
          "createdAt": "2026-11-23T13:00:00Z", "refundRequestedAt": "2026-11-23T14:00:00Z", "refundedOn": "2026-11-24", "refundReference": "PIX-5512" }
        """;

    public static void Map(RouteGroupBuilder api)
    {
        var credits = api.MapGroup("/credits").WithTags("Créditos a devolver");
        credits.MapGet("/", ListAsync).RequireScope(ApiScopes.PaymentsRead).Answers<ApiPage<CreditAnswer>>(200).Refuses(400)
            .WithSummary("Lista o que foi pago a mais e pertence a quem pagou.")
            .WithDescription("Devolva por Pix devolução ou para a chave Pix igual ao taxId: nenhuma outra chave. status: open, refundRequested, refunded ou withdrawn.")
            .Example(200, "/credits?limit=1", answer: $$"""{ "items": [{{Credit}}], "nextCursor": null }""");
        credits.MapPost("/{id}/refunded", RefundAsync).RequireScope(ApiScopes.PaymentsWrite).Answers<CreditAnswer>(200).Refuses(400, 404, 409, 413, 415)
            .WithSummary("Registra que um crédito foi devolvido a quem pagou.")
            .WithMetadata(new ApiExample(200, null, """{ "reference": "PIX-5512", "paidOn": "2026-11-24" }""", Refunded) { IsSent = false });
    }

    private static async Task<IResult> ListAsync(PageRequest page, string? status, CobrancaDb db, CancellationToken cancellation)
    {
        var credits = Read(db);
        if (status is not null)
        {
            // Names only: Enum.TryParse alone would take a number for one.
            var known = Array.FindIndex(Enum.GetNames<CreditState>(), name => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name) == status);
            if (known < 0) return ApiProblem.Invalid("status", "use open, refundRequested, refunded ou withdrawn.");
            var asked = Enum.GetValues<CreditState>()[known];
            credits = credits.Where(c => c.State == asked);
        }
        var after = page.After?.Id ?? 0;
        var rows = await credits.Where(c => c.Id > after).OrderBy(c => c.Id).Take(page.Limit + 1).ToListAsync(cancellation);
        return TypedResults.Ok(page.Page(rows, Answer, credit => ApiCursor.At(credit.Id)));
    }

    private static async Task<IResult> RefundAsync(string id, ApiBody<RefundBody> body, RecordRefund record, CobrancaDb db, ApiCaller caller, CancellationToken cancellation)
    {
        var reference = body.Value.Reference.Trim();
        if (reference.Length is 0 or > 120 || reference.Any(char.IsControl)) return ApiProblem.Invalid("reference", "informe uma linha de 1 a 120 letras.");
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return Unknown();
        return await record.HandleAsync(number, reference, body.Value.PaidOn, caller.Actor, cancellation) switch
        {
            RecordRefundOutcome.Unknown => Unknown(),
            RecordRefundOutcome.Invalid invalid => ApiProblem.Invalid(invalid.Field, invalid.Why),
            RecordRefundOutcome.Conflict conflict => ApiProblem.Conflict(conflict.Why),
            _ => TypedResults.Ok(Answer(await Read(db).SingleAsync(c => c.Id == number, cancellation))),
        };
    }

    private static IResult Unknown() => ApiProblem.NotFound("Não há crédito com este id.");

    private static IQueryable<DebtorCredit> Read(CobrancaDb db) => db.DebtorCredits.AsNoTracking().Include(c => c.Payment).Include(c => c.Debtor);

    private static CreditAnswer Answer(DebtorCredit credit) => new(credit.Id.ToString(CultureInfo.InvariantCulture), credit.State, credit.Amount, credit.Debtor!.TaxId.Value,
        credit.PaymentId.ToString(CultureInfo.InvariantCulture), credit.Payment!.Reference, credit.Payment.PaidOn, credit.CreatedAt, credit.RefundRequestedAt, credit.RefundedOn, credit.RefundReference);
}
