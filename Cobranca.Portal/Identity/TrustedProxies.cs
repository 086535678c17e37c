using Microsoft.AspNetCore.HttpOverrides;

namespace Cobranca.Portal.Identity;

/// <summary>
/// Behind a balancer every request seems to come from one address, and limits per address would lock everybody out. Only the networks in
/// <c>Portal:TrustedProxies</c> are believed when they say for whom they speak; anybody can write that header.
/// </summary>
public static class TrustedProxies
{
    public const string Key = "Portal:TrustedProxies";

    public static IEnumerable<string> Problems(IConfiguration configuration)
    {
        if (configuration[Key] is { Length: > 0 } single) yield return $"{Key} is '{single}', but it is a list: write {Key}:0, {Key}:1, …";
        foreach (var network in Networks(configuration).Where(network => !System.Net.IPNetwork.TryParse(network, out _)))
            yield return $"{Key} has '{network}': use networks like 10.1.0.0/16; one machine is 10.1.2.3/32.";
    }

    private static string[] Networks(IConfiguration configuration) => configuration.GetSection(Key).Get<string[]>() ?? [];

    public static void AddTrustedProxies(this IServiceCollection services, IConfiguration configuration)
    {
        var networks = Networks(configuration);
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            if (networks.Length == 0) return;
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            // As many hops as there are trusted networks: the chain is read from the right and stops at the first stranger.
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in networks) options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        });
    }
}
