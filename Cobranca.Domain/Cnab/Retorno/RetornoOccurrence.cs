namespace Cobranca.Domain.Cnab;

/// <summary>
/// What a bank reports about a slip, in our words. Banks number these differently, and two banks use one number for opposite things, so
/// a code means nothing without its bank and layout. (Ocorrência do retorno.)
/// </summary>
public enum RetornoOccurrence
{
    /// <summary>A code this bank's table does not have: a person looks at it, nothing is guessed.</summary>
    Unknown,

    /// <summary>Registered: the slip can be paid (entrada confirmada).</summary>
    EntryConfirmed,

    /// <summary>Received, but the bank still decides on it; not payable yet.</summary>
    EntryPending,

    /// <summary>Not registered; the reasons say why (entrada rejeitada).</summary>
    EntryRejected,

    /// <summary>Paid while open (liquidação).</summary>
    Settled,

    /// <summary>A part was paid; the slip stays open (liquidação parcial).</summary>
    PartiallySettled,

    /// <summary>Paid at the notary's office (liquidação em cartório).</summary>
    SettledAtNotary,

    /// <summary>Paid although closed or never registered (liquidação após baixa ou título não registrado).</summary>
    SettledAfterClosure,

    /// <summary>Paid by a cheque that has not cleared: no money yet.</summary>
    ChequePending,

    /// <summary>The cheque cleared.</summary>
    ChequeCleared,

    /// <summary>The cheque came back.</summary>
    ChequeReturned,

    /// <summary>The payment reported before is cancelled: undo it (título com pagamento cancelado).</summary>
    SettlementCancelled,

    /// <summary>The payment, or the closure, reported before is reversed: undo it (estorno).</summary>
    SettlementReversed,

    /// <summary>Closed unpaid; <see cref="RetornoLine.Closure"/> says why (baixa).</summary>
    Closed,

    /// <summary>
    /// Closed because its money came another way: at Itaú, by Pix. An amount on the line is that money; without one the Pix statement has
    /// it (baixa por ter sido liquidado).
    /// </summary>
    ClosedAsSettled,

    /// <summary>Our request to close was refused.</summary>
    ClosureRejected,

    /// <summary>Still open: a line of a list the bank sends once a month (em ser).</summary>
    InPortfolio,

    /// <summary>Moved to, or out of, another carteira.</summary>
    CarteiraChanged,

    /// <summary>A rebate was granted.</summary>
    AbatementGranted,

    /// <summary>A rebate was cancelled.</summary>
    AbatementCancelled,

    /// <summary>A discount was registered.</summary>
    DiscountGranted,

    /// <summary>A discount was cancelled.</summary>
    DiscountCancelled,

    /// <summary>The due date was changed.</summary>
    DueDateChanged,

    /// <summary>The face value was changed.</summary>
    ValueChanged,

    /// <summary>Something else about the slip was changed.</summary>
    DataChanged,

    /// <summary>A change was refused.</summary>
    ChangeRejected,

    /// <summary>An instruction was refused.</summary>
    InstructionRejected,

    /// <summary>The bank took our request to protest.</summary>
    ProtestRequested,

    /// <summary>The slip is with the notary.</summary>
    ProtestSent,

    /// <summary>The protest was stopped before it was made.</summary>
    ProtestStopped,

    /// <summary>The slip came back from the notary and stays open.</summary>
    ProtestWithdrawn,

    /// <summary>News of a listing at a credit bureau that the bank makes.</summary>
    BureauListing,

    /// <summary>What the payer said to the bank.</summary>
    PayerStatement,

    /// <summary>What became of the slip in the payer's electronic inbox (DDA).</summary>
    DdaNotice,

    /// <summary>A fee or a cost, of the slip or of the account.</summary>
    Tariff,

    /// <summary>News that asks for nothing.</summary>
    Notice,
}

/// <summary>Why a slip was closed unpaid. (Motivo da baixa.)</summary>
public enum ClosureCause
{
    /// <summary>The bank does not say, or nothing was closed.</summary>
    Unstated,

    /// <summary>The bank decided.</summary>
    Bank,

    /// <summary>We asked, by remessa.</summary>
    OurFile,

    /// <summary>Somebody of ours asked, on the bank's site or at the branch.</summary>
    OurHand,

    /// <summary>The days we had set went by.</summary>
    OurDeadline,

    /// <summary>The days the bank has set went by.</summary>
    BankDeadline,

    /// <summary>Protested.</summary>
    Protested,

    /// <summary>Struck from the register.</summary>
    Struck,

    /// <summary>Handed to the payer without payment (franco de pagamento).</summary>
    FreeOfPayment,

    /// <summary>Moved into discounted receivables.</summary>
    Discounted,
}

/// <summary>What an occurrence means to those who act on it. (Ocorrência do retorno.)</summary>
public static class RetornoOccurrenceMeaning
{
    /// <summary>True when money came in by the slip.</summary>
    public static bool IsSettlement(this RetornoOccurrence occurrence) => occurrence is RetornoOccurrence.Settled
        or RetornoOccurrence.PartiallySettled or RetornoOccurrence.SettledAtNotary or RetornoOccurrence.SettledAfterClosure;

    /// <summary>True when money reported before goes back.</summary>
    public static bool IsReversal(this RetornoOccurrence occurrence) =>
        occurrence is RetornoOccurrence.SettlementCancelled or RetornoOccurrence.SettlementReversed;
}
