using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cobranca.Portal.Tests.Events;

/// <summary>A request as it arrived.</summary>
public sealed record Arrived(string Path, string Id, long Number, string Type, string Signature, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
}

/// <summary>A creditor's system on a port of this machine: real HTTP. It remembers what arrived and answers as told.</summary>
public sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    public ConcurrentQueue<Arrived> Requests { get; } = new();

    /// <summary>Runs after the request was remembered.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = Saying(204);

    public string Url => _app.Urls.First() + "/eventos";

    public static Func<HttpContext, Task> Saying(int status) => http =>
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    public static async Task<Receiver> StartAsync(Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var receiver = new Receiver(app);
        if (map is not null) map(app);
        else app.Run(receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var headers = http.Request.Headers;
        Requests.Enqueue(new(http.Request.Path, headers["Cobranca-Event-Id"].ToString(), long.Parse(headers["Cobranca-Event-Number"].ToString(), System.Globalization.CultureInfo.InvariantCulture),
            headers["Cobranca-Event-Type"].ToString(), headers["Cobranca-Signature"].ToString(), body.ToArray()));
        await Answer(http);
    }
}
