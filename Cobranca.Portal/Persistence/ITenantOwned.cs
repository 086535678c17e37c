namespace Cobranca.Portal.Persistence;

/// <summary>A row of one creditor. Reading and writing it needs that creditor as the tenant of the scope.</summary>
public interface ITenantOwned
{
    long CreditorId { get; }
}

/// <summary>Whose data this scope may touch: set once, from the route or the command line. Unset sees nothing.</summary>
public sealed class TenantScope
{
    public long? CreditorId { get; private set; }

    /// <summary>Binds the scope to a creditor.</summary>
    /// <exception cref="InvalidOperationException">It is bound to another one already.</exception>
    public void Bind(long creditorId)
    {
        if (CreditorId is { } bound && bound != creditorId)
            throw new InvalidOperationException("This scope already belongs to another creditor.");
        CreditorId = creditorId;
    }
}
