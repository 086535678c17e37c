using System.Runtime.InteropServices;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Payments;

/// <summary>
/// What one title got of a payment, as the books need it. (Parte do título no recebimento.)
/// </summary>
/// <param name="Receivable">The caller's number of the title; null for many together.</param>
/// <param name="Interest">Late interest paid.</param>
/// <param name="Fine">Late fine paid.</param>
/// <param name="Correction">Correction paid; below zero after a deflation.</param>
/// <param name="Principal">Principal paid.</param>
/// <param name="Reduction">
/// By how much the principal owed on the books fell. More than <paramref name="Principal"/> when the rest was let go, another amount
/// when payments arrived out of order and the law's imputation moved between principal and charges.
/// </param>
/// <param name="Tolerated">Principal let go because the payment was short within the creditor's tolerance.</param>
/// <param name="Discount">Principal let go because it was agreed so.</param>
/// <param name="WrittenOff">Principal let go on the creditor's word, who calls the title paid.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ReceivedShare(
    long? Receivable, Money Interest, Money Fine, Money Correction, Money Principal, Money Reduction,
    Money Tolerated = default, Money Discount = default, Money WrittenOff = default);

/// <summary>
/// From a fact to its entry, by pure arithmetic: every entry balances because <see cref="JournalEntry"/> refuses one that does not.
/// Charges are booked when they are received, not as they accrue: until then they are a price, not an asset. (Escrituração.)
/// </summary>
/// <remarks>The chart and each fact's lines are explained in docs/ledger.md.</remarks>
public static class Bookkeeping
{
    /// <summary>Titles came in: what is owed, against the portfolio.</summary>
    /// <param name="principal">Above zero.</param>
    /// <param name="receivable">The title; null for many together.</param>
    public static JournalEntry ReceivableRecorded(Money principal, long? receivable = null) =>
        Entry(JournalKind.ReceivableRecorded, [Debit(LedgerAccount.Receivable, principal, receivable), Credit(LedgerAccount.Portfolio, principal, receivable)]);

    /// <summary>The principal owed on a title became another one. Null when it did not.</summary>
    /// <param name="change">After less before; not zero in an entry.</param>
    /// <param name="receivable">The title.</param>
    public static JournalEntry? ReceivableChanged(Money change, long receivable) =>
        change == Money.Zero ? null : Entry(JournalKind.ReceivableChanged, [Debit(LedgerAccount.Receivable, change, receivable), Credit(LedgerAccount.Portfolio, change, receivable)]);

    /// <summary>The creditor took the title back: what was still owed leaves the portfolio. Null when nothing was.</summary>
    /// <param name="open">Principal owed on the books until now.</param>
    /// <param name="receivable">The title.</param>
    public static JournalEntry? ReceivableCancelled(Money open, long receivable) =>
        open == Money.Zero ? null : Entry(JournalKind.ReceivableCancelled, [Debit(LedgerAccount.Portfolio, open, receivable), Credit(LedgerAccount.Receivable, open, receivable)]);

    /// <summary>The creditor calls the title settled without more money: the rest is its loss. Null when there is no rest.</summary>
    /// <param name="open">Principal owed on the books until now.</param>
    /// <param name="receivable">The title.</param>
    public static JournalEntry? ReceivableWrittenOff(Money open, long receivable) =>
        open == Money.Zero ? null : Entry(JournalKind.ReceivableWrittenOff, [Debit(LedgerAccount.WriteOff, open, receivable), Credit(LedgerAccount.Receivable, open, receivable)]);

    /// <summary>Money came in, and went to these titles; what none needed is the payer's.</summary>
    /// <param name="into"><see cref="LedgerAccount.CashInTransit"/> when a bank still has it, else <see cref="LedgerAccount.Cash"/>.</param>
    /// <param name="amount">All that was paid.</param>
    /// <param name="shares">Where it went; with <paramref name="surplus"/> they make up the amount.</param>
    /// <param name="surplus">What no title needed.</param>
    /// <exception cref="ArgumentException">Shares and surplus do not make up the amount.</exception>
    public static JournalEntry PaymentReceived(LedgerAccount into, Money amount, IEnumerable<ReceivedShare> shares, Money surplus) =>
        Entry(JournalKind.PaymentReceived, [Debit(into, amount, null), .. shares.SelectMany(Received), Credit(LedgerAccount.CreditToDebtor, surplus, null)]);

    /// <summary>
    /// Money that came in was taken back: everything its receipt did, the other way round. The shares say what the titles owe again.
    /// </summary>
    /// <param name="outOf">Where the money was: <see cref="LedgerAccount.Cash"/> once the bank had credited it.</param>
    /// <param name="amount">All that had been paid.</param>
    /// <param name="shares">As they were; <see cref="ReceivedShare.Reduction"/> is by how much the title's principal rises now.</param>
    /// <param name="surplus">What no title had needed.</param>
    /// <param name="surplusWasRefunded">The payer had it back already: it is lost, and the books say so.</param>
    public static JournalEntry PaymentReversed(LedgerAccount outOf, Money amount, IEnumerable<ReceivedShare> shares, Money surplus, bool surplusWasRefunded) =>
        Entry(JournalKind.PaymentReversed,
        [
            .. shares.SelectMany(Received).Select(line => line with { Debit = line.Credit, Credit = line.Debit }),
            Debit(surplusWasRefunded ? LedgerAccount.Adjustments : LedgerAccount.CreditToDebtor, surplus, null), Credit(outOf, amount, null),
        ]);

    /// <summary>The bank credited a payment, and kept its tariff. Null when nothing moves: cash that costs nothing is where it is.</summary>
    /// <param name="from">Where the payment was booked.</param>
    /// <param name="amount">What the payer had paid.</param>
    /// <param name="tariff">What the bank kept of it; from zero to the whole amount.</param>
    /// <exception cref="ArgumentOutOfRangeException">A tariff below zero or above the amount.</exception>
    public static JournalEntry? PaymentCredited(LedgerAccount from, Money amount, Money tariff)
    {
        if (tariff < Money.Zero || tariff > amount)
            throw new ArgumentOutOfRangeException(nameof(tariff), tariff, "A tariff is part of the payment.");
        var moved = from == LedgerAccount.Cash ? tariff : amount;
        return moved == Money.Zero
            ? null
            : Entry(JournalKind.PaymentCredited, [Debit(LedgerAccount.Cash, moved - tariff, null), Debit(LedgerAccount.BankTariff, tariff, null), Credit(from, moved, null)]);
    }

    /// <summary>The bank charged for something that is no payment: a registration, a closure, a month.</summary>
    /// <param name="tariff">Above zero.</param>
    public static JournalEntry TariffCharged(Money tariff) =>
        Entry(JournalKind.TariffCharged, [Debit(LedgerAccount.BankTariff, tariff, null), Credit(LedgerAccount.Cash, tariff, null)]);

    /// <summary>The payer got back what was paid beyond the debt.</summary>
    /// <param name="amount">Above zero.</param>
    public static JournalEntry CreditRefunded(Money amount) =>
        Entry(JournalKind.CreditRefunded, [Debit(LedgerAccount.CreditToDebtor, amount, null), Credit(LedgerAccount.Cash, amount, null)]);

    private static IEnumerable<JournalLine> Received(ReceivedShare share)
    {
        yield return Credit(LedgerAccount.LateInterest, share.Interest, share.Receivable);
        yield return Credit(LedgerAccount.LateFee, share.Fine, share.Receivable);
        yield return Credit(LedgerAccount.MonetaryCorrection, share.Correction, share.Receivable);
        yield return Credit(LedgerAccount.Receivable, share.Reduction, share.Receivable);
        yield return Debit(LedgerAccount.WriteOff, share.Tolerated + share.WrittenOff, share.Receivable);
        yield return Debit(LedgerAccount.Discounts, share.Discount, share.Receivable);
        yield return Debit(LedgerAccount.Adjustments, share.Reduction - share.Principal - share.Tolerated - share.WrittenOff - share.Discount, share.Receivable);
    }

    private static JournalEntry Entry(JournalKind kind, IEnumerable<JournalLine> lines) =>
        new(kind, lines.Where(line => line.Debit != Money.Zero || line.Credit != Money.Zero));

    /// <summary>An amount below zero stands on the other side.</summary>
    private static JournalLine Debit(LedgerAccount account, Money amount, long? receivable) =>
        amount < Money.Zero ? new(account, Money.Zero, -amount, receivable) : new(account, amount, Money.Zero, receivable);

    private static JournalLine Credit(LedgerAccount account, Money amount, long? receivable) => Debit(account, -amount, receivable);
}
