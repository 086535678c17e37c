namespace Cobranca.Portal.Features.Rules;

public static class RulesFeature
{
    public static void Add(IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddSingleton<ReferenceData>();
        services.AddScoped<PricingRules>();
        services.AddScoped<IndexImport>();
        services.AddScoped<HolidayImport>();
    }
}
