using Cobranca.Domain.Values;

namespace Cobranca.Portal.Features.Debts;

/// <summary>How a debt's dates are told: plainly, without blame, and never late before the day it could last be paid without charge.</summary>
public static class DebtWords
{
    public static string When(DebtLine line, DateOnly today)
    {
        var due = line.Receivable.PayableOn;
        var free = line.Price.ChargeFreeThrough;
        if (due > today) return $"vence em {due.ToPtBr()}";
        if (due == today) return "vence hoje";
        if (free >= today) return $"venceu em dia sem banco, {due.ToPtBrShort()}: pode pagar sem acréscimo até {Day(free, today)}";
        var late = line.Price.DaysLate;
        // The count follows the chosen day; a debt already past its free day counts from there or from the due date, as the terms say.
        return free != due && line.Price.PayOn.DayNumber - free.DayNumber == late
            ? $"venceu em {due.ToPtBr()}, dia sem banco: {Days(late)} desde {free.ToPtBr()}"
            : $"venceu em {due.ToPtBr()}{(line.Price.PayOn == today ? $", há\u00a0{Days(late)}" : $": {Days(late)} até {Day(line.Price.PayOn, today)}")}";
    }

    public static string Day(DateOnly day, DateOnly today) => day == today ? "hoje" : day.ToPtBrShort();

    public static string Days(int days) => days == 1 ? "1 dia" : $"{days} dias";

    public static string Count(int debts) => debts == 1 ? "1 dívida" : $"{debts} dívidas";
}
