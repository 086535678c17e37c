namespace Cobranca.Domain.Boletos;

/// <summary>Where a slip stands between us and the bank. Stored by name; new states may be added. (Situação do boleto.)</summary>
public enum BoletoStatus
{
    /// <summary>Numbered and asked of the bank; not payable yet and not shown.</summary>
    Requested,

    /// <summary>On its way: in a file the bank has not answered; not payable yet and not shown.</summary>
    Sent,

    /// <summary>The bank knows it: payable.</summary>
    Registered,

    /// <summary>The bank refused it: never payable.</summary>
    Rejected,

    /// <summary>A newer registered slip took its place; the bank is asked to close it and until then it can still be paid.</summary>
    Superseded,

    /// <summary>The bank is asked to close it; until it confirms, it can still be paid.</summary>
    ClosureRequested,

    /// <summary>The bank closed it unpaid.</summary>
    Closed,

    /// <summary>With the notary's office: payable there alone.</summary>
    AtNotary,

    /// <summary>Protested, and closed at the bank with that; its debts are still owed.</summary>
    Protested,

    /// <summary>Paid while the bank still had it open.</summary>
    Paid,

    /// <summary>Paid although closed or refused: the money is real and must find its place.</summary>
    PaidAfterClosure,
}

/// <summary>What a status means to those who act on it. (Situação do boleto.)</summary>
public static class BoletoStatusMeaning
{
    /// <summary>True when the slip may be shown to be paid: only once registered, and not when its end has been asked for.</summary>
    public static bool IsPayable(this BoletoStatus status) => status is BoletoStatus.Registered;

    /// <summary>True while the bank has not said yes or no.</summary>
    public static bool IsWaiting(this BoletoStatus status) => status is BoletoStatus.Requested or BoletoStatus.Sent;

    /// <summary>True while the bank has, or may get, an open slip that somebody can still pay.</summary>
    public static bool MayStillBePaid(this BoletoStatus status) =>
        status is BoletoStatus.Requested or BoletoStatus.Sent or BoletoStatus.Registered or BoletoStatus.Superseded or BoletoStatus.ClosureRequested or BoletoStatus.AtNotary;

    /// <summary>True when money has come in by it.</summary>
    public static bool IsPaid(this BoletoStatus status) => status is BoletoStatus.Paid or BoletoStatus.PaidAfterClosure;
}
