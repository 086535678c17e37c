using Cobranca.Portal.Documents;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Integrations.Bank;
using Cobranca.Portal.Integrations.Bank.Simulated;
using Cobranca.Portal.Outbox;

namespace Cobranca.Portal.Features.Boletos;

public static class BoletosFeature
{
    public static void Add(IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        // The only line that makes the simulated bank exist; a real connection is registered beside it.
        if (environment.IsDevelopment()) services.AddSimulatedBank();
        services.AddSingleton<BankConnections>();
        services.AddSingleton<IDocumentWriter, PdfDocumentWriter>();
        services.AddScoped<BoletoPaper>();
        services.AddScoped<IMessageAttachments>(provider => provider.GetRequiredService<BoletoPaper>());
        services.AddScoped<BankConversation>();
        services.AddScoped<BoletoAvailability>();
        services.AddScoped<BoletoProposals>();
        services.AddScoped<RequestBoleto>();
        services.AddScoped<InstructBoleto>();
        services.AddScoped<RegisterSlips>();
        services.AddScoped<SendBoleto>();
        services.AddScoped<DebtorBoletos>();
        services.AddBankWorker();
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/{creditor}/boleto/{publicId}.pdf", PdfAsync).WithMetadata(new DebtorOnlyAttribute());

    private static async Task<IResult> PdfAsync(string creditor, string publicId, CurrentCreditor current, DebtorBoletos boletos, BoletoPaper paper, HttpContext http)
    {
        if (await boletos.FindAsync(publicId, http.RequestAborted) is not { } boleto) return Results.NotFound();
        // A slip that cannot be paid is not handed out: its page says why.
        if (paper.Write(boleto, current.Value) is not { } pdf) return Results.Redirect($"/{creditor}/boleto/{boleto.PublicId}");
        http.Response.Headers.CacheControl = "no-store";
        return Results.File(pdf, "application/pdf", BoletoPaper.FileName);
    }
}
