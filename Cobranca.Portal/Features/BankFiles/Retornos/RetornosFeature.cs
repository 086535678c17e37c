using Cobranca.Portal.Integrations.Bank.Files;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Platform;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cobranca.Portal.Features.BankFiles.Retornos;

public static class RetornosFeature
{
    public static void Add(IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.TryAddSingleton(_ => BankFileSettings.From(configuration, environment));
        services.TryAddSingleton<BankFolders>();
        services.AddScoped<TakeRetorno>();
        services.AddScoped<RetornoOwner>();
        services.AddScoped<ApplyTitle>();
        services.AddScoped<ApplyRetorno>();
        services.AddScoped<ResolveDivergence>();
        services.AddScoped<RetornoWatch>();
        services.AddScoped<IJobWork, RetornoJob>();
        services.AddPeriodicWork("retorno-watch", TimeSpan.FromSeconds(2), (turn, stopping) => RetornoWatch.TurnAsync(turn.GetRequiredService<IServiceScopeFactory>(), stopping));
    }
}
