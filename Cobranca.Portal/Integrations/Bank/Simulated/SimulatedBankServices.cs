using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Integrations.Bank.Simulated;

/// <summary>Development's bank: its office at the other end of the watched folders, and its counter for what no file can carry.</summary>
public static class SimulatedBankServices
{
    public static IServiceCollection AddSimulatedBank(this IServiceCollection services)
    {
        services.AddSingleton<SimulatedBank>();
        services.AddSingleton<IBankConnection, SimulatedCounter>();
        return services.AddPeriodicWork("simulated-bank", TimeSpan.FromSeconds(1), (turn, _) =>
        {
            turn.GetRequiredService<SimulatedBank>().Turn();
            return Task.CompletedTask;
        });
    }
}
