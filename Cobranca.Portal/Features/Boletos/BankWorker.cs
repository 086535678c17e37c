using Cobranca.Domain.Boletos;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Boletos;

/// <summary>Keeps the conversations with banks going while the portal runs.</summary>
public sealed partial class BankWorker(IServiceScopeFactory scopes, PortalSettings settings, BusinessClock clock, TimeProvider time, ILogger<BankWorker> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private const int TurnsPerSweep = 60;
    /// <summary>The rest waits for the next minute, so that conversations go on meanwhile.</summary>
    private const int SweepAtMost = 200;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.WorkersEnabled) return;
        using var timer = new PeriodicTimer(Interval, time);
        for (var turn = 0; ; turn++)
        {
            try
            {
                if (turn % TurnsPerSweep == 0) await SweepAsync(scopes, clock, stoppingToken);
                await TurnAsync(scopes, clock, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException) { LogFailure(failure); }
            if (!await timer.WaitForNextTickAsync(stoppingToken)) return;
        }
    }

    /// <summary>One step of every conversation that is due, creditor by creditor, each in a scope of its own. Tests call it directly.</summary>
    public static async Task<int> TurnAsync(IServiceScopeFactory scopes, BusinessClock clock, CancellationToken cancellation)
    {
        List<long> creditors;
        await using (var scope = scopes.CreateAsyncScope())
            creditors = await BankConversation.CreditorsDueAsync(scope.ServiceProvider.GetRequiredService<CobrancaDb>(), clock.Now, cancellation);
        var talked = 0;
        foreach (var creditor in creditors)
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantScope>().Bind(creditor);
            talked += await scope.ServiceProvider.GetRequiredService<BankConversation>().TalkAsync(cancellation);
        }
        return talked;
    }

    /// <summary>Asks for the closure of slips whose debts were paid or cancelled elsewhere (a creditor's file), so that nobody pays twice.</summary>
    public static async Task<int> SweepAsync(IServiceScopeFactory scopes, BusinessClock clock, CancellationToken cancellation)
    {
        await using var outer = scopes.CreateAsyncScope();
        var today = clock.Today;
        var stale = await outer.ServiceProvider.GetRequiredService<CobrancaDb>().Boletos.IgnoreQueryFilters([CobrancaDb.TenantFilter])
            .Where(b => b.Status == BoletoStatus.Registered && b.PayableThrough >= today
                && b.Items.Any(i => i.Receivable!.Status == ReceivableStatus.Paid || i.Receivable.Status == ReceivableStatus.Cancelled))
            .OrderBy(b => b.Id).Take(SweepAtMost).Select(b => new { b.Id, b.CreditorId, b.DebtorId }).ToListAsync(cancellation);
        foreach (var slip in stale)
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantScope>().Bind(slip.CreditorId);
            var db = scope.ServiceProvider.GetRequiredService<CobrancaDb>();
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            await db.TakeDebtorTurnAsync(slip.DebtorId, cancellation);
            var boleto = await db.Boletos.Include(b => b.Items).ThenInclude(i => i.Receivable).SingleAsync(b => b.Id == slip.Id, cancellation);
            db.EndSlip(boleto, boleto.Items.Select(i => i.Receivable!.ExternalId), clock.Now);
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }
        return stale.Count;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The bank conversations could not be turned; they are tried again")]
    private partial void LogFailure(Exception failure);
}
