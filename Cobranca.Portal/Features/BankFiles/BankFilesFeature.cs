using Cobranca.Portal.Features.BankFiles.Remessas;
using Cobranca.Portal.Features.BankFiles.Retornos;
using Cobranca.Portal.Integrations.Bank;
using Cobranca.Portal.Integrations.Bank.Files;

namespace Cobranca.Portal.Features.BankFiles;

public static class BankFilesFeature
{
    public static void Add(IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var settings = BankFileSettings.From(configuration, environment);
        services.AddSingleton(settings);
        services.AddSingleton<BankFolders>();
        services.AddSingleton<HeldBack>();
        services.AddScoped<GenerateRemessa>();
        services.AddScoped<RemessaRun>();
        services.AddScoped<RemessaDelivery>();
        services.AddRetornos();
        if (settings.Enabled == true)
        {
            services.AddSingleton<IBankConnection, CnabBank>();
            services.AddRemessaWorker(settings);
        }
    }
}
