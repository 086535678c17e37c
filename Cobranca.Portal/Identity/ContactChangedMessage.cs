using Cobranca.Domain.Values;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Identity;

/// <summary>Tells the contacts a debtor had that there is a new one, while it can still be stopped. Neither the new contact nor any debt is named.</summary>
internal static class ContactChangedMessage
{
    private const int OneSms = 160;

    public static MessageContent For(MessageChannel channel, string to, Creditor creditor, string protocol, DateTime usableFrom)
    {
        var from = DateOnly.FromDateTime(BusinessClock.Local(usableFrom).DateTime).ToPtBr();
        var reach = creditor.PhoneForReading() ?? creditor.Email ?? creditor.PrivacyContactEmail;
        if (channel == MessageChannel.Sms)
        {
            var core = $": novo contato no seu cadastro, vale a partir de {from}. Nao foi voce? Avise: {CodeMessage.Plain(reach)}, protocolo {protocol}.";
            var name = CodeMessage.Plain(creditor.TradeName);
            return new(to, Subject: null, name[..Math.Clamp(OneSms - core.Length, 0, name.Length)].TrimEnd() + core);
        }
        return new(to, $"Novo contato no seu cadastro: {creditor.TradeName}",
            $"""
            Um novo contato foi incluído no seu cadastro em {creditor.TradeName}, a pedido (protocolo {protocol}). Ele passa a receber códigos de acesso a partir de {from}.

            Foi você? Então não precisa fazer nada.
            Não foi você? Avise antes dessa data, citando o protocolo: {reach}. O novo contato será retirado.

            {creditor.Signature()}
            """);
    }
}
