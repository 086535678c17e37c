using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace Cobranca.Benchmarks.Runs;

/// <summary>The portal as an operator runs it: processes of its own on a folder and a database of their own, both gone afterwards.</summary>
public sealed partial class PortalUnderLoad : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("cobranca-run-").FullName;
    private readonly RunDatabase _database;
    private readonly string? _connection;
    private Process? _web;

    private PortalUnderLoad(RunDatabase database)
    {
        _database = database;
        if (database.ConnectionString is not null)
            _connection = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "run_" + Guid.NewGuid().ToString("N") }.ToString();
    }

    public string Address { get; private set; } = "";

    public static async Task<PortalUnderLoad> CreateAsync(RunDatabase database)
    {
        var portal = new PortalUnderLoad(database);
        if (portal._connection is not null) await portal.OnServerAsync($"CREATE DATABASE {portal.DatabaseName}");
        await portal.CommandAsync("creditor", "apply", portal.Write("credor.json", Creditor));
        return portal;
    }

    private string DatabaseName => new NpgsqlConnectionStringBuilder(_connection).Database!;

    /// <summary>What a portal in this process is told so that it uses the same data.</summary>
    public string[] Arguments =>
    [
        "--environment=Development", "--Demo:Enabled=false", "--Logging:LogLevel:Default=Warning", $"--Data:Directory={_data}", $"--Database:Provider={_database.Provider}",
        .. _connection is null ? [] : new[] { $"--ConnectionStrings:Default={_connection}" },
    ];

    public string Write(string name, string text)
    {
        var path = Path.Combine(_data, name);
        File.WriteAllText(path, text);
        return path;
    }

    public string PathOf(string name) => Path.Combine(_data, name);

    /// <summary>Runs a command to its end.</summary>
    public async Task<(string Output, TimeSpan Took, long PeakBytes)> CommandAsync(params string[] arguments)
    {
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(Portal(arguments))!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        var peak = 0L;
        while (!process.WaitForExit(50))
        {
            try { peak = Math.Max(peak, PeakOf(process)); } catch (IOException) { }
        }
        var took = watch.Elapsed;
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', arguments)}: {process.ExitCode}\n{await output}\n{await error}");
        return (await output, took, peak);
    }

    /// <summary>Starts the web portal; answers how long it took until a page of it came back.</summary>
    public async Task<TimeSpan> StartAsync()
    {
        var watch = Stopwatch.StartNew();
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _web = Process.Start(Portal("--urls", "http://127.0.0.1:0"))!;
        _web.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not null && Listening().Match(line.Data) is { Success: true } match) listening.TrySetResult(match.Groups["address"].Value);
        };
        _web.BeginOutputReadLine();
        _web.BeginErrorReadLine();
        Address = await listening.Task.WaitAsync(TimeSpan.FromMinutes(1));
        using var http = new HttpClient { BaseAddress = new(Address) };
        (await http.GetAsync("/bancada")).EnsureSuccessStatusCode();
        return watch.Elapsed;
    }

    public async Task StopAsync()
    {
        if (_web is { HasExited: false })
        {
            _web.Kill(entireProcessTree: true);
            await _web.WaitForExitAsync();
        }
        _web?.Dispose();
        _web = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_data, recursive: true);
        if (_connection is not null) await OnServerAsync($"DROP DATABASE {DatabaseName} WITH (FORCE)");
    }

    private async Task OnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The most memory a process had resident, as Linux remembers it.</summary>
    private static long PeakOf(Process process) => File.ReadLines($"/proc/{process.Id.ToString(CultureInfo.InvariantCulture)}/status")
        .Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(line => long.Parse(Digits().Match(line).Value, CultureInfo.InvariantCulture) * 1024).FirstOrDefault();

    private ProcessStartInfo Portal(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [PortalDll(), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Development, because only there codes can be read back; without its demonstration and its chatter.
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Demo__Enabled"] = "false";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["Data__Directory"] = _data;
        start.Environment["Database__Provider"] = _database.Provider;
        if (_connection is not null) start.Environment["ConnectionStrings__Default"] = _connection;
        return start;
    }

    private static string PortalDll()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var root = here;
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Cobranca.sln"))) root = root.Parent;
        return Path.Combine(root!.FullName, "Cobranca.Portal", "bin", here.Parent!.Name, here.Name, "Cobranca.Portal.dll");
    }

    private const string Creditor = """
        {
          "slug": "bancada", "legalName": "Bancada de Medidas Ltda", "tradeName": "Bancada", "cnpj": "11.222.333/0001-81",
          "address": { "street": "Rua das Acácias, 120", "city": "Campinas", "uf": "SP", "cep": "13010-000" },
          "email": "atendimento@bancada.example.com.br", "phone": "+551932345678",
          "privacyContact": { "name": "Beatriz Nunes", "email": "privacidade@bancada.example.com.br" },
          "brand": { "color": "#0b5f5c" },
          "terms": [{ "validFrom": "2020-01-01", "finePercent": 2, "interestPercentPerMonth": 1 }],
          "bankAccounts": [{ "bank": "341", "agencia": "0057", "conta": "12345", "contaDv": "7", "carteira": "109" }]
        }
        """;

    [GeneratedRegex(@"no ar em (?<address>http://\S+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();
}
