using System.Text;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Receipts;

/// <summary>
/// The day's receipts as a CSV that a Brazilian spreadsheet opens as it should: byte order mark, semicolons, decimal commas. No text in it
/// can run as a formula, and no amount begins with a sign that a spreadsheet would take for one, but a deflation's.
/// </summary>
internal static class ReceiptsFile
{
    public const string Header = "movimento;id_externo;cpf_cnpj;pago_em;creditado_em;forma;referencia;nosso_numero;principal;multa;juros;correcao;desconto;excedente;valor_pago;tarifa;liquido";

    public static async Task WriteAsync(IAsyncEnumerable<ReceiptRow> rows, Stream to, CancellationToken cancellation)
    {
        await using var writer = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(Header.AsMemory(), cancellation);
        await foreach (var row in rows.WithCancellation(cancellation)) await writer.WriteLineAsync(Line(row).AsMemory(), cancellation);
    }

    internal static string Line(ReceiptRow row)
    {
        var payment = row.Payment;
        return string.Join(';',
        [
            row.Movement switch { ReceiptMovement.Received => "recebimento", ReceiptMovement.Reversed => "estorno", _ => "credito" },
            Text(row.ExternalId), row.TaxId.Value, payment.PaidOn.ToPtBr(), payment.CreditedOn?.ToPtBr() ?? "", Method(payment.Source), Text(payment.Reference), Text(row.NossoNumero),
            row.Principal.ToAmountString(), row.Fine.ToAmountString(), row.Interest.ToAmountString(), row.Correction.ToAmountString(), row.Discount.ToAmountString(), row.Surplus.ToAmountString(),
            row.Amount.ToAmountString(), row.Tariff.ToAmountString(), Net(row).ToAmountString(),
        ]);
    }

    /// <summary>What reached the account: of an earlier day's payment, all of it.</summary>
    private static Money Net(ReceiptRow row) => row.Movement == ReceiptMovement.Credited ? row.Payment.NetAmount ?? Money.Zero : row.Amount - row.Tariff;

    /// <summary>A cell that begins like a formula is made a text; separators and quotes stay inside their cell.</summary>
    private static string Text(string? value)
    {
        if (string.IsNullOrEmpty(value)) return "";
        if (value[0] is '=' or '+' or '-' or '@' or '\t' or '\r') value = "'" + value;
        return value.AsSpan().ContainsAny(";\"\r\n") ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
    }

    private static string Method(PaymentSource source) => source switch
    {
        PaymentSource.Boleto => "boleto",
        PaymentSource.Pix => "pix",
        PaymentSource.Transfer => "transferencia",
        PaymentSource.Counter => "balcao",
        _ => "importacao",
    };
}
