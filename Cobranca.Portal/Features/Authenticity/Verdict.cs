namespace Cobranca.Portal.Features.Authenticity;

/// <summary>What a pasted code turned out to be. Nothing here names a debtor or an amount.</summary>
public abstract record Verdict
{
    /// <summary>Not readable as any code: what is wrong with it, in the words of a person.</summary>
    public sealed record Unreadable(IReadOnlyList<string> Reasons) : Verdict;

    /// <summary>Whole, and issued by nobody who uses this portal.</summary>
    public sealed record NotOurs(CodeSort Sort) : Verdict;

    /// <summary>A Pix code, with the receiver it claims; only the payer's bank shows the real one.</summary>
    public sealed record NotOurPix(string ClaimedName, string ClaimedCity) : Verdict;

    /// <summary>The Pix of one of our boletos, in the state of that boleto.</summary>
    public sealed record OurPix(SlipState State, Beneficiary Receiver) : Verdict;

    /// <param name="IsChanged">The bank has another date or value than the code says.</param>
    public sealed record OurSlip(SlipState State, Beneficiary Beneficiary, string Bank, bool IsChanged = false) : Verdict;

    /// <param name="SentOn">The day in São Paulo.</param>
    /// <param name="IsCancelled">The link that went out with it opens no more.</param>
    public sealed record OurMessage(Beneficiary Sender, DateOnly SentOn, bool IsCancelled) : Verdict;

    public sealed record Limited(DateTime Until) : Verdict;

    private Verdict() { }
}

public enum CodeSort { Slip, Bill, Message }

/// <summary>Whether a slip of ours should be paid today.</summary>
public enum SlipState
{
    Payable,
    /// <summary>Asked of the bank, which has not taken it yet.</summary>
    NotYet,
    Expired,
    Replaced,
    Paid,
    Cancelled,
    /// <summary>Payable at the notary's office alone.</summary>
    AtNotary,
}

/// <summary>Who the payer's bank must name.</summary>
public sealed record Beneficiary(string LegalName, string Cnpj, string TradeName, string Slug);
