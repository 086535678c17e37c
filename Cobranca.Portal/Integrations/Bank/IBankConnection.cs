using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence.Model;

namespace Cobranca.Portal.Integrations.Bank;

/// <summary>
/// The bank that registers slips. Every call may be repeated and then answers as it did the first time, because whoever asks may be
/// killed before writing the answer down. A bank that cannot be reached throws; a refusal is an answer.
/// </summary>
public interface IBankConnection
{
    /// <summary>True for a stand-in: pages and papers must say that nobody can pay what it registers.</summary>
    bool IsSimulated { get; }

    /// <summary>
    /// True for a bank spoken to in files: it answers within hours or on the next business day, and takes changes of a registered slip
    /// as orders (<c>BankOrder</c>).
    /// </summary>
    bool WorksByFiles => false;

    /// <summary>Whether slips of this bank (three digits) go through this connection.</summary>
    bool Serves(string bankCode);

    /// <summary>Whether it can say what a slip of this account for this payer would be; without one, for payers as they mostly are. A file has room for less than a call.</summary>
    bool Carries(Creditor creditor, BankAccount account, TaxId? payer) => true;

    /// <summary>Hands a slip over to be registered.</summary>
    Task<BankAnswer> RegisterAsync(BankSlip slip, CancellationToken cancellation);

    /// <summary>Asks what became of a slip.</summary>
    Task<BankAnswer> AskAsync(SlipNumber slip, CancellationToken cancellation);

    /// <summary>Asks that a slip can no longer be paid (baixa).</summary>
    Task<BankAnswer> RequestClosureAsync(SlipNumber slip, CancellationToken cancellation);

    /// <summary>The same for a slip that the creditor had issued itself and this portal only heard of.</summary>
    Task<BankAnswer> RequestClosureAsync(OwnSlip slip, CancellationToken cancellation) => RequestClosureAsync(slip.Number, cancellation);
}

/// <summary>Names one slip in the country.</summary>
/// <param name="Account">Branch, account, carteira and convênio.</param>
/// <param name="NossoNumero">The slip's number as the bank knows it, without check digit.</param>
public readonly record struct SlipNumber(string BankCode, string Account, string NossoNumero);

/// <summary>A slip of the creditor's own, for one of its debts.</summary>
public readonly record struct OwnSlip(SlipNumber Number, long ReceivableId);

/// <summary>
/// What a bank registers. The amount is final: no fine, no interest and no discount are asked of the bank, which takes the payment up
/// to <see cref="PayableThrough"/> and no longer, so that charges are never counted twice.
/// </summary>
public sealed record BankSlip(SlipNumber Number, Money Amount, DateOnly DueOn, DateOnly PayableThrough, string Especie, string DocumentNumber,
    BankParty Beneficiary, BankParty Payer);

/// <summary>Whoever pays or is paid, as the law wants it registered.</summary>
public sealed record BankParty(string Name, TaxId TaxId, string? Address, string? PostalCode);

/// <summary>What a bank says of a slip: exactly one of the nested records.</summary>
public abstract record BankAnswer
{
    private BankAnswer()
    {
    }

    /// <summary>It was handed over and is not decided.</summary>
    public sealed record Waiting : BankAnswer;

    /// <summary>It can be paid.</summary>
    public sealed record Registered : BankAnswer;

    /// <summary>It was refused.</summary>
    /// <param name="Reason">In plain Portuguese, for the debtor.</param>
    public sealed record Rejected(string Reason) : BankAnswer;

    /// <summary>It can no longer be paid.</summary>
    public sealed record Closed : BankAnswer;

    /// <summary>The bank knows no such slip.</summary>
    public sealed record Unknown : BankAnswer;
}
