using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using Cobranca.Samples;

namespace Cobranca.Portal.Tests.Events;

/// <summary>docs/samples/webhook-receiver as it stands, fed by the portal over real HTTP.</summary>
public sealed class SampleReceiverTests(PortalFixture portal) : IClassFixture<PortalFixture>, IAsyncLifetime
{
    private readonly EventScene _scene = new(portal);
    private readonly ConcurrentQueue<ReceivedEvent> _handled = new();
    private readonly List<string> _secrets = [];
    private Func<ReceivedEvent, Task> _work = _ => Task.CompletedTask;
    private Receiver _receiver = null!;

    public async Task InitializeAsync()
    {
        await _scene.ForgetAsync();
        _receiver = await Receiver.StartAsync(app => new WebhookReceiver(_secrets, async happened =>
        {
            await _work(happened);
            _handled.Enqueue(happened);
        }, portal.Clock).Map(app, "/eventos"));
    }

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task It_takes_what_the_portal_sends_and_a_replay_changes_nothing()
    {
        var (api, id) = await RegisterAsync();
        var texts = await _scene.AnnounceAsync(portal.Aurora, 3);
        await _scene.TurnAsync();
        Assert.Equal(texts, _handled.OrderBy(e => e.Number).Select(e => e.Data.GetProperty("reference").GetString()!));

        Assert.Equal(200, (await api.PostAsync($"/api/v1/webhooks/{id}/replay", $$"""{"after":{{await _scene.LastAsync() - 3}}}""")).Status);
        Assert.Equal(3, await _scene.TurnAsync());
        Assert.Equal(3, _handled.Count);
        Assert.All(await _scene.DeliveriesAsync(id), delivery => Assert.Equal(204, delivery.LastStatus));
    }

    [Fact]
    public async Task It_answers_a_ping()
    {
        var (api, id) = await RegisterAsync();
        Assert.True((await api.PostAsync($"/api/v1/webhooks/{id}/test", "")).Json.GetProperty("delivered").GetBoolean());
        Assert.Empty(_handled);
    }

    [Fact]
    public async Task Work_that_failed_is_done_when_the_event_comes_again()
    {
        await RegisterAsync();
        _work = _ => throw new InvalidOperationException("database down");
        await _scene.AnnounceAsync(portal.Aurora);
        await _scene.TurnAsync();
        Assert.Empty(_handled);
        _work = _ => Task.CompletedTask;
        portal.Clock.Advance(TimeSpan.FromSeconds(12));
        await _scene.TurnAsync();
        Assert.Single(_handled);
    }

    [Fact]
    public async Task It_takes_both_secrets_while_they_change()
    {
        var (api, id) = await RegisterAsync();
        var after = (await api.PostAsync($"/api/v1/webhooks/{id}/rotate-secret", "{}")).Json.GetProperty("secret").GetString()!;
        await _scene.AnnounceAsync(portal.Aurora);
        await _scene.TurnAsync();
        _secrets[0] = after;
        await _scene.AnnounceAsync(portal.Aurora);
        await _scene.TurnAsync();
        Assert.Equal(2, _handled.Count);
    }

    [Fact]
    public async Task A_body_that_was_changed_a_recording_and_another_secret_are_refused()
    {
        await RegisterAsync();
        await using var wire = await Receiver.StartAsync();
        await _scene.RegisterAsync(await _scene.ApiAsync(), wire.Url);
        await _scene.AnnounceAsync(portal.Aurora);
        await _scene.TurnAsync();
        var heard = wire.Requests.Single();
        // What was heard on the wire was signed with the wire's own secret.
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(heard.Signature, heard.Text));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync("", heard.Text));

        var body = heard.Text.Replace($"\"number\":{heard.Number}", $"\"number\":{heard.Number + 1000}", StringComparison.Ordinal);
        var signature = await OpenSslAsync(_secrets[0], body);
        var tampered = body.Replace("ref-", "ref_", StringComparison.Ordinal);
        Assert.NotEqual(body, tampered);
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(signature, tampered));
        portal.Clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(signature, body));
        portal.Clock.Advance(TimeSpan.FromSeconds(-1));
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(signature, body));
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(signature, body));
        Assert.Equal([heard.Number, heard.Number + 1000], _handled.Select(e => e.Number));
    }

    private async Task<(Api.ApiScene Api, string Id)> RegisterAsync()
    {
        var api = await _scene.ApiAsync();
        var (id, secret) = await _scene.RegisterAsync(api, _receiver.Url);
        _secrets.Add(secret);
        return (api, id);
    }

    private async Task<HttpStatusCode> PostAsync(string signature, string body)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, _receiver.Url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Cobranca-Signature", signature);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>As docs/webhooks.md shows it: somebody else's HMAC agrees with ours.</summary>
    private async Task<string> OpenSslAsync(string secret, string body)
    {
        var second = portal.Clock.GetUtcNow().ToUnixTimeSeconds();
        using var openssl = Process.Start(new ProcessStartInfo("openssl", ["dgst", "-sha256", "-hmac", secret, "-r"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await openssl.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes($"{second}.{body}"));
        openssl.StandardInput.Close();
        return $"t={second},v1={(await openssl.StandardOutput.ReadToEndAsync()).Split(' ')[0]}";
    }
}
