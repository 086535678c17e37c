using Cobranca.Portal.Identity;
using Cobranca.Portal.Integrations.Development;
using Cobranca.Portal.Integrations.Email;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.ResponseCompression;

namespace Cobranca.Portal;

/// <summary>What the portal is made of, for the web and for commands alike.</summary>
public static class Composition
{
    public static WebApplicationBuilder Builder(string[] args)
    {
        // Settings and assets stand beside the program; where the person stands only matters for files named on the command line.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseStaticWebAssets();
        var services = builder.Services;

#pragma warning disable RS0030 // the one place that takes the machine's clock
        services.AddSingleton(ShiftedTime.From(builder.Configuration, TimeProvider.System));
#pragma warning restore RS0030
        services.AddSingleton<BusinessClock>();
        services.AddSingleton<PortalSettings>();
        services.AddSingleton<InstallationKeys>();

        services.AddScoped<TenantScope>();
        services.AddDbContext<CobrancaDb>((provider, options) =>
        {
            var settings = provider.GetRequiredService<PortalSettings>();
            options.UseDatabase(settings.DatabaseProvider, settings.ConnectionString);
        });
        services.AddDataProtection().SetApplicationName("cobranca");
        services.AddSingleton<Microsoft.Extensions.Options.IConfigureOptions<Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions>, KeyFolder>();

        services.AddScoped<MessageOutbox>();
        services.AddScoped<OutboxDelivery>();
        services.AddSingleton<MessageChannels>();
        AddMessageSenders(services, builder.Configuration, builder.Environment);
        services.AddJobs(builder.Configuration);

        foreach (var feature in Features.PortalFeatures.All) feature(services, builder.Configuration, builder.Environment);
        return builder;
    }

    /// <summary>For one command: its answer is alone on stdout, log lines go to stderr.</summary>
    public static WebApplication ForCommand()
    {
        var builder = Builder([]);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        return builder.Build();
    }

    /// <summary>What only the running portal needs.</summary>
    public static void AddWeb(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        services.AddScoped<CurrentCreditor>();
        services.AddScoped<CurrentDebtor>();
        services.AddAntiforgery();
        services.AddSingleton<Microsoft.Extensions.Options.IConfigureOptions<Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions>, PortalCookies>();
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.Providers.Add<BrotliCompressionProvider>();
            options.Providers.Add<GzipCompressionProvider>();
        });
        services.AddHostedService<OutboxWorker>();
        services.AddHostedService<JobWorker>();
    }

    private static void AddMessageSenders(IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var smtp = configuration.GetSection("Email:Smtp").Exists() ? configuration.GetSection("Email:Smtp").Get<SmtpSettings>() : null;
        if (environment.IsDevelopment())
        {
            services.AddSingleton<DevelopmentMailbox>();
            services.AddSingleton<IMessageSender>(p => new MailboxSender(MessageChannel.Email, p.GetRequiredService<DevelopmentMailbox>(), smtp is null ? null : new SmtpSender(smtp)));
            services.AddSingleton<IMessageSender>(p => new MailboxSender(MessageChannel.Sms, p.GetRequiredService<DevelopmentMailbox>(), real: null));
        }
        else if (smtp is not null)
        {
            services.AddSingleton<IMessageSender>(new SmtpSender(smtp));
        }
    }

    /// <summary>Data-protection keys live beside the database.</summary>
    private sealed class KeyFolder(PortalSettings settings, ILoggerFactory logs) : Microsoft.Extensions.Options.IConfigureOptions<Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions>
    {
        public void Configure(Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions options) =>
            options.XmlRepository = new Microsoft.AspNetCore.DataProtection.Repositories.FileSystemXmlRepository(Directory.CreateDirectory(Path.Combine(settings.DataDirectory, "keys")), logs);
    }
}
