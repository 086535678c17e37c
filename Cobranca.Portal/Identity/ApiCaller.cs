using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Identity;

/// <summary>Who calls the API: the key and its creditor. Set by <see cref="ApiKeyAuthentication"/>.</summary>
public sealed class ApiCaller
{
    private (ApiKey Key, Creditor Creditor)? _caller;

    public ApiKey Key => (_caller ?? throw new InvalidOperationException("This request has no API key.")).Key;

    public Creditor Creditor => (_caller ?? throw new InvalidOperationException("This request has no API key.")).Creditor;

    /// <summary>How the caller is written down: the key's public id.</summary>
    public string Actor => $"api ({Key.PublicId})";

    internal void Set(ApiKey key, Creditor creditor) => _caller = (key, creditor);
}
