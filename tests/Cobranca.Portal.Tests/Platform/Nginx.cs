using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cobranca.Portal.Tests.Platform;

/// <summary>nginx with the repository's own sample (eng/deploy/nginx.conf): other ports, a certificate of this run, nothing else changed.</summary>
public sealed class Nginx : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cobranca-nginx-").FullName;
    private readonly X509Certificate2 _certificate;
    private readonly Process _process;

    private Nginx(int firstPort, int secondPort)
    {
        var port = PortalNode.FreePort();
        Address = new(string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{port}"));
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        _certificate = request.CreateSelfSigned(PortalFixture.Start.AddYears(-2), PortalFixture.Start.AddYears(50));
        File.WriteAllText(InFolder("cert.pem"), _certificate.ExportCertificatePem());
        File.WriteAllText(InFolder("key.pem"), key.ExportPkcs8PrivateKeyPem());

        var site = File.ReadAllText(Path.Combine(PortalNode.Root(), "eng", "deploy", "nginx.conf"));
        foreach (var (sample, ours) in new[]
            {
                ("server 127.0.0.1:5081", $"server 127.0.0.1:{Number(firstPort)}"), ("server 127.0.0.1:5082", $"server 127.0.0.1:{Number(secondPort)}"), ("listen 443 ssl", $"listen 127.0.0.1:{Number(port)} ssl"),
                ("/etc/ssl/cobranca/fullchain.pem", InFolder("cert.pem")), ("/etc/ssl/cobranca/privkey.pem", InFolder("key.pem")), ("/var/log/nginx/cobranca.log", InFolder("access.log")),
            })
        {
            Assert.Contains(sample, site, StringComparison.Ordinal);
            site = site.Replace(sample, ours, StringComparison.Ordinal);
        }
        File.WriteAllText(InFolder("site.conf"), site);
        File.WriteAllText(InFolder("nginx.conf"), $$"""
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            daemon off; worker_processes 1; pid {{InFolder("nginx.pid")}}; error_log {{InFolder("error.log")}};
            events { worker_connections 256; }
            http {
                client_body_temp_path {{InFolder("body")}}; proxy_temp_path {{InFolder("proxy")}};
                fastcgi_temp_path {{InFolder("fastcgi")}}; uwsgi_temp_path {{InFolder("uwsgi")}}; scgi_temp_path {{InFolder("scgi")}};
                include {{InFolder("site.conf")}};
            }
            """);
        // Not on everybody's PATH in Debian.
        var program = File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";
        _process = Process.Start(new ProcessStartInfo(program, ["-p", _folder, "-e", InFolder("error.log"), "-c", InFolder("nginx.conf")]) { RedirectStandardError = true })!;
    }

    public Uri Address { get; }

    /// <summary>What it logged of every request.</summary>
    public string AccessLog => File.ReadAllText(InFolder("access.log"));

    public static async Task<Nginx> StartAsync(int firstPort, int secondPort)
    {
        var nginx = new Nginx(firstPort, secondPort);
        using var http = nginx.NewClient();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            if (nginx._process.HasExited) throw new InvalidOperationException("nginx did not start (./test installs it): " + await nginx._process.StandardError.ReadToEndAsync(patience.Token));
            try
            {
                using var answer = await http.GetAsync("/health/live", patience.Token); // its own 404
                return nginx;
            }
            catch (HttpRequestException) when (!patience.IsCancellationRequested) { } // not listening yet
        }
    }

    /// <summary>A client that trusts this run's certificate and no other stranger.</summary>
    public HttpClient NewClient()
    {
        var hash = _certificate.GetCertHashString(HashAlgorithmName.SHA256);
#pragma warning disable MA0039 // exactly one certificate is accepted
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString(HashAlgorithmName.SHA256) == hash;
#pragma warning restore MA0039
        return new(handler) { BaseAddress = Address };
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string InFolder(string name) => Path.Combine(_folder, name);

    private static string Number(int port) => port.ToString(CultureInfo.InvariantCulture);
}
