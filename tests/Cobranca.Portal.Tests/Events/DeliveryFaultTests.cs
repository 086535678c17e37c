using System.Net;
using System.Net.Sockets;
using Cobranca.Portal.Integrations.Webhooks;
using Cobranca.Portal.Outbox;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cobranca.Portal.Tests.Events;

/// <summary>Receivers that misbehave, and a portal that dies on the way.</summary>
public sealed class DeliveryFaultTests : IAsyncLifetime
{
    private static readonly byte[] Body = "{}"u8.ToArray();
    private readonly PowerCut _cut = new();
    private readonly PortalFixture _portal;
    private readonly EventScene _scene;

    public DeliveryFaultTests()
    {
        _portal = new() { Interceptors = [_cut] };
        _scene = new(_portal);
    }

    public Task InitializeAsync() => _portal.InitializeAsync();

    public Task DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task Killed_between_sending_and_writing_it_is_sent_again_with_the_same_id()
    {
        await using var receiver = await Receiver.StartAsync();
        var (id, _) = await _scene.RegisterAsync(await _scene.ApiAsync(), receiver.Url);
        await _scene.AnnounceAsync(_portal.Aurora);
        await _scene.PlanAsync();
        _cut.Is = true;
        await Assert.ThrowsAsync<IOException>(_scene.TurnAsync);
        _cut.Is = false;
        Assert.Single(receiver.Requests);
        Assert.Equal(0, await _scene.TurnAsync());

        // The lease of the dead process runs out.
        _portal.Clock.Advance(TimeSpan.FromMinutes(1) + TimeSpan.FromSeconds(1));
        Assert.Equal(1, await _scene.TurnAsync());
        Assert.Equal(2, receiver.Requests.Count);
        Assert.Single(receiver.Requests.Select(r => (r.Id, r.Text)).Distinct());
        Assert.NotNull(Assert.Single(await _scene.DeliveriesAsync(id)).DeliveredAt);
    }

    [Fact]
    public async Task A_slow_receiver_makes_nobody_else_wait()
    {
        await using var slow = await Receiver.StartAsync();
        await using var sister = await Receiver.StartAsync();
        await using var stranger = await Receiver.StartAsync();
        await _scene.RegisterAsync(await _scene.ApiAsync(), slow.Url);
        await _scene.RegisterAsync(await _scene.ApiAsync(), sister.Url);
        await _scene.RegisterAsync(await _scene.ApiAsync(_portal.Vetor), stranger.Url);
        // The slow one answers only after the others have had theirs: sent one after the other it would never be delivered.
        var others = new[] { new TaskCompletionSource(), new TaskCompletionSource() };
        sister.Answer = http => Done(http, others[0]);
        stranger.Answer = http => Done(http, others[1]);
        slow.Answer = async http =>
        {
            await Task.WhenAll(others.Select(o => o.Task)).WaitAsync(http.RequestAborted);
            http.Response.StatusCode = 204;
        };
        await _scene.AnnounceAsync(_portal.Aurora);
        await _scene.AnnounceAsync(_portal.Vetor);
        Assert.Equal(3, await _scene.TurnAsync());
        Assert.Equal(2, await _portal.InDbAsync(_portal.Aurora, db => db.WebhookDeliveries.CountAsync(d => d.DeliveredAt != null)));

        static Task Done(HttpContext http, TaskCompletionSource done)
        {
            done.TrySetResult();
            http.Response.StatusCode = 204;
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_receiver_that_fails_twice_in_a_row_is_left_alone_for_a_while()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = Receiver.Saying(500);
        var (id, _) = await _scene.RegisterAsync(await _scene.ApiAsync(), receiver.Url);
        await _scene.AnnounceAsync(_portal.Aurora, 5);
        Assert.Equal(2, await _scene.TurnAsync());

        // One event it cannot take does not hold the others up.
        var poison = await _scene.LastAsync() - 1;
        receiver.Answer = http => Receiver.Saying(http.Request.Headers["Cobranca-Event-Number"] == poison.ToString(System.Globalization.CultureInfo.InvariantCulture) ? 500 : 204)(http);
        _portal.Clock.Advance(TimeSpan.FromMinutes(1));
        await _scene.TurnAsync();
        Assert.Equal([poison], (await _scene.DeliveriesAsync(id)).Where(d => d.DeliveredAt is null).Select(d => d.Event!.Number!.Value));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = http =>
        {
            http.Response.Redirect("/outro", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        };
        Assert.Equal(new WebhookAnswer(307, "redirect not followed"), await SendAsync(receiver.Url));
        Assert.Equal(["/eventos"], receiver.Requests.Select(r => r.Path));
    }

    [Fact]
    public async Task A_huge_answer_is_not_read()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = async http =>
        {
            var chunk = new byte[64 * 1024];
            while (!http.RequestAborted.IsCancellationRequested) await http.Response.Body.WriteAsync(chunk, http.RequestAborted);
        };
        Assert.True((await SendAsync(receiver.Url)).IsDelivered);
    }

    [Fact]
    public async Task An_answer_that_never_comes_is_a_failure()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = http => new TaskCompletionSource().Task.WaitAsync(http.RequestAborted);
        Assert.Equal(new WebhookAnswer(null, "timeout"), await SendAsync(receiver.Url, TimeSpan.FromMilliseconds(200)));
    }

    [Fact]
    public async Task Nobody_there_is_a_failure()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();
        Assert.Equal(new WebhookAnswer(null, "no connection"), await SendAsync($"http://127.0.0.1:{port}/"));
        Assert.Equal("name not found", (await SendAsync("http://nowhere.invalid/", resolve: (_, _) => throw new SocketException((int)SocketError.HostNotFound))).Error);
    }

    [Fact]
    public async Task An_answer_that_is_no_http_is_a_failure()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync("olá\r\n\r\n"u8.ToArray());
        });
        Assert.Null((await SendAsync($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/")).Status);
        await serving;
    }

    [Fact]
    public async Task The_running_portal_sends_by_itself_and_finishes_what_it_began()
    {
        var running = new PortalFixture { Settings = { ["Workers:Enabled"] = "true" } };
        await running.InitializeAsync();
        try
        {
            await using var receiver = await Receiver.StartAsync();
            var (arrived, release) = (new TaskCompletionSource(), new TaskCompletionSource());
            receiver.Answer = async http =>
            {
                arrived.TrySetResult();
                await release.Task;
                http.Response.StatusCode = 204;
            };
            var scene = new EventScene(running);
            var (id, _) = await scene.RegisterAsync(await scene.ApiAsync(), receiver.Url);
            await scene.AnnounceAsync(running.Aurora);
            await arrived.Task.WaitAsync(TimeSpan.FromMinutes(2));
            var stopping = running.Services.GetServices<IHostedService>().OfType<PeriodicWork>().Single(work => work.Name == WebhookWorker.Name).StopAsync(default);
            Assert.False(stopping.IsCompleted);
            release.SetResult();
            await stopping;
            Assert.NotNull(Assert.Single(await scene.DeliveriesAsync(id)).DeliveredAt);
        }
        finally { await running.DisposeAsync(); }
    }

    private static async Task<WebhookAnswer> SendAsync(string url, TimeSpan? timeout = null, HostResolver? resolve = null)
    {
        using var client = new WebhookClient(new(PublicOnly: false, [443], timeout ?? TimeSpan.FromMinutes(1), 90), resolve ?? Dns.GetHostAddressesAsync);
        return await client.SendAsync(new(new(url), Body, "t=1,v1=00", "evt_aurora_1", 1, EventTypes.BoletoPaid), default);
    }

    /// <summary>The process dies instead of writing what became of a delivery.</summary>
    private sealed class PowerCut : SaveChangesInterceptor
    {
        public bool Is { get; set; }

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            Is && eventData.Context!.ChangeTracker.Entries<WebhookDelivery>().Any(e => e.State == EntityState.Modified) ? throw new IOException("power cut") : new(result);
    }
}
