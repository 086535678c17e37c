namespace Cobranca.Portal.Features.Credits;

public static class CreditsFeature
{
    public static void Add(IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddScoped<OwnCredits>();
        services.AddScoped<RequestRefund>();
        services.AddScoped<RecordRefund>();
    }
}
