using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace Cobranca.Browser.Tests;

/// <summary>
/// The portal as <c>dotnet run</c> starts it: its own process, its own data folder, the demo portfolio, a free port. The clock begins on a
/// fixed Monday so that every journey happens on the same day.
/// </summary>
public sealed partial class PortalProcess : IAsyncLifetime
{
    public const string StartAt = "2026-11-23T10:00:00-03:00";

    private readonly string _data = Directory.CreateTempSubdirectory("cobranca-browser-").FullName;
    private readonly Queue<string> _output = new();
    private readonly Stopwatch _sinceStart = new();
    private Process? _process;

    public string Address { get; private set; } = "";
    public HttpClient Http { get; } = new();

    public async Task InitializeAsync()
    {
        Address = await StartAsync("http://127.0.0.1:0");
        Http.BaseAddress = new Uri(Address);
        _sinceStart.Start();
    }

    /// <summary>Ends the portal as a power cut does, whatever it is doing, and starts it on the same data and address.</summary>
    public async Task KillAndRestartAsync()
    {
        await KillAsync();
        await StartAsync(Address);
    }

    private async Task<string> StartAsync(string address)
    {
        var started = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = Process.Start(Portal("--urls", address))!;
        _process.OutputDataReceived += (_, line) => Read(line.Data, started);
        _process.ErrorDataReceived += (_, line) => Read(line.Data, started);
        _process.Exited += (_, _) => started.TrySetException(new InvalidOperationException("The portal ended: " + Output()));
        _process.EnableRaisingEvents = true;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        return await started.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    private async Task KillAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        _process?.Dispose();
    }

    /// <summary>Runs a command of the portal on the same data: what an operator types after <c>--</c>.</summary>
    public async Task<string> CommandAsync(params string[] arguments)
    {
        using var command = Process.Start(Portal(arguments))!;
        var error = command.StandardError.ReadToEndAsync();
        var output = await command.StandardOutput.ReadToEndAsync();
        await command.WaitForExitAsync();
        return command.ExitCode == 0 ? output : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {command.ExitCode}: {output}{await error}");
    }

    /// <summary>Writes a file into the portal's folder and answers its path.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(_data, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The code in the newest message with one, of those that came after the first <paramref name="messagesBefore"/>.</summary>
    public async Task<string> CodeAsync(int messagesBefore)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(150));
        try
        {
            while (true)
            {
                var messages = await MessagesAsync();
                if (messages.Take(messages.Count - messagesBefore).FirstOrDefault(m => m.Template == "login-code") is { } message) return Code().Match(message.Text).Value;
                await look.WaitForNextTickAsync(patience.Token);
            }
        }
        catch (OperationCanceledException ended) { throw new InvalidOperationException("No code arrived in /dev/mensagens.json", ended); }
    }

    public async Task<IReadOnlyList<Message>> MessagesAsync() => await Http.GetFromJsonAsync<List<Message>>("/dev/mensagens.json") ?? [];

    public async Task DisposeAsync()
    {
        await KillAsync();
        Http.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private ProcessStartInfo Portal(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [PortalDll(), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Data__Directory"] = _data;
        // A portal started again, and a command, take up the time where it is.
        start.Environment["Clock__StartAt"] = (DateTimeOffset.Parse(StartAt, CultureInfo.InvariantCulture) + _sinceStart.Elapsed).ToString("O", CultureInfo.InvariantCulture);
        start.Environment["Logging__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics"] = "Information"; // requests and how long they took, for a failed walk
        return start;
    }

    /// <summary>The Portal's own output folder, beside which its assets are found.</summary>
    private static string PortalDll()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(Repository.Root, "Cobranca.Portal", "bin", here.Parent!.Name, here.Name, "Cobranca.Portal.dll");
    }

    private void Read(string? line, TaskCompletionSource<string> started)
    {
        if (line is null) return;
        lock (_output)
        {
            _output.Enqueue(line);
            if (_output.Count > 2_000) _output.Dequeue();
        }
        if (Listening().Match(line) is { Success: true } match) started.TrySetResult(match.Groups["address"].Value);
    }

    /// <summary>The last lines the portal printed.</summary>
    public string Output()
    {
        lock (_output) return string.Join('\n', _output);
    }

    [GeneratedRegex(@"no ar em (?<address>http://\S+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();

    [GeneratedRegex(@"\b\d{6}\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    public sealed record Message(string Channel, string To, string Creditor, string Template, string? Subject, string Text, IReadOnlyList<string> Links)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Channel} {Template} {To}");
    }
}

/// <summary>One portal and one browser for all journeys: they are real processes and cost seconds.</summary>
[CollectionDefinition(Name)]
public sealed class Journeys : ICollectionFixture<PortalProcess>, ICollectionFixture<Chromium>
{
    public const string Name = "journeys";
}
