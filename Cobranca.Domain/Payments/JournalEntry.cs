using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Payments;

/// <summary>What happened that money accounts must know of. Stored by name; new ones may be added. (Fato contábil.)</summary>
public enum JournalKind
{
    /// <summary>Balances of before the ledger existed.</summary>
    LedgerOpened,

    /// <summary>Titles came in.</summary>
    ReceivableRecorded,

    /// <summary>The amount of a title changed, or one that had ended is owed again.</summary>
    ReceivableChanged,

    /// <summary>The creditor took a title back.</summary>
    ReceivableCancelled,

    /// <summary>The creditor called a title settled with a part of it unpaid.</summary>
    ReceivableWrittenOff,

    /// <summary>Money came in.</summary>
    PaymentReceived,

    /// <summary>The bank credited what had been paid to it, less its tariff.</summary>
    PaymentCredited,

    /// <summary>The bank charged a tariff that belongs to no payment.</summary>
    TariffCharged,

    /// <summary>Money that had come in was taken back.</summary>
    PaymentReversed,

    /// <summary>A payer got back what was paid beyond the debt.</summary>
    CreditRefunded,
}

/// <summary>One side of an entry. (Partida.)</summary>
/// <param name="Account">Where.</param>
/// <param name="Debit">Centavos on the left side; zero when the line is a credit.</param>
/// <param name="Credit">Centavos on the right side; zero when the line is a debit.</param>
/// <param name="Receivable">The caller's number of the title it is about; null for none or for many together.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct JournalLine(LedgerAccount Account, Money Debit, Money Credit, long? Receivable = null);

/// <summary>
/// One fact in double entry: as much on the left as on the right, to the centavo, or it cannot exist. (Lançamento contábil.)
/// </summary>
public sealed record JournalEntry
{
    /// <summary>An entry of these lines.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="lines">At least two; each has exactly one side above zero.</param>
    /// <exception cref="ArgumentException">It does not balance, a line has no side or both, or there are fewer than two lines.</exception>
    public JournalEntry(JournalKind kind, IEnumerable<JournalLine> lines)
    {
        (Kind, Lines) = (kind, [.. lines]);
        if (Lines.Length < 2)
            throw new ArgumentException("An entry has two sides.", nameof(lines));
        if (Lines.Any(line => line.Debit.Centavos < 0 || line.Credit.Centavos < 0 || line.Debit.IsPositive == line.Credit.IsPositive))
            throw new ArgumentException("A line is a debit or a credit, above zero.", nameof(lines));
        if (Debits != Credits)
            throw new ArgumentException($"{kind}: {Debits} debited and {Credits} credited.", nameof(lines));
    }

    /// <summary>What happened.</summary>
    public JournalKind Kind { get; }

    /// <summary>Its lines.</summary>
    public ImmutableArray<JournalLine> Lines { get; }

    /// <summary>The left side; always equal to <see cref="Credits"/>.</summary>
    public Money Debits => Lines.Sum(line => line.Debit);

    /// <summary>The right side.</summary>
    public Money Credits => Lines.Sum(line => line.Credit);

    /// <summary>By how much the entry raises an account: debits less credits.</summary>
    /// <param name="account">The account.</param>
    public Money Moves(LedgerAccount account) => Lines.Where(line => line.Account == account).Sum(line => line.Debit - line.Credit);
}
