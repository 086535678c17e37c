using System.ComponentModel;
using System.Text.Json;
using Cobranca.Domain.Pix;
using Cobranca.Domain.Values;

namespace Cobranca.Portal.Features.Api.Calculators;

/// <summary>Says what a Pix code holds, or what is wrong with it and where.</summary>
internal static class PixRead
{
    public static void Map(RouteGroupBuilder group) => group.MapPost("/pix/read", Handle).Answers<PixReadAnswer>(200)
        .WithName("readPix").WithSummary("Lê um código Pix (BR Code) e confere cada campo e a verificação do fim.")
        .WithDescription("""
            O código vai em `code` ou em `payload`, que são o mesmo. A resposta é 200 também para um código errado: `valid` diz se ele é bom e `problems`
            diz o que está errado e onde. Nome e cidade são o que quem fez o código escreveu: só o banco de quem paga mostra de quem é a conta.
            """)
        .Refuses(400, 413, 415)
        .Example(200, request: """{"code":"00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3D"}""");

    private static IResult Handle(ApiBody<PixReadRequest> body)
    {
        var request = body.Value;
        if (request.Code is null == request.Payload is null) return ApiProblem.Invalid(request.Code is null ? "code" : "payload", "informe code ou payload: um dos dois, e só um.");
        var (field, code) = request.Code is { } given ? ("code", given) : ("payload", request.Payload!);
        if (CodeText.Check(field, code) is { } wrong) return ApiProblem.Invalid([wrong]);
        return Results.Ok(BrCode.Read(code) switch
        {
            BrCodeReading.Read read => Of(read.Content),
            BrCodeReading.Refused refused => new PixReadAnswer { Valid = false, Kind = null, Problems = [.. refused.Reasons.Select(Problem)] },
            _ => throw new InvalidOperationException("A Pix code is read or refused."),
        });
    }

    private static PixReadAnswer Of(BrCodeContent content) => new()
    {
        Valid = true, Kind = content.Kind, Key = content.Key?.Value, KeyKind = content.Key?.Kind, Url = content.Url, RecurrenceUrl = content.RecurrenceUrl,
        Name = content.Name, City = content.City, PostalCode = content.PostalCode, Amount = content.Amount, Txid = content.Txid, Description = content.Description,
        SingleUse = content.SingleUse, Remarks = [.. content.Remarks.Select(Problem)],
    };

    private static CodeProblem Problem(BrCodeRefusal reason) =>
        new() { Field = PixFields.Name(reason.Field), Position = reason.Position > 0 ? reason.Position : null, Message = reason.Text };
}

internal static class PixFields
{
    /// <summary>A field as the API spells it: <c>merchantCategory</c>; the whole text is <c>code</c>.</summary>
    public static string Name(BrCodeField field) => field == BrCodeField.Whole ? "code" : JsonNamingPolicy.CamelCase.ConvertName(field.ToString());
}

/// <summary>A Pix code to be read.</summary>
internal sealed record PixReadRequest
{
    [Description("O código, como se copia e cola.")]
    public string? Code { get; init; }

    [Description("O mesmo que code: o nome que /pix/preview lhe dá.")]
    public string? Payload { get; init; }
}

/// <summary>What a Pix code says.</summary>
internal sealed record PixReadAnswer
{
    [Description("true quando o código está inteiro e a verificação do fim confere.")]
    public required bool Valid { get; init; }

    [Description("static: chave e valor estão no código. dynamic: o endereço diz a cobrança. recurrence: só uma autorização de Pix Automático.")]
    public required BrCodeKind? Kind { get; init; }

    public string? Key { get; init; }

    public PixKeyKind? KeyKind { get; init; }

    [Description("Endereço da cobrança, sem https://.")]
    public string? Url { get; init; }

    public string? RecurrenceUrl { get; init; }

    public string? Name { get; init; }

    public string? City { get; init; }

    public string? PostalCode { get; init; }

    [Description("Valor em reais; null quando quem paga o digita ou o endereço o diz.")]
    public Money? Amount { get; init; }

    [Description("Identificação; null quando não há.")]
    public string? Txid { get; init; }

    public string? Description { get; init; }

    [Description("true quando o código diz que é de um pagamento só.")]
    public bool? SingleUse { get; init; }

    [Description("O que está errado e onde; vazio em um código bom.")]
    public IReadOnlyList<CodeProblem> Problems { get; init; } = [];

    [Description("O que o padrão não permite e os bancos aceitam assim mesmo.")]
    public IReadOnlyList<CodeProblem> Remarks { get; init; } = [];
}
