namespace Cobranca.Portal.Features.Debts;

public static class DebtsFeature
{
    public static void Add(IServiceCollection services, IConfiguration configuration, IHostEnvironment environment) => services.AddScoped<DebtList>();
}
