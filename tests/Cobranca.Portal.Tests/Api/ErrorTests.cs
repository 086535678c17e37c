using System.Text;
using Cobranca.Portal.Features.Api;
using Cobranca.Portal.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cobranca.Portal.Tests.Api;

/// <summary>Every no under /api/ is a problem in JSON, in Portuguese, with what to change.</summary>
public sealed class ErrorTests : IAsyncLifetime
{
    private readonly PortalFixture _portal = new()
    {
        ChangeServices = services => services.AddSingleton(new ApiProbe(api =>
        {
            api.MapPost("/body", (ApiBody<Body> body) => Results.Ok(body.Value)).RequireScope(ApiScopes.Calculators);
            api.MapGet("/list", (PageRequest page) => Results.Ok(page.Page([.. Enumerable.Range(1, 500).Where(n => n > (page.After?.Id ?? 0)).Take(page.Limit + 1)], n => n, n => ApiCursor.At(n)))).RequireScope(ApiScopes.Calculators);
            api.MapGet("/list/other", (PageRequest page) => Results.Ok(page.Limit)).RequireScope(ApiScopes.Calculators);
        })),
    };

    private ApiScene _aurora = null!;

    public sealed record Body(string Name);

    public async Task InitializeAsync()
    {
        await _portal.InitializeAsync();
        _aurora = await ApiScene.OfAsync(_portal, _portal.Aurora);
    }

    public Task DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task An_unknown_route_and_a_wrong_method_are_problems()
    {
        var missing = await _aurora.GetAsync("/api/v1/nothing/12345678909");
        Assert.Equal((404, "application/problem+json"), (missing.Status, missing.ContentType));
        Assert.DoesNotContain("12345678909", missing.Text, StringComparison.Ordinal);
        Assert.Equal((404, "application/problem+json"), await Kind(_aurora.GetAsync("/api/v2")));
        var wrong = await _aurora.GetAsync("/api/v1/body");
        Assert.Equal((405, "application/problem+json"), (wrong.Status, wrong.ContentType));
        Assert.Contains("POST", wrong.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_no_json_too_large_or_of_another_kind_is_a_problem()
    {
        Assert.Equal((400, "application/problem+json"), await Kind(_aurora.PostAsync("/api/v1/body", "{")));
        Assert.Equal((413, "application/problem+json"), await Kind(_aurora.PostAsync("/api/v1/body", $$"""{"name":"{{new string('x', 8_000_001)}}"}""")));
        using var text = new HttpRequestMessage(HttpMethod.Post, "/api/v1/body") { Content = new StringContent("name=x", Encoding.UTF8, "application/x-www-form-urlencoded") };
        Assert.Equal((415, "application/problem+json"), await Kind(_aurora.SendAsync(text)));
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/api/v1/body") { Content = new StreamContent(new Endless()) { Headers = { ContentType = new("application/json") } } };
        chunked.Headers.TransferEncodingChunked = true;
        Assert.Equal((413, "application/problem+json"), await Kind(_aurora.SendAsync(chunked)));
    }

    [Fact]
    public async Task A_scope_the_key_lacks_is_named()
    {
        var answer = await (await ApiScene.OfAsync(_portal, _portal.Aurora, ApiScopes.EventsRead)).PostAsync("/api/v1/body", "{}");
        Assert.Equal(403, answer.Status);
        Assert.Contains("calculators", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_are_not_stored_set_no_cookie_and_open_to_no_other_site()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/key");
        request.Headers.Add("Origin", "https://example.com");
        var answer = await _aurora.SendAsync(request);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.DoesNotContain(answer.Headers.Keys, name => name.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase) || name == "Set-Cookie");
    }

    [Fact]
    public async Task A_list_is_walked_to_its_end_and_its_cursor_is_its_own()
    {
        var (seen, cursor) = (new List<int>(), "");
        do
        {
            var page = (await _aurora.GetAsync($"/api/v1/list?limit=200{(cursor.Length == 0 ? "" : "&cursor=" + cursor)}")).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(n => n.GetInt32()));
            cursor = page.GetProperty("nextCursor").GetString() ?? "";
        }
        while (cursor.Length > 0);
        Assert.Equal(Enumerable.Range(1, 500), seen);

        cursor = (await _aurora.GetAsync("/api/v1/list")).Json.GetProperty("nextCursor").GetString()!;
        foreach (var path in new[] { $"/api/v1/list/other?cursor={cursor}", $"/api/v1/list?cursor={cursor}A", "/api/v1/list?cursor=%00", $"/api/v1/list?cursor={cursor[..^1]}!" })
            Assert.Equal(["cursor"], (await _aurora.GetAsync(path)).WrongFields);
        foreach (var limit in new[] { "0", "201", "-1", "x", "1.5" })
            Assert.Equal(["limit"], (await _aurora.GetAsync($"/api/v1/list?limit={limit}")).WrongFields);
    }

    private static async Task<(int, string?)> Kind(Task<ApiAnswer> asked) => await asked is var answer ? (answer.Status, answer.ContentType) : default;

    /// <summary>A body whose length nobody announces.</summary>
    private sealed class Endless : Stream
    {
        private int _left = 9_000_000;
        public override int Read(byte[] buffer, int offset, int count)
        {
            var given = Math.Min(count, _left);
            Array.Fill(buffer, (byte)' ', offset, given);
            _left -= given;
            return given;
        }
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

/// <summary>Failures and refusals around the routes: the API answers with a problem, the readable page about it with a page.</summary>
public sealed class FailureTests : IAsyncLifetime
{
    private readonly PortalFixture _portal = new()
    {
        Environment = "Production",
        ChangeServices = services => services.AddSingleton<Cobranca.Portal.Features.Api.Document.ApiDocument>(_ => throw new InvalidOperationException("broken")).AddSingleton(new ApiProbe(api =>
        {
            api.MapGet("/broken", IResult () => throw new InvalidOperationException("broken"));
        })),
    };

    public Task InitializeAsync() => _portal.InitializeAsync();
    public Task DisposeAsync() => _portal.DisposeAsync();

    [Theory]
    [InlineData("/api", "text/html")]
    [InlineData("/api/v1/broken", "application/problem+json")]
    [InlineData("/API/v1/broken", "application/problem+json")]
    public async Task A_failure_is_told_in_the_caller_s_language(string path, string type)
    {
        var answer = await new ApiScene(_portal.Http, null).GetAsync(path);
        Assert.Equal((500, type), (answer.Status, answer.ContentType));
        Assert.DoesNotContain("broken", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://other.example.com/api/v1/key", "application/problem+json")]
    [InlineData("https://other.example.com/aurora", "text/plain")]
    [InlineData("http://acordo.example.com.br/api/v1/key", "application/problem+json")]
    [InlineData("http://acordo.example.com.br/api", "text/plain")]
    public async Task Another_host_and_plain_http_are_refused_in_it_too(string url, string type)
    {
        var answer = await new ApiScene(_portal.Http, null).GetAsync(url);
        Assert.Equal((400, type), (answer.Status, answer.ContentType));
    }
}

/// <summary>So many a minute, told with every answer.</summary>
public sealed class LimitHeaderTests : IAsyncLifetime
{
    private readonly PortalFixture _portal = new() { Settings = new() { ["Api:PerMinute"] = "3", ["Api:FailedKeysPerMinute"] = "2" } };

    public Task InitializeAsync() => _portal.InitializeAsync();
    public Task DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task The_fourth_of_three_waits_for_the_next_minute_and_another_key_does_not()
    {
        var (aurora, vetor) = (await ApiScene.OfAsync(_portal, _portal.Aurora), await ApiScene.OfAsync(_portal, _portal.Vetor));
        foreach (var left in new[] { "2", "1", "0" })
        {
            var good = await aurora.GetAsync("/api/v1/key");
            Assert.Equal((200, "3", left, "60"), (good.Status, good.Headers["RateLimit-Limit"], good.Headers["RateLimit-Remaining"], good.Headers["RateLimit-Reset"]));
        }
        var over = await aurora.GetAsync("/api/v1/key");
        Assert.Equal((429, "application/problem+json", "60", "0"), (over.Status, over.ContentType, over.Headers["Retry-After"], over.Headers["RateLimit-Remaining"]));
        Assert.Equal(200, (await vetor.GetAsync("/api/v1/key")).Status);
        _portal.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await aurora.GetAsync("/api/v1/key")).Status);
    }

    /// <summary>As many addresses as are remembered: a flood of strangers takes no place from a key.</summary>
    [Fact]
    public async Task A_flood_from_everywhere_shuts_no_key_out()
    {
        var limits = _portal.Services.GetRequiredService<ApiLimits>();
        for (var i = 0; i < 100_001; i++)
            limits.TakeFailure(new DefaultHttpContext { Connection = { RemoteIpAddress = new System.Net.IPAddress([20, (byte)(i >> 16), (byte)(i >> 8), (byte)i]) } });
        Assert.Equal(200, (await (await ApiScene.OfAsync(_portal, _portal.Aurora)).GetAsync("/api/v1/key")).Status);
    }

    [Fact]
    public async Task Wrong_keys_are_limited_by_address_and_good_ones_from_there_are_not()
    {
        var stranger = new ApiScene(_portal.Http, "ck_wrong");
        foreach (var expected in new[] { 401, 401, 429 }) Assert.Equal(expected, (await stranger.GetAsync("/api/v1/key")).Status);
        Assert.Equal(200, (await (await ApiScene.OfAsync(_portal, _portal.Aurora)).GetAsync("/api/v1/key")).Status);
    }

    [Theory]
    [InlineData("Development", false, "10000")]
    [InlineData("Production", false, "600")]
    [InlineData("Development", true, "10000")]
    public async Task What_a_key_gets_unless_told_otherwise(string environment, bool development, string expected)
    {
        var portal = new PortalFixture { Environment = environment, Settings = development ? new() { ["Api:PerMinute"] = "5" } : [] };
        await portal.InitializeAsync();
        try
        {
            var secret = await portal.InAsync(portal.Aurora, async services =>
            {
                var made = services.GetRequiredService<ApiKeys>().Create(portal.Aurora.Id, "x", ApiScopes.All, "teste", secret: development ? "ck_dev_test" : null);
                await services.GetRequiredService<Cobranca.Portal.Persistence.CobrancaDb>().SaveChangesAsync();
                return made.Secret;
            });
            Assert.Equal(expected, (await new ApiScene(portal.Http, secret).GetAsync("/api/v1/key")).Headers["RateLimit-Limit"]);
        }
        finally
        {
            await portal.DisposeAsync();
        }
    }
}
