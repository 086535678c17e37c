using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Cobranca.Portal.Platform;
using Cobranca.Portal.Tests.Databases;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cobranca.Portal.Tests.Attacks;

/// <summary>The real server on a socket: what is too much is refused, what can be read two ways is not read at all.</summary>
public sealed class RawHttpTests(RawHttpTests.Server server) : IClassFixture<RawHttpTests.Server>
{
    [Fact]
    public async Task A_form_longer_than_any_of_ours_is_refused_unread()
    {
        var answer = await AskAsync($"POST /aurora HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {RequestLimits.BodyBytes + 1}\r\nConnection: close\r\n\r\nForm.TaxId=1");
        Assert.Matches("^HTTP/1.1 (413|303)", answer);
        Assert.DoesNotContain("Exception", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chunked_form_is_counted_as_it_comes()
    {
        var chunk = $"8000\r\n{new string('a', 0x8000)}\r\n";
        var answer = await AskAsync($"POST /aurora HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{chunk}{chunk}{chunk}0\r\n\r\n");
        Assert.Matches("^HTTP/1.1 (413|303|400)", answer);
    }

    [Theory]
    [InlineData(1_000, 3)]
    [InlineData(1, 60_000)]
    public async Task A_form_of_too_many_or_too_long_fields_is_sent_back(int fields, int length)
    {
        var body = string.Join('&', Enumerable.Range(0, fields).Select(i => $"f{i}={new string('a', length)}"));
        var answer = await AskAsync($"POST /aurora HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");
        Assert.Matches("^HTTP/1.1 (303|400|413)", answer);
    }

    [Fact]
    public async Task Headers_and_addresses_have_an_end()
    {
        Assert.StartsWith("HTTP/1.1 431", await AskAsync($"GET /aurora HTTP/1.1\r\nHost: localhost\r\nX-Long: {new string('a', 17_000)}\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431", await AskAsync($"GET /aurora HTTP/1.1\r\nHost: localhost\r\n{string.Concat(Enumerable.Range(0, 65).Select(i => $"X-{i}: a\r\n"))}\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 414", await AskAsync($"GET /aurora?{new string('a', 9_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n"), StringComparison.Ordinal);
    }

    /// <summary>A proxy in front might see one request where the server sees two.</summary>
    [Theory]
    [InlineData("POST /aurora HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde")]
    [InlineData("POST /aurora HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length : 6\r\n\r\nabcde")]
    [InlineData("POST /aurora HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n")]
    [InlineData("GET /aurora HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")]
    [InlineData("GET /aurora HTTP/1.1\r\n\r\n")]
    [InlineData("GET /aurora HTTP/1.1\r\nHost: localhost\r\n X-Folded: a\r\n\r\n")]
    [InlineData("GET /aurora\u0000 HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET http://evil.example/aurora HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    public async Task What_can_be_read_two_ways_is_refused(string request)
    {
        var answer = await AskAsync(request);
        Assert.Matches("^HTTP/1.1 (400|501)", answer);
        Assert.DoesNotContain("HTTP/1.1 200", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 4\r\nTransfer-Encoding: chunked", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked", "Z\r\na\r\n0\r\n\r\n")]
    public async Task A_body_of_doubtful_length_does_not_hide_a_second_request(string headers, string body)
    {
        var answer = await AskAsync($"POST /aurora HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n{headers}\r\n\r\n{body}GET /aurora/privacidade HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(answer, "^HTTP/1.1 ", System.Text.RegularExpressions.RegexOptions.Multiline, TimeSpan.FromSeconds(1)));
    }

    /// <summary>Addresses that a proxy and the portal might read as two different pages, or that a redirect might lead out of the site.</summary>
    [Theory]
    [InlineData("//aurora")]
    [InlineData("//evil.example/aurora")]
    [InlineData("/\\evil.example")]
    [InlineData("/%2fevil.example")]
    [InlineData("/aurora//dividas")]
    [InlineData("/aurora%2fdividas")]
    [InlineData("/aurora\\dividas")]
    [InlineData("/aurora/dividas;x=1")]
    [InlineData("/aurora/boleto/%2e%2e%2fnovo")]
    [InlineData("/aurora/%00")]
    [InlineData("/_content/%2e%2e/%2e%2e/appsettings.json")]
    [InlineData("/appsettings.json")]
    [InlineData("/aurora/boleto/outra-data/99999999999999999999")]
    [InlineData("/_framework/opaque-redirect?url=https://evil.example")]
    public async Task Odd_addresses_lead_nowhere(string path)
    {
        foreach (var request in new[] { $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            $"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 15\r\n\r\n_handler=entrar" })
        {
            var answer = await AskAsync(request);
            Assert.Matches("^HTTP/1.1 (400|404|405)", answer);
            Assert.DoesNotContain("\r\nLocation:", answer, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("/aurora/../vetor/dividas")]
    [InlineData("/vetor/%2e%2e/aurora/%2e/dividas")]
    [InlineData("/aurora/dividas/")]
    public async Task Dots_are_followed_before_anybody_is_asked_for(string path) =>
        Assert.Matches("^HTTP/1.1 (303|404)", await AskAsync($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));

    [Theory]
    [InlineData("TRACE")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Pages_know_no_other_method(string method) =>
        Assert.StartsWith("HTTP/1.1 405", await AskAsync($"{method} /aurora HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);

    [Fact]
    public void A_slow_sender_and_an_idle_connection_have_an_end()
    {
        var limits = server.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;
        Assert.True(limits.RequestHeadersTimeout <= TimeSpan.FromSeconds(15));
        Assert.True(limits.KeepAliveTimeout <= TimeSpan.FromMinutes(3));
        Assert.True(limits.MinRequestBodyDataRate!.BytesPerSecond >= 240 && limits.MinRequestBodyDataRate.GracePeriod <= TimeSpan.FromSeconds(5));
        Assert.NotNull(limits.MinResponseDataRate);
        Assert.NotNull(limits.MaxConcurrentConnections);
    }

    [Fact]
    public async Task The_server_does_not_say_what_it_is()
    {
        var answer = await AskAsync("HEAD /aurora HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.DoesNotContain("Kestrel", answer, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    /// <summary>Sends bytes as they are and reads until the server closes, which each of these makes it do.</summary>
    private async Task<string> AskAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var answer = new MemoryStream();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try { await stream.CopyToAsync(answer, patience.Token); }
        catch (OperationCanceledException) { Assert.Fail($"The connection was left open after: {Encoding.UTF8.GetString(answer.ToArray())}"); }
        catch (IOException) { /* closed on us while we were still sending: what was said until then counts */ }
        return Encoding.UTF8.GetString(answer.ToArray());
    }

    /// <summary>The portal on a port of its own.</summary>
    public sealed class Server : IAsyncLifetime
    {
        private readonly OwnDatabase _database = OwnDatabase.Migrated();
        private readonly WebApplicationFactory<Program> _factory;

        public Server()
        {
            _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
            {
                builder.UseEnvironment("Development");
                _database.Configure(builder);
                builder.UseSetting("Urls", "http://127.0.0.1:0");
                builder.UseSetting("Workers:Enabled", "false");
                builder.UseSetting("Demo:Enabled", "false");
                builder.ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Critical));
            });
            _factory.UseKestrel(0);
        }

        public int Port { get; private set; }

        public IServiceProvider Services => _factory.Services;

        public async Task InitializeAsync()
        {
            _factory.StartServer();
            Port = new Uri(_factory.ClientOptions.BaseAddress.ToString()).Port;
            await using var scope = Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<Persistence.CobrancaDb>();
            db.Creditors.Add(new()
            {
                Slug = "aurora", TradeName = "Colégio Aurora", LegalName = "Aurora Ensino Ltda", Cnpj = Domain.Values.Cnpj.Parse("11222333000181"), Street = "Rua das Acácias, 120", City = "Campinas",
                Uf = Domain.Values.Uf.Parse("SP"), Cep = Domain.Values.Cep.Parse("13010000"), PrivacyContactName = "Beatriz Nunes", PrivacyContactEmail = "privacidade@example.com.br", BrandColor = "#0b5f5c",
            });
            await db.SaveChangesAsync();
        }

        public async Task DisposeAsync()
        {
            await _factory.DisposeAsync();
            _database.Dispose();
        }
    }
}
