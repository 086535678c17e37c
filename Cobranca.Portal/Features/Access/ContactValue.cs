using System.Diagnostics.CodeAnalysis;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Access;

/// <summary>An e-mail address or a mobile number, typed in one field and told apart by the @.</summary>
public sealed record ContactValue(ContactChannel Channel, string Value)
{
    public static bool TryParse(string? typed, [NotNullWhen(true)] out ContactValue? contact, [NotNullWhen(false)] out string? problem)
    {
        contact = null;
        if (string.IsNullOrWhiteSpace(typed))
        {
            problem = "Informe um e-mail ou um celular com DDD.";
        }
        else if (typed.Contains('@', StringComparison.Ordinal))
        {
            if (EmailAddress.TryParse(typed, out var email, out problem)) contact = new(ContactChannel.Email, email.Value);
        }
        else if (Phone.TryParse(typed, out var phone, out problem))
        {
            if (phone.IsMobile) contact = new(ContactChannel.Mobile, phone.Value);
            else problem = "Esse é um telefone fixo, que não recebe mensagens: informe um celular ou um e-mail.";
        }
        return contact is not null;
    }
}
