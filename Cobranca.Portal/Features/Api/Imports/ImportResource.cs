using Cobranca.Portal.Platform;
using System.ComponentModel;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Api.Imports;

/// <summary><c>/api/v1/imports</c>: a portfolio's CSV in, as a job.</summary>
internal static class ImportResource
{
    private const string Path = ApiEndpoints.Root + "/imports";

    [Description("Um arquivo que entra, ou entrou.")]
    public sealed record ImportAnswer(string Id, JobStatus Status, string FileName, bool DryRun, JobProgress Progress, ImportCounts? Counts, IReadOnlyList<ImportWarning> Warnings,
        string? ErrorFileUrl, string? Error, int Attempts, DateTime CreatedAt, DateTime? StartedAt, DateTime? FinishedAt);

    /// <summary>The largest file over a slow line (300 kB/s).</summary>
    private static readonly TimeSpan UploadWithin = TimeSpan.FromMinutes(30);

    public static void Map(RouteGroupBuilder api)
    {
        var settings = ((IEndpointRouteBuilder)api).ServiceProvider.GetRequiredService<JobSettings>();
        var imports = api.MapGroup("/imports").WithTags("Importações");
        imports.MapPost("/", CreateAsync).RequireScope(ApiScopes.ImportsWrite).AllowUpload(settings.MaxUploadBytes, UploadWithin)
            .Accepts<ImportForm>("multipart/form-data").Answers<ImportAnswer>(202)
            .Refuses(400, 409, 413, 415)
            .WithSummary("Recebe um CSV de títulos e o importa em segundo plano.")
            .WithDescription("Formato do arquivo: docs/csv.md. Importações de um credor são feitas uma por vez, na ordem em que chegaram.");
        imports.MapGet("/", ListAsync).RequireScope(ApiScopes.ImportsRead).Answers<ApiPage<ImportAnswer>>(200).Refuses(400)
            .WithSummary("Lista as importações, da mais nova para a mais antiga.");
        imports.MapGet("/{id}", FindAsync).RequireScope(ApiScopes.ImportsRead).Answers<ImportAnswer>(200).Refuses(404)
            .WithSummary("Diz em que pé está uma importação e o que resultou dela.");
        imports.MapGet("/{id}/errors.csv", ErrorsAsync).RequireScope(ApiScopes.ImportsRead).Produces(200, contentType: "text/csv").Refuses(404)
            .WithSummary("As linhas recusadas, com coluna e motivo.");
    }

    /// <summary>The form, for the document: it is read as it streams by.</summary>
    private sealed record ImportForm(IFormFile File, string? Decimal, bool? DryRun);

    private static async Task<IResult> CreateAsync(HttpContext http, ApiCaller caller, IdempotentCall call, JobQueue queue, UploadTurns turns, StoredFiles files, CobrancaDb db)
    {
        var cancellation = http.RequestAborted;
        if (ImportUpload.BoundaryOf(http.Request) is not { } boundary)
            return ApiProblem.Of(StatusCodes.Status415UnsupportedMediaType, "Formato não aceito", "Envie um formulário multipart/form-data com o CSV no campo 'file'.");
        using var turn = turns.TryBegin(caller.Creditor.Id);
        if (turn is null) return ApiProblem.Later("Envios demais", $"Já há {UploadTurns.MaxAtOnce} arquivos deste credor sendo enviados ao mesmo tempo. Espere um terminar e tente de novo.", JobAnswers.AskAgainAfter);
        if (!await queue.HasRoomAsync(cancellation)) return JobAnswers.NoRoom();
        ImportUpload upload;
        try { upload = await ImportUpload.ReadAsync(http.Request.Body, boundary, name => files.Create(caller.Creditor.Id, name, "text/csv"), cancellation); }
        catch (Exception broken) when (broken is InvalidDataException || (broken is IOException and not BadHttpRequestException && !cancellation.IsCancellationRequested))
        {
            return ApiProblem.Invalid("", "o formulário multipart está incompleto ou malformado.");
        }
        await using var file = upload.File;
        if (upload.Errors.Count > 0) return ApiProblem.Invalid(upload.Errors);

        var stored = await file.FinishAsync(cancellation);
        var name = call.Name($"import {Convert.ToHexStringLower(stored.Sha256!)}");
        if (await queue.FindAsync(name, cancellation) is { } known)
        {
            await StoredFiles.DeleteAsync(db, stored.Id, cancellation);
            return Accepted(known, http);
        }
        // Others may have come in meanwhile: sending half a gigabyte takes its time.
        if (!await queue.HasRoomAsync(cancellation))
        {
            await StoredFiles.DeleteAsync(db, stored.Id, cancellation);
            return JobAnswers.NoRoom();
        }
        var job = queue.Add(caller.Creditor.Id, JobKind.Import, name, caller.Actor, upload.Order.ToJson(), stored.Id);
        await db.SaveChangesAsync(cancellation);
        return Accepted(job, http);
    }

    private static async Task<IResult> ListAsync(PageRequest page, CobrancaDb db, HttpContext http)
    {
        var after = page.After?.Id ?? long.MaxValue;
        var rows = await Imports(db).Where(j => j.Id < after).OrderByDescending(j => j.Id).Take(page.Limit + 1).ToListAsync(http.RequestAborted);
        return TypedResults.Ok(page.Page(rows, job => Answer(job, http), job => ApiCursor.At(job.Id)));
    }

    private static async Task<IResult> FindAsync(string id, CobrancaDb db, HttpContext http) =>
        await Imports(db).SingleOrDefaultAsync(j => j.PublicId == id, http.RequestAborted) is { } job ? TypedResults.Ok(Answer(job, http)) : NoSuch();

    private static async Task<IResult> ErrorsAsync(string id, CobrancaDb db, ApiCaller caller, StoredFiles files, HttpContext http)
    {
        var file = await Imports(db).Where(j => j.PublicId == id).Select(j => j.ErrorFileId).SingleOrDefaultAsync(http.RequestAborted);
        return file is { } stored && await files.OpenAsync(caller.Creditor.Id, stored, http.RequestAborted) is { } stream
            ? JobAnswers.File(http, stream, "erros.csv")
            : ApiProblem.NotFound("Esta importação não tem arquivo de erros: ainda não terminou, nada foi recusado, ou o prazo de guarda passou.");
    }

    private static IQueryable<Job> Imports(CobrancaDb db) => db.Jobs.AsNoTracking().Where(j => j.Kind == JobKind.Import);

    private static IResult NoSuch() => ApiProblem.NotFound("Não há importação com este id, ou o prazo de guarda dela passou.");

    private static IResult Accepted(Job job, HttpContext http) => TypedResults.Accepted($"{Path}/{job.PublicId}", Answer(job, http));

    private static ImportAnswer Answer(Job job, HttpContext http)
    {
        var (order, result) = (ImportOrder.Of(job), ImportResult.Of(job));
        return new(job.PublicId, job.Status, order.FileName, order.DryRun, JobProgress.Of(job), result?.Counts, result?.Warnings ?? [],
            job.ErrorFileId is null ? null : http.UrlOf($"{Path}/{job.PublicId}/errors.csv"), job.Error, job.Tries, job.CreatedAt, job.StartedAt, job.FinishedAt);
    }
}
