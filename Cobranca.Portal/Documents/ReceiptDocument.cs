using Cobranca.Domain.Values;

namespace Cobranca.Portal.Documents;

/// <summary>What a receipt of a payment says, every text as it will be read. Nothing is computed from it but its layout.</summary>
public sealed record ReceiptDocument
{
    public required BoletoParty Beneficiary { get; init; }
    public required BoletoParty Payer { get; init; }
    public required Money Amount { get; init; }
    public required DateOnly PaidOn { get; init; }

    /// <summary>How it was paid, in words.</summary>
    public required string Method { get; init; }

    /// <summary>What the sender called the payment.</summary>
    public required string Reference { get; init; }

    /// <summary>The creditor's debts it went to; empty when none needed it.</summary>
    public IReadOnlyList<ReceiptLine> Lines { get; init; } = [];

    /// <summary>What no debt needed.</summary>
    public Money Surplus { get; init; }

    /// <summary>The day for which it says what is left.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>When the payment was recorded: the file says it was made then, so that the same day gives the same file.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <exception cref="ArgumentException">The lines and the surplus do not make up the amount.</exception>
    public void EnsureConsistent()
    {
        if (Lines.Sum(static line => line.Paid) + Surplus != Amount) throw new ArgumentException("The lines and the surplus are the amount.", nameof(Lines));
    }
}

/// <summary>One debt on a receipt.</summary>
/// <param name="Discount">Let go by the creditor, beyond what was paid.</param>
/// <param name="Left">What is still owed on it; zero when it is settled.</param>
public sealed record ReceiptLine(string Description, string Number, DateOnly DueDate, Money Principal, Money Correction, Money LateFee, Money LateInterest, Money Discount, Money Left)
{
    public Money Paid => Principal + Correction + LateFee + LateInterest;
}
