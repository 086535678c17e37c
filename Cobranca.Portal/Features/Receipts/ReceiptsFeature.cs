using Cobranca.Portal.Identity;

namespace Cobranca.Portal.Features.Receipts;

public static class ReceiptsFeature
{
    public static void Add(IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddScoped<ReceiptPaper>();
        services.AddScoped<OwnPayments>();
        services.AddScoped<DailyReceipts>();
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/{creditor}/pagamentos/{id:long}/recibo.pdf", PdfAsync).WithMetadata(new DebtorOnlyAttribute());

    private static async Task<IResult> PdfAsync(long id, CurrentCreditor current, OwnPayments own, ReceiptPaper paper, HttpContext http)
    {
        if (await paper.WriteAsync(own.One(id), current.Value, http.RequestAborted) is not { } pdf) return Results.NotFound();
        http.Response.Headers.CacheControl = "no-store";
        return Results.File(pdf, "application/pdf", ReceiptPaper.FileName);
    }
}
