using System.Net;
using System.Net.Sockets;

namespace Cobranca.Portal.Integrations.Webhooks;

/// <summary>
/// Which addresses are of the public internet. Everything else (this machine, its network, the cloud's metadata service, forms that embed an
/// IPv4 address) is where a creditor's webhook must never lead us. Source: IANA special-purpose address registries, read 2026-11-21.
/// </summary>
public static class PublicAddresses
{
    private static readonly IPNetwork[] ReservedV4 =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.0.0.0/24"), IPNetwork.Parse("192.0.2.0/24"), IPNetwork.Parse("192.88.99.0/24"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("198.18.0.0/15"), IPNetwork.Parse("198.51.100.0/24"), IPNetwork.Parse("203.0.113.0/24"), IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("240.0.0.0/4"),
    ];

    /// <summary>Inside 2000::/3, what is not of the public internet: Teredo and its like, documentation, 6to4.</summary>
    private static readonly IPNetwork[] ReservedV6 = [IPNetwork.Parse("2001::/23"), IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("2002::/16"), IPNetwork.Parse("3fff::/20")];

    public static bool Contains(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !Array.Exists(ReservedV4, net => net.Contains(address)),
        AddressFamily.InterNetworkV6 => IsGlobalUnicast(address) && !Array.Exists(ReservedV6, net => net.Contains(address)),
        _ => false,
    };

    /// <summary>2000::/3. Loopback, ULA, link-local, multicast, IPv4-mapped and NAT64 all stand outside it.</summary>
    private static bool IsGlobalUnicast(IPAddress address)
    {
        // Not by IPNetwork, which takes an IPv4-mapped address for the IPv4 address inside.
        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out _) && bytes[0] >> 5 == 0b001;
    }
}
