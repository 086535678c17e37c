namespace Cobranca.Portal.Features.Ledger;

public static class LedgerFeature
{
    public static void Add(IServiceCollection services, IConfiguration configuration, IHostEnvironment environment) => services.AddScoped<LedgerCheck>();
}
