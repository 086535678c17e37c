using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Receipts;

internal static class ReceiptWords
{
    /// <summary>After «por».</summary>
    public static string Method(PaymentSource source) => source switch
    {
        PaymentSource.Boleto => "boleto",
        PaymentSource.Pix => "Pix",
        PaymentSource.Transfer => "transferência",
        PaymentSource.Counter => "pagamento no balcão",
        PaymentSource.Import => "outro meio, informado pelo credor",
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, message: null),
    };
}
