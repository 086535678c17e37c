using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Cobranca.Portal.Tests.Platform;

/// <summary>A portal in a process of its own, as an operator starts it.</summary>
public sealed partial class PortalNode : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Queue<string> _output = new();
    private readonly TaskCompletionSource<string> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PortalNode(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _started.TrySetException(new InvalidOperationException("The portal ended: " + Output));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Address { get; private set; } = "";

    public int Id => _process.Id;

    /// <summary>The last lines it wrote.</summary>
    public string Output
    {
        get
        {
            lock (_output) return string.Join('\n', _output);
        }
    }

    /// <summary>Starts one and waits until it serves.</summary>
    public static async Task<PortalNode> StartAsync(int port, IReadOnlyDictionary<string, string> settings)
    {
        var node = new PortalNode(Dll(settings, "--urls", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")));
        node.Address = await node._started.Task.WaitAsync(TimeSpan.FromMinutes(2));
        return node;
    }

    /// <summary>Runs the program to its end: a command, or a start that is refused.</summary>
    public static async Task<CommandAnswer> RunAsync(IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        using var process = Process.Start(Dll(settings, arguments))!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, output, await error);
    }

    /// <summary>Runs a command and kills it when its time has come; false when it was faster.</summary>
    public static async Task<bool> KilledAsync(IReadOnlyDictionary<string, string> settings, Func<Task<bool>> isTime, params string[] arguments)
    {
        using var process = Process.Start(Dll(settings, arguments))!;
        var output = Task.WhenAll(process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
        while (!process.HasExited && !await isTime()) { }
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        await output;
        return process.ExitCode != 0;
    }

    /// <summary>As <see cref="RunAsync"/>, and it must succeed; what it said.</summary>
    public static async Task<string> CommandAsync(IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var answer = await RunAsync(settings, arguments);
        return answer.ExitCode == 0 ? answer.Output : throw new InvalidOperationException($"{string.Join(' ', arguments)}: {answer.ExitCode} {answer.Output}{answer.Error}");
    }

    /// <summary>Asks it to stop, as systemd and container engines do.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>The power goes.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    /// <summary>A port nobody has at this moment.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The repository's root.</summary>
    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Cobranca.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    private static ProcessStartInfo Dll(IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        // The Portal's own output folder, beside which its assets are found.
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Root(), "Cobranca.Portal", "bin", here.Parent!.Name, here.Name, "Cobranca.Portal.dll"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (key, value) in settings) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        return start;
    }

    private void Read(string? line)
    {
        if (line is null) return;
        lock (_output)
        {
            _output.Enqueue(line);
            if (_output.Count > 200) _output.Dequeue();
        }
        if (Listening().Match(line) is { Success: true } match) _started.TrySetResult(match.Groups["address"].Value);
    }

    [GeneratedRegex(@"no ar em (?<address>http://\S+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
