using System.ComponentModel;
using System.Globalization;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.BankFiles.Remessas;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Api.Remessas;

/// <summary><c>/api/v1/remessas</c>: files for banks, made on demand and fetched again as they were.</summary>
internal static class RemessaResource
{
    private const string Path = ApiEndpoints.Root + "/remessas";

    [Description("As instruções que esperam em um banco, a serem gravadas em arquivo agora.")]
    public sealed record RemessaWish(string Bank);

    [Description("Um arquivo de instruções para um banco. O número (sequence) nunca se repete.")]
    public sealed record RemessaAnswer(string Id, string Bank, CnabFormat Format, long Sequence, string FileName, int Lines, int Instructions, int Entries, Money EntryTotal, string Sha256, string FileUrl,
        DateTime CreatedAt, string CreatedBy, DateTime? DeliveredAt);

    [Description("O que resultou: os arquivos novos, e quantas instruções não cabem em arquivo nenhum (o motivo está em cada uma).")]
    public sealed record RemessaRunResult(IReadOnlyList<RemessaAnswer> Remessas, int Unwritable);

    [Description("Uma instrução: o que se pede ao banco sobre um boleto, e em que pé está.")]
    public sealed record OrderAnswer(BankOrderKind Kind, BankOrderState Status, string NossoNumero, string? Boleto, string DocumentNumber, Money Amount, DateOnly DueDate, Money Abatement, int? RemessaLine,
        DateTime CreatedAt, DateTime? SentAt, DateTime? AnsweredAt, string? AnswerReason);

    private const string Example = """
        { "id": "veYUuWDwlB8t9ZQ_gfVz0g", "bank": "341", "format": "cnab240", "sequence": 7, "fileName": "341-005712345-000007.rem", "lines": 8, "instructions": 2, "entries": 1, "entryTotal": 1278.59,
          "sha256": "5f2c1f6b1c0a4d0e9b7a3a9f7d0d6a1e2b3c4d5e6f708192a3b4c5d6e7f80910", "fileUrl": "https://acordo.example.com.br/api/v1/remessas/veYUuWDwlB8t9ZQ_gfVz0g/file",
          "createdAt": "2026-11-23T13:30:00Z", "createdBy": "portal", "deliveredAt": "2026-11-23T13:30:01Z" }
        """;

    private const string Order = """
        { "kind": "entry", "status": "sent", "nossoNumero": "00000043", "boleto": "9Pz1tq2mTqS0o0d3yD3Z2w", "documentNumber": "MENS-2026", "amount": 1278.59, "dueDate": "2026-11-30", "abatement": 0.00,
          "remessaLine": 3, "createdAt": "2026-11-23T13:01:20Z", "sentAt": "2026-11-23T13:30:00Z", "answeredAt": null, "answerReason": null }
        """;

    public static void Map(RouteGroupBuilder api)
    {
        var remessas = api.MapGroup("/remessas").WithTags("Remessas");
        remessas.MapPost("/", GenerateAsync).RequireScope(ApiScopes.RemessasWrite).Answers<RemessaRunResult>(200).Refuses(400, 409, 413, 415)
            .WithSummary("Grava em arquivo, agora, tudo o que espera para seguir a um banco.")
            .WithDescription("O portal faz isso sozinho de tempos em tempos; peça quando não puder esperar. Sem nada à espera, remessas vem vazio.")
            .Example(200, request: """{ "bank": "341" }""", answer: """{ "remessas": [], "unwritable": 0 }""");
        remessas.MapGet("/", ListAsync).RequireScope(ApiScopes.RemessasRead).Answers<ApiPage<RemessaAnswer>>(200).Refuses(400)
            .WithSummary("Lista as remessas, da mais nova para a mais antiga.")
            .Example(200, "/remessas?limit=1", answer: $$"""{ "items": [{{Example}}], "nextCursor": null }""");
        remessas.MapGet("/{id}", FindAsync).RequireScope(ApiScopes.RemessasRead).Answers<RemessaAnswer>(200).Refuses(404)
            .WithSummary("Uma remessa.")
            .WithMetadata(new ApiExample(200, null, null, Example) { IsSent = false });
        remessas.MapGet("/{id}/file", FileAsync).RequireScope(ApiScopes.RemessasRead).Produces(200, contentType: "text/plain").Refuses(404)
            .WithSummary("O arquivo, byte por byte como foi gerado.")
            .WithDescription("Se o portal o entrega na pasta do banco (deliveredAt), não o envie também: o banco receberia cada instrução duas vezes.");
        remessas.MapGet("/{id}/orders", OrdersAsync).RequireScope(ApiScopes.RemessasRead).Answers<ApiPage<OrderAnswer>>(200).Refuses(400, 404)
            .WithSummary("As instruções de uma remessa, na ordem do arquivo, com o que o banco respondeu.")
            .WithMetadata(new ApiExample(200, null, null, $$"""{ "items": [{{Order}}], "nextCursor": null }""") { IsSent = false });
        api.MapGet("/bank-orders", AllOrdersAsync).RequireScope(ApiScopes.RemessasRead).WithTags("Remessas").Answers<ApiPage<OrderAnswer>>(200).Refuses(400)
            .WithSummary("Lista instruções a bancos, da mais nova para a mais antiga, dentro e fora de remessas.")
            .WithDescription("status: queued, sent, confirmed, rejected, unwritable (não cabe no arquivo do banco: answerReason diz qual campo) ou withdrawn.")
            .Example(200, "/bank-orders?status=unwritable&limit=1", answer: $$"""{ "items": [{{Order}}], "nextCursor": null }""");
    }

    private static async Task<IResult> GenerateAsync(ApiBody<RemessaWish> body, ApiCaller caller, RemessaRun remessas, RemessaDelivery delivery, CobrancaDb db, HttpContext http)
    {
        var (bank, cancellation) = (body.Value.Bank, http.RequestAborted);
        if (RemessaWriter.Formats(bank).Count == 0) return ApiProblem.Invalid("bank", "não há arquivo de remessa deste banco aqui.");
        if (!await db.BankAccounts.AnyAsync(a => a.BankCode == bank, cancellation)) return ApiProblem.Conflict($"Este credor não tem conta no banco {bank}.");
        var run = await remessas.RunAsync(bank, conta: null, caller.Actor, cancellation);
        await delivery.DeliverAsync(cancellation);
        if (run.Refusals.Count > 0 && run.Files.Count == 0) return ApiProblem.Conflict(string.Join(' ', run.Refusals.SelectMany(refused => refused.Problems).Select(GenerateRemessa.Told).Distinct(StringComparer.Ordinal)));
        var files = run.Files.Select(file => file.Id).ToList();
        var made = await db.Remessas.AsNoTracking().Where(r => files.Contains(r.Id)).OrderBy(r => r.Id).ToListAsync(cancellation);
        return TypedResults.Ok(new RemessaRunResult(made.ConvertAll(file => Answer(file, http)), run.Unwritable));
    }

    private static async Task<IResult> ListAsync(PageRequest page, CobrancaDb db, HttpContext http)
    {
        var after = page.After?.Id ?? long.MaxValue;
        var rows = await db.Remessas.AsNoTracking().Where(r => r.Id < after).OrderByDescending(r => r.Id).Take(page.Limit + 1).ToListAsync(http.RequestAborted);
        return TypedResults.Ok(page.Page(rows, file => Answer(file, http), file => ApiCursor.At(file.Id)));
    }

    private static async Task<IResult> FindAsync(string id, CobrancaDb db, HttpContext http) =>
        await RemessaAsync(id, db, http) is { } remessa ? TypedResults.Ok(Answer(remessa, http)) : NoSuch();

    private static async Task<IResult> FileAsync(string id, CobrancaDb db, ApiCaller caller, StoredFiles files, HttpContext http) =>
        await RemessaAsync(id, db, http) is { } remessa && await files.OpenAsync(caller.Creditor.Id, remessa.FileId, http.RequestAborted) is { } stream
            ? JobAnswers.File(http, stream, remessa.FileName)
            : ApiProblem.NotFound("Não há remessa com este id, ou o prazo de guarda dela passou.");

    private static async Task<IResult> OrdersAsync(string id, PageRequest page, CobrancaDb db, HttpContext http)
    {
        if (await RemessaAsync(id, db, http) is not { } remessa) return NoSuch();
        var after = page.After?.Id ?? 0;
        var rows = await db.BankOrders.AsNoTracking().Include(o => o.Boleto).Where(o => o.RemessaId == remessa.Id && o.Id > after).OrderBy(o => o.Id).Take(page.Limit + 1).ToListAsync(http.RequestAborted);
        return TypedResults.Ok(page.Page(rows, Answer, order => ApiCursor.At(order.Id)));
    }

    private static async Task<IResult> AllOrdersAsync(PageRequest page, string? status, CobrancaDb db, CancellationToken cancellation)
    {
        var orders = db.BankOrders.AsNoTracking().Include(o => o.Boleto).AsQueryable();
        if (status is not null)
        {
            // Names only: Enum.TryParse alone would take a number for one.
            var known = Array.FindIndex(Enum.GetNames<BankOrderState>(), name => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name) == status);
            if (known < 0) return ApiProblem.Invalid("status", "use queued, sent, confirmed, rejected, unwritable ou withdrawn.");
            var asked = Enum.GetValues<BankOrderState>()[known];
            orders = orders.Where(o => o.State == asked);
        }
        var after = page.After?.Id ?? long.MaxValue;
        var rows = await orders.Where(o => o.Id < after).OrderByDescending(o => o.Id).Take(page.Limit + 1).ToListAsync(cancellation);
        return TypedResults.Ok(page.Page(rows, Answer, order => ApiCursor.At(order.Id)));
    }

    private static Task<Remessa?> RemessaAsync(string id, CobrancaDb db, HttpContext http) => db.Remessas.AsNoTracking().SingleOrDefaultAsync(r => r.PublicId == id, http.RequestAborted);

    private static IResult NoSuch() => ApiProblem.NotFound("Não há remessa com este id.");

    private static RemessaAnswer Answer(Remessa file, HttpContext http) => new(file.PublicId, file.BankCode, file.Format, file.Sequence, file.FileName, file.Lines, file.Instructions, file.Entries, file.EntryTotal,
        Convert.ToHexStringLower(file.Sha256), http.UrlOf(string.Create(CultureInfo.InvariantCulture, $"{Path}/{file.PublicId}/file")), file.CreatedAt, file.CreatedBy, file.DeliveredAt);

    private static OrderAnswer Answer(BankOrder order) => new(order.Kind, order.State, order.NossoNumero, order.Boleto?.PublicId, order.DocumentNumber, order.Amount, order.DueOn, order.Abatement, order.RemessaLine,
        order.CreatedAt, order.SentAt, order.AnsweredAt, order.Reason);
}
