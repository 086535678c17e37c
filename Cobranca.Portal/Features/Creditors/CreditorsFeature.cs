namespace Cobranca.Portal.Features.Creditors;

public static class CreditorsFeature
{
    public static void Add(IServiceCollection services, IConfiguration configuration, IHostEnvironment environment) => services.AddScoped<CreditorApply>();
}
