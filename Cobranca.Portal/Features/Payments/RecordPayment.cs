using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Features.Rules;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Payments;

/// <param name="Boleto">Its id in the portal or its nosso número, as printed or bare.</param>
/// <param name="Reference">What the sender calls the payment: the same one from the same source is the same payment.</param>
public sealed record PaymentToRecord(string Boleto, Money Amount, DateOnly PaidOn, PaymentSource Source, string Reference, string Actor)
{
    /// <summary>What the bank credited, where that is known with the payment.</summary>
    public BankCredit? Credit { get; init; }
}

/// <summary>What came of recording a payment: exactly one of the nested records.</summary>
public abstract record RecordPaymentOutcome
{
    private RecordPaymentOutcome()
    {
    }

    /// <param name="Boleto">As it stands now.</param>
    /// <param name="Before">As it stood before.</param>
    /// <param name="Closing">Other slips whose closure was asked for.</param>
    public sealed record Recorded(Payment Payment, Boleto Boleto, BoletoStatus Before, SlipAllocation Allocation, IReadOnlyList<Boleto> Closing) : RecordPaymentOutcome;

    /// <summary>This very payment was recorded before; nothing changed.</summary>
    public sealed record KnownAlready(Payment Payment) : RecordPaymentOutcome;

    /// <summary>Nothing was written.</summary>
    /// <param name="Why">In Portuguese, with what to do.</param>
    public sealed record Refused(string Why) : RecordPaymentOutcome;
}

/// <summary>Books money received for a boleto to the debts on it. (Registrar pagamento.)</summary>
public sealed class RecordPayment(CobrancaDb db, PricingRules rules, BusinessClock clock)
{
    /// <summary>Only two commands racing for one reference make an attempt fail.</summary>
    private const int MaxAttempts = 5;

    public Task<RecordPaymentOutcome> HandleAsync(Creditor creditor, PaymentToRecord payment, CancellationToken cancellation) =>
        db.RacingAsync(MaxAttempts, () => TryAsync(creditor, payment, cancellation));

    private async Task<RecordPaymentOutcome> TryAsync(Creditor creditor, PaymentToRecord asked, CancellationToken cancellation)
    {
        if (!asked.Amount.IsPositive) return new RecordPaymentOutcome.Refused("O valor pago precisa ser maior que zero.");
        if (asked.PaidOn > clock.Today) return new RecordPaymentOutcome.Refused($"A data do pagamento, {asked.PaidOn.ToPtBr()}, ainda não chegou.");
        if (asked.Credit is { } credit && (credit.Tariff < Money.Zero || credit.Tariff > asked.Amount)) return new RecordPaymentOutcome.Refused("A tarifa do banco é uma parte do valor pago.");
        if (asked.Credit is { } early && early.On < asked.PaidOn) return new RecordPaymentOutcome.Refused($"O banco não pode ter creditado em {early.On.ToPtBr()} o que foi pago em {asked.PaidOn.ToPtBr()}.");
        var matches = await db.BoletosCalledAsync(asked.Boleto, cancellation);
        if (matches.Count == 0) return new RecordPaymentOutcome.Refused($"Este credor não tem boleto '{asked.Boleto}'.");
        if (matches.Count > 1)
            return new RecordPaymentOutcome.Refused($"Mais de um boleto tem o nosso número {asked.Boleto}. Diga qual: {string.Join(", ", matches.Select(b => $"{b.PublicId} ({b.NossoNumeroFormatted}, {b.Amount})"))}.");

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.TakeDebtorTurnAsync(matches[0].DebtorId, cancellation);
        if (await db.Payments.AsNoTracking().SingleOrDefaultAsync(p => p.Source == asked.Source && p.Reference == asked.Reference, cancellation) is { } known)
            return known.BoletoId == matches[0].Id && known.Amount == asked.Amount && known.PaidOn == asked.PaidOn
                ? new RecordPaymentOutcome.KnownAlready(known)
                : new RecordPaymentOutcome.Refused($"A referência '{asked.Reference}' já é de outro pagamento: {known.Amount} em {known.PaidOn.ToPtBr()}. Confira e use outra referência.");

        var id = matches[0].Id;
        var boleto = await db.Boletos.Include(b => b.Items).ThenInclude(i => i.Receivable!).ThenInclude(r => r.Allocations).ThenInclude(a => a.Payment)
            .SingleAsync(b => b.Id == id, cancellation);
        if (WhyNot(boleto, asked) is { } why) return new RecordPaymentOutcome.Refused(why);

        var now = clock.Now;
        var money = new SlipMoney(asked.Amount, asked.PaidOn, asked.Source, asked.Reference, asked.Actor) { Credit = asked.Credit };
        var booked = await db.BookSlipAsync(creditor, boleto, money, await rules.PricerAsync(creditor, cancellation), $"pagamento ({asked.Source})", now, cancellation);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        CobrancaTelemetry.PaymentRecorded(asked.Source.ToString());
        return new RecordPaymentOutcome.Recorded(booked.Payment, boleto, booked.Before, booked.Allocation, booked.Closing);
    }

    private string? WhyNot(Boleto boleto, PaymentToRecord asked)
    {
        var name = $"O boleto {boleto.NossoNumeroFormatted}";
        if (boleto.Status == BoletoStatus.Requested) return $"{name} ainda não foi registrado pelo banco: ninguém pode tê-lo pago. Confira o número.";
        if (boleto.Status == BoletoStatus.Sent) return $"{name} foi ao banco e ainda não voltou confirmado. Importe primeiro o retorno que o confirma, ou confira o número.";
        if (boleto.Status == BoletoStatus.Rejected) return $"{name} foi recusado pelo banco ({boleto.RejectionReason}): ninguém pode tê-lo pago. Confira o número.";
        var requestedOn = DateOnly.FromDateTime(BusinessClock.Local(boleto.RequestedAt).DateTime);
        return asked.PaidOn < requestedOn ? $"{name} só existe desde {requestedOn.ToPtBr()}: não pode ter sido pago em {asked.PaidOn.ToPtBr()}." : null;
    }
}
