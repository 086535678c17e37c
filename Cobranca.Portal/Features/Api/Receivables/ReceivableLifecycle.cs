using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Features.Api.Receivables;

/// <summary>What a creditor may say of one of its receivables.</summary>
public enum ReceivableVerb { Hold, Release, Dispute, Settle, Cancel }

/// <summary>What comes of it: exactly one of the nested records.</summary>
public abstract record ReceivableMove
{
    private ReceivableMove()
    {
    }

    public sealed record Moved(ReceivableStatus From, ReceivableStatus To) : ReceivableMove
    {
        /// <summary>Slips that hold it may no longer be paid.</summary>
        public bool RetiresSlips => To != ReceivableStatus.Open;
        public bool OpensDispute => To == ReceivableStatus.Disputed;
        public bool ClosesDispute => From == ReceivableStatus.Disputed;
    }

    /// <summary>It stands there already: a success that changes nothing.</summary>
    public sealed record Already(ReceivableStatus Status) : ReceivableMove;

    /// <param name="Why">In Portuguese, with what to do.</param>
    public sealed record Refused(string Why) : ReceivableMove;
}

/// <summary>
/// <code>
///            hold      release   dispute    settle   cancel
/// open       suspended (open)    disputed   paid     cancelled
/// suspended  (same)    open      disputed   paid     cancelled
/// disputed   no        open      (same)     paid     cancelled
/// paid       no        no        no         (same)   no
/// cancelled  no        no        no         no       (same)
/// agreed     no        no        no         no       no
/// </code>
/// </summary>
public static class ReceivableLifecycle
{
    public static ReceivableMove Apply(ReceivableStatus status, ReceivableVerb verb) => (verb, status) switch
    {
        _ when status == Aim(verb) => new ReceivableMove.Already(status),
        (_, ReceivableStatus.Paid) => new ReceivableMove.Refused("O título já está pago."),
        (_, ReceivableStatus.Cancelled) => new ReceivableMove.Refused("O título está cancelado. Para cobrar de novo, envie-o com outro externalId."),
        (_, ReceivableStatus.Agreed) => new ReceivableMove.Refused("O título faz parte de um acordo: é o acordo que muda, não o título."),
        (ReceivableVerb.Hold, ReceivableStatus.Disputed) => new ReceivableMove.Refused("O título está contestado, e por isso já não é cobrado. Encerre a contestação com release antes de suspender."),
        _ => new ReceivableMove.Moved(status, Aim(verb)),
    };

    private static ReceivableStatus Aim(ReceivableVerb verb) => verb switch
    {
        ReceivableVerb.Hold => ReceivableStatus.Suspended,
        ReceivableVerb.Release => ReceivableStatus.Open,
        ReceivableVerb.Dispute => ReceivableStatus.Disputed,
        ReceivableVerb.Settle => ReceivableStatus.Paid,
        ReceivableVerb.Cancel => ReceivableStatus.Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, message: null),
    };
}
