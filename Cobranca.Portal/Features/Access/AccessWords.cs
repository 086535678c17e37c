using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Access;

/// <summary>Words the pages of sign-in share.</summary>
internal static class AccessWords
{
    public static readonly IReadOnlyList<string> Steps = ["Confirme que é você", "Receba um código", "Digite o código"];

    public const string Paper = "Número de uma nota, boleto ou contrato";
    public const string PaperHint = "Vale o número de qualquer nota, fatura, boleto ou contrato com esta empresa, ou os 5 primeiros números do CPF do representante legal.";
    public const string PaperMissing = "Informe o número de uma nota, boleto ou contrato, ou o CPF do representante.";

    public static string Name(MessageChannel channel) => channel == MessageChannel.Sms ? "SMS" : "e-mail";

    public static string Value(MessageChannel channel) => channel == MessageChannel.Sms ? "sms" : "email";

    public static MessageChannel? Channel(string? value) => value switch { "sms" => MessageChannel.Sms, "email" => MessageChannel.Email, _ => null };
}
