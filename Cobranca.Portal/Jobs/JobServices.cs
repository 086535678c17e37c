namespace Cobranca.Portal.Jobs;

public static class JobServices
{
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = JobSettings.From(configuration);
        return services.AddSingleton(settings).AddSingleton<StoredFiles>().AddSingleton<JobRunner>().AddScoped<JobQueue>().AddJobWorker(settings);
    }
}
