using Cobranca.Portal.Features.Api.Imports;
using Cobranca.Portal.Features.BankFiles.Retornos;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Api.Retornos;

/// <summary><c>/api/v1/retornos</c>: what banks answer, in; and line by line what came of it.</summary>
internal static class RetornoResource
{
    private const string Path = ApiEndpoints.Root + "/retornos";

    private const string Received = """
        { "id": "Qh2v8yq1S9m3kP0cXr7t4w", "status": "received", "bank": "341", "format": "cnab400", "fileName": "CN23116A.RET", "agencia": "0057", "conta": "12345", "convenio": null, "sequence": 17,
          "generatedOn": "2026-11-23", "receivedAt": "2026-11-23T13:01:20Z", "receivedBy": "chave key_1 (ERP da matriz)", "appliedAt": null,
          "counts": { "titles": 2, "applied": 0, "known": 0, "noted": 0, "forReview": 0, "unreadable": 0 }, "received": 0.00, "tariffs": 0.00, "refusal": null, "problems": [], "doubts": [] }
        """;

    private const string Applied = """
        { "id": "Qh2v8yq1S9m3kP0cXr7t4w", "status": "applied", "bank": "341", "format": "cnab400", "fileName": "CN23116A.RET", "agencia": "0057", "conta": "12345", "convenio": null, "sequence": 17,
          "generatedOn": "2026-11-23", "receivedAt": "2026-11-23T13:01:20Z", "receivedBy": "chave key_1 (ERP da matriz)", "appliedAt": "2026-11-23T13:01:22Z",
          "counts": { "titles": 2, "applied": 1, "known": 0, "noted": 0, "forReview": 1, "unreadable": 0 }, "received": 1289.70, "tariffs": 1.99, "refusal": null, "problems": [], "doubts": [] }
        """;

    private const string Line = """
        { "id": "8", "retorno": "Qh2v8yq1S9m3kP0cXr7t4w", "line": 2, "nossoNumero": "00100000", "code": "06", "meaning": "settled", "on": "2026-11-23", "amount": 1289.70,
          "boleto": "veYUuWDwlB8t9ZQ_gfVz0g", "outcome": "applied", "review": "none", "detail": null, "resolvedAt": null, "resolvedBy": null, "resolution": null }
        """;

    /// <summary>The largest file over a slow line (300 kB/s).</summary>
    private static readonly TimeSpan UploadWithin = TimeSpan.FromMinutes(30);

    private sealed record RetornoForm(IFormFile File);

    public static void Map(RouteGroupBuilder api)
    {
        var settings = ((IEndpointRouteBuilder)api).ServiceProvider.GetRequiredService<JobSettings>();
        var retornos = api.MapGroup("/retornos").WithTags("Retornos");
        retornos.MapPost("/", CreateAsync).RequireScope(ApiScopes.RetornosWrite).AllowUpload(settings.MaxUploadBytes, UploadWithin)
            .Accepts<RetornoForm>("multipart/form-data").Answers<RetornoAnswer>(202).Refuses(400, 409, 413, 415)
            .WithSummary("Recebe um arquivo de retorno do banco e o aplica em segundo plano.")
            .WithDescription("De 240 ou 400 posições, como o banco o entregou. O mesmo arquivo de novo responde o que já está aqui. Um arquivo cortado ou de outra conta é recusado inteiro.")
            .WithMetadata(Shown(202, Received));
        retornos.MapGet("/", ListAsync).RequireScope(ApiScopes.RetornosRead).Answers<ApiPage<RetornoAnswer>>(200).Refuses(400)
            .WithSummary("Lista os retornos, do mais novo para o mais antigo.")
            .Example(200, "/retornos?limit=1", answer: $$"""{ "items": [{{Applied}}], "nextCursor": null }""");
        retornos.MapGet("/{id}", FindAsync).RequireScope(ApiScopes.RetornosRead).Answers<RetornoAnswer>(200).Refuses(404)
            .WithSummary("Diz em que pé está um retorno e o que resultou dele.").WithMetadata(Shown(200, Applied));
        retornos.MapGet("/{id}/lines", LinesAsync).RequireScope(ApiScopes.RetornosRead).Answers<ApiPage<OccurrenceAnswer>>(200).Refuses(400, 404)
            .WithSummary("Os títulos de um retorno, com o que foi feito de cada um.")
            .WithDescription("outcome: applied, noted ou review. Um título que outro arquivo já tinha dito (known) tem a linha lá.")
            .WithMetadata(Shown(200, $$"""{ "items": [{{Line}}], "nextCursor": null }"""));
        retornos.MapGet("/{id}/file", FileAsync).RequireScope(ApiScopes.RetornosRead).Produces(200, contentType: "text/plain").Refuses(404)
            .WithSummary("O arquivo, byte por byte como veio.");
    }

    private static ApiExample Shown(int status, string answer) => new(status, null, null, answer) { IsSent = false };

    private static async Task<IResult> CreateAsync(HttpContext http, ApiCaller caller, JobQueue queue, UploadTurns turns, StoredFiles files, TakeRetorno take)
    {
        var cancellation = http.RequestAborted;
        if (ImportUpload.BoundaryOf(http.Request) is not { } boundary)
            return ApiProblem.Of(StatusCodes.Status415UnsupportedMediaType, "Formato não aceito", "Envie um formulário multipart/form-data com o retorno no campo 'file'.");
        using var turn = turns.TryBegin(caller.Creditor.Id);
        if (turn is null) return ApiProblem.Later("Envios demais", $"Já há {UploadTurns.MaxAtOnce} arquivos deste credor sendo enviados ao mesmo tempo. Espere um terminar e tente de novo.", JobAnswers.AskAgainAfter);
        if (!await queue.HasRoomAsync(cancellation)) return JobAnswers.NoRoom();
        StoredFileWriter? upload;
        FieldError? error;
        try { (upload, error) = await RetornoUpload.ReadAsync(http.Request.Body, boundary, name => files.Create(caller.Creditor.Id, name, "text/plain"), cancellation); }
        catch (Exception broken) when (broken is InvalidDataException || (broken is IOException and not BadHttpRequestException && !cancellation.IsCancellationRequested))
        {
            return ApiProblem.Invalid("", "o formulário multipart está incompleto ou malformado.");
        }
        if (upload is null) return ApiProblem.Invalid([error!]);
        await using var file = upload;
        return await take.HandleAsync(caller.Creditor, await file.FinishAsync(cancellation, keep: false), caller.Actor, enqueue: true, cancellation) switch
        {
            TakeRetornoOutcome.Taken taken => Accepted(taken.Retorno),
            TakeRetornoOutcome.KnownAlready known => Accepted(known.Retorno),
            TakeRetornoOutcome.Refused refused => ApiProblem.Invalid("file", refused.Why),
            _ => throw new InvalidOperationException("An outcome without words."),
        };
    }

    private static async Task<IResult> ListAsync(PageRequest page, CobrancaDb db, CancellationToken cancellation)
    {
        var after = page.After?.Id ?? long.MaxValue;
        var rows = await db.Retornos.AsNoTracking().Where(r => r.Id < after).OrderByDescending(r => r.Id).Take(page.Limit + 1).ToListAsync(cancellation);
        return TypedResults.Ok(page.Page(rows, RetornoAnswer.Of, r => ApiCursor.At(r.Id)));
    }

    private static async Task<IResult> FindAsync(string id, CobrancaDb db, CancellationToken cancellation) =>
        await OneAsync(db, id, cancellation) is { } retorno ? TypedResults.Ok(RetornoAnswer.Of(retorno)) : NoSuch();

    private static async Task<IResult> LinesAsync(string id, string? outcome, PageRequest page, CobrancaDb db, CancellationToken cancellation)
    {
        if (await OneAsync(db, id, cancellation) is not { } retorno) return NoSuch();
        var lines = db.BankOccurrences.AsNoTracking().Where(o => o.RetornoId == retorno.Id);
        if (outcome is not null)
        {
            OccurrenceOutcome? asked = outcome switch { "applied" => OccurrenceOutcome.Applied, "noted" => OccurrenceOutcome.Noted, "review" => OccurrenceOutcome.Review, _ => null };
            if (asked is null) return ApiProblem.Invalid("outcome", "use applied, noted ou review.");
            lines = lines.Where(o => o.Outcome == asked);
        }
        var after = page.After is { } cursor ? ((int)cursor.Key, cursor.Id) : (0, 0);
        var rows = await lines.Where(o => o.Line > after.Item1 || (o.Line == after.Item1 && o.Id > after.Item2)).OrderBy(o => o.Line).ThenBy(o => o.Id).Take(page.Limit + 1).ToListAsync(cancellation);
        var boletos = await DivergenceResource.BoletosOfAsync(db, rows, cancellation);
        return TypedResults.Ok(page.Page(rows, o => OccurrenceAnswer.Of(o, retorno.PublicId, boletos.GetValueOrDefault(o.BoletoId ?? 0)), o => new(o.Line, o.Id)));
    }

    private static async Task<IResult> FileAsync(string id, CobrancaDb db, ApiCaller caller, StoredFiles files, HttpContext http) =>
        await OneAsync(db, id, http.RequestAborted) is { } retorno && await files.OpenAsync(caller.Creditor.Id, retorno.FileId, http.RequestAborted) is { } stream
            ? Bytes(http, stream, retorno.FileName)
            : NoSuch();

    private static IResult Bytes(HttpContext http, StoredFileStream stream, string name)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.File(stream, "text/plain; charset=iso-8859-1", name);
    }

    private static Task<Retorno?> OneAsync(CobrancaDb db, string id, CancellationToken cancellation) => db.Retornos.AsNoTracking().SingleOrDefaultAsync(r => r.PublicId == id, cancellation);

    private static IResult NoSuch() => ApiProblem.NotFound("Não há retorno com este id.");

    private static IResult Accepted(Retorno retorno) => TypedResults.Accepted($"{Path}/{retorno.PublicId}", RetornoAnswer.Of(retorno));
}
