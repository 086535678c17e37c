using System.Text.Encodings.Web;
using System.Text.Json;
using Cobranca.Portal.Integrations.Development;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cobranca.Portal.Features.Dev;

/// <summary>Development's own pages. Mapped only there: in Production these routes do not exist.</summary>
public static class DevEndpoints
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapDevelopment(this WebApplication app)
    {
        var dev = app.MapGroup("/dev");
        dev.MapGet("", () => new RazorComponentResult<DevDebtors>());
        DevBankDesk.Map(app);
        dev.MapGet("carne.pdf", DevCarne.Pdf);
        dev.MapGet("vazia", () => new RazorComponentResult<DevEmpty>());
        dev.MapGet("mensagens", () => new RazorComponentResult<DevMailbox>());
        app.MapGet("/{creditor}/dev/vazia", (string creditor) => new RazorComponentResult<DevFrame>());
        dev.MapGet("mensagens.json", (DevelopmentMailbox mailbox) => Results.Json(mailbox.Messages(), Json));
    }
}
