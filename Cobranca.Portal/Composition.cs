using Cobranca.Portal.Identity;
using Cobranca.Portal.Integrations.Development;
using Cobranca.Portal.Integrations.Email;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.WebEncoders;

namespace Cobranca.Portal;

/// <summary>What the portal is made of, for the web and for commands alike.</summary>
public static class Composition
{
    /// <exception cref="UnsafeConfigurationException">It must not run as configured.</exception>
    public static WebApplicationBuilder Builder(string[] args)
    {
        var builder = Create(args);
        // Before anything is made of it: what follows may take every value as it should be.
        if (new PortalSettings(builder.Configuration, builder.Environment).Problems() is { Count: > 0 } problems) throw new UnsafeConfigurationException(problems);
        builder.Logging.AddLogOutput(builder.Configuration, builder.Environment.IsDevelopment());
        builder.WebHost.UseStaticWebAssets();
        var services = builder.Services;

#pragma warning disable RS0030 // the one place that takes the machine's clock
        services.AddSingleton(ShiftedTime.From(builder.Configuration, TimeProvider.System));
#pragma warning restore RS0030
        services.AddSingleton<BusinessClock>();
        services.AddSingleton<PortalSettings>();
        services.AddSingleton<InstallationKeys>();

        services.AddScoped<TenantScope>();
        services.AddPooledDbContextFactory<CobrancaDb>((provider, options) =>
        {
            var settings = provider.GetRequiredService<PortalSettings>();
            options.UseDatabase(settings.DatabaseProvider, settings.ConnectionString);
        });
        // Lent, because making one costs as much as two queries.
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<CobrancaDb>>().CreateDbContext().For(provider.GetRequiredService<TenantScope>()));
        services.AddSingleton<FrequentQueries>();
        services.AddKeyProtection(builder.Configuration);
        // Stopped in the opposite order: what is measured last leaves last.
        services.AddSingleton<TelemetryExport>();
        services.AddHostedService(provider => provider.GetRequiredService<TelemetryExport>());
        services.AddDraining(builder.Configuration, builder.Environment.IsDevelopment());

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

    private static WebApplicationBuilder Create(string[] args)
    {
        try
        {
            // Settings and assets stand beside the program; where the person stands only matters for files named on the command line.
            return WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        }
        catch (InvalidDataException unreadable)
        {
            throw new UnsafeConfigurationException([$"{unreadable.Message} {unreadable.InnerException?.Message}".TrimEnd()]);
        }
    }

    /// <summary>What only the running portal needs.</summary>
    public static void AddWeb(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = Client.Content.Html.Letters);
        services.AddHttpContextAccessor();
        services.AddSingleton<CreditorDirectory>();
        services.AddScoped<CurrentCreditor>();
        services.AddScoped<CurrentDebtor>();
        services.AddExceptionHandler<RequestFailures>();
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
        var smtp = SmtpSettings.Read(configuration);
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
}
