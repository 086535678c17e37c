using Cobranca.Portal.Integrations.Bank.Files;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.BankFiles.Remessas;

/// <summary>Makes files of orders that have gathered long enough, and puts files into their folders, while the portal runs.</summary>
public static class RemessaWorker
{
    public static IServiceCollection AddRemessaWorker(this IServiceCollection services, BankFileSettings settings)
    {
        var every = settings.GenerateEvery!.Value;
        // Often enough that a file is hardly later than said, and that a folder that was away is tried again soon.
        var look = every > TimeSpan.Zero && every < TimeSpan.FromSeconds(15) ? every : TimeSpan.FromSeconds(15);
        return services.AddPeriodicWork("remessa", look, (turn, stopping) =>
            TurnAsync(turn.GetRequiredService<IServiceScopeFactory>(), settings, turn.GetRequiredService<BusinessClock>(), stopping));
    }

    /// <summary>How many files were made or delivered. Tests call it directly.</summary>
    public static async Task<int> TurnAsync(IServiceScopeFactory scopes, BankFileSettings settings, BusinessClock clock, CancellationToken stopping)
    {
        var made = settings.GenerateEvery == TimeSpan.Zero ? 0 : await EachCreditor.WorkAsync(scopes,
            services => Ripe(services.GetRequiredService<CobrancaDb>().BankOrders.IgnoreQueryFilters([CobrancaDb.TenantFilter]), settings, clock.Now).Select(o => o.CreditorId).Distinct().ToListAsync(stopping),
            services => GenerateAsync(services, settings, clock.Now, stopping), stopping);
        return made + await EachCreditor.WorkAsync(scopes,
            services => RemessaDelivery.CreditorsDueAsync(services.GetRequiredService<CobrancaDb>(), clock.Now, stopping),
            services => services.GetRequiredService<RemessaDelivery>().DeliverAsync(stopping), stopping);
    }

    /// <summary>The rule is about the oldest order, so that it holds however many nodes look and however often they are restarted.</summary>
    private static IQueryable<BankOrder> Ripe(IQueryable<BankOrder> orders, BankFileSettings settings, DateTime now)
    {
        var before = now - settings.GenerateEvery!.Value;
        return orders.Where(o => o.State == BankOrderState.Queued && o.CreatedAt <= before);
    }

    private static async Task<int> GenerateAsync(IServiceProvider services, BankFileSettings settings, DateTime now, CancellationToken stopping)
    {
        var db = services.GetRequiredService<CobrancaDb>();
        var accounts = await Ripe(db.BankOrders, settings, now).Select(o => o.BankAccountId).Distinct().ToListAsync(stopping);
        return await services.GetRequiredService<RemessaRun>().RunAsync(accounts, "portal", stopping) is { } run ? run.Files.Count : 0;
    }
}
