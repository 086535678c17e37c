using System.Net;
using Cobranca.Portal.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Access;

/// <summary>Behind a balancer limits count the people, not the balancer; and nobody else may say who they are.</summary>
public sealed class TrustedProxyTests : IAsyncLifetime
{
    private readonly PortalFixture _portal = new()
    {
        ChangeServices = services =>
        {
            services.AddTrustedProxies(new ConfigurationBuilder().AddInMemoryCollection([new("Portal:TrustedProxies:0", "172.16.0.0/12"), new("Portal:TrustedProxies:1", "fd00::/8")]).Build());
            services.AddSingleton(new AccessLimits { EntriesPerAddress = new() { Count = 1, Per = TimeSpan.FromHours(1) } });
        },
    };

    public Task InitializeAsync() => _portal.InitializeAsync();

    public Task DisposeAsync() => _portal.DisposeAsync();

    [Theory]
    [InlineData("172.16.0.9", "203.0.113.1", "203.0.113.2", false)]
    [InlineData("172.16.0.9", "203.0.113.3", "203.0.113.3", true)]
    [InlineData("172.16.0.9", "203.0.113.4, 172.17.1.1", "203.0.113.5, 172.17.1.1", false)]
    [InlineData("172.16.0.9", "8.8.8.8, 203.0.113.6", "9.9.9.9, 203.0.113.6", true)]
    [InlineData("198.51.100.1", "203.0.113.7", "203.0.113.8", true)]
    [InlineData("fd00::1", "203.0.113.9", "203.0.113.10", false)]
    public async Task Two_entries_count_together_when_they_come_from_one_person(string connection, string first, string second, bool together)
    {
        Assert.Equal(HttpStatusCode.Found, await EnterAsync(connection, first));
        Assert.Equal(together ? HttpStatusCode.TooManyRequests : HttpStatusCode.Found, await EnterAsync(connection, second));
    }

    private async Task<HttpStatusCode> EnterAsync(string connection, string forwardedFor)
    {
        var browser = _portal.NewBrowser();
        var request = Browser.Filled(await browser.GetAsync("/aurora"), "entrar", ("Form.TaxId", "52998224725"));
        browser.Address = connection;
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        return (await browser.SendAsync(request)).Status;
    }
}
