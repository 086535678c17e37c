using System.Net;
using System.Net.Sockets;
using System.Text;
using Cobranca.Portal.Platform;
using Cobranca.Portal.Tests.Databases;

namespace Cobranca.Portal.Tests.Platform;

/// <summary>The real program: refused, asked how it is, and told to stop.</summary>
public sealed class ShutdownTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly OwnDatabase _database = OwnDatabase.Migrated();

    public void Dispose() => _database.Dispose();

    private Dictionary<string, string> Settings => new(_database.Settings, StringComparer.Ordinal) { ["ASPNETCORE_ENVIRONMENT"] = "Development", ["Demo:Enabled"] = "false" };

    [Fact]
    public async Task Told_to_stop_it_is_unready_at_once_finishes_what_is_under_way_and_ends_well()
    {
        await using var node = await PortalNode.StartAsync(PortalNode.FreePort(), new Dictionary<string, string>(Settings, StringComparer.Ordinal) { ["Shutdown:Drain"] = "00:00:01.5" });
        using var http = new HttpClient { BaseAddress = new(node.Address) };
        Assert.Equal("ok", await http.GetStringAsync("/health/live"));
        Assert.Equal(0, (await PortalNode.RunAsync(Settings, "health", "--url", node.Address)).ExitCode);

        // A form on its way: the server has begun to read it and waits for the rest.
        using var form = await SlowForm.SendAsync(new(node.Address));
        node.Terminate();

        using var patience = new CancellationTokenSource(Patience);
        var unready = await PollAsync(http, form, "/health/ready", answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable, patience.Token);
        Assert.Equal("""{"status":"unready","failed":"shutdown"}""", unready);
        Assert.Equal("ok", await http.GetStringAsync("/health/live", patience.Token));
        Assert.Null(await PollAsync(http, form, "/health/live", _ => false, patience.Token));

        // The door is closed to others; this one is answered all the same.
        var answer = await form.FinishAsync(patience.Token);
        Assert.StartsWith("HTTP/1.1 303 ", answer, StringComparison.Ordinal);
        Assert.Equal(0, await node.ExitCodeAsync());
        Assert.DoesNotContain("fail:", node.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await PortalNode.RunAsync(Settings, "health", "--url", node.Address)).ExitCode);
    }

    [Fact]
    public async Task A_wrong_configuration_ends_the_start_with_78_and_every_reason()
    {
        var settings = new Dictionary<string, string>(Settings, StringComparer.Ordinal) { ["ASPNETCORE_ENVIRONMENT"] = "Production", ["Logging:LogLevel:Default"] = "Loud", ["Access:Limits:DigitsAsked"] = "1" };
        var answer = await PortalNode.RunAsync(settings, "--urls", "http://127.0.0.1:0");
        Assert.Equal(CommandHost.UnsafeConfiguration, answer.ExitCode);
        Assert.Equal(["Access:Limits:DigitsAsked", "Logging:LogLevel:Default", "Portal:PublicUrl"],
            answer.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Outside_Development_every_line_of_the_log_is_JSON()
    {
        var settings = new Dictionary<string, string>(Settings, StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production", ["Portal:PublicUrl"] = "https://acordo.example.com.br", ["Shutdown:Drain"] = "00:00:00",
        };
        await using var node = await PortalNode.StartAsync(PortalNode.FreePort(), settings);
        using var http = new HttpClient { BaseAddress = new(node.Address) };
        using var plain = new HttpRequestMessage(HttpMethod.Get, "/aurora/l/segredo") { Headers = { Host = "acordo.example.com.br" } };
        Assert.Equal(HttpStatusCode.BadRequest, (await http.SendAsync(plain)).StatusCode); // plain http: refused, and a warning
        node.Terminate();
        Assert.Equal(0, await node.ExitCodeAsync());
        var lines = node.Output.Split('\n').Where(line => line.StartsWith('{')).Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement).ToList();
        var warning = Assert.Single(lines, line => line.GetProperty("LogLevel").GetString() == "Warning" && line.GetProperty("Category").GetString()!.EndsWith("HttpsOnly", StringComparison.Ordinal));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", warning.GetProperty("Timestamp").GetString()!);
        Assert.DoesNotContain("segredo", node.Output, StringComparison.Ordinal);
        Assert.Contains("/aurora/l/[token]", node.Output, StringComparison.Ordinal);
    }

    /// <summary>Asks until the answer is the wanted one, and answers its text; null when nobody answers any more.</summary>
    private static async Task<string?> PollAsync(HttpClient http, SlowForm form, string path, Predicate<HttpResponseMessage> wanted, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            await form.TrickleAsync(cancellation);
            try
            {
                using var answer = await http.GetAsync(path, cancellation);
                if (wanted(answer)) return await answer.Content.ReadAsStringAsync(cancellation);
            }
            catch (HttpRequestException) { return null; }
        }
    }

    /// <summary>A POST whose body comes in pieces, fast enough not to be taken for an attack.</summary>
    private sealed class SlowForm : IDisposable
    {
        private readonly TcpClient _connection;
        private readonly NetworkStream _stream;
        private readonly System.Diagnostics.Stopwatch _since = System.Diagnostics.Stopwatch.StartNew();
        private long _pieces;

        private SlowForm(TcpClient connection) => (_connection, _stream) = (connection, connection.GetStream());

        public static async Task<SlowForm> SendAsync(Uri address)
        {
            var connection = new TcpClient();
            await connection.ConnectAsync(address.Host, address.Port);
            var form = new SlowForm(connection);
            await form.WriteAsync($"POST /erro HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n", default);
            var head = new byte[64];
            var read = await form._stream.ReadAsync(head);
            Assert.StartsWith("HTTP/1.1 100 Continue", Encoding.ASCII.GetString(head, 0, read), StringComparison.Ordinal);
            await form.WriteAsync("2\r\na=\r\n", default);
            return form;
        }

        /// <summary>Some 320 bytes a second, in one field: above the least a server waits for, below the most a form may hold.</summary>
        public async Task TrickleAsync(CancellationToken cancellation)
        {
            for (; _pieces < _since.ElapsedMilliseconds / 100; _pieces++) await WriteAsync($"20\r\n{new string('x', 0x20)}\r\n", cancellation);
        }

        public async Task<string> FinishAsync(CancellationToken cancellation)
        {
            await WriteAsync("0\r\n\r\n", cancellation);
            using var reader = new StreamReader(_stream, Encoding.UTF8);
            return await reader.ReadToEndAsync(cancellation);
        }

        public void Dispose() => _connection.Dispose();

        private Task WriteAsync(string text, CancellationToken cancellation) => _stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellation).AsTask();
    }
}
