using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Cobranca.Domain.Values;

namespace Cobranca.Portal.Persistence.Demo;

/// <summary>
/// Tokens of demonstration links. Derived from a development secret instead of random, so that <c>/dev</c> can show links of which the
/// database holds only hashes.
/// </summary>
public static class DemoLinks
{
    public static string TokenFor(string secret, string creditorSlug, TaxId taxId) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{creditorSlug}/{taxId.Value}")));
}
