using Microsoft.AspNetCore.HttpOverrides;

namespace Cobranca.Portal.Identity;

/// <summary>
/// Behind a balancer every request seems to come from one address, and limits per address would lock everybody out. Only the networks in
/// <c>Portal:TrustedProxies</c> are believed when they say for whom they speak; anybody can write that header.
/// </summary>
public static class TrustedProxies
{
    public const string Key = "Portal:TrustedProxies";

    public static void AddTrustedProxies(this IServiceCollection services, IConfiguration configuration)
    {
        var networks = configuration.GetSection(Key).Get<string[]>() ?? [];
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
