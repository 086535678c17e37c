using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Identity;

/// <summary>Deletes what sign-in leaves behind once nobody can need it: hourly, on every node, in any order.</summary>
public sealed partial class AccessSweep(
    IServiceScopeFactory scopes, PortalSettings settings, BusinessClock clock, TimeProvider time, ILogger<AccessSweep> log) : BackgroundService
{
    /// <summary>Codes stay for a day, so that whoever received one by mistake can say so.</summary>
    public static readonly TimeSpan KeepCodes = TimeSpan.FromDays(1);
    /// <summary>Requests that led to nothing hold personal data of people who may not even be debtors (domain facts §6).</summary>
    private const int KeepFailedRequestsMonths = 12;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.WorkersEnabled) return;
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), time);
        do
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await RunAsync(scope.ServiceProvider.GetRequiredService<CobrancaDb>(), clock.Now, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException) { LogFailure(failure); }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>One sweep over all creditors.</summary>
    public static async Task RunAsync(CobrancaDb db, DateTime now, CancellationToken cancellation)
    {
        var codesBefore = now - KeepCodes;
        var requestsBefore = now.AddMonths(-KeepFailedRequestsMonths);
        await db.RateWindows.Where(w => w.ExpiresAt < now).ExecuteDeleteAsync(cancellation);
        await All(db.AuthenticityCodes).Where(c => c.ExpiresAt < now).ExecuteDeleteAsync(cancellation);
        await All(db.Challenges).Where(c => c.ExpiresAt < codesBefore).ExecuteDeleteAsync(cancellation);
        await All(db.SignInAttempts).Where(a => a.ExpiresAt < codesBefore).ExecuteDeleteAsync(cancellation);
        await All(db.ContactRequests).Where(r => r.Status != ContactRequestStatus.Approved && r.CreatedAt < requestsBefore).ExecuteDeleteAsync(cancellation);
    }

    private static IQueryable<T> All<T>(DbSet<T> rows) where T : class, ITenantOwned => rows.IgnoreQueryFilters([CobrancaDb.TenantFilter]);

    [LoggerMessage(Level = LogLevel.Error, Message = "Old sign-in rows could not be deleted; it is tried again in an hour")]
    private partial void LogFailure(Exception failure);
}
