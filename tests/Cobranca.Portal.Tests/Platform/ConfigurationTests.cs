using Cobranca.Portal.Platform;
using Microsoft.Extensions.Hosting;

namespace Cobranca.Portal.Tests.Platform;

/// <summary>Everything wrong with a configuration is said at once, before anything starts.</summary>
[Collection(nameof(ConsoleCollection))]
public sealed class ConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cobranca-configuration-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, string> Malformed => new()
    {
        { "Urls", "localhost:5080" },
        { "Portal:PublicUrl", "acordo.example.com.br" },
        { "Portal:PublicUrl", "https://acordo.example.com.br/portal" },
        { "Portal:TrustedProxies", "10.0.0.0/8" },
        { "Portal:TrustedProxies:0", "balancer.internal" },
        { "Email:Smtp:Port", "smtp" },
        { "Email:Smtp:Port", "70000" },
        { "Email:Smtp:From", "ninguém" },
        { "Email:Smtp:StartTls", "sim" },
        { "Email:Smtp:Patience", "60" },
        { "Email:Smtp:UserName", "portal" },
        { "Access:Limits:TriesPerCode", "muitas" },
        { "Access:Limits:TriesPerCode", "1000" },
        { "Access:Limits:CodeLifetime", "10" },
        { "Access:Limits:CodesPerAdress", "10" },
        { "Access:Limits:CodesPerAddress:Per", "one hour" },
        { "Workers:Enabled", "yes" },
        { "Demo:Enabled", "1" },
        { "Clock:StartAt", "monday" },
        { "Logging:Format", "xml" },
        { "Logging:LogLevel:Default", "Verbose" },
        { "OpenTelemetry:Endpoint", "collector:4318" },
        { "OTEL_EXPORTER_OTLP_ENDPOINT", "collector" },
        { "Shutdown:Drain", "10" },
        { "Shutdown:Timeout", "00:00:00" },
        { "Api:PerMinute", "many" },
        { "Webhooks:Ports", "https" },
        { "Webhooks:TimeoutSeconds", "600" },
        { "Events:RetentionDays", "0" },
        { "Jobs:AtOnce", "0" },
        { "Jobs:KeepFor", "a week" },
        { "BankFiles:Banks:0", "999" },
        { "BankFiles:GenerateEvery", "30" },
        { "Access:Retention:Sessions", "30.00:00:00" },
        { "Portal:OtherHosts:0", "https://antigo.example.com.br" },
        { "DataProtection:CertificatePath", "no-such-file.pfx" },
        { "DataProtection:Certificate", "no-such-key" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_malformed_value_is_named_in_Development_and_in_Production(string key, string value)
    {
        foreach (var environment in new[] { Environments.Development, Environments.Production })
        {
            var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
            {
                ["Portal:PublicUrl"] = "https://acordo.example.com.br", ["Email:Smtp:Host"] = "mail.example.com.br", ["Email:Smtp:From"] = "portal@example.com.br", [key] = value,
            };
            // In Production a clock or a demonstration that is set at all is one more.
            var problem = Assert.Single(Problems(environment, [.. settings.Select(s => (s.Key, s.Value))]), problem => !problem.Contains(" is set: ", StringComparison.Ordinal));
            Assert.Contains(key.Split(":0")[0].Split(":CertificatePath")[0], problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_full_and_right_configuration_has_no_problem() => Assert.Empty(Problems(Environments.Production,
        ("Urls", "http://127.0.0.1:5080;http://[::1]:5081"), ("Data:Directory", _folder), ("Portal:PublicUrl", "https://acordo.example.com.br/"), ("Portal:TrustedProxies:0", "127.0.0.0/8"),
        ("Email:Smtp:Host", "mail.example.com.br"), ("Email:Smtp:Port", "25"), ("Email:Smtp:From", "portal@example.com.br"), ("Email:Smtp:User", "u"), ("Email:Smtp:Password", "p"),
        ("Email:Smtp:StartTls", "false"), ("Email:Smtp:Patience", "00:00:30"), ("Access:Limits:CodesPerAddress:Count", "10"), ("Access:Limits:CodesPerAddress:Per", "00:10:00"),
        ("Workers:Enabled", "False"), ("Logging:Format", "text"), ("Logging:LogLevel:Default", "Warning"), ("OpenTelemetry:Endpoint", "http://localhost:4318"), ("Shutdown:Drain", "00:00:00")));

    [Fact]
    public async Task A_command_refuses_with_78_and_says_all_of_it()
    {
        var error = Console.Error;
        using var said = new StringWriter();
        Console.SetError(said);
        try
        {
            var code = await CommandLine.RunAsync(["contact", "list", "--creditor", "aurora"], () => Composition.Builder(
                ["--environment=Production", $"--Data:Directory={_folder}", "--Database:Provider=Sqlite", "--Email:Smtp:Port=smtp", "--Workers:Enabled=yes", "--Demo:Enabled=true"]).Build());
            Assert.Equal(CommandHost.UnsafeConfiguration, code);
        }
        finally
        {
            Console.SetError(error);
        }
        var lines = said.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["Demo:Enabled", "Email:Smtp:Port", "Portal:PublicUrl", "Workers:Enabled"], lines.Select(line => line.Split(' ')[0]).Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_password_is_never_repeated()
    {
        var problems = Problems(Environments.Development, ("Email:Smtp:Host", "mail.example.com.br"), ("Email:Smtp:From", "x"), ("Email:Smtp:Password", "muito-secreta"));
        Assert.Equal(2, problems.Count);
        Assert.DoesNotContain(problems, problem => problem.Contains("muito-secreta", StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> Problems(string environment, params (string Key, string? Value)[] values) =>
        new PortalSettings(Installation.Configuration(values), new NamedEnvironment(environment)).Problems();
}
