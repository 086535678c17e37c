using Cobranca.Domain.Values;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Credits;

/// <summary>
/// Asks for everything that is owed back to the debtor who is signed in. Where it goes is not asked: to the Pix key that is their own CPF
/// or CNPJ, so that whoever holds their phone gains nothing.
/// </summary>
public sealed class RequestRefund(CobrancaDb db, CurrentDebtor debtor, BusinessClock clock)
{
    private const int MaxAttempts = 5;

    /// <returns>What was asked for now; zero when there was nothing, or it had been asked for before.</returns>
    public Task<Money> HandleAsync(CancellationToken cancellation) =>
        db.RacingAsync(MaxAttempts, () => TryAsync(cancellation));

    private async Task<Money> TryAsync(CancellationToken cancellation)
    {
        var now = clock.Now;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.TakeDebtorTurnAsync(debtor.Id, cancellation);
        var open = await db.DebtorCredits.Include(c => c.Payment).Where(c => c.DebtorId == debtor.Id && c.State == CreditState.Open).ToListAsync(cancellation);
        foreach (var credit in open)
        {
            (credit.State, credit.RefundRequestedAt) = (CreditState.RefundRequested, now);
            db.Announce(credit.CreditorId, EventTypes.CreditRefundRequested, now, await CreditTelling.OfAsync(db, credit, cancellation));
        }
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return open.Sum(c => c.Amount);
    }
}
