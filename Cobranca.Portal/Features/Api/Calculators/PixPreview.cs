using System.ComponentModel;
using Cobranca.Domain.Pix;
using Cobranca.Domain.Values;

namespace Cobranca.Portal.Features.Api.Calculators;

/// <summary>Writes a Pix code.</summary>
internal static class PixPreview
{
    public static void Map(RouteGroupBuilder group) => group.MapPost("/pix/preview", Handle).Answers<PixPreviewAnswer>(200)
        .WithName("previewPix").WithSummary("Monta um código Pix (BR Code), o do QR e do copia e cola.")
        .WithDescription("""
            Com `key`, um código estático, que pode ser pago mais de uma vez; com `url`, um dinâmico, de uma cobrança que a instituição recebedora serve
            nesse endereço. Acentos são retirados, o nome é cortado em 25 caracteres e a cidade em 15, como o padrão manda.
            """)
        .Refuses(400, 413, 415)
        .Example(200, request: """{"key":"123e4567-e12b-12d1-a456-426655440000","name":"Fulano de Tal","city":"BRASILIA","amount":1278.59,"txid":"ACORDO1P1"}""");

    private static IResult Handle(ApiBody<PixPreviewRequest> body)
    {
        var request = body.Value;
        if (request.Key is null == request.Url is null) return ApiProblem.Invalid(request.Key is null ? "key" : "url", "informe key ou url: um dos dois, e só um.");
        var errors = new List<FieldError>();
        if (request.Url is not null && request.Description is not null) errors.Add(new("description", "só existe em um código com key: no dinâmico, o texto está no endereço."));
        if (request.Key is not null && request.SingleUse is not null) errors.Add(new("singleUse", "só existe em um código com url."));
        var writing = request.Key is not null
            ? BrCode.WriteStatic(request.Key, request.Name, request.City, request.Amount, request.Txid, request.Description)
            : BrCode.WriteDynamic(request.Url, request.Name, request.City, request.Amount, request.Txid, request.SingleUse ?? true);
        if (writing is BrCodeWriting.Refused refused) errors.AddRange(refused.Reasons.Select(reason => new FieldError(PixFields.Name(reason.Field), reason.Text)));
        return errors.Count > 0 ? ApiProblem.Invalid(errors) : Results.Ok(new PixPreviewAnswer { Payload = ((BrCodeWriting.Written)writing).Payload });
    }
}

/// <summary>What a Pix code is to say.</summary>
internal sealed record PixPreviewRequest
{
    [Description("Chave Pix: CPF, CNPJ, e-mail, telefone com +55 ou chave aleatória.")]
    public string? Key { get; init; }

    [Description("Endereço da cobrança, sem https://, até 77 caracteres.")]
    public string? Url { get; init; }

    [Description("Nome do recebedor.")]
    public required string Name { get; init; }

    [Description("Cidade do recebedor.")]
    public required string City { get; init; }

    [Description("Valor em reais; sem ele, quem paga o digita ou o endereço o diz.")]
    public Money? Amount { get; init; }

    [Description("Identificação, até 25 letras e números; só com key.")]
    public string? Txid { get; init; }

    [Description("Texto livre para quem paga, no espaço que a chave deixa; só com key.")]
    public string? Description { get; init; }

    [Description("true (padrão) quando o endereço serve um pagamento só; só com url.")]
    public bool? SingleUse { get; init; }
}

internal sealed record PixPreviewAnswer
{
    [Description("O código, como se copia e como está no QR.")]
    public required string Payload { get; init; }
}
