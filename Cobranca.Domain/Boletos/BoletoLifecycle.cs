using Cobranca.Domain.Values;

namespace Cobranca.Domain.Boletos;

/// <summary>
/// What may happen to a slip, and what must follow. Pure: the caller stores status and event, carries out the duties, and hands in
/// each bank occurrence once. A slip is replaced only by one that the bank has registered, so a debtor always has one that can be
/// paid; between that moment and the closure of the older one both can be, and whichever is paid closes the other.
/// (Ciclo de vida do boleto.)
/// </summary>
/// <remarks>Source: domain facts §2.3 (registration) and §2.4 C (reissue).</remarks>
public static class BoletoLifecycle
{
    private const BoletoDuties OnPayment = BoletoDuties.AllocatePayment | BoletoDuties.CloseOtherSlips;

    /// <summary>The outcome of an event for a slip that stands at <paramref name="status"/>.</summary>
    public static BoletoTransition Apply(BoletoStatus status, BoletoEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return happened switch
        {
            BoletoEvent.HandedOver => HandedOver(status),
            BoletoEvent.RegistrationConfirmed => Confirmed(status),
            BoletoEvent.RegistrationRejected => Rejected(status),
            BoletoEvent.Replaced replaced => Replaced(status, replaced.ReplacementStatus),
            BoletoEvent.ClosureAsked => ClosureAsked(status),
            BoletoEvent.ClosureConfirmed => ClosureConfirmed(status),
            BoletoEvent.PaymentReceived => PaymentReceived(status),
            BoletoEvent.PartialPaymentReceived => PartialPaymentReceived(status),
            BoletoEvent.SentToNotary => SentToNotary(status),
            BoletoEvent.NotaryWithdrawn => NotaryWithdrawn(status),
            BoletoEvent.Protested => Protested(status),
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "An event this lifecycle does not know."),
        };
    }

    private static BoletoTransition HandedOver(BoletoStatus status) => status switch
    {
        BoletoStatus.Requested => Move(status, BoletoStatus.Sent),
        _ => Stay(status),
    };

    private static BoletoTransition Confirmed(BoletoStatus status) => status switch
    {
        BoletoStatus.Requested or BoletoStatus.Sent => Move(status, BoletoStatus.Registered, BoletoDuties.SupersedeOlderSlips),
        // Its end was asked for while the bank still had the request: now there is something to close.
        BoletoStatus.Superseded or BoletoStatus.ClosureRequested => Stay(status, BoletoDuties.RequestClosure),
        BoletoStatus.Rejected => Refuse(status, TransitionRefusal.AlreadyRejected),
        BoletoStatus.Closed or BoletoStatus.Protested => Refuse(status, TransitionRefusal.AlreadyClosed),
        _ => Stay(status),
    };

    private static BoletoTransition Rejected(BoletoStatus status) => status switch
    {
        BoletoStatus.Requested or BoletoStatus.Sent or BoletoStatus.Superseded or BoletoStatus.ClosureRequested => Move(status, BoletoStatus.Rejected),
        BoletoStatus.Rejected => Stay(status),
        BoletoStatus.Registered or BoletoStatus.AtNotary => Refuse(status, TransitionRefusal.AlreadyRegistered),
        BoletoStatus.Closed or BoletoStatus.Protested => Refuse(status, TransitionRefusal.AlreadyClosed),
        _ => Refuse(status, TransitionRefusal.AlreadyPaid),
    };

    private static BoletoTransition Replaced(BoletoStatus status, BoletoStatus replacement) => status switch
    {
        _ when replacement is not (BoletoStatus.Registered or BoletoStatus.Paid) => Refuse(status, TransitionRefusal.ReplacementNotRegistered),
        BoletoStatus.Requested or BoletoStatus.Sent => Move(status, BoletoStatus.Superseded),
        BoletoStatus.Registered or BoletoStatus.AtNotary => Move(status, BoletoStatus.Superseded, BoletoDuties.RequestClosure),
        BoletoStatus.Paid or BoletoStatus.PaidAfterClosure => Stay(status, BoletoDuties.CloseOtherSlips),
        _ => Stay(status),
    };

    private static BoletoTransition ClosureAsked(BoletoStatus status) => status switch
    {
        BoletoStatus.Requested or BoletoStatus.Sent => Move(status, BoletoStatus.ClosureRequested),
        BoletoStatus.Registered or BoletoStatus.AtNotary => Move(status, BoletoStatus.ClosureRequested, BoletoDuties.RequestClosure),
        BoletoStatus.Paid or BoletoStatus.PaidAfterClosure => Refuse(status, TransitionRefusal.AlreadyPaid),
        _ => Stay(status),
    };

    private static BoletoTransition ClosureConfirmed(BoletoStatus status) => status.MayStillBePaid()
        ? Move(status, BoletoStatus.Closed)
        : Stay(status);

    private static BoletoTransition PaymentReceived(BoletoStatus status) => status switch
    {
        BoletoStatus.Paid or BoletoStatus.PaidAfterClosure => Stay(status, BoletoDuties.AllocatePayment | BoletoDuties.ReviewPayment),
        BoletoStatus.Closed or BoletoStatus.Rejected or BoletoStatus.Protested => Move(status, BoletoStatus.PaidAfterClosure, OnPayment | BoletoDuties.ReviewPayment),
        _ => Move(status, BoletoStatus.Paid, OnPayment),
    };

    /// <summary>The slip stays open for the rest, unless it had ended: then it is money like any other.</summary>
    private static BoletoTransition PartialPaymentReceived(BoletoStatus status) => status switch
    {
        // The bank takes money for it, so it is registered, whatever became of the file that says so.
        BoletoStatus.Requested or BoletoStatus.Sent => Move(status, BoletoStatus.Registered, OnPayment | BoletoDuties.SupersedeOlderSlips),
        _ when status.MayStillBePaid() => Stay(status, OnPayment),
        _ => PaymentReceived(status),
    };

    private static BoletoTransition SentToNotary(BoletoStatus status) => status switch
    {
        BoletoStatus.AtNotary or BoletoStatus.Protested => Stay(status),
        BoletoStatus.Requested or BoletoStatus.Sent => Move(status, BoletoStatus.AtNotary, BoletoDuties.SupersedeOlderSlips),
        _ when status.MayStillBePaid() => Move(status, BoletoStatus.AtNotary),
        _ => Ended(status),
    };

    private static BoletoTransition NotaryWithdrawn(BoletoStatus status) => status switch
    {
        BoletoStatus.AtNotary => Move(status, BoletoStatus.Registered),
        _ => Stay(status),
    };

    private static BoletoTransition Protested(BoletoStatus status) => status switch
    {
        BoletoStatus.Protested => Stay(status),
        _ when status.MayStillBePaid() => Move(status, BoletoStatus.Protested),
        _ => Ended(status),
    };

    private static BoletoTransition.Refused Ended(BoletoStatus status) => Refuse(status, status switch
    {
        BoletoStatus.Rejected => TransitionRefusal.AlreadyRejected,
        BoletoStatus.Closed or BoletoStatus.Protested => TransitionRefusal.AlreadyClosed,
        _ => TransitionRefusal.AlreadyPaid,
    });

    private static BoletoTransition.Moved Move(BoletoStatus from, BoletoStatus to, BoletoDuties duties = BoletoDuties.None) => new(from, to, duties);

    private static BoletoTransition.Unchanged Stay(BoletoStatus status, BoletoDuties duties = BoletoDuties.None) => new(status, duties);

    private static BoletoTransition.Refused Refuse(BoletoStatus status, TransitionRefusal why) => new(status, why);
}

/// <summary>Something that happened to a slip. (Ocorrência do boleto.)</summary>
public abstract record BoletoEvent
{
    private BoletoEvent()
    {
    }

    /// <summary>It went to the bank, in a file or by a call that was not answered at once (remetido).</summary>
    public sealed record HandedOver : BoletoEvent;

    /// <summary>The bank registered it (entrada confirmada).</summary>
    public sealed record RegistrationConfirmed : BoletoEvent;

    /// <summary>The bank refused to register it (entrada rejeitada).</summary>
    /// <param name="Reason">The bank's reason, kept for whoever puts it right.</param>
    public sealed record RegistrationRejected(string Reason) : BoletoEvent;

    /// <summary>A newer slip for the same debts takes its place.</summary>
    /// <param name="By">The nosso número of the newer slip.</param>
    /// <param name="ReplacementStatus">Where the newer slip stands: anything short of registered is refused.</param>
    public sealed record Replaced(string By, BoletoStatus ReplacementStatus) : BoletoEvent;

    /// <summary>We no longer want it paid: its debts were settled or taken back another way.</summary>
    /// <param name="Reason">Why, kept with the slip.</param>
    public sealed record ClosureAsked(string Reason) : BoletoEvent;

    /// <summary>The bank closed it, at our request or after its time.</summary>
    public sealed record ClosureConfirmed : BoletoEvent;

    /// <summary>Somebody paid it.</summary>
    /// <param name="PaidOn">The payer's day of payment, not the day of credit.</param>
    /// <param name="Amount">What was paid; may differ from what was asked.</param>
    public sealed record PaymentReceived(DateOnly PaidOn, Money Amount) : BoletoEvent;

    /// <summary>Somebody paid a part of it and the bank keeps it open for the rest (liquidação parcial).</summary>
    /// <param name="PaidOn">The payer's day of payment.</param>
    /// <param name="Amount">What was paid.</param>
    public sealed record PartialPaymentReceived(DateOnly PaidOn, Money Amount) : BoletoEvent;

    /// <summary>The bank gave it to the notary's office: it can be paid there alone (remetido a cartório).</summary>
    public sealed record SentToNotary : BoletoEvent;

    /// <summary>It came back from the notary's office unprotested (retirado de cartório).</summary>
    public sealed record NotaryWithdrawn : BoletoEvent;

    /// <summary>It was protested, and closed at the bank with that (protestado e baixado).</summary>
    public sealed record Protested : BoletoEvent;
}

/// <summary>What came of an event. (Transição.)</summary>
public abstract record BoletoTransition
{
    private BoletoTransition()
    {
    }

    /// <summary>The slip has a new status.</summary>
    /// <param name="From">Where it stood.</param>
    /// <param name="To">Where it stands.</param>
    /// <param name="Duties">What must follow, in the same save.</param>
    public sealed record Moved(BoletoStatus From, BoletoStatus To, BoletoDuties Duties) : BoletoTransition;

    /// <summary>The status stays: heard before, or only duties follow.</summary>
    /// <param name="Status">Where it stands.</param>
    /// <param name="Duties">What must follow, in the same save.</param>
    public sealed record Unchanged(BoletoStatus Status, BoletoDuties Duties) : BoletoTransition;

    /// <summary>The event does not fit: nothing changes and a person looks at it.</summary>
    /// <param name="Status">Where it stands.</param>
    /// <param name="Why">Why it does not fit.</param>
    public sealed record Refused(BoletoStatus Status, TransitionRefusal Why) : BoletoTransition;
}

/// <summary>What must follow a transition. (Providências.)</summary>
[Flags]
public enum BoletoDuties
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Apply <see cref="BoletoEvent.Replaced"/> to the older slips of the same debts.</summary>
    SupersedeOlderSlips = 1,

    /// <summary>Ask the bank to close this slip (baixa); asking twice does no harm.</summary>
    RequestClosure = 2,

    /// <summary>Give the money to the slip's debts; what they do not need becomes the payer's credit.</summary>
    AllocatePayment = 4,

    /// <summary>Apply <see cref="BoletoEvent.ClosureAsked"/> to every other slip of debts that are now settled.</summary>
    CloseOtherSlips = 8,

    /// <summary>Show the payment to a person: paid twice, or after the slip was closed.</summary>
    ReviewPayment = 16,
}

/// <summary>Why an event does not fit a slip. (Recusa da transição.)</summary>
public enum TransitionRefusal
{
    /// <summary>The slip that should take its place is not registered itself.</summary>
    ReplacementNotRegistered,

    /// <summary>Already registered.</summary>
    AlreadyRegistered,

    /// <summary>Already refused by the bank.</summary>
    AlreadyRejected,

    /// <summary>Already closed.</summary>
    AlreadyClosed,

    /// <summary>Already paid.</summary>
    AlreadyPaid,
}
