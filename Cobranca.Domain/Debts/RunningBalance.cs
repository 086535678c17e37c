using System.Runtime.InteropServices;
using Cobranca.Domain.Calendars;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Debts;

/// <summary>
/// One debt on its way through time: charges accrue up to a day, money comes in, charges accrue again. What accrued and was not paid is
/// carried as it stands; neither fine nor interest ever bears interest (STF, Súmula 121). (Saldo corrente.)
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct RunningBalance(Money owed, LateWindow window)
{
    private readonly LateWindow _window = window;
    private DateOnly _accruedThrough = window.MoraAfter;
    private int _correctedMonths;
    private bool _fined;

    public Money Principal { get; private set; } = owed;
    public Money Correction { get; private set; }
    public Money Fine { get; private set; }
    public Money Interest { get; private set; }
    public Money Surplus { get; private set; }

    /// <summary>Principal in the money of the last accrual.</summary>
    public readonly Money Value => Principal + Correction;

    public readonly Money Total => Value + Fine + Interest;

    /// <summary>Brings correction, fine and interest up to a day. Nothing happens before mora, twice on one day, or to a settled debt.</summary>
    public void AccrueThrough<TNotes>(DateOnly day, in DebtPosition debt, IndexTable indices, TNotes notes)
        where TNotes : IPriceNotes
    {
        if (day <= _window.ChargeFreeThrough || day <= _accruedThrough || !Value.IsPositive)
            return;
        var terms = debt.Terms;
        Correct(day, terms, indices, notes);
        if (!_fined)
        {
            var onValue = terms.FineOnCorrectedValue ? Value : Principal;
            Fine = Exact.Share(onValue, terms.Fine);
            _fined = true;
            notes.Fined(onValue, Fine);
        }

        if (terms.InterestPerMonth is { } perMonth)
            ChargeAgreed(day, terms.DayCount, perMonth, notes);
        else
            ChargeLegal(day, indices, notes);
        _accruedThrough = day;
    }

    /// <summary>Imputes a payment: interest, fine, correction, principal (Código Civil, art. 354); the rest is surplus.</summary>
    public Imputation Receive(in PartialPayment payment)
    {
        var left = payment.Amount;
        var interest = Take(ref left, Interest);
        var fine = Take(ref left, Fine);
        Interest -= interest;
        Fine -= fine;

        // A deflation shrinks the principal by itself as soon as money reaches it: principal falls, correction closes.
        var correction = Correction.IsPositive ? Take(ref left, Correction) : left.IsPositive ? Correction : Money.Zero;
        Correction -= correction;
        var shrunk = Money.Max(-correction, Money.Zero);
        Principal -= shrunk;
        var principal = Take(ref left, Principal);
        Principal -= principal;
        Surplus += left;
        return new()
        {
            PaidOn = payment.PaidOn,
            Interest = interest,
            Fine = fine,
            Correction = correction,
            Principal = principal + shrunk,
            Surplus = left,
            Rest = Total,
        };
    }

    private static Money Take(ref Money left, Money due)
    {
        var taken = Money.Min(left, due);
        left -= taken;
        return taken;
    }

    private void Correct<TNotes>(DateOnly day, PriceTerms terms, IndexTable indices, TNotes notes)
        where TNotes : IPriceNotes
    {
        if (terms.Correction is not { } series)
            return;
        var months = MonetaryCorrection.CompleteMonths(_window.MoraAfter, day);
        if (months <= _correctedMonths)
            return;
        var before = Value;
        var factor = MonetaryCorrection.Factor(
            series, _window.MoraAfter, _correctedMonths, months, terms.InterestPerMonth is null, indices, notes);
        var corrected = Money.Round(before.Reais * factor);
        if (terms.CorrectionNeverNegative)
            corrected = Money.Max(corrected, Principal);
        Correction = corrected - Principal;
        _correctedMonths = months;
        notes.Corrected(before, factor, corrected - before);
    }

    private void ChargeAgreed<TNotes>(DateOnly day, DayCount count, Rate perMonth, TNotes notes)
        where TNotes : IPriceNotes
    {
        var days = AgreedInterest.Days(count, _accruedThrough, day);
        var charge = AgreedInterest.Charge(count, Value, perMonth, days);
        Interest += charge;
        notes.AgreedInterest(Value, _accruedThrough, days, charge);
    }

    private void ChargeLegal<TNotes>(DateOnly day, IndexTable indices, TNotes notes)
        where TNotes : IPriceNotes
    {
        var lastSelicDay = LegalInterest.TaxaLegalFrom.AddDays(-1);
        if (_accruedThrough < lastSelicDay)
            Charge(IndexSeries.Selic, _accruedThrough, day < lastSelicDay ? day : lastSelicDay, indices, notes);
        if (day > lastSelicDay)
            Charge(IndexSeries.TaxaLegal, _accruedThrough > lastSelicDay ? _accruedThrough : lastSelicDay, day, indices, notes);
    }

    private void Charge<TNotes>(IndexSeries series, DateOnly after, DateOnly through, IndexTable indices, TNotes notes)
        where TNotes : IPriceNotes
    {
        var charge = LegalInterest.Charge(series, Value, after, through, indices, notes);
        Interest += charge;
        notes.LegalInterest(series, Value, after, through.DayNumber - after.DayNumber, charge);
    }
}
