using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Identity;

/// <summary>Who the creditor is, as every page and message says it (CDC art. 42-A: name, address and CNPJ on every collection document).</summary>
public static class CreditorWords
{
    public static string AddressLine(this Creditor creditor) =>
        string.Join(", ", new[] { creditor.Street, creditor.District, creditor.City, creditor.Uf.Value, "CEP " + creditor.Cep.Formatted }
            .Where(part => !string.IsNullOrWhiteSpace(part)));

    public static string LegalLine(this Creditor creditor) => $"{creditor.LegalName}, CNPJ {creditor.Cnpj.Formatted}, {creditor.AddressLine()}";

    /// <summary>Below a message: the same, a line each.</summary>
    public static string Signature(this Creditor creditor) => $"{creditor.LegalName}\nCNPJ {creditor.Cnpj.Formatted}\n{creditor.AddressLine()}";

    public static string? PhoneForReading(this Creditor creditor) =>
        creditor.Phone is null ? null : Phone.TryParse(creditor.Phone, out var phone, out _) ? phone.Formatted : creditor.Phone;
}

/// <summary>The address people reach the portal at, for what is sent out.</summary>
public static class PortalAddress
{
    /// <summary>No trailing slash.</summary>
    public static string PublicAddress(this PortalSettings settings) => settings.PublicUrl ?? throw new InvalidOperationException("Portal:PublicUrl is checked at start.");
}
