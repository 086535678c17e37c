namespace Cobranca.Portal.Features.Payments;

public static class PaymentsFeature
{
    public static void Add(IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddScoped<RecordPayment>();
        services.AddScoped<RecordOutsidePayment>();
        services.AddScoped<ReversePayment>();
        services.AddScoped<DecideSettlements>();
        services.AddScoped<SettleSlips>();
    }
}
