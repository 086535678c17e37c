using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Features.Payments;
using Cobranca.Portal.Integrations.Bank;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.BankFiles.Retornos;

/// <summary>Titles that bring money, and those that take it back.</summary>
public sealed partial class ApplyTitle
{
    /// <summary>Why an order counts as carried out before the bank said so; gone once it does.</summary>
    private const string ToldByPayment = "O pagamento veio antes da confirmação do banco.";

    private async Task<TitleEnd> MoneyAsync(RetornoNews news, RetornoTitle title, Boleto boleto, List<BankOrder> orders, CancellationToken cancellation)
    {
        var line = title.Line;
        if (!line.Paid.IsPositive) return TitleEnd.ForReview(ReviewReason.Implausible, "O banco diz que foi pago, mas o valor é zero. Confira com o banco quanto entrou.");
        if (!title.IsPlausibleOn(news.Today))
            return TitleEnd.ForReview(ReviewReason.Implausible, $"O dia do pagamento ({line.OccurredOn?.ToPtBr() ?? "em branco"}) não pode ser: {line.Paid} não foi registrado. Confira com o banco o dia certo.");
        var paidOn = line.OccurredOn!.Value;
        var standing = await StandingAsync(boleto, cancellation);
        if (standing.Find(p => p.Source == PaymentSource.Boleto && p.RetornoId is null && p.Amount == line.Paid && p.PaidOn == paidOn) is { } typed) return Recognised(news, title, typed);

        await RegisteredByPaymentAsync(news, title, boleto, orders, cancellation);
        ChangedByPayment(news, title, boleto, orders);
        var (credit, rest) = CreditOf(in line, paidOn);
        var money = new SlipMoney(line.Paid, paidOn, PaymentSource.Boleto, title.Key.Reference(news.Header.Bank), news.Actor)
        {
            Credit = credit, IsPart = line.Occurrence == RetornoOccurrence.PartiallySettled, Told = news.ToldOf(title),
        };
        var booked = await db.BookSlipAsync(news.Creditor, boleto, money, news.Pricer, news.SourceOf(title), news.Now, cancellation);
        (booked.Payment.RetornoId, booked.Payment.RetornoLine) = (news.Retorno.Id, line.FirstLine);
        var end = Divergence(boleto, booked, money.IsPart, paidBefore: standing.Count > 0 && booked.Before.IsPaid()) with { Received = line.Paid, Tariffs = credit?.Tariff ?? Money.Zero };
        return Charged(news, title, rest, title.IsNetOdd ? NetOdd(line, end) : end);
    }

    /// <summary>What was paid is booked as paid; what the bank did with the difference only a person can find out.</summary>
    private static TitleEnd NetOdd(in RetornoLine line, TitleEnd end)
    {
        var expected = line.Paid - line.Tariff;
        var told = $"O banco credita {line.Net}, e não {expected}: {(line.Net < expected ? $"faltam {expected - line.Net!.Value}" : $"são {line.Net!.Value - expected} a mais")}. Confira no extrato se são custas ou outro lançamento.";
        return end with { Outcome = OccurrenceOutcome.Review, Review = end.Review == ReviewReason.None ? ReviewReason.Unexpected : end.Review, Detail = $"{end.Detail} {told}".Trim() };
    }

    /// <summary>Somebody had typed it in before the file came: it is the same money, and the file adds where it is told and what the bank kept.</summary>
    private TitleEnd Recognised(RetornoNews news, RetornoTitle title, Payment typed)
    {
        (typed.RetornoId, typed.RetornoLine) = (news.Retorno.Id, title.Line.FirstLine);
        var (credit, rest) = CreditOf(title.Line, typed.PaidOn);
        var kept = credit is not null && db.CreditByBank(typed, credit, news.Actor, news.Now) is not null ? credit.Tariff : Money.Zero;
        return Charged(news, title, rest, TitleEnd.Noted($"O pagamento já estava registrado, referência {typed.Reference}.") with { Received = title.Line.Paid, Tariffs = kept });
    }

    /// <summary>The bank takes money only for what it knows: the confirmation is late, or in a file that comes after this one.</summary>
    private async Task RegisteredByPaymentAsync(RetornoNews news, RetornoTitle title, Boleto boleto, List<BankOrder> orders, CancellationToken cancellation)
    {
        orders.Find(o => o.Kind == BankOrderKind.Entry)?.Answer(news, title, BankOrderState.Confirmed, null);
        if (boleto.Status.IsWaiting()) await db.HearAnswerAsync(boleto, new BankAnswer.Registered(), news.SourceOf(title), news.Now, cancellation);
    }

    /// <summary>Paid exactly as a change that was asked for and not answered yet would have it: the bank made it, and its word comes later.</summary>
    private void ChangedByPayment(RetornoNews news, RetornoTitle title, Boleto boleto, List<BankOrder> orders)
    {
        var line = title.Line;
        // A part explains nothing: the rest is still asked for.
        if (line.Occurrence == RetornoOccurrence.PartiallySettled || orders.Find(o => o.State == BankOrderState.Sent && o.Kind.IsChange()) is not { } order) return;
        var explained = order.Kind switch
        {
            BankOrderKind.AbatementGrant => line.Paid == boleto.Amount - order.Abatement,
            BankOrderKind.AbatementCancel => line.Paid == boleto.Amount,
            BankOrderKind.ValueChange => line.Paid == order.Amount - boleto.Abatement,
            BankOrderKind.DueDateChange => line.DueOn == order.DueOn && line.OccurredOn <= order.DueOn,
            _ => false,
        };
        if (!explained) return;
        db.HearOrder(boleto, order, new(order.Kind, Confirmed: true) { DueOn = order.DueOn }, news.Pricer.Calendar, news.SourceOf(title), news.Now);
        order.Reason = ToldByPayment;
    }

    /// <summary>What the bank credits; a tariff it takes by other means, or above the amount, is a cost of its own.</summary>
    internal static (BankCredit? Credit, Money Apart) CreditOf(in RetornoLine line, DateOnly paidOn)
    {
        if (line.CreditOn is not { } on || on < paidOn) return (null, line.Tariff);
        return line.Tariff <= line.Paid ? (new(on, line.Tariff), Money.Zero) : (new(on, Money.Zero), line.Tariff);
    }

    private static TitleEnd Divergence(Boleto boleto, BookedSlip booked, bool isPart, bool paidBefore)
    {
        var (payment, allocation) = (booked.Payment, booked.Allocation);
        var surplus = payment.Surplus.IsPositive ? $" {payment.Surplus} ficaram como crédito de quem pagou." : "";
        if (booked.Before is BoletoStatus.Closed or BoletoStatus.Rejected or BoletoStatus.Protested)
            return TitleEnd.ForReview(ReviewReason.PaidAfterClosure, $"Pago ({payment.Amount}) um boleto {Words(booked.Before)}.{surplus}");
        if (paidBefore) return TitleEnd.ForReview(ReviewReason.PaidTwice, $"Pago outra vez ({payment.Amount}).{surplus}");
        if (payment.Surplus.IsPositive) return TitleEnd.ForReview(ReviewReason.Over, $"Pago {payment.Amount} por um boleto de {boleto.Amount}.{surplus}");
        return allocation.StillOwed.IsPositive && !isPart
            ? TitleEnd.ForReview(ReviewReason.Short, $"Pago {payment.Amount} por um boleto de {boleto.Amount}: faltam {allocation.StillOwed}, que continuam devidos.")
            : TitleEnd.Applied;
    }

    /// <summary>The payment with that amount, the latest of several; without an amount only one that is alone.</summary>
    private async Task<TitleEnd> TakeBackAsync(RetornoNews news, RetornoTitle title, Boleto boleto, CancellationToken cancellation)
    {
        var standing = (await StandingAsync(boleto, cancellation)).FindAll(p => p.Source == PaymentSource.Boleto);
        var amount = title.Line.Paid;
        // Somebody who read the statement may have typed it in before the file came: another payment of that amount is not meant then.
        string[] byFile = [$"{news.Header.Bank}/{title.Key.Account}/{title.Key.NossoNumero}/", $"{news.Header.Bank}/{title.Key.NossoNumero}/"];
        var typed = (await db.Payments.AsNoTracking().Where(p => p.BoletoId == boleto.Id && p.Source == PaymentSource.Boleto && p.ReversedAt != null).OrderByDescending(p => p.Id).ToListAsync(cancellation))
            .Find(p => (p.Amount == amount || !amount.IsPositive) && !byFile.Any(name => p.ReversalReference?.StartsWith(name, StringComparison.Ordinal) == true));
        if (typed is not null)
            return TitleEnd.ForReview(ReviewReason.NothingToReverse, $"O banco desfaz um pagamento{MoneyOf(title)}, e o de {typed.PaidOn.ToPtBr()}, referência {typed.Reference.AtMost(60)}, já foi estornado à mão. Se for outro, estorne-o também.");
        var payment = amount.IsPositive ? standing.Find(p => p.Amount == amount) : standing.Count == 1 ? standing[0] : null;
        if (payment is null)
            return TitleEnd.ForReview(ReviewReason.NothingToReverse, standing.Count == 0
                ? $"O banco desfaz um pagamento{MoneyOf(title)} que não está registrado aqui. Confira com o banco o que foi desfeito."
                : $"O banco desfaz um pagamento{MoneyOf(title)}, e {(standing.Count == 1 ? "o registrado aqui tem outro valor" : "não dá para saber qual dos registrados aqui")}. Confira com o banco e estorne o certo.");
        var asked = new PaymentToReverse(payment.Reference, payment.Source, title.Key.Reference(news.Header.Bank), $"Retorno {news.Retorno.FileName.AtMost(80)}, linha {title.Line.FirstLine}, ocorrência {title.Line.OccurrenceCode}", news.Actor);
        var reversed = await db.ReverseAsync(payment, asked, news.SourceOf(title), news.Now, cancellation);
        return reversed.LostSurplus.IsPositive
            ? TitleEnd.ForReview(ReviewReason.Unexpected, $"O pagamento de {payment.Amount} foi desfeito, e {reversed.LostSurplus} dele já tinham sido devolvidos a quem pagou.")
            : new(OccurrenceOutcome.Applied, Detail: $"Estornado o pagamento de {payment.PaidOn.ToPtBr()}, referência {payment.Reference}.");
    }

    /// <summary>Payments by the slip that were not taken back, the latest first, those of this file included.</summary>
    private Task<List<Payment>> StandingAsync(Boleto boleto, CancellationToken cancellation) =>
        db.Payments.IgnoreQueryFilters([PaymentAllocation.ReversedFilter]).Include(p => p.Allocations)
            .Where(p => p.BoletoId == boleto.Id && p.ReversedAt == null).OrderByDescending(p => p.Id).ToListAsync(cancellation);
}
