using System.Net;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Security;

/// <summary>What every answer carries in Production, and what is answered to whoever asks in another way than a browser.</summary>
public sealed class SafeByDefaultTests(SafeByDefaultTests.Production production) : IClassFixture<SafeByDefaultTests.Production>
{
    private readonly PortalFixture _portal = production.Portal;

    public static TheoryData<string> Routes => [.. RouteMatrixTests.Rows.Where(row => !row.DevelopmentOnly && !row.IsApi).Select(row => row.Address)];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Every_answer_carries_the_headers(string address)
    {
        foreach (var browser in new[] { _portal.NewBrowser(), production.SignedIn })
        {
            var answer = await browser.GetAsync(Fill(address));
            var policy = answer.Headers["Content-Security-Policy"];
            Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
            foreach (var directive in new[] { "script-src 'self';", "style-src 'self';", "form-action 'self';", "base-uri 'self';", "frame-ancestors 'none'" }) Assert.Contains(directive, policy, StringComparison.Ordinal);
            foreach (var loose in new[] { "unsafe", "*", "http", "'nonce", "'sha" }) Assert.DoesNotContain(loose, policy, StringComparison.Ordinal);
            Assert.Equal("max-age=31536000", answer.Headers["Strict-Transport-Security"]);
            Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
            Assert.Equal("no-referrer", answer.Headers["Referrer-Policy"]);
            Assert.Equal("same-origin", answer.Headers["Cross-Origin-Opener-Policy"]);
            Assert.Contains("noindex", answer.Headers["X-Robots-Tag"], StringComparison.Ordinal);
            Assert.False(answer.Headers.ContainsKey("Server"));
            Assert.All(answer.SetCookies, AssertBound);
            if (answer.Headers.GetValueOrDefault("Content-Type")?.StartsWith("text/html", StringComparison.Ordinal) != true) continue;
            Assert.Equal("no-store", answer.Headers["Cache-Control"]);
            // Nothing on the page needs more than the policy gives.
            Assert.Empty(answer.Document.QuerySelectorAll("script:not([src]), style, [style], [onclick], [onsubmit], [onload], iframe, object, embed, base"));
            Assert.All(answer.Document.QuerySelectorAll("[src], link[href], form[action]").Select(e => e.GetAttribute("src") ?? e.GetAttribute("action") ?? e.GetAttribute("href")!),
                target => Assert.True(target.Length == 0 || target[0] is '/' or '?' || target.StartsWith("data:", StringComparison.Ordinal) || !target.Contains(':', StringComparison.Ordinal), target));
            Assert.All(answer.Document.QuerySelectorAll("form[method=post]"), form => Assert.NotNull(form.QuerySelector("input[name=_formulario]")));
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_HEAD_is_answered_as_the_GET_without_its_body(string address)
    {
        foreach (var browser in new[] { _portal.NewBrowser(), production.SignedIn })
        {
            var get = await browser.GetAsync(Fill(address));
            var head = await browser.SendAsync(new(HttpMethod.Head, Fill(address)));
            Assert.Equal((get.Status, get.Location, get.Headers.GetValueOrDefault("Content-Type")), (head.Status, head.Location, head.Headers.GetValueOrDefault("Content-Type")));
            Assert.Empty(head.Body);
        }
    }

    [Theory]
    [InlineData("evil.example", HttpStatusCode.BadRequest)]
    [InlineData("acordo.example.com.br.evil.example", HttpStatusCode.BadRequest)]
    [InlineData("acordo.example.com.br@evil.example", HttpStatusCode.BadRequest)]
    [InlineData("10.0.0.5", HttpStatusCode.BadRequest)]
    [InlineData("ACORDO.example.com.br", HttpStatusCode.OK)]
    [InlineData("acordo.example.com.br:443", HttpStatusCode.OK)]
    public async Task Pages_answer_under_their_own_host_only(string host, HttpStatusCode status)
    {
        var answer = await AskAsync("/aurora", host);
        Assert.Equal(status, answer.Status);
        Assert.DoesNotContain("evil", answer.Body + answer.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_answers_under_any_host() => Assert.Equal("ok", (await AskAsync("/health/live", "10.0.0.5:8080")).Body);

    [Fact]
    public async Task Nobody_says_for_whom_they_speak_unless_they_are_a_proxy_of_ours()
    {
        // No proxy is configured: neither address, nor scheme, nor host of such headers counts.
        using var http = new HttpRequestMessage(HttpMethod.Get, "http://acordo.example.com.br/aurora");
        http.Headers.Add("X-Forwarded-Proto", "https");
        Assert.Equal(HttpStatusCode.BadRequest, (await _portal.NewBrowser().SendAsync(http)).Status);
        using var host = new HttpRequestMessage(HttpMethod.Get, "/aurora/dividas");
        host.Headers.Add("X-Forwarded-Host", "evil.example");
        host.Headers.Add("X-Original-URL", "/dev");
        host.Headers.Add("X-HTTP-Method-Override", "POST");
        var answer = await _portal.NewBrowser().SendAsync(host);
        Assert.Equal((HttpStatusCode.SeeOther, "/aurora"), (answer.Status, answer.Location));
    }

    private async Task<Page> AskAsync(string path, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        Assert.True(request.Headers.TryAddWithoutValidation("Host", host));
        return await _portal.NewBrowser().SendAsync(request);
    }

    private string Fill(string address) => address.Replace("{creditor}", "aurora", StringComparison.Ordinal)
        .Replace("{token}", production.Token, StringComparison.Ordinal).Replace("{PublicId:nonfile}", "ABCDEFGHIJKLMNOPQRSTUV", StringComparison.Ordinal)
        .Replace("{publicId}", "ABCDEFGHIJKLMNOPQRSTUV", StringComparison.Ordinal).Replace("{Debt:long}", "1", StringComparison.Ordinal).Replace("{debt}", "1", StringComparison.Ordinal);

    private static void AssertBound(string cookie)
    {
        Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
        foreach (var flag in new[] { "path=/", "secure", "httponly", "samesite=" }) Assert.Contains(flag, cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Production with e-mail, and somebody signed in.</summary>
    public sealed class Production : IAsyncLifetime
    {
        private readonly MailDrop _mail = new();

        public Production() => Portal = new() { Environment = "Production", ChangeServices = services => services.AddSingleton<IMessageSender>(_mail) };

        public PortalFixture Portal { get; }
        public Browser SignedIn { get; private set; } = null!;
        public string Token { get; private set; } = "";

        public async Task InitializeAsync()
        {
            await Portal.InitializeAsync();
            var debtor = await Portal.AddDebtorAsync(Portal.Aurora);
            Token = (await Portal.LinkAsync(debtor)).Split('/')[^1];
            SignedIn = Portal.NewBrowser();
            var choose = await SignedIn.SubmitAndFollowAsync(await SignedIn.GetAsync("/aurora"), "entrar", ("Form.TaxId", debtor.TaxId.Value));
            var code = await SignedIn.SubmitAndFollowAsync(choose, "contato", ("Form.Channel", "email"));
            await Portal.DeliverAsync();
            var entered = await SignedIn.SubmitAsync(code, "codigo", ("Form.Code", Likeness.CodeIn(_mail.Last!)));
            Assert.All(entered.SetCookies, AssertBound);
            Assert.Equal(HttpStatusCode.OK, (await SignedIn.GetAsync("/aurora/dividas")).Status);
        }

        public Task DisposeAsync() => Portal.DisposeAsync();

        private sealed class MailDrop : IMessageSender
        {
            public string? Last { get; private set; }

            public MessageChannel Channel => MessageChannel.Email;

            public Task SendAsync(Delivery delivery, CancellationToken cancellation)
            {
                Last = delivery.Content.Text;
                return Task.CompletedTask;
            }
        }
    }
}
