namespace Cobranca.Portal.Jobs;

public static class JobServices
{
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(JobSettings.From(configuration))
        .AddSingleton<StoredFiles>()
        .AddSingleton<JobRunner>()
        .AddScoped<JobQueue>();
}
