using Cobranca.Domain.Calendars;
using Cobranca.Domain.Values;

namespace Cobranca.Domain.Debts;

/// <summary>
/// Listens to a price being made and writes it down for the debtor. The words state what happened and where it is written; they never
/// judge or press. (Redação da demonstração.)
/// </summary>
internal sealed class ProofWriter(BankCalendar calendar) : IPriceNotes
{
    /// <summary>Beyond this many months a line names the first and the last only; the step still carries every one.</summary>
    private const int MonthsNamed = 12;

    private readonly List<ProofStep> _steps = [];
    private readonly List<IndexUse> _indices = [];
    private DebtPosition _debt;
    private LateWindow _window;

    public void Opened(in DebtPosition debt, in LateWindow window)
    {
        _debt = debt;
        _window = window;
        var rolled = debt.DueOn != window.ChargeFreeThrough;
        _steps.Add(new(
            ProofKind.Principal,
            "Valor original",
            rolled
                ? $"Vencimento: {DayAndDate(debt.DueOn)}, {WhyNoBanks(debt.DueOn)}. "
                    + $"Sem acréscimo até {DayAndDate(window.ChargeFreeThrough)}."
                : $"Vencimento em {debt.DueOn.ToPtBr()}.",
            debt.Principal,
            "principal/1")
        {
            Source = rolled ? "Lei 7.089/1983; Código Civil, art. 132 §1º" : null,
        });
    }

    public void IndexUsed(in IndexUse use) => _indices.Add(use);

    public void Corrected(Money before, decimal factor, Money amount)
    {
        var used = TakeIndices();
        if (used.Count == 0)
            return;
        var series = used[0].Series;
        var floored = _debt.Terms.CorrectionNeverNegative && amount != Money.Round(before.Reais * factor) - before;
        _steps.Add(new(
            ProofKind.Correction,
            $"Correção pelo {series.Sgs().Name}, {ProofText.Months(used.Count)}",
            $"{before} × {ProofText.Factor(factor)}. {Months(used)}"
                + (floored ? " O contrato não deixa a correção reduzir o valor original." : ""),
            amount,
            "correction-complete-months/1")
        {
            Base = before,
            RatePercent = (factor - 1m) * 100m,
            Unrounded = floored ? null : before.Reais * (factor - 1m),
            Rounding = floored ? Rounding.None : Rounding.HalfAwayFromZero,
            Source = Agreed(limit: null),
            Indices = used,
        });
    }

    public void Fined(Money onValue, Money amount)
    {
        var fine = _debt.Terms.Fine;
        if (fine == Rate.Zero)
            return;
        _steps.Add(new(
            ProofKind.Fine,
            $"Multa de {fine}, cobrada uma vez",
            $"{fine} de {onValue}.",
            amount,
            "late-fee-once/1")
        {
            Base = onValue,
            RatePercent = fine.PercentValue,
            Unrounded = onValue.Reais * fine.PercentValue / 100m,
            Rounding = Rounding.HalfAwayFromZero,
            Source = Agreed(PriceCap.InForceOn(_debt.AgreedOn, CappedTerm.Fine, _debt.IsConsumer)),
        });
    }

    public void AgreedInterest(Money onValue, DateOnly after, int days, Money amount)
    {
        if (_debt.Terms.InterestPerMonth is not { } rate || rate == Rate.Zero || days == 0)
            return;
        var (formula, divisor) = _debt.Terms.DayCount switch
        {
            DayCount.Thirty360 => ($"{onValue} × {rate} × {days} ÷ 30, com meses de 30 dias", 3_000m),
            DayCount.Actual365 => ($"{onValue} × {rate} × 12 × {days} ÷ 365", 36_500m / 12m),
            _ => ($"{onValue} × {rate} × {days} ÷ 30", 3_000m),
        };
        _steps.Add(new(
            ProofKind.Interest,
            $"Juros de {rate} ao mês por {ProofText.Days(days)}",
            formula + Since(after) + ".",
            amount,
            _debt.Terms.DayCount switch
            {
                DayCount.Thirty360 => "interest-simple-30-360/1",
                DayCount.Actual365 => "interest-simple-actual-365/1",
                _ => "interest-simple-actual-30/1",
            })
        {
            Base = onValue,
            RatePercent = rate.PercentValue,
            Days = days,
            Unrounded = onValue.Reais * rate.PercentValue * days / divisor,
            Rounding = Rounding.HalfAwayFromZero,
            Source = Agreed(PriceCap.InForceOn(_debt.AgreedOn, CappedTerm.InterestPerMonth, _debt.IsConsumer)),
        });
    }

    public void LegalInterest(IndexSeries series, Money onValue, DateOnly after, int days, Money amount)
    {
        var used = TakeIndices();
        var percent = used.Sum(month => month.Percent * month.Days / month.DaysInMonth);
        _steps.Add(new(
            ProofKind.Interest,
            $"Juros pela {series.Sgs().Name} por {ProofText.Days(days)}",
            $"{ProofText.Percent(percent)} de {onValue}{Since(after)}. {Months(used)}",
            amount,
            series == IndexSeries.Selic ? "interest-selic-tema-1368/1" : "interest-taxa-legal/1")
        {
            Base = onValue,
            RatePercent = percent,
            Days = days,
            Unrounded = onValue.Reais * percent / 100m,
            Rounding = Rounding.HalfAwayFromZero,
            Source = series == IndexSeries.Selic
                ? "Sem juros combinados antes de 30/08/2024: STJ, Tema 1.368"
                : "Sem juros combinados: Código Civil, art. 406; Resolução CMN 5.171/2024",
            Indices = used,
        });
    }

    public void Received(in Imputation imputation)
    {
        List<string> parts = [];
        Say("juros", imputation.Interest);
        Say("multa", imputation.Fine);
        Say("correção", imputation.Correction);
        Say("valor original", imputation.Principal);
        _steps.Add(new(
            ProofKind.Payment,
            $"Pagamento de {imputation.PaidOn.ToPtBr()}",
            parts.Count == 0 ? "" : $"Usado em: {string.Join(", ", parts)}.",
            -imputation.Amount,
            "imputation-interest-fine-principal/1")
        {
            Source = "Código Civil, art. 354",
        });
        if (imputation.Surplus.IsPositive)
        {
            _steps.Add(new(
                ProofKind.Surplus,
                "Pago além do devido",
                "Este valor pertence a quem pagou.",
                imputation.Surplus,
                "surplus/1"));
        }

        void Say(string what, Money amount)
        {
            if (amount != Money.Zero)
                parts.Add($"{what} {amount}");
        }
    }

    /// <summary>The finished proof.</summary>
    public PriceProof Close(in PricedDebt price)
    {
        _steps.Add(new(ProofKind.Total, "Total", $"Para pagar em {price.PayOn.ToPtBr()}.", price.Total, "total/1"));
        return new(price, _steps);
    }

    /// <summary>From where days are counted, when that is not plainly the due date.</summary>
    private string Since(DateOnly after) => after != _window.MoraAfter
        ? $", a partir de {after.ToPtBr()}"
        : after != _debt.DueOn || _window.ChargeFreeThrough != _debt.DueOn ? $", contado de {after.ToPtBr()}" : "";

    private string WhyNoBanks(DateOnly day) => calendar.HolidayOn(day) is { } holiday
        ? $"dia sem atendimento bancário ({holiday.Name})"
        : "dia sem atendimento bancário";

    private static string DayAndDate(DateOnly day) => $"{DatePtBr.WeekdayName(day.DayOfWeek)}, {day.ToPtBr()}";

    private string Agreed(PriceCap? limit)
    {
        var where = _debt.Terms.Clause ?? _debt.Terms.Source ?? "Condições informadas pelo credor";
        return limit is null ? where : $"{where}; {limit.Shown}";
    }

    private List<IndexUse> TakeIndices()
    {
        List<IndexUse> used = [.. _indices];
        _indices.Clear();
        return used;
    }

    private static string Months(List<IndexUse> used)
    {
        var text = used.Count <= MonthsNamed
            ? string.Join("; ", used.Select(Named))
            : $"{Named(used[0])} até {Named(used[^1])}";
        var name = used[0].Series.Sgs().Name;
        var standIns = used.Where(month => month.Origin == IndexOrigin.LastPublished).ToList();
        if (standIns is [.., { } last])
            text += $". {Ahead(standIns)}: usado o último {name} publicado, de {ProofText.Month(last.PublishedYear, last.PublishedMonth)}";
        var missing = used.Where(month => month.Origin == IndexOrigin.Missing).ToList();
        if (missing.Count > 0)
            text += $". {Ahead(missing)}: {name} sem valor publicado, contado como zero";
        return text + ".";
    }

    private static string Named(IndexUse month) => ProofText.Month(month.Year, month.Month) + ": " + ProofText.Percent(month.Percent)
        + (month.Days == month.DaysInMonth ? "" : $" × {month.Days} ÷ {month.DaysInMonth}");

    private static string Ahead(List<IndexUse> months) => months.Count == 1
        ? ProofText.Month(months[0].Year, months[0].Month)
        : $"{ProofText.Month(months[0].Year, months[0].Month)} a {ProofText.Month(months[^1].Year, months[^1].Month)}";
}
