using Cobranca.Portal.Integrations.Bank.Files;
using Cobranca.Portal.Platform;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cobranca.Portal.Integrations.Bank.Simulated;

/// <summary>Development's bank: its office at the other end of the watched folders, and its counter for what no file can carry.</summary>
public static class SimulatedBankServices
{
    public static IServiceCollection AddSimulatedBank(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.TryAddSingleton(BankFileSettings.From(configuration, environment));
        services.TryAddSingleton(provider => new BankFolders(provider.GetRequiredService<BankFileSettings>(), provider.GetRequiredService<PortalSettings>()));
        services.AddSingleton<SimulatedBank>();
        services.AddSingleton<IBankConnection, SimulatedCounter>();
        return services.AddPeriodicWork("simulated-bank", TimeSpan.FromSeconds(1), (turn, _) =>
        {
            turn.GetRequiredService<SimulatedBank>().Turn();
            return Task.CompletedTask;
        });
    }
}
