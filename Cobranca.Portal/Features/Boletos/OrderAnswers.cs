using Cobranca.Domain.Boletos;
using Cobranca.Domain.Calendars;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Boletos;

/// <summary>What a bank says of something it was asked.</summary>
/// <param name="Kind">Of what.</param>
/// <param name="Reason">Why not, in Portuguese.</param>
public sealed record OrderAnswer(BankOrderKind Kind, bool Confirmed, string? Reason = null)
{
    /// <summary>The due date the bank now has, where its file says so.</summary>
    public DateOnly? DueOn { get; init; }
}

/// <summary>What an answer met.</summary>
public enum OrderHearing
{
    /// <summary>No order, and nothing the slip could follow: a person may want to know.</summary>
    Nothing,
    /// <summary>The order it answers is confirmed or rejected.</summary>
    Answered,
    /// <summary>Nobody here had asked; the bank moved the due date all the same and the slip went with it.</summary>
    Followed,
}

/// <summary>
/// What a bank's answer to an order does. Until it comes nothing about the slip changes: what page and paper say is what the bank has.
/// Whether an entry or a closure was confirmed the slip itself hears by <see cref="SlipAnswers"/>; here only the order learns of it.
/// </summary>
public static class OrderAnswers
{
    /// <summary>The caller holds the debtor's turn, and saves. The same answer again finds no order that waits, and changes nothing.</summary>
    /// <param name="boleto">With items and their receivables.</param>
    /// <param name="order">The one it answers; null when none waits.</param>
    /// <param name="calendar">The creditor's, for the last day banks take it.</param>
    public static OrderHearing HearOrder(this CobrancaDb db, Boleto boleto, BankOrder? order, OrderAnswer answer, BankCalendar calendar, StepSource source, DateTime now)
    {
        if (order is null)
            return answer is { Kind: BankOrderKind.DueDateChange, Confirmed: true, DueOn: { } moved } && boleto.DueOn != moved && boleto.Status.MayStillBePaid()
                && Moved(boleto, moved, calendar, " no banco, sem pedido nosso") is { } own
                ? Followed(db, boleto, own, source, now)
                : OrderHearing.Nothing;

        order.State = answer.Confirmed ? BankOrderState.Confirmed : BankOrderState.Rejected;
        (order.AnsweredAt, order.RetornoId, order.RetornoLine) = (now, source.RetornoId, source.FileLine);
        if (!answer.Confirmed)
        {
            order.Reason = answer.Reason?.AtMost(300) ?? "O banco recusou e não disse por quê.";
            if (IsChange(order.Kind)) db.Announce(boleto, EventTypes.BoletoChangeRejected, now, new { order = order.Kind, reason = order.Reason });
        }
        // What has ended meanwhile stays as it ended.
        else if (boleto.Status.MayStillBePaid() && Apply(boleto, order, answer.DueOn, calendar) is { } change) _ = Followed(db, boleto, change, source, now);
        return OrderHearing.Answered;
    }

    /// <summary>An order about what the slip says, and not about its beginning or its end.</summary>
    public static bool IsChange(this BankOrderKind kind) => kind is not (BankOrderKind.Entry or BankOrderKind.Closure);

    private static OrderHearing Followed(CobrancaDb db, Boleto boleto, string change, StepSource source, DateTime now)
    {
        boleto.Transitions.Add(source.Step(boleto, now, change));
        db.Announce(boleto, EventTypes.BoletoChanged, now, new { boleto.Abatement, boleto.PayableThrough, change });
        return OrderHearing.Followed;
    }

    /// <summary>What changed, as the history says it; null when nothing did.</summary>
    private static string? Apply(Boleto boleto, BankOrder order, DateOnly? told, BankCalendar calendar)
    {
        switch (order.Kind)
        {
            case BankOrderKind.DueDateChange:
                // Some banks still print the day from before.
                return Moved(boleto, told is { } day && day != boleto.DueOn ? day : order.DueOn, calendar, "");
            case BankOrderKind.ValueChange:
                var before = boleto.Amount;
                boleto.Amount = order.Amount;
                return $"Valor de {before} para {boleto.Amount}.";
            case BankOrderKind.AbatementGrant:
                boleto.Abatement = order.Abatement;
                return $"Abatimento de {boleto.Abatement}: pagável por {boleto.ToPay}.";
            case BankOrderKind.AbatementCancel:
                boleto.Abatement = Money.Zero;
                return $"Abatimento cancelado: pagável por {boleto.ToPay}.";
            default:
                return null;
        }
    }

    /// <summary>Null for a day no slip can have, which the bank's file then has wrong.</summary>
    private static string? Moved(Boleto boleto, DateOnly to, BankCalendar calendar, string how)
    {
        if (to < FatorVencimento.FirstDay || to > FatorVencimento.LastDay) return null;
        var before = boleto.DueOn;
        (boleto.DueOn, boleto.PayableThrough) = (to, calendar.ChargeFreeThrough(to));
        // A debt that was not late has been granted the new day; one that was keeps its charges, which are inside the amount (docs/decisions/0050).
        foreach (var item in boleto.Items.Where(i => i.DaysLate == 0 && i.Receivable!.PayableOn < to)) item.Receivable!.MovedTo = to;
        return $"Vencimento de {before.ToPtBr()} para {to.ToPtBr()}{how}.";
    }
}
