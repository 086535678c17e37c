using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Access;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Api.Links;

/// <summary><c>/api/v1/links</c>: links for the creditor's own messages, one by one or as a mailing file.</summary>
internal static class LinkResource
{
    private const string Path = ApiEndpoints.Root + "/links/batch";
    private const int MaxDays = 365;

    /// <summary>One mailing of a big portfolio; more is several batches.</summary>
    public const int MaxItems = 50_000;

    /// <summary>Fifty thousand of the longest ids, escaped.</summary>
    private const long MaxBatchBytes = 32_000_000;

    [Description("De quem é o link: taxId (CPF ou CNPJ) ou externalId (de um título do devedor), um dos dois.")]
    public sealed record LinkOrder(TaxId? TaxId = null, string? ExternalId = null, string? Contact = null, int? ValidDays = null);

    [Description("Um link novo. Aparece só nesta resposta: aqui fica guardado apenas o hash dele.")]
    public sealed record LinkAnswer(string Url, string Code, DateTime ExpiresAt);

    [Description("Um lote de links sendo feito, ou feito.")]
    public sealed record BatchAnswer(string Id, JobStatus Status, JobProgress Progress, LinkBatchCounts? Counts, IReadOnlyList<LinkRefusal> Refusals, string? FileUrl, string? ErrorFileUrl,
        string? Error, int Attempts, DateTime CreatedAt, DateTime? StartedAt, DateTime? FinishedAt);

    public static void Map(RouteGroupBuilder api)
    {
        var links = api.MapGroup("/links").RequireScope(ApiScopes.LinksWrite).WithTags("Links");
        links.MapPost("/", CreateAsync).Answers<LinkAnswer>(201).Refuses(400, 404, 409, 413, 415)
            .WithSummary("Cria um link de acesso para o devedor, a ser enviado por você.")
            .WithDescription("Com contact (um e-mail ou celular do devedor), «não sou eu» tira também esse contato de uso; sem ele, só fecha o link.");
        links.MapPost("/batch", CreateBatchAsync).WithMetadata(new RequestSizeLimitAttribute(MaxBatchBytes))
            .Answers<BatchAnswer>(202).Refuses(400, 409, 413, 415)
            .WithSummary($"Cria até {MaxItems.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '.')} links e o arquivo de envio, em segundo plano.")
            .WithDescription("Um link por devedor. Nenhum abre antes de o arquivo estar pronto. Quem pode ser contatado, quando e quantas vezes é responsabilidade de quem envia.");
        links.MapGet("/batch/{id}", FindBatchAsync).Answers<BatchAnswer>(200).Refuses(404).WithSummary("Diz em que pé está um lote de links.");
        links.MapGet("/batch/{id}/file.csv", FileAsync).Produces(200, contentType: "text/csv").Refuses(404)
            .WithSummary("O arquivo de envio: celular;email;link;codigo;validade;id_externo.");
        links.MapGet("/batch/{id}/errors.csv", ErrorsAsync).Produces(200, contentType: "text/csv").Refuses(404).WithSummary("Os itens recusados, com o motivo.");
    }

    private static async Task<IResult> CreateAsync(ApiBody<LinkOrder> body, ApiCaller caller, AccessLinks links, CobrancaDb db, HttpContext http)
    {
        var (order, cancellation) = (body.Value, http.RequestAborted);
        if (Problems(order.TaxId is not null, order.ExternalId, order.ValidDays) is { Count: > 0 } problems) return ApiProblem.Invalid(problems);
        var debtors = order.TaxId is { } taxId ? db.Debtors.Where(d => d.TaxId == taxId) : db.Receivables.Where(r => r.ExternalId == order.ExternalId).Select(r => r.Debtor!);
        if (await debtors.AsNoTracking().Select(d => new { d.Id }).SingleOrDefaultAsync(cancellation) is not { } debtor)
            return NotFound(order.TaxId is null ? new("externalId", "não há título com este id.") : new("taxId", "não há devedor com este CPF ou CNPJ."));
        Contact? contact = null;
        if (order.Contact is not null)
        {
            if (!ContactValue.TryParse(order.Contact, out var named, out var problem)) return ApiProblem.Invalid("contact", problem);
            contact = await db.Contacts.AsNoTracking().SingleOrDefaultAsync(c => c.DebtorId == debtor.Id && c.Channel == named.Channel && c.Value == named.Value, cancellation);
            if (contact is null) return NotFound(new("contact", "este devedor não tem este contato."));
            if (contact.FlaggedAt is not null) return ApiProblem.Conflict("contact: este contato está fora de uso; não envie nada a ele.");
        }
        var link = links.Create(caller.Creditor, debtor.Id, order.ValidDays, contactId: contact?.Id);
        await db.SaveChangesAsync(cancellation);
        return TypedResults.Created((string?)null, new LinkAnswer(link.Url, link.Code, link.Row.ExpiresAt));
    }

    private static async Task<IResult> CreateBatchAsync(ApiBody<LinkBatchOrder> body, ApiCaller caller, IdempotentCall call, JobQueue queue, StoredFiles files, CobrancaDb db, HttpContext http)
    {
        var (order, cancellation) = (body.Value, http.RequestAborted);
        if (Problems(order) is { Count: > 0 } problems) return ApiProblem.Invalid(problems);
        if (!await queue.HasRoomAsync(cancellation)) return JobAnswers.NoRoom();

        await using var file = files.Create(caller.Creditor.Id, "itens.json", "application/json");
        await JsonSerializer.SerializeAsync(file, order, ApiJson.Options, cancellation);
        var stored = await file.FinishAsync(cancellation);
        var name = call.Name($"links {Convert.ToHexStringLower(stored.Sha256!)}");
        if (await queue.FindAsync(name, cancellation) is { } known)
        {
            await StoredFiles.DeleteAsync(db, stored.Id, cancellation);
            return Accepted(known, http);
        }
        var job = queue.Add(caller.Creditor.Id, JobKind.LinkBatch, name, caller.Actor, "{}", stored.Id, total: order.Items.Count);
        await db.SaveChangesAsync(cancellation);
        return Accepted(job, http);
    }

    private static List<FieldError> Problems(LinkBatchOrder order)
    {
        if (order.Items.Count is 0 or > MaxItems) return [new("items", $"informe de 1 a {MaxItems} itens.")];
        return [.. order.Items.SelectMany((item, at) => Problems(item.TaxId is not null, item.ExternalId, validDays: null, string.Create(CultureInfo.InvariantCulture, $"items[{at}]"))).Take(100),
            .. Problems(hasTaxId: true, externalId: null, order.ValidDays)];
    }

    private static List<FieldError> Problems(bool hasTaxId, string? externalId, int? validDays, string path = "")
    {
        var errors = new List<FieldError>();
        if (hasTaxId == externalId is not null) errors.Add(new(path, "informe taxId ou externalId, um dos dois."));
        if (validDays is < 1 or > MaxDays) errors.Add(new("validDays", $"use de 1 a {MaxDays}; sem o campo, vale o que o credor definiu."));
        return errors;
    }

    private static IResult NotFound(FieldError error) => ApiProblem.Of(StatusCodes.Status404NotFound, "Não encontrado", $"{error.Field}: {error.Message}", [error]);

    private static async Task<IResult> FindBatchAsync(string id, CobrancaDb db, HttpContext http) =>
        await Batches(db).SingleOrDefaultAsync(j => j.PublicId == id, http.RequestAborted) is { } job ? TypedResults.Ok(Answer(job, http)) : ApiProblem.NotFound("Não há lote com este id, ou o prazo de guarda dele passou.");

    private static Task<IResult> FileAsync(string id, CobrancaDb db, ApiCaller caller, StoredFiles files, HttpContext http) =>
        DownloadAsync(Batches(db).Where(j => j.PublicId == id).Select(j => j.OutputFileId), "links.csv", caller, files, http);

    private static Task<IResult> ErrorsAsync(string id, CobrancaDb db, ApiCaller caller, StoredFiles files, HttpContext http) =>
        DownloadAsync(Batches(db).Where(j => j.PublicId == id).Select(j => j.ErrorFileId), "recusados.csv", caller, files, http);

    private static async Task<IResult> DownloadAsync(IQueryable<long?> file, string name, ApiCaller caller, StoredFiles files, HttpContext http) =>
        await file.SingleOrDefaultAsync(http.RequestAborted) is { } stored && await files.OpenAsync(caller.Creditor.Id, stored, http.RequestAborted) is { } stream
            ? JobAnswers.File(http, stream, name)
            : ApiProblem.NotFound("Este lote não tem este arquivo: ainda não terminou, não há o que listar, ou o prazo de guarda passou.");

    private static IQueryable<Job> Batches(CobrancaDb db) => db.Jobs.AsNoTracking().Where(j => j.Kind == JobKind.LinkBatch);

    private static IResult Accepted(Job job, HttpContext http) => TypedResults.Accepted($"{Path}/{job.PublicId}", Answer(job, http));

    private static BatchAnswer Answer(Job job, HttpContext http)
    {
        var result = LinkBatchResult.Of(job);
        return new(job.PublicId, job.Status, JobProgress.Of(job), result?.Counts, result?.Refusals ?? [], job.OutputFileId is null ? null : http.UrlOf($"{Path}/{job.PublicId}/file.csv"),
            job.ErrorFileId is null ? null : http.UrlOf($"{Path}/{job.PublicId}/errors.csv"), job.Error, job.Tries, job.CreatedAt, job.StartedAt, job.FinishedAt);
    }
}
