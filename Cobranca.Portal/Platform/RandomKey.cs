using System.Buffers.Text;
using System.Security.Cryptography;

namespace Cobranca.Portal.Platform;

/// <summary>What names a row in a URL or a form and cannot be guessed. What opens something by itself is longer (<c>SecretText</c>).</summary>
internal static class RandomKey
{
    /// <summary>128 random bits as base64url: 22 characters.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
}
