using Cobranca.Portal.Jobs;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.BankFiles.Retornos;

/// <summary>The way in: files of banks are taken whether or not slips go out by files, since an account may be served from elsewhere.</summary>
internal static class RetornosFeature
{
    public static void AddRetornos(this IServiceCollection services)
    {
        services.AddScoped<TakeRetorno>();
        services.AddScoped<RetornoOwner>();
        services.AddScoped<PrepareTitles>();
        services.AddScoped<ApplyTitle>();
        services.AddScoped<ApplyRetorno>();
        services.AddScoped<ResolveDivergence>();
        services.AddScoped<RetornoWatch>();
        services.AddScoped<IJobWork, RetornoJob>();
        services.AddPeriodicWork("retorno-watch", TimeSpan.FromSeconds(2), (turn, stopping) => RetornoWatch.TurnAsync(turn.GetRequiredService<IServiceScopeFactory>(), stopping));
    }
}
