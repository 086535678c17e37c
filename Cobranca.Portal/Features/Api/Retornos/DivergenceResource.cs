using System.Globalization;
using Cobranca.Portal.Features.BankFiles.Retornos;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Api.Retornos;

/// <summary><c>/api/v1/divergences</c>: what banks said and a person should look at.</summary>
internal static class DivergenceResource
{
    private const string Open = """
        { "id": "9", "retorno": "Qh2v8yq1S9m3kP0cXr7t4w", "line": 3, "nossoNumero": "00100001", "code": "06", "meaning": "settled", "on": "2026-11-23", "amount": 150.00,
          "boleto": "kq0ZbV3pSxWv1mJ8cR2n7A", "outcome": "review", "review": "over", "detail": "Pago R$ 150,00 por um boleto de R$ 100,00. R$ 50,00 ficaram como crédito de quem pagou.",
          "resolvedAt": null, "resolvedBy": null, "resolution": null }
        """;

    private const string Resolved = """
        { "id": "9", "retorno": "Qh2v8yq1S9m3kP0cXr7t4w", "line": 3, "nossoNumero": "00100001", "code": "06", "meaning": "settled", "on": "2026-11-23", "amount": 150.00,
          "boleto": "kq0ZbV3pSxWv1mJ8cR2n7A", "outcome": "review", "review": "over", "detail": "Pago R$ 150,00 por um boleto de R$ 100,00. R$ 50,00 ficaram como crédito de quem pagou.",
          "resolvedAt": "2026-11-24T13:00:00Z", "resolvedBy": "chave key_1 (ERP da matriz)", "resolution": "Devolvido por Pix." }
        """;

    public static void Map(RouteGroupBuilder api)
    {
        var divergences = api.MapGroup("/divergences").WithTags("Retornos");
        divergences.MapGet("/", ListAsync).RequireScope(ApiScopes.RetornosRead).Answers<ApiPage<OccurrenceAnswer>>(200).Refuses(400)
            .WithSummary("Lista o que os bancos disseram e uma pessoa deve conferir, do mais antigo para o mais novo.")
            .WithDescription("state: open (padrão) ou resolved. O dinheiro de uma divergência já está registrado, a não ser em repeated, unknownSlip, unknownCode, implausible e unreadable.")
            .Example(200, "/divergences?limit=1", answer: $$"""{ "items": [{{Open}}], "nextCursor": null }""");
        divergences.MapPost("/{id}/resolve", ResolveAsync).RequireScope(ApiScopes.RetornosWrite).Answers<OccurrenceAnswer>(200).Refuses(400, 404, 409, 413, 415)
            .WithSummary("Registra que uma divergência foi conferida e o que se fez.")
            .WithMetadata(new ApiExample(200, null, """{ "note": "Devolvido por Pix." }""", Resolved) { IsSent = false });
    }

    private static async Task<IResult> ListAsync(PageRequest page, string? state, CobrancaDb db, CancellationToken cancellation)
    {
        if (state is not (null or "open" or "resolved")) return ApiProblem.Invalid("state", "use open ou resolved.");
        var (after, isOpen) = (page.After?.Id ?? 0, state != "resolved");
        var rows = await db.BankOccurrences.AsNoTracking().Where(o => o.Outcome == OccurrenceOutcome.Review && (o.ResolvedAt == null) == isOpen && o.Id > after)
            .OrderBy(o => o.Id).Take(page.Limit + 1).ToListAsync(cancellation);
        var answer = await AnswersAsync(db, rows, cancellation);
        return TypedResults.Ok(page.Page(rows, answer, o => ApiCursor.At(o.Id)));
    }

    private static async Task<IResult> ResolveAsync(string id, ApiBody<ResolutionBody> body, ResolveDivergence resolve, CobrancaDb db, ApiCaller caller, CancellationToken cancellation)
    {
        var note = body.Value.Note.Trim();
        if (ResolveDivergence.WhyNot(note) is { } why) return ApiProblem.Invalid("note", why);
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return Unknown();
        return await resolve.HandleAsync(number, note, caller.Actor, cancellation) switch
        {
            ResolveDivergenceOutcome.Resolved done => TypedResults.Ok((await AnswersAsync(db, [done.Occurrence], cancellation))(done.Occurrence)),
            ResolveDivergenceOutcome.KnownAlready known => TypedResults.Ok((await AnswersAsync(db, [known.Occurrence], cancellation))(known.Occurrence)),
            ResolveDivergenceOutcome.Conflict conflict => ApiProblem.Conflict(conflict.Why),
            _ => Unknown(),
        };
    }

    private static IResult Unknown() => ApiProblem.NotFound("Não há divergência com este id.");

    private static async Task<Func<BankOccurrence, OccurrenceAnswer>> AnswersAsync(CobrancaDb db, List<BankOccurrence> rows, CancellationToken cancellation)
    {
        var files = rows.Select(o => o.RetornoId).Distinct().ToList();
        var retornos = await db.Retornos.Where(r => files.Contains(r.Id)).ToDictionaryAsync(r => r.Id, r => r.PublicId, cancellation);
        var boletos = await BoletosOfAsync(db, rows, cancellation);
        return o => OccurrenceAnswer.Of(o, retornos[o.RetornoId], boletos.GetValueOrDefault(o.BoletoId ?? 0));
    }

    internal static async Task<Dictionary<long, string>> BoletosOfAsync(CobrancaDb db, List<BankOccurrence> rows, CancellationToken cancellation)
    {
        var ids = rows.Where(o => o.BoletoId is not null).Select(o => o.BoletoId!.Value).Distinct().ToList();
        return await db.Boletos.Where(b => ids.Contains(b.Id)).ToDictionaryAsync(b => b.Id, b => b.PublicId, cancellation);
    }
}
