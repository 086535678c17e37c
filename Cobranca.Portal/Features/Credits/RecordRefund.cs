using Cobranca.Domain.Payments;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Credits;

/// <summary>What came of writing a refund down: exactly one of the nested records.</summary>
public abstract record RecordRefundOutcome
{
    private RecordRefundOutcome()
    {
    }

    /// <summary>Done now, or before by the same reference and day.</summary>
    public sealed record Refunded(DebtorCredit Credit) : RecordRefundOutcome;

    public sealed record Unknown : RecordRefundOutcome;

    /// <summary>It cannot be: the field says what to correct.</summary>
    public sealed record Invalid(string Field, string Why) : RecordRefundOutcome;

    /// <summary>There is nothing left to give back.</summary>
    public sealed record Conflict(string Why) : RecordRefundOutcome;
}

/// <summary>The creditor gave a payer back what was paid too much. (Registrar devolução.)</summary>
public sealed class RecordRefund(CobrancaDb db, BusinessClock clock)
{
    private const int MaxAttempts = 5;

    public Task<RecordRefundOutcome> HandleAsync(long creditId, string reference, DateOnly paidOn, string actor, CancellationToken cancellation) =>
        db.RacingAsync(MaxAttempts, () => TryAsync(creditId, reference, paidOn, actor, cancellation));

    private async Task<RecordRefundOutcome> TryAsync(long creditId, string reference, DateOnly paidOn, string actor, CancellationToken cancellation)
    {
        if (await db.DebtorCredits.Where(c => c.Id == creditId).Select(c => (long?)c.DebtorId).SingleOrDefaultAsync(cancellation) is not { } debtorId) return new RecordRefundOutcome.Unknown();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.TakeDebtorTurnAsync(debtorId, cancellation);
        var credit = await db.DebtorCredits.Include(c => c.Payment).SingleAsync(c => c.Id == creditId, cancellation);
        if (credit.State == CreditState.Refunded)
            return credit.RefundReference == reference && credit.RefundedOn == paidOn
                ? new RecordRefundOutcome.Refunded(credit)
                : new RecordRefundOutcome.Conflict($"Este crédito já foi devolvido em {credit.RefundedOn!.Value.ToPtBr()}, referência '{credit.RefundReference}'.");
        if (credit.State == CreditState.Withdrawn) return new RecordRefundOutcome.Conflict("O pagamento deste crédito foi estornado: não há o que devolver.");
        if (paidOn > clock.Today) return new RecordRefundOutcome.Invalid("paidOn", $"{paidOn.ToPtBr()} ainda não chegou.");
        if (paidOn < credit.Payment!.PaidOn) return new RecordRefundOutcome.Invalid("paidOn", $"o pagamento é de {credit.Payment.PaidOn.ToPtBr()}: a devolução não pode ser anterior.");

        var now = clock.Now;
        (credit.State, credit.RefundedOn, credit.RefundReference) = (CreditState.Refunded, paidOn, reference);
        db.Post(credit.CreditorId, Bookkeeping.CreditRefunded(credit.Amount), $"{credit.Payment.JournalKey()}/refunded", actor, now, credit.Payment);
        db.Announce(credit.CreditorId, EventTypes.PaymentRefunded, now, await CreditTelling.OfAsync(db, credit, cancellation));
        db.AuditEntries.Add(new()
        {
            CreditorId = credit.CreditorId, At = now, Actor = actor, Action = "credit.refund", Subject = credit.Payment.Reference, Detail = $"{credit.Amount} on {paidOn.ToPtBr()}, reference {reference}",
        });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new RecordRefundOutcome.Refunded(credit);
    }
}
