namespace Cobranca.Portal.Identity;

/// <summary>Who is signed in on this request: always from the session row, never from a form or a URL.</summary>
public sealed class CurrentDebtor
{
    public long? SessionId { get; private set; }

    public bool IsSignedIn => SessionId is not null;

    /// <summary>The debtor's id.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in: the page forgot <see cref="DebtorOnlyAttribute"/>.</exception>
    public long Id
    {
        get => IsSignedIn ? field : throw new InvalidOperationException("Nobody is signed in.");
        private set;
    }

    internal void Set(long debtorId, long sessionId)
    {
        Id = debtorId;
        SessionId = sessionId;
    }
}

/// <summary>A page or endpoint that a signed-in debtor of that creditor alone may open; others are sent to the door.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class DebtorOnlyAttribute : Attribute;
