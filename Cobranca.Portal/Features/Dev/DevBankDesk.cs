using Cobranca.Domain.Values;
using Cobranca.Portal.Integrations.Bank.Simulated;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cobranca.Portal.Features.Dev;

/// <summary>Where a developer pays what the simulated bank has registered. No <c>@page</c>, since those exist in Production too.</summary>
internal static class DevBankDesk
{
    private const string Path = "/dev/banco";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapMethods(Path, [HttpMethods.Get, HttpMethods.Post], AnswerAsync)
        // Makes a form without its token be sent back to the page, as everywhere.
        .WithMetadata(new RequireAntiforgeryTokenAttribute(), new ComponentTypeMetadata(typeof(DevBank)));

    private static async Task<IResult> AnswerAsync(HttpContext http, SimulatedBank bank)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
            return new RazorComponentResult<DevBank>(new { Done = DoneOf(http.Request.Query["feito"]), Error = ErrorOf(http.Request.Query["erro"]) });
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var deed = form["Deed"].ToString();
        var done = Do(bank, deed, form["Title"].ToString(), form["Amount"].ToString());
        return Results.Redirect(done == SimulatedDeed.Done ? $"{Path}?feito={deed}" : $"{Path}?erro={done}");
    }

    private static SimulatedDeed Do(SimulatedBank bank, string deed, string title, string amount) => deed switch
    {
        "boleto" or "pix" => Money.TryParse(amount, DecimalReading.Comma, out var paid, out _) ? bank.Pay(title, paid, byPix: deed == "pix") : SimulatedDeed.WrongAmount,
        "estornar" => bank.Reverse(title),
        "baixar" => bank.Expire(title),
        _ => SimulatedDeed.NotNow,
    };

    private static string? DoneOf(string? deed) => deed switch
    {
        "boleto" => "Pago.",
        "pix" => "Pago com Pix.",
        "estornar" => "Estornado.",
        "baixar" => "Baixado.",
        _ => null,
    };

    private static string? ErrorOf(string? why) => why switch
    {
        nameof(SimulatedDeed.NoSuchTitle) => "O banco não tem este boleto.",
        nameof(SimulatedDeed.WrongAmount) => $"Informe um valor de {SimulatedBank.LeastPayment} a {SimulatedBank.MostPayment}, como 1.234,56: a tarifa do banco é de {SimulatedBank.Tariff}.",
        nameof(SimulatedDeed.NotNow) => "Não dá para fazer isso com este boleto agora.",
        _ => null,
    };
}
