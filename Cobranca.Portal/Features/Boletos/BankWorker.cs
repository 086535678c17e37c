using Cobranca.Domain.Boletos;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Boletos;

/// <summary>Keeps the conversations with banks going while the portal runs.</summary>
public static class BankWorker
{
    /// <summary>The rest waits for the next minute, so that conversations go on meanwhile.</summary>
    private const int SweepAtMost = 200;

    public static IServiceCollection AddBankWorker(this IServiceCollection services) => services
        .AddPeriodicWork("bank-sweep", TimeSpan.FromMinutes(1), (turn, stopping) => SweepAsync(turn.GetRequiredService<IServiceScopeFactory>(), turn.GetRequiredService<BusinessClock>(), stopping))
        .AddPeriodicWork("bank", TimeSpan.FromSeconds(1), (turn, stopping) => TurnAsync(turn.GetRequiredService<IServiceScopeFactory>(), turn.GetRequiredService<BusinessClock>(), stopping));

    /// <summary>One step of every conversation that is due, creditor by creditor; how many it were. Tests call it directly.</summary>
    public static Task<int> TurnAsync(IServiceScopeFactory scopes, BusinessClock clock, CancellationToken stopping) => EachCreditor.WorkAsync(scopes,
        services => BankConversation.CreditorsDueAsync(services.GetRequiredService<CobrancaDb>(), clock.Now, stopping),
        services => services.GetRequiredService<BankConversation>().TalkAsync(stopping), stopping);

    /// <summary>
    /// Asks for the closure of slips whose debts were paid or cancelled elsewhere (a creditor's file), so that nobody pays twice, and of those
    /// that went out in a file and were not confirmed within their time: the bank may still register one of these.
    /// </summary>
    public static async Task<int> SweepAsync(IServiceScopeFactory scopes, BusinessClock clock, CancellationToken cancellation)
    {
        await using var outer = scopes.CreateAsyncScope();
        var today = clock.Today;
        var stale = await outer.ServiceProvider.GetRequiredService<CobrancaDb>().Boletos.IgnoreQueryFilters([CobrancaDb.TenantFilter])
            .Where(b => (b.Status == BoletoStatus.Sent && b.PayableThrough < today)
                || (((b.Status == BoletoStatus.Registered && b.PayableThrough >= today) || b.Status == BoletoStatus.Sent || b.Status == BoletoStatus.AtNotary)
                    && b.Items.Any(i => i.Receivable!.Status == ReceivableStatus.Paid || i.Receivable.Status == ReceivableStatus.Cancelled)))
            .OrderBy(b => b.Id).Take(SweepAtMost).Select(b => new { b.Id, b.CreditorId, b.DebtorId }).ToListAsync(cancellation);
        foreach (var slip in stale)
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantScope>().Bind(slip.CreditorId);
            var db = scope.ServiceProvider.GetRequiredService<CobrancaDb>();
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            await db.TakeDebtorTurnAsync(slip.DebtorId, cancellation);
            var boleto = await db.Boletos.Include(b => b.Items).ThenInclude(i => i.Receivable).SingleAsync(b => b.Id == slip.Id, cancellation);
            if (boleto.HasSettledDebt()) db.EndSlip(boleto, boleto.Items.Select(i => i.Receivable!.ExternalId), clock.Now);
            else db.EndUnconfirmed(boleto, clock.Now);
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }
        return stale.Count;
    }
}
