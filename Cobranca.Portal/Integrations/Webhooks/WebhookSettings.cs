using System.Globalization;

namespace Cobranca.Portal.Integrations.Webhooks;

/// <summary>Where and how long webhooks may go (docs/webhooks.md, docs/operator.md).</summary>
/// <param name="PublicOnly">Outside Development: https only, to addresses of the public internet only.</param>
/// <param name="Ports">The ports they may go to then.</param>
/// <param name="Timeout">For one whole try, from looking up the name to the last byte read.</param>
/// <param name="RetentionDays">How long events can be read again.</param>
public sealed record WebhookSettings(bool PublicOnly, IReadOnlyList<int> Ports, TimeSpan Timeout, int RetentionDays)
{
    public static WebhookSettings From(IConfiguration configuration, IHostEnvironment environment) => new(
        PublicOnly: !environment.IsDevelopment(),
        [.. (configuration["Webhooks:Ports"] ?? "443").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(port => int.Parse(port, CultureInfo.InvariantCulture))],
        TimeSpan.FromSeconds(configuration.GetValue("Webhooks:TimeoutSeconds", 10)),
        configuration.GetValue("Events:RetentionDays", 90));
}
