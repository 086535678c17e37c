using System.Net;
using System.Net.Sockets;
using Cobranca.Portal.Integrations.Webhooks;
using Cobranca.Portal.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Events;

/// <summary>No webhook leads into a network of our own, neither when it is registered nor when the name points elsewhere later (SSRF).</summary>
public sealed class AddressTests
{
    private static readonly WebhookSettings Production = new(PublicOnly: true, [443], TimeSpan.FromMinutes(1), 90);
    private static readonly IPAddress Public = IPAddress.Parse("200.147.3.157");

    [Theory]
    [InlineData("0.0.0.0"), InlineData("10.1.2.3"), InlineData("100.64.0.1"), InlineData("100.127.255.255"), InlineData("127.0.0.1"), InlineData("127.8.8.8")]
    [InlineData("169.254.169.254"), InlineData("172.16.0.1"), InlineData("172.31.255.255"), InlineData("192.0.0.1"), InlineData("192.168.0.1"), InlineData("198.18.0.1")]
    [InlineData("224.0.0.1"), InlineData("239.255.255.255"), InlineData("240.0.0.1"), InlineData("255.255.255.255"), InlineData("203.0.113.9"), InlineData("192.88.99.1")]
    [InlineData("::"), InlineData("::1"), InlineData("::127.0.0.1"), InlineData("::ffff:127.0.0.1"), InlineData("::ffff:10.0.0.1"), InlineData("::ffff:200.147.3.157"), InlineData("fc00::1"), InlineData("fd12:3456::1")]
    [InlineData("fe80::1"), InlineData("fec0::1"), InlineData("ff02::1"), InlineData("64:ff9b::7f00:1"), InlineData("64:ff9b:1::a00:1"), InlineData("2002:7f00:1::"), InlineData("2002:a00:1::1")]
    [InlineData("2001::1"), InlineData("2001:0:7f00:1::"), InlineData("2001:db8::1"), InlineData("3fff::1"), InlineData("100::1"), InlineData("fd00:ec2::254")]
    public void Inside_addresses_are_not_public(string address) => Assert.False(PublicAddresses.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1"), InlineData("9.255.255.255"), InlineData("11.0.0.0"), InlineData("100.63.255.255"), InlineData("100.128.0.0"), InlineData("126.255.255.255"), InlineData("128.0.0.1")]
    [InlineData("169.253.255.255"), InlineData("172.15.255.255"), InlineData("172.32.0.0"), InlineData("192.167.255.255"), InlineData("223.255.255.255"), InlineData("2606:4700:4700::1111"), InlineData("2804:49c::1")]
    public void Addresses_of_the_internet_are(string address) => Assert.True(PublicAddresses.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://sistema.example.com.br/")]
    [InlineData("https://sistema.example.com.br:8443/")]
    [InlineData("https://sistema.example.com.br:22/")]
    [InlineData("https://usuario@sistema.example.com.br/")]
    [InlineData("https://localhost/")]
    [InlineData("https://LOCALHOST./")]
    [InlineData("https://a.localhost/")]
    [InlineData("https://banco.internal/")]
    [InlineData("https://metadata.google.internal/computeMetadata/v1/")]
    [InlineData("https://intranet/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://127.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://017700000001/")]
    [InlineData("https://１２７.0.0.1/")]
    [InlineData("https://127。0。0。1/")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://0/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[::ffff:7f00:1]/")]
    [InlineData("https://[64:ff9b::10.0.0.1]/")]
    [InlineData("https://[2002:7f00:1::]/")]
    [InlineData("https://[fd00:ec2::254]/")]
    [InlineData("https://[fe80::1%25eth0]/")]
    public async Task Production_registers_none_of_these(string url)
    {
        var (accepted, problem) = await Addresses(Public).ReadAsync(url, default);
        Assert.Null(accepted);
        Assert.NotEmpty(problem!);
    }

    [Fact]
    public async Task Production_registers_a_public_name_and_no_name_that_leads_inside_even_in_part()
    {
        const string Url = "https://sistema.example.com.br/eventos?canal=1";
        Assert.Equal(Url, (await Addresses(Public).ReadAsync(Url, default)).Url!.AbsoluteUri);
        Assert.Contains("rede interna", (await Addresses(IPAddress.Parse("10.0.0.5")).ReadAsync(Url, default)).Problem, StringComparison.Ordinal);
        Assert.Contains("rede interna", (await Addresses(Public, IPAddress.IPv6Loopback).ReadAsync(Url, default)).Problem, StringComparison.Ordinal);
        Assert.Contains("DNS", (await Addresses().ReadAsync(Url, default)).Problem, StringComparison.Ordinal);
        Assert.Contains("DNS", (await new WebhookAddresses(Production, (_, _) => throw new SocketException((int)SocketError.HostNotFound)).ReadAsync(Url, default)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_port_is_a_setting() =>
        Assert.NotNull((await new WebhookAddresses(Production with { Ports = [443, 8443] }, (_, _) => Task.FromResult<IPAddress[]>([Public])).ReadAsync("https://sistema.example.com.br:8443/", default)).Url);

    [Fact]
    public async Task Development_reaches_this_machine() =>
        Assert.NotNull((await new WebhookAddresses(Production with { PublicOnly = false }, (_, _) => throw new InvalidOperationException("not asked")).ReadAsync("http://localhost:5999/x", default)).Url);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_name_that_points_inside_when_it_connects_is_refused_unconnected(bool publicOnly)
    {
        using var inside = new TcpListener(IPAddress.Loopback, 0);
        inside.Start();
        var port = ((IPEndPoint)inside.LocalEndpoint).Port;
        using var client = new WebhookClient(Production with { PublicOnly = publicOnly, Ports = [port], Timeout = TimeSpan.FromSeconds(20) }, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));
        var sending = client.SendAsync(new(new($"https://sistema.example.com.br:{port}/"), [], "", "evt_x_1", 1, EventTypes.BoletoPaid), default);
        if (!publicOnly)
        {
            // So the way is there, and only the check closes it.
            using (await inside.AcceptTcpClientAsync()) { }
            Assert.NotEqual("address refused", (await sending).Error);
            return;
        }
        Assert.Equal(new WebhookAnswer(null, "address refused"), await sending);
        Assert.False(inside.Pending());
    }

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("http://sistema.example.com.br/")]
    [InlineData("https://sistema.example.com.br:8080/")]
    public async Task What_was_registered_under_other_settings_is_refused_when_it_would_leave(string url)
    {
        using var client = new WebhookClient(Production, (_, _) => Task.FromResult<IPAddress[]>([Public]));
        Assert.Equal(new WebhookAnswer(null, "address refused"), await client.SendAsync(new(new(url), [], "", "evt_x_1", 1, EventTypes.BoletoPaid), default));
    }

    [Fact]
    public async Task In_Production_a_name_that_moves_inside_is_told_by_the_deliveries()
    {
        var now = Public;
        var portal = new PortalFixture { Environment = "Production", ChangeServices = services => services.AddSingleton<HostResolver>((_, _) => Task.FromResult<IPAddress[]>([now])) };
        await portal.InitializeAsync();
        try
        {
            var scene = new EventScene(portal);
            var api = await scene.ApiAsync();
            Assert.Equal(["url"], (await api.PostAsync("/api/v1/webhooks", """{"url":"https://169.254.169.254/"}""")).WrongFields);
            var (id, _) = await scene.RegisterAsync(api, "https://sistema.example.com.br/eventos");
            now = IPAddress.Loopback;
            await scene.AnnounceAsync(portal.Aurora);
            Assert.Equal(1, await scene.TurnAsync());
            Assert.Equal("address refused", Assert.Single(await scene.DeliveriesAsync(id)).LastError);
            Assert.Equal("address refused", (await api.PostAsync($"/api/v1/webhooks/{id}/test", "")).Json.GetProperty("error").GetString());
        }
        finally { await portal.DisposeAsync(); }
    }

    private static WebhookAddresses Addresses(params IPAddress[] found) => new(Production, (_, _) => Task.FromResult(found));
}
