using Cobranca.Domain.Payments;
using Cobranca.Domain.Values;
using FsCheck;
using FsCheck.Fluent;

namespace Cobranca.Domain.Tests.Payments;

public sealed class BookkeepingTests
{
    private static Money C(long centavos) => new(centavos);

    [Fact]
    public void A_boleto_paid_late_is_principal_and_charges()
    {
        // 1.234,56 + 24,69 fine + 27,57 interest, all of it paid.
        var entry = Bookkeeping.PaymentReceived(LedgerAccount.CashInTransit, C(128_682), [new(7, C(2_757), C(2_469), C(0), C(123_456), C(123_456))], C(0));
        Assert.Equal(
            [(LedgerAccount.CashInTransit, 128_682L, 0L), (LedgerAccount.LateInterest, 0, 2_757), (LedgerAccount.LateFee, 0, 2_469), (LedgerAccount.Receivable, 0, 123_456)],
            entry.Lines.Select(l => (l.Account, l.Debit.Centavos, l.Credit.Centavos)));
    }

    [Fact]
    public void What_is_short_within_the_tolerance_is_written_off()
    {
        var entry = Bookkeeping.PaymentReceived(LedgerAccount.Cash, C(9_950), [new(7, C(0), C(0), C(0), C(9_950), C(10_000), Tolerated: C(50))], C(0));
        Assert.Equal((-10_000L, 50L, 9_950L), (entry.Moves(LedgerAccount.Receivable).Centavos, entry.Moves(LedgerAccount.WriteOff).Centavos, entry.Moves(LedgerAccount.Cash).Centavos));
    }

    [Fact]
    public void A_surplus_is_owed_to_the_payer() =>
        Assert.Equal(-1_000, Bookkeeping.PaymentReceived(LedgerAccount.Cash, C(11_000), [new(7, C(0), C(0), C(0), C(10_000), C(10_000))], C(1_000)).Moves(LedgerAccount.CreditToDebtor).Centavos);

    [Fact]
    public void A_deflation_debits_the_correction()
    {
        var entry = Bookkeeping.PaymentReceived(LedgerAccount.Cash, C(9_990), [new(7, C(0), C(0), C(-10), C(10_000), C(10_000))], C(0));
        Assert.Equal(10, entry.Moves(LedgerAccount.MonetaryCorrection).Centavos);
    }

    [Fact]
    public void The_bank_credits_less_its_tariff()
    {
        var entry = Bookkeeping.PaymentCredited(LedgerAccount.CashInTransit, C(128_682), C(199))!;
        Assert.Equal((128_483L, 199L, -128_682L), (entry.Moves(LedgerAccount.Cash).Centavos, entry.Moves(LedgerAccount.BankTariff).Centavos, entry.Moves(LedgerAccount.CashInTransit).Centavos));
        Assert.Null(Bookkeeping.PaymentCredited(LedgerAccount.Cash, C(128_682), C(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bookkeeping.PaymentCredited(LedgerAccount.Cash, C(100), C(101)));
    }

    [Fact]
    public void A_reversal_after_the_surplus_was_given_back_is_a_loss()
    {
        var entry = Bookkeeping.PaymentReversed(LedgerAccount.Cash, C(11_000), [new(7, C(0), C(0), C(0), C(10_000), C(10_000))], C(1_000), surplusWasRefunded: true);
        Assert.Equal((1_000L, 0L, -11_000L, 10_000L), (entry.Moves(LedgerAccount.Adjustments).Centavos, entry.Moves(LedgerAccount.CreditToDebtor).Centavos,
            entry.Moves(LedgerAccount.Cash).Centavos, entry.Moves(LedgerAccount.Receivable).Centavos));
    }

    [Fact]
    public void What_does_not_balance_cannot_be_written()
    {
        Assert.Throws<ArgumentException>(() => new JournalEntry(JournalKind.TariffCharged, [new(LedgerAccount.BankTariff, C(10), C(0)), new(LedgerAccount.Cash, C(0), C(9))]));
        Assert.Throws<ArgumentException>(() => new JournalEntry(JournalKind.TariffCharged, [new(LedgerAccount.BankTariff, C(10), C(10)), new(LedgerAccount.Cash, C(5), C(5))]));
        Assert.Throws<ArgumentException>(() => new JournalEntry(JournalKind.TariffCharged, [new(LedgerAccount.BankTariff, C(-10), C(0)), new(LedgerAccount.Cash, C(0), C(-10))]));
        Assert.Throws<ArgumentException>(() => new JournalEntry(JournalKind.TariffCharged, []));
        // The amount is not what the shares make up.
        Assert.Throws<ArgumentException>(() => Bookkeeping.PaymentReceived(LedgerAccount.Cash, C(10_001), [new(7, C(0), C(0), C(0), C(10_000), C(10_000))], C(0)));
    }

    [Fact]
    public void A_title_that_owed_nothing_leaves_no_entry()
    {
        Assert.Null(Bookkeeping.ReceivableCancelled(C(0), 1));
        Assert.Null(Bookkeeping.ReceivableWrittenOff(C(0), 1));
        Assert.Null(Bookkeeping.ReceivableChanged(C(0), 1));
        Assert.Equal(-300, Bookkeeping.ReceivableChanged(C(-300), 1)!.Moves(LedgerAccount.Receivable).Centavos);
    }

    /// <summary>Whatever the parts, receipt and reversal balance and take each other back on every account.</summary>
    [Fact]
    public void A_receipt_and_its_reversal_leave_nothing()
    {
        var part = Gen.Choose(0, 1_000_000).Select(n => (long)n);
        var share = from i in part from f in part from c in Gen.Choose(-1_000, 1_000) from p in Gen.Choose(1_000, 1_000_000) from more in Gen.Choose(-1_000, 1_000) from t in Gen.Choose(0, 100)
                    select new ReceivedShare(1, new(i), new(f), new(c), new(p), new(p + more), new(t));
        var payments = from shares in share.ListOf() from surplus in part select (shares, surplus);
        Prop.ForAll(payments.ToArbitrary(), paid =>
        {
            var amount = new Money(paid.shares.Sum(s => (s.Interest + s.Fine + s.Correction + s.Principal).Centavos) + paid.surplus);
            if (!amount.IsPositive) return true;
            var received = Bookkeeping.PaymentReceived(LedgerAccount.Cash, amount, paid.shares, new(paid.surplus));
            var reversed = Bookkeeping.PaymentReversed(LedgerAccount.Cash, amount, paid.shares, new(paid.surplus), surplusWasRefunded: false);
            return received.Debits == received.Credits && Enum.GetValues<LedgerAccount>().All(a => received.Moves(a) + reversed.Moves(a) == Money.Zero);
        }).QuickCheckThrowOnFailure();
    }
}
