using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Integrations.Bank;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.BankFiles.Retornos;

/// <summary>Titles that say what became of a slip, or of what the bank was asked to do with it.</summary>
public sealed partial class ApplyTitle
{
    private async Task<TitleEnd> EnteredAsync(RetornoNews news, RetornoTitle title, Boleto boleto, List<BankOrder> orders, CancellationToken cancellation)
    {
        var before = boleto.Status;
        var order = orders.Find(o => o.Kind == BankOrderKind.Entry);
        order?.Answer(news, title, BankOrderState.Confirmed, null);
        if (before is BoletoStatus.Rejected or BoletoStatus.Closed or BoletoStatus.Protested)
            return TitleEnd.ForReview(ReviewReason.Unexpected, $"O banco registrou o boleto, que aqui está {Words(before)}: alguém pode pagá-lo. Peça a baixa ao banco.");
        await db.HearAnswerAsync(boleto, new BankAnswer.Registered(), news.SourceOf(title), news.Now, cancellation);
        return boleto.Status != before || order is not null ? TitleEnd.Applied : TitleEnd.Noted();
    }

    /// <summary>Some banks refuse everything by one code: for a slip that is registered it is an instruction that was refused.</summary>
    private async Task<TitleEnd> EntryRefusedAsync(RetornoNews news, RetornoTitle title, Boleto boleto, List<BankOrder> orders, CancellationToken cancellation)
    {
        if (boleto.Status == BoletoStatus.Rejected) return TitleEnd.Noted();
        if (boleto.RegisteredAt is not null || !(boleto.Status.IsWaiting() || boleto.Status is BoletoStatus.Superseded or BoletoStatus.ClosureRequested))
            return OrderRefused(news, title, boleto, orders);
        var reason = news.ReasonsOf(title.Line);
        orders.Find(o => o.Kind == BankOrderKind.Entry)?.Answer(news, title, BankOrderState.Rejected, reason);
        await db.HearAnswerAsync(boleto, new BankAnswer.Rejected(reason), news.SourceOf(title), news.Now, cancellation);
        return TitleEnd.ForReview(ReviewReason.OrderRejected, $"O banco não registrou o boleto: {reason}.");
    }

    /// <summary>Back from the notary it can be paid again: one whose end had been asked for is asked to be closed anew.</summary>
    private async Task<TitleEnd> NotaryWithdrawnAsync(RetornoNews news, RetornoTitle title, Boleto boleto, CancellationToken cancellation)
    {
        var wasThere = boleto.Status == BoletoStatus.AtNotary;
        var end = Step(news, title, boleto, new BoletoEvent.NotaryWithdrawn(), "Retirado do cartório.");
        if (!wasThere || boleto.Status != BoletoStatus.Registered) return end;
        var ending = boleto.SupersededById is not null || await db.BoletoTransitions.AsNoTracking().Where(t => t.BoletoId == boleto.Id && t.Status != BoletoStatus.AtNotary)
            .OrderByDescending(t => t.Id).Select(t => (BoletoStatus?)t.Status).FirstOrDefaultAsync(cancellation) is BoletoStatus.Superseded or BoletoStatus.ClosureRequested;
        if (ending) boleto.Hear(new BoletoEvent.ClosureAsked("notary"), news.Now, news.SourceOf(title), "A baixa já tinha sido pedida antes do cartório.");
        return end;
    }

    private static TitleEnd Closed(RetornoNews news, RetornoTitle title, Boleto boleto, List<BankOrder> orders)
    {
        var before = boleto.Status;
        orders.Find(o => o.Kind == BankOrderKind.Closure)?.Answer(news, title, BankOrderState.Confirmed, null);
        var why = title.Line.Occurrence == RetornoOccurrence.ClosedAsSettled ? "Baixado pelo banco: pago por Pix." : CauseOf(title.Line.Closure);
        if (title.Line.Closure == ClosureCause.Protested) return Step(news, title, boleto, new BoletoEvent.Protested(), why);
        boleto.Hear(new BoletoEvent.ClosureConfirmed(), news.Now, news.SourceOf(title), why);
        if (title.Line.Occurrence == RetornoOccurrence.ClosedAsSettled && !before.IsPaid())
            return TitleEnd.ForReview(ReviewReason.Unexpected, "O banco baixou o boleto porque foi pago por Pix, e não diz quanto. Registre o pagamento pelo extrato do Pix.");
        return boleto.Status == before ? TitleEnd.Noted() : new(OccurrenceOutcome.Applied, Detail: why);
    }

    /// <summary>What was asked is done from here on; what the bank did unasked the slip follows as far as its file says it.</summary>
    private async Task<TitleEnd> ChangedAsync(RetornoNews news, RetornoTitle title, Boleto boleto, List<BankOrder> orders, CancellationToken cancellation)
    {
        var kind = title.Line.Occurrence switch
        {
            RetornoOccurrence.DueDateChanged => BankOrderKind.DueDateChange,
            RetornoOccurrence.ValueChanged or RetornoOccurrence.DataChanged => BankOrderKind.ValueChange,
            RetornoOccurrence.AbatementGranted => BankOrderKind.AbatementGrant,
            _ => BankOrderKind.AbatementCancel,
        };
        var moved = kind == BankOrderKind.DueDateChange ? title.Line.DueOn : null;
        var order = orders.Find(o => o.Kind == kind && o.State == BankOrderState.Sent);
        if (order is null && await db.BankOrders.OrderBy(o => o.Id).FirstOrDefaultAsync(o => o.BoletoId == boleto.Id && o.Kind == kind && o.State == BankOrderState.Confirmed && o.Reason == ToldByPayment, cancellation) is { } paid)
        {
            paid.Answer(news, title, BankOrderState.Confirmed, null);
            return TitleEnd.Noted("O pagamento tinha vindo antes desta confirmação.");
        }
        if (order is null && moved == boleto.DueOn) return TitleEnd.Noted();
        return db.HearOrder(boleto, order, new(kind, Confirmed: true) { DueOn = moved }, news.Pricer.Calendar, news.SourceOf(title), news.Now) switch
        {
            OrderHearing.Answered => TitleEnd.Applied,
            OrderHearing.Followed => new(OccurrenceOutcome.Applied, Detail: "O vencimento foi mudado no banco, sem pedido daqui."),
            _ => TitleEnd.ForReview(ReviewReason.Unexpected, $"O banco mudou o boleto {boleto.NossoNumeroFormatted} sem que daqui se pedisse. Confira no banco."),
        };
    }

    private TitleEnd OrderRefused(RetornoNews news, RetornoTitle title, Boleto boleto, List<BankOrder> orders)
    {
        var reason = news.ReasonsOf(title.Line);
        // Banks answer in the order they were asked.
        var order = orders.Find(o => o.State == BankOrderState.Sent && title.Line.Occurrence switch
        {
            RetornoOccurrence.ClosureRejected => o.Kind == BankOrderKind.Closure,
            RetornoOccurrence.ChangeRejected => o.Kind.IsChange(),
            _ => o.Kind != BankOrderKind.Entry,
        });
        if (order is not null) db.HearOrder(boleto, order, new(order.Kind, Confirmed: false, reason), news.Pricer.Calendar, news.SourceOf(title), news.Now);
        return TitleEnd.ForReview(ReviewReason.OrderRejected, order is not null
            ? $"O banco recusou uma instrução do boleto {boleto.NossoNumeroFormatted}: {reason}."
            : $"O banco recusou uma instrução que não foi daqui, do boleto {boleto.NossoNumeroFormatted}: {reason}.");
    }

    private static string CauseOf(ClosureCause cause) => cause switch
    {
        ClosureCause.OurFile => "Baixado a pedido, por arquivo.",
        ClosureCause.OurHand => "Baixado a pedido, no banco.",
        ClosureCause.OurDeadline => "Baixado: passou o prazo pedido.",
        ClosureCause.BankDeadline => "Baixado: passou o prazo do banco.",
        ClosureCause.Protested => "Protestado e baixado.",
        ClosureCause.Bank => "Baixado pelo banco.",
        ClosureCause.FreeOfPayment => "Baixado: entregue ao pagador sem pagamento.",
        _ => "Baixado.",
    };
}

internal static class AnsweredOrders
{
    /// <summary>Writes down what the bank said to an order, and where.</summary>
    public static void Answer(this BankOrder order, RetornoNews news, RetornoTitle title, BankOrderState state, string? reason) =>
        (order.State, order.AnsweredAt, order.RetornoId, order.RetornoLine, order.Reason) = (state, news.Now, news.Retorno.Id, title.Line.FirstLine, reason?.AtMost(300));
}
