using System.Globalization;
using Cobranca.Portal.Features.Api;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Receipts;

/// <summary>The paper of one payment, and the file of one day.</summary>
internal static class ReceiptResource
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/payments/{id}/receipt", PdfAsync).RequireScope(ApiScopes.PaymentsRead).WithTags("Pagamentos").Produces(200, contentType: "application/pdf").Refuses(404, 409)
            .WithSummary("O recibo de um pagamento, em PDF, como o pagador o vê.");
        api.MapGet("/receipts", FileAsync).RequireScope(ApiScopes.PaymentsRead).WithTags("Pagamentos").Produces(200, contentType: "text/csv").Refuses(400)
            .WithSummary("Os recebimentos de um dia, por dívida, em CSV para o financeiro.")
            .WithDescription("on é o dia em que foram registrados aqui (AAAA-MM-DD): cada pagamento está em um só arquivo, e o de um dia que passou não muda. Veja docs/ledger.md.");
    }

    private static async Task<IResult> PdfAsync(string id, CobrancaDb db, ReceiptPaper paper, ApiCaller caller, HttpContext http)
    {
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || !await db.Payments.AnyAsync(p => p.Id == number, http.RequestAborted))
            return ApiProblem.NotFound("Não há pagamento com este id.");
        if (await paper.WriteAsync(db.Payments.Where(p => p.Id == number), caller.Creditor, http.RequestAborted) is not { } pdf)
            return ApiProblem.Conflict("Este pagamento foi estornado: não há recibo dele.");
        http.Response.Headers.CacheControl = "no-store";
        return Results.File(pdf, "application/pdf", ReceiptPaper.FileName);
    }

    private static IResult FileAsync(string? on, DailyReceipts receipts, HttpContext http)
    {
        if (!DateOnly.TryParseExact(on, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return ApiProblem.Invalid("on", "informe o dia como 2026-11-23.");
        http.Response.Headers.CacheControl = "no-store";
        return Results.Stream(to => ReceiptsFile.WriteAsync(receipts.ReadAsync(day, http.RequestAborted), to, http.RequestAborted), "text/csv; charset=utf-8",
            string.Create(CultureInfo.InvariantCulture, $"recebimentos-{day:yyyy-MM-dd}.csv"));
    }
}
