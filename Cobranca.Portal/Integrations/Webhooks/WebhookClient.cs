using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Cobranca.Portal.Integrations.Webhooks;

/// <summary>One request to a receiver.</summary>
public sealed record WebhookRequest(Uri Url, byte[] Body, string Signature, string EventId, long EventNumber, string EventType);

/// <summary>What came of it.</summary>
/// <param name="Status">The HTTP status; null when there was no answer.</param>
/// <param name="Error">What went wrong in a word or two; nothing the receiver wrote.</param>
public sealed record WebhookAnswer(int? Status, string? Error)
{
    public bool IsDelivered => Status is >= 200 and <= 299;

    /// <summary>The receiver wants nothing more.</summary>
    public bool IsGone => Status == (int)HttpStatusCode.Gone;
}

/// <summary>Posts events to creditors' systems: no redirects, no proxy, no cookies, little time, and only to addresses that were checked.</summary>
public sealed class WebhookClient : IDisposable
{
    public const string SignatureHeader = "Cobranca-Signature";
    public const string IdHeader = "Cobranca-Event-Id";
    public const string NumberHeader = "Cobranca-Event-Number";
    public const string TypeHeader = "Cobranca-Event-Type";
    /// <summary>Answers are thrown away; this much is read so that the connection can be used again.</summary>
    private const int AnswerAtMost = 64 * 1024;

    private readonly WebhookSettings _settings;
    private readonly HostResolver _resolve;
    private readonly HttpClient _http;

    public WebhookClient(WebhookSettings settings, HostResolver resolve)
    {
        (_settings, _resolve) = (settings, resolve);
        _http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseProxy = false, UseCookies = false, Credentials = null, AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null, MaxResponseHeadersLength = 16, MaxResponseDrainSize = 0,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2), PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30), ConnectCallback = ConnectAsync,
        }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public async Task<WebhookAnswer> SendAsync(WebhookRequest request, CancellationToken cancellation)
    {
        // The last word before it leaves: the row may be older than today's settings.
        if (_settings.PublicOnly && (request.Url.Scheme != Uri.UriSchemeHttps || !_settings.Ports.Contains(request.Url.Port))) return new(null, "address refused");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_settings.Timeout);
        using var message = Message(request);
        try
        {
            using var answer = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var status = (int)answer.StatusCode;
            await DiscardAsync(answer, limit.Token);
            return new(status, answer.IsSuccessStatusCode ? null : status is >= 300 and <= 399 ? "redirect not followed" : "refused by the receiver");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested) { return new(null, "timeout"); }
        catch (UriFormatException) { return new(null, "address refused"); } // of an address registered before its name was looked at
        catch (HttpRequestException failure)
        {
            return new(null, (failure.InnerException, failure.HttpRequestError) switch
            {
                (AddressRefusedException, _) => "address refused",
                (SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }, _) => "name not found",
                (_, HttpRequestError.ConnectionError) => "no connection",
                (_, HttpRequestError.SecureConnectionError) => "TLS not accepted",
                _ => "broken answer",
            });
        }
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Message(WebhookRequest request)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, request.Url) { Content = new ByteArrayContent(request.Body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        message.Headers.UserAgent.ParseAdd("Cobranca-Webhooks/1");
        message.Headers.Add(SignatureHeader, request.Signature);
        message.Headers.Add(IdHeader, request.EventId);
        message.Headers.Add(NumberHeader, request.EventNumber.ToString(System.Globalization.CultureInfo.InvariantCulture));
        message.Headers.Add(TypeHeader, request.EventType);
        return message;
    }

    /// <summary>The status has been said: what else the receiver sends, or fails to, changes nothing.</summary>
    private static async Task DiscardAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
            var buffer = new byte[8 * 1024];
            for (int read, total = 0; total < AnswerAtMost && (read = await body.ReadAsync(buffer, cancellation)) > 0; total += read) { }
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException or OperationCanceledException) { }
    }

    /// <summary>Looks the name up, checks what it found, and connects to exactly that: no second look-up in between can lead elsewhere.</summary>
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _resolve(host, cancellation);
        if (addresses.Length == 0) throw new SocketException((int)SocketError.HostNotFound);
        if (_settings.PublicOnly && !Array.TrueForAll(addresses, PublicAddresses.Contains)) throw new AddressRefusedException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The name leads, or now leads, to a network of our own.</summary>
    private sealed class AddressRefusedException() : IOException("The address is not of the public internet.");
}
