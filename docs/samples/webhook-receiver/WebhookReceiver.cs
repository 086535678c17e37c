// A receiver of Cobranca's webhooks, to copy: nothing but ASP.NET Core. The portal's tests run it as it stands.
//
//     dotnet new web -o receiver && cp WebhookReceiver.cs receiver/
//
// and in Program.cs:
//
//     var app = WebApplication.Create(args);
//     var secret = app.Configuration["Cobranca:WebhookSecret"]!;
//     new Cobranca.Samples.WebhookReceiver([secret], e => { app.Logger.LogInformation("{Number} {Type}", e.Number, e.Type); return Task.CompletedTask; }, TimeProvider.System)
//         .Map(app, "/cobranca");
//     app.Run();

using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cobranca.Samples;

/// <summary>An event whose signature was good.</summary>
/// <param name="Number">1, 2, 3 … in the order things happened; 0 for the ping of a test.</param>
public sealed record ReceivedEvent(string Id, long Number, string Type, DateTimeOffset At, JsonElement Data);

/// <param name="secrets">What your webhook was created with; while you rotate, the old and the new one.</param>
/// <param name="handle">Your work. When it throws, the answer is 500 and the event comes again.</param>
public sealed class WebhookReceiver(IReadOnlyList<string> secrets, Func<ReceivedEvent, Task> handle, TimeProvider time)
{
    /// <summary>A request older than this may be a recording.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);
    private const int BodyAtMost = 1024 * 1024;

    // An event may come twice, and a later one may come first: remember every number, not only the highest. In your system this is a table
    // with the number as its key, written in the transaction of your own work.
    private readonly ConcurrentDictionary<long, Lazy<Task>> _handled = new();

    public void Map(IEndpointRouteBuilder routes, string path) => routes.MapPost(path, async (HttpContext http) => http.Response.StatusCode = await AnswerAsync(http.Request));

    private async Task<int> AnswerAsync(HttpRequest request)
    {
        // The signature covers the bytes as they came: read them before anything parses them.
        using var copy = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0;)
        {
            if (copy.Length + read > BodyAtMost) return StatusCodes.Status413PayloadTooLarge;
            copy.Write(buffer, 0, read);
        }
        var body = copy.ToArray();
        if (!secrets.Any(secret => IsGenuine(request.Headers["Cobranca-Signature"], body, secret, time.GetUtcNow()))) return StatusCodes.Status401Unauthorized;

        var happened = JsonSerializer.Deserialize<ReceivedEvent>(body, JsonSerializerOptions.Web)!;
        if (happened.Number == 0) return StatusCodes.Status204NoContent;
        try
        {
            await _handled.GetOrAdd(happened.Number, _ => new(() => handle(happened))).Value;
            return StatusCodes.Status204NoContent;
        }
        catch (Exception)
        {
            _handled.TryRemove(happened.Number, out _);
            return StatusCodes.Status500InternalServerError;
        }
    }

    /// <summary>True when the header (<c>t=…,v1=…[,v1=…]</c>) carries this secret's signature of the body, made within the last minutes.</summary>
    public static bool IsGenuine(string? header, ReadOnlySpan<byte> body, string secret, DateTimeOffset now)
    {
        var parts = (header ?? "").Split(',');
        var second = parts.FirstOrDefault(part => part.StartsWith("t=", StringComparison.Ordinal))?[2..];
        if (!long.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var sent) || Math.Abs(now.ToUnixTimeSeconds() - sent) > Tolerance.TotalSeconds) return false;

        byte[] signed = [.. Encoding.ASCII.GetBytes(second + "."), .. body];
        var expected = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed)));
        // Compared in a time that does not tell how much of it was right.
        return parts.Where(part => part.StartsWith("v1=", StringComparison.Ordinal)).Aggregate(false, (found, part) => found | CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(part[3..]), expected));
    }
}
