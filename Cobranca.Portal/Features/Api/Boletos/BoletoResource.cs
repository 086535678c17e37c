using System.Buffers.Text;
using System.ComponentModel;
using System.Globalization;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Integrations.Bank;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Api.Boletos;

/// <summary><c>/api/v1/boletos</c>: what the debtor does on the page, asked for by the creditor's system and under the same rules.</summary>
internal static class BoletoResource
{
    private const string Path = ApiEndpoints.Root + "/boletos";

    /// <summary>Only a price that changes between two reads makes an attempt fail: at midnight, or by a payment.</summary>
    private const int MaxAttempts = 3;

    [Description("Um boleto a emitir: os títulos, todos do mesmo devedor, e o vencimento.")]
    public sealed record BoletoOrder(IReadOnlyList<string> Receivables, DateOnly DueDate);

    public static void Map(RouteGroupBuilder api)
    {
        var boletos = api.MapGroup("/boletos").WithTags("Boletos");
        boletos.MapPost("/", CreateAsync).RequireScope(ApiScopes.BoletosWrite)
            .Answers<BoletoAnswer>(201).Answers<BoletoAnswer>(200).Refuses(400, 404, 409, 413, 415)
            .WithSummary("Emite um boleto para títulos de um devedor, no valor do vencimento pedido.")
            .WithDescription("201 quando é novo; 200 quando já existe um igual. O banco o registra em seguida: só então há linhaDigitavel, barcode e pdfUrl (evento boleto.registered).");
        boletos.MapGet("/", ListAsync).RequireScope(ApiScopes.BoletosRead).Answers<ApiPage<BoletoAnswer>>(200).Refuses(400)
            .WithSummary("Lista boletos, do mais antigo para o mais novo; com updatedSince, só os que mudaram desde então; com pixTxid, o de um Pix recebido.")
            .WithDescription("Com updatedSince, os que mudaram há mais tempo vêm primeiro, e um que muda durante a leitura aparece de novo no fim. Ao repetir mais tarde, recue updatedSince alguns minutos: gravações simultâneas podem confirmar fora de ordem.");
        boletos.MapGet("/{id}", FindAsync).RequireScope(ApiScopes.BoletosRead).Answers<BoletoAnswer>(200).Refuses(404)
            .WithSummary("Um boleto, como está agora.");
        boletos.MapGet("/{id}/pdf", PdfAsync).RequireScope(ApiScopes.BoletosRead).Produces(200, contentType: "application/pdf").Refuses(404, 409)
            .WithSummary("O PDF de um boleto que pode ser pago hoje.");
        BoletoInstructions.Map(boletos);
    }

    private static async Task<IResult> CreateAsync(ApiBody<BoletoOrder> body, ApiCaller caller, IdempotentCall call, CobrancaDb db, BoletoProposals proposals, RequestBoleto request,
        BusinessClock clock, BoletoAnswers view, HttpContext http)
    {
        var (order, cancellation) = (body.Value, http.RequestAborted);
        if (Problems(order, caller.Creditor.Limits.MaxDebtsPerBoleto) is { Count: > 0 } problems) return ApiProblem.Invalid(problems);
        var ids = order.Receivables;
        var found = await db.Receivables.AsNoTracking().IgnoreAutoIncludes().Where(r => ids.Contains(r.ExternalId)).Select(r => new { r.Id, r.ExternalId, r.DebtorId }).ToListAsync(cancellation);
        var unknown = order.Receivables.Select((id, at) => (id, at)).Where(asked => !found.Exists(r => r.ExternalId == asked.id))
            .Select(asked => new FieldError(string.Create(CultureInfo.InvariantCulture, $"receivables[{asked.at}]"), $"não há título '{asked.id}'.")).ToList();
        if (unknown.Count > 0) return ApiProblem.Of(StatusCodes.Status404NotFound, "Não encontrado", "Não há um ou mais dos títulos pedidos.", unknown);
        if (found.Select(r => r.DebtorId).Distinct().Count() > 1) return ApiProblem.Invalid("receivables", "são de mais de um devedor: peça um boleto para cada um.");

        var parties = new BoletoParties(caller.Creditor, found[0].DebtorId, caller.Actor);
        var wish = new BoletoWish([.. found.Select(r => r.Id)], order.DueDate, BoletoKind.Reissue);
        var key = Base64Url.EncodeToString(Convert.FromHexString(call.Name($"boleto {order.DueDate:yyyy-MM-dd} {string.Join('\n', order.Receivables.Order(StringComparer.Ordinal))}")));
        for (var attempt = 1; ; attempt++)
        {
            // All of them are this debtor's: only limitation makes them unseen (domain facts §4.5).
            if (await proposals.ProposeAsync(parties, wish, cancellation) is not { } proposal)
                return ApiProblem.Conflict("Um ou mais destes títulos estão prescritos: não se cobra, e não se emite boleto.");
            switch (await request.HandleAsync(parties, new(wish, key, proposal.Revision), cancellation))
            {
                case RequestBoletoOutcome.Made made:
                    var answer = await view.WholeAsync(made.PublicId, cancellation);
                    return made.IsNew ? TypedResults.Created($"{Path}/{made.PublicId}", answer) : TypedResults.Ok(answer);
                case RequestBoletoOutcome.Changed { Now: { IsPossible: true, LeftOut.Count: 0 } } when attempt < MaxAttempts:
                    continue;
                case RequestBoletoOutcome.Changed changed:
                    return Refusal(changed.Now);
                case RequestBoletoOutcome.TooMany:
                    return ApiProblem.Later("Limite do dia", $"Este devedor já teve {RequestBoleto.MaxPerDay} boletos novos hoje: cada registro tem custo no banco. Use um dos que existem, ou espere amanhã.",
                        BusinessClock.StartOf(clock.Today.AddDays(1)) - clock.Now);
                default:
                    return ApiProblem.Conflict("Este credor não tem conta ativa em banco por onde se possa emitir boleto.");
            }
        }
    }

    private static List<FieldError> Problems(BoletoOrder order, int atMost)
    {
        if (order.Receivables.Count == 0 || order.Receivables.Count > atMost) return [new("receivables", $"informe de 1 a {atMost} títulos, pelo externalId.")];
        return [.. order.Receivables.Select((id, at) => (id, at)).Where(asked => order.Receivables.Take(asked.at).Contains(asked.id, StringComparer.Ordinal))
            .Select(asked => new FieldError(string.Create(CultureInfo.InvariantCulture, $"receivables[{asked.at}]"), "repetido."))];
    }

    private static IResult Refusal(BoletoProposal proposal)
    {
        if (proposal.LeftOut.Count > 0) return ApiProblem.Of(StatusCodes.Status409Conflict, "Em conflito com o estado atual", string.Join(' ', proposal.LeftOut), [.. proposal.LeftOut.Select(why => new FieldError("receivables", why))]);
        if (proposal.Items.Count == 0) return ApiProblem.Conflict("Não há nada a pagar nestes títulos.");
        return proposal is { IsDayImpossible: true, Days.Count: > 0 }
            ? ApiProblem.Invalid([.. proposal.Refusals.Select(why => new FieldError("dueDate", string.Create(CultureInfo.InvariantCulture, $"{why} Pode ser de {proposal.Days[0]:yyyy-MM-dd} a {proposal.Days[^1]:yyyy-MM-dd}.")))])
            : ApiProblem.Conflict(proposal.Refusals.Count == 0 ? "O valor está mudando agora mesmo. Repita o pedido." : string.Join(' ', proposal.Refusals));
    }

    private static async Task<IResult> ListAsync(PageRequest page, string? status, string? updatedSince, string? pixTxid, CobrancaDb db, BoletoAnswers view, HttpContext http)
    {
        var errors = new List<FieldError>();
        var boletos = BoletoAnswers.Of(db);
        if (status is not null)
        {
            // Names only: Enum.TryParse alone would take a number for one.
            if (Array.Find(Enum.GetValues<BoletoStatus>(), known => NameOf(known) == status) is var asked && NameOf(asked) == status) boletos = boletos.Where(b => b.Status == asked);
            else errors.Add(new("status", $"use um de: {string.Join(", ", Enum.GetValues<BoletoStatus>().Select(NameOf))}."));
        }
        DateTime since = default;
        if (updatedSince is not null && !ApiInstant.TryRead(updatedSince, out since)) errors.Add(new("updatedSince", ApiInstant.Expected));
        // The two orders have cursors of their own.
        if (page.After is { } end && end.Key == end.Id != updatedSince is null) errors.Add(new("cursor", "este cursor é da mesma lista em outra ordem: repita o updatedSince da página anterior."));
        if (pixTxid is not null) boletos = boletos.Where(b => b.Pix!.Txid == pixTxid);
        if (errors.Count > 0) return ApiProblem.Invalid(errors);
        if (updatedSince is not null) return TypedResults.Ok(await ChangedAsync(page, since, boletos, db, boleto => view.Of(boleto), http.RequestAborted));
        var after = page.After?.Id ?? 0;
        var rows = await boletos.Where(b => b.Id > after).OrderBy(b => b.Id).Take(page.Limit + 1).ToListAsync(http.RequestAborted);
        return TypedResults.Ok(page.Page(rows, boleto => view.Of(boleto), boleto => ApiCursor.At(boleto.Id)));
    }

    /// <summary>Each boleto once, at its last change: the index on changes is walked, not every boleto there ever was.</summary>
    private static async Task<ApiPage<BoletoAnswer>> ChangedAsync(PageRequest page, DateTime since, IQueryable<Boleto> boletos, CobrancaDb db, Func<Boleto, BoletoAnswer> answer, CancellationToken cancellation)
    {
        var changes = db.BoletoTransitions.Where(t => t.At >= since && !db.BoletoTransitions.Any(later => later.BoletoId == t.BoletoId && later.Id > t.Id));
        if (page.After is { } after)
        {
            var (at, id) = (after.Instant, after.Id);
            changes = changes.Where(t => t.At > at || (t.At == at && t.Id > id));
        }
        var rows = await changes.Join(boletos, t => t.BoletoId, b => b.Id, (Change, Boleto) => new { Change.At, Change.Id, Boleto })
            .OrderBy(row => row.At).ThenBy(row => row.Id).Take(page.Limit + 1).ToListAsync(cancellation);
        return page.Page(rows, row => answer(row.Boleto), row => ApiCursor.At(row.At, row.Id));
    }

    private static string NameOf(BoletoStatus status) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    private static async Task<IResult> FindAsync(string id, BoletoAnswers view, HttpContext http) =>
        await view.WholeAsync(id, http.RequestAborted) is { } boleto ? TypedResults.Ok(boleto) : Unknown();

    internal static IResult Unknown() => ApiProblem.NotFound("Não há boleto com este id.");

    private static async Task<IResult> PdfAsync(string id, CobrancaDb db, ApiCaller caller, BoletoPaper paper, HttpContext http)
    {
        if (await db.Boletos.AsNoTracking().ForPaper().SingleOrDefaultAsync(b => b.PublicId == id, http.RequestAborted) is not { } boleto) return Unknown();
        if (paper.Write(boleto, caller.Creditor) is not { } pdf)
            return ApiProblem.Conflict(boleto.Status.IsWaiting() ? "O banco ainda não registrou este boleto." : "Este boleto não pode mais ser pago, e não deve ser entregue a ninguém.");
        http.Response.Headers.CacheControl = "no-store";
        return Results.File(pdf, "application/pdf", BoletoPaper.FileName);
    }
}
