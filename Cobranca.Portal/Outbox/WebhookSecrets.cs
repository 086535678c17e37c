using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence.Model;
using Microsoft.AspNetCore.DataProtection;

namespace Cobranca.Portal.Outbox;

/// <summary>The secret a receiver checks our signature with: handed out once, kept encrypted.</summary>
public sealed class WebhookSecrets(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("webhooks");

    public static string New() => $"whsec_{SecretText.Token()}";

    public byte[] Seal(string secret) => _protector.Protect(Encoding.UTF8.GetBytes(secret));

    /// <summary>The value of the signature header: over second and body, by the secret and, while it is being changed, by the one before.</summary>
    public string Sign(WebhookEndpoint endpoint, byte[] body, DateTime now)
    {
        var second = new DateTimeOffset(now, TimeSpan.Zero).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var header = $"t={second},v1={Signature(endpoint.SealedSecret, second, body)}";
        return endpoint is { PreviousSealedSecret: { } previous, PreviousSecretUntil: { } until } && until > now ? $"{header},v1={Signature(previous, second, body)}" : header;
    }

    private string Signature(byte[] secret, string second, byte[] body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_protector.Unprotect(secret), (byte[])[.. Encoding.ASCII.GetBytes(second + "."), .. body]));
}
