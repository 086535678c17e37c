namespace Cobranca.Portal.Features.Portfolio;

public static class PortfolioFeature
{
    public static void Add(IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddScoped<PortfolioImport>();
        services.AddScoped<PortfolioBatch>();
    }
}
