using System.Net;
using Cobranca.Portal.Integrations.Webhooks;
using Cobranca.Portal.Outbox;

namespace Cobranca.Portal.Features.Events;

public static class EventsFeature
{
    public static void Add(IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddSingleton(WebhookSettings.From(configuration, environment));
        services.AddSingleton<HostResolver>(Dns.GetHostAddressesAsync);
        services.AddSingleton<WebhookAddresses>();
        services.AddSingleton<WebhookClient>();
        services.AddSingleton<WebhookSecrets>();
        services.AddScoped<EventNumbering>();
        services.AddScoped<EventRetention>();
        services.AddScoped<WebhookPlanning>();
        services.AddScoped<WebhookDispatch>();
        services.AddScoped<CreateWebhook>();
        services.AddScoped<ReplayWebhook>();
        WebhookWorker.AddTo(services);
    }
}
