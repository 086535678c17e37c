using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Cobranca.Portal.Tests.Outbox;

/// <summary>npm's smtp-server in a process of its own: STARTTLS and AUTH demanded, a certificate made for this run.</summary>
public sealed class MailServer : IAsyncLifetime
{
    public const string User = "portal";
    public const string Password = "segredo de teste";

    private static readonly ConcurrentDictionary<string, bool> Trusted = new(StringComparer.Ordinal);
    private readonly string _folder = Directory.CreateTempSubdirectory("cobranca-smtp-").FullName;
    private readonly HttpClient _http = new();
    private Process? _process;

    public int Port { get; private set; }

    public async Task InitializeAsync()
    {
        var key = Path.Combine(_folder, "key.pem");
        var certificate = Path.Combine(_folder, "cert.pem");
        await RunAsync("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
            "-keyout", key, "-out", certificate);
        Trust(X509CertificateLoader.LoadCertificateFromFile(certificate));

        var script = Path.Combine(RepositoryRoot(), "tests", "peers", "smtp-server.cjs");
        _process = Process.Start(new ProcessStartInfo("node", [script, key, certificate]) { RedirectStandardOutput = true })!;
        var ports = (await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The mail server did not start: run ./test, which installs tests/peers.")).Split(' ');
        Port = int.Parse(ports[0], CultureInfo.InvariantCulture);
        _http.BaseAddress = new Uri("http://127.0.0.1:" + ports[1]);
    }

    public async Task<IReadOnlyList<Mail>> MailsAsync() => await _http.GetFromJsonAsync<List<Mail>>("/") ?? [];

    public async Task DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Cobranca.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, error);
    }

    /// <summary>SmtpClient asks this old switch, one for the process, whom to trust; every certificate but this run's own stays refused.</summary>
    private static void Trust(X509Certificate2 certificate)
    {
        Trusted.TryAdd(certificate.GetCertHashString(), true);
#pragma warning disable SYSLIB0014, MA0039 // only this run's own certificates are added
        System.Net.ServicePointManager.ServerCertificateValidationCallback = (_, presented, _, errors) =>
            errors == SslPolicyErrors.None || (presented is not null && Trusted.ContainsKey(presented.GetCertHashString()));
#pragma warning restore SYSLIB0014, MA0039
    }

    public sealed record Mail(string From, IReadOnlyList<string> To, bool Secure, string? User, string Raw);
}
