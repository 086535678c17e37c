using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Payments;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Features.Payments;
using Cobranca.Portal.Features.Rules;
using Cobranca.Portal.Integrations.Bank;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.BankFiles.Retornos;

/// <summary>What all titles of a batch are applied with.</summary>
internal sealed record RetornoNews(RetornoRun Run, ReceivablePricer Pricer, DateTime Now, DateOnly Today)
{
    public Creditor Creditor => Run.Creditor;
    public Retorno Retorno => Run.Retorno;
    public RetornoHeader Header => Run.Header;
    public string Actor => Run.Actor;

    public string ToldOf(RetornoTitle title) => Run.ToldOf(title);

    public StepSource SourceOf(RetornoTitle title) => new(BoletoSource.Retorno, RetornoId: Retorno.Id, FileLine: title.Line.FirstLine);

    /// <summary>The bank's reasons with their words, or that it gave none.</summary>
    public string ReasonsOf(in RetornoLine line)
    {
        var reasons = RetornoReasons.Of(Header, in line);
        return reasons.Count == 0 ? "o banco não disse por quê" : string.Join("; ", reasons.Select(r => r.Words is null ? r.Code : $"{r.Code} {r.Words}")).AtMost(250);
    }
}

/// <summary>
/// Does what one title asks for. Money and what is taken back go to the books in any case where it is certain what they are for; what is not
/// certain, or what a person should know, waits in the list of divergences. The caller holds the debtor's turn and saves. (Aplicar título.)
/// </summary>
public sealed partial class ApplyTitle(CobrancaDb db)
{
    internal async Task<TitleEnd> HandleAsync(RetornoNews news, RetornoTitle title, Boleto? boleto, List<BankOrder> orders, CancellationToken cancellation)
    {
        var mine = orders.FindAll(o => o.NossoNumero == title.Key.NossoNumero && (title.Slip is { } slip ? o.NumberingKey == slip.NumberingKey : o.BoletoId is null));
        // Two instructions refused on one day read alike: as long as one waits for its answer, this is it.
        if (title.Key.Repeat > 0 && !(boleto is not null && IsRefusal(title.Line.Occurrence) && mine.Exists(o => o.State == BankOrderState.Sent && o.Kind != BankOrderKind.Entry))) return Repeated(title);
        if (title.Line.Occurrence == RetornoOccurrence.Unknown)
            return TitleEnd.ForReview(ReviewReason.UnknownCode, $"O código {title.Line.OccurrenceCode} não está na tabela do banco {news.Header.Bank}{MoneyOf(title)}. Pergunte ao banco o que significa.");
        var end = boleto is null ? await WithoutSlipAsync(news, title, mine, cancellation) : await AboutAsync(news, title, boleto, mine, cancellation);
        if (end.Outcome is OccurrenceOutcome.Applied or OccurrenceOutcome.Noted && title.Line.Paid.IsPositive && !end.Received.IsPositive && !IsAccountedFor(title.Line.Occurrence))
            end = TitleEnd.ForReview(ReviewReason.Unexpected, $"A linha não é uma liquidação, mas traz {title.Line.Paid}. Confira com o banco se o dinheiro entrou.");
        return (boleto is not null && !title.Line.BringsMoney) || title.Line.Occurrence == RetornoOccurrence.Tariff ? Charged(news, title, title.Line.Tariff, end) : end;
    }

    private Task<TitleEnd> AboutAsync(RetornoNews news, RetornoTitle title, Boleto boleto, List<BankOrder> orders, CancellationToken cancellation)
    {
        var line = title.Line;
        switch (line.Occurrence)
        {
            case var occurrence when occurrence.IsSettlement() || line.BringsMoney:
                return MoneyAsync(news, title, boleto, orders, cancellation);
            case RetornoOccurrence.SettlementCancelled or RetornoOccurrence.SettlementReversed:
                return TakeBackAsync(news, title, boleto, cancellation);
            case RetornoOccurrence.EntryConfirmed:
                return EnteredAsync(news, title, boleto, orders, cancellation);
            case RetornoOccurrence.EntryRejected:
                return EntryRefusedAsync(news, title, boleto, orders, cancellation);
            case RetornoOccurrence.Closed or RetornoOccurrence.ClosedAsSettled:
                return Task.FromResult(Closed(news, title, boleto, orders));
            case RetornoOccurrence.ProtestSent:
                return Task.FromResult(Step(news, title, boleto, new BoletoEvent.SentToNotary(), "Enviado ao cartório."));
            case RetornoOccurrence.ProtestWithdrawn:
                return NotaryWithdrawnAsync(news, title, boleto, cancellation);
            // Itaú has no code of its own for a value that was changed: its 04 is "data changed".
            case RetornoOccurrence.DataChanged when orders.Exists(o => o is { Kind: BankOrderKind.ValueChange, State: BankOrderState.Sent } && o.Amount == line.FaceValue):
                return ChangedAsync(news, title, boleto, orders, cancellation);
            case RetornoOccurrence.DueDateChanged or RetornoOccurrence.ValueChanged or RetornoOccurrence.AbatementGranted or RetornoOccurrence.AbatementCancelled:
                return ChangedAsync(news, title, boleto, orders, cancellation);
            case RetornoOccurrence.ChangeRejected or RetornoOccurrence.InstructionRejected or RetornoOccurrence.ClosureRejected:
                return Task.FromResult(OrderRefused(news, title, boleto, orders));
            case RetornoOccurrence.ChequeReturned or RetornoOccurrence.ChequeCleared:
                return ChequeAsync(title, boleto, cancellation);
            default:
                return Task.FromResult(TitleEnd.Noted());
        }
    }

    /// <summary>Nothing is guessed: the same line may be the same news, or somebody who paid at two tills.</summary>
    private static TitleEnd Repeated(RetornoTitle title) => title switch
    {
        { IsAfterReversal: true } => TitleEnd.ForReview(ReviewReason.Repeated, $"Um pagamento igual, do mesmo dia e valor{MoneyOf(title)}, já foi estornado. Confirme com o banco: se foi pago de novo, registre este pagamento."),
        _ when title.Line.BringsMoney || title.IsReversal || (title.Line.Paid.IsPositive && !IsAccountedFor(title.Line.Occurrence)) => TitleEnd.ForReview(ReviewReason.Repeated, $"O arquivo diz a mesma coisa mais de uma vez{MoneyOf(title)}. Confirme com o banco: se entrou duas vezes, registre este pagamento também."),
        _ when title.Line.Tariff.IsPositive && (title.Slip is not null || title.Line.Occurrence == RetornoOccurrence.Tariff) =>
            TitleEnd.ForReview(ReviewReason.Repeated, $"O arquivo traz a mesma tarifa, {title.Line.Tariff}, mais de uma vez; só uma foi registrada. Confira no extrato se o banco cobrou de novo."),
        _ => TitleEnd.Noted("O arquivo diz a mesma coisa mais de uma vez."),
    };

    /// <summary>A slip of the creditor's own, of another system of it, or the account as a whole.</summary>
    private async Task<TitleEnd> WithoutSlipAsync(RetornoNews news, RetornoTitle title, List<BankOrder> orders, CancellationToken cancellation)
    {
        var line = title.Line;
        if (title.IsAmbiguous) return TitleEnd.ForReview(ReviewReason.UnknownSlip, $"Mais de um boleto deste credor tem o nosso número {line.NossoNumero}, em contas diferentes{MoneyOf(title)}. Confira de qual conta é.");
        if (line.BringsMoney || title.IsReversal)
        {
            var number = line.NossoNumero;
            var bare = number.TrimStart('0');
            var debt = await db.Receivables.IgnoreAutoIncludes().Where(r => number != "" && (r.SlipNossoNumero == number || r.SlipNossoNumero == bare)).Select(r => r.ExternalId).FirstOrDefaultAsync(cancellation);
            return TitleEnd.ForReview(ReviewReason.UnknownSlip, debt is null
                ? $"Nenhum boleto emitido aqui para este credor tem o nosso número {number} nessa conta e carteira{MoneyOf(title)}."
                : $"É o boleto que o credor emitiu para a dívida {debt}{MoneyOf(title)}. Registre o pagamento dessa dívida, ou importe a baixa.");
        }
        if (orders.Count > 0) return Answered(news, title, orders);
        return TitleEnd.Noted(line.NossoNumero.Length == 0 ? null : "Não é um boleto emitido por aqui.");
    }

    /// <summary>The closure of a slip the creditor had issued itself.</summary>
    private static TitleEnd Answered(RetornoNews news, RetornoTitle title, List<BankOrder> orders)
    {
        switch (title.Line.Occurrence)
        {
            case RetornoOccurrence.Closed or RetornoOccurrence.ClosedAsSettled when orders.Find(o => o.Kind == BankOrderKind.Closure) is { } closure:
                closure.Answer(news, title, BankOrderState.Confirmed, null);
                return TitleEnd.Applied;
            case RetornoOccurrence.ClosureRejected or RetornoOccurrence.InstructionRejected when orders.Find(o => o.Kind == BankOrderKind.Closure) is { } closure:
                closure.Answer(news, title, BankOrderState.Rejected, news.ReasonsOf(title.Line));
                return TitleEnd.ForReview(ReviewReason.OrderRejected, $"O banco recusou a baixa: {news.ReasonsOf(title.Line)}.");
            default:
                return TitleEnd.Noted();
        }
    }

    private static TitleEnd Step(RetornoNews news, RetornoTitle title, Boleto boleto, BoletoEvent happened, string detail)
    {
        var before = boleto.Status;
        if (boleto.Hear(happened, news.Now, news.SourceOf(title), detail) is null)
            return TitleEnd.ForReview(ReviewReason.Unexpected, $"O banco diz: {detail} Aqui o boleto está {Words(before)}. Confira com o banco.");
        return boleto.Status == before ? TitleEnd.Noted() : TitleEnd.Applied;
    }

    private async Task<TitleEnd> ChequeAsync(RetornoTitle title, Boleto boleto, CancellationToken cancellation)
    {
        var stands = await db.Payments.AnyAsync(p => p.BoletoId == boleto.Id && p.ReversedAt == null, cancellation);
        return (title.Line.Occurrence == RetornoOccurrence.ChequeReturned) == stands
            ? TitleEnd.ForReview(ReviewReason.Unexpected, stands
                ? $"O cheque que pagou este boleto voltou{MoneyOf(title)}, e o pagamento está registrado aqui. Confira com o banco e estorne, se for o caso."
                : $"O cheque que pagou este boleto foi compensado{MoneyOf(title)}, e o pagamento não está registrado aqui. Confira com o banco se a liquidação ainda vem.")
            : TitleEnd.Noted();
    }

    /// <summary>The bank's fee for something that is no payment here: a cost of its own, once.</summary>
    private TitleEnd Charged(RetornoNews news, RetornoTitle title, Money tariff, TitleEnd end)
    {
        if (!tariff.IsPositive) return end;
        db.Post(news.Creditor.Id, Bookkeeping.TariffCharged(tariff), $"tariff/{title.Key.Reference(news.Header.Bank)}", news.Actor, news.Now);
        return end with { Tariffs = end.Tariffs + tariff, Outcome = end.Outcome == OccurrenceOutcome.Noted ? OccurrenceOutcome.Applied : end.Outcome };
    }

    /// <summary>Lines whose amount is no news of money: a fee's own, or a list of what is open.</summary>
    private static bool IsAccountedFor(RetornoOccurrence occurrence) => occurrence is RetornoOccurrence.Tariff or RetornoOccurrence.InPortfolio || occurrence.IsReversal();

    private static bool IsRefusal(RetornoOccurrence occurrence) =>
        occurrence is RetornoOccurrence.ChangeRejected or RetornoOccurrence.InstructionRejected or RetornoOccurrence.ClosureRejected or RetornoOccurrence.EntryRejected;

    private static string MoneyOf(RetornoTitle title) => title.Line.Paid.IsPositive ? $" (valor {title.Line.Paid})" : "";

    internal static string Words(BoletoStatus status) => status switch
    {
        BoletoStatus.Requested or BoletoStatus.Sent => "à espera do registro",
        BoletoStatus.Registered => "registrado",
        BoletoStatus.Rejected => "recusado",
        BoletoStatus.Superseded => "substituído",
        BoletoStatus.ClosureRequested => "com a baixa pedida",
        BoletoStatus.Closed => "baixado",
        BoletoStatus.AtNotary => "no cartório",
        BoletoStatus.Protested => "protestado",
        _ => "pago",
    };
}
