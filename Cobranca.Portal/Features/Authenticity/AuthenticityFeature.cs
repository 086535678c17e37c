namespace Cobranca.Portal.Features.Authenticity;

public static class AuthenticityFeature
{
    public static void Add(IServiceCollection services, IConfiguration configuration, IHostEnvironment environment) => services.AddScoped<CheckCode>();
}
