using Cobranca.Portal.Persistence;

namespace Cobranca.Portal.Platform;

/// <summary>Where things are, read once from configuration (docs/operator.md lists every key).</summary>
public sealed class PortalSettings
{
    public PortalSettings(IConfiguration configuration, IHostEnvironment environment)
    {
        DataDirectory = Path.GetFullPath(configuration["Data:Directory"] ?? Path.Combine(InstallationRoot(), "data"));
        (DatabaseProvider, ConnectionString, _databaseProblem) = ReadDatabase(configuration, DataDirectory);
        PublicUrl = (configuration["Portal:PublicUrl"] ?? (environment.IsDevelopment() ? FirstAddress(configuration["Urls"]) : null))?.TrimEnd('/');
        Hosts = new HashSet<string>(configuration.GetSection("Portal:OtherHosts").Get<string[]>() ?? [], StringComparer.OrdinalIgnoreCase);
        if (Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url)) Hosts.Add(url.IdnHost);
        DemoEnabled = configuration.Flag("Demo:Enabled", defaultValue: false);
        DemoLinkSecret = configuration["Demo:LinkSecret"];
        WorkersEnabled = configuration.Flag("Workers:Enabled", defaultValue: true);
        _clockIsShifted = configuration["Clock:StartAt"] is { Length: > 0 };
        IsDevelopment = environment.IsDevelopment();
        _configuration = configuration;
    }

    private readonly bool _clockIsShifted;
    private readonly string? _databaseProblem;
    private readonly IConfiguration _configuration;

    public string DataDirectory { get; }
    public DatabaseProvider DatabaseProvider { get; }
    public string ConnectionString { get; }
    /// <summary>The address debtors reach, for links in messages: no trailing slash. Required outside Development, where it is the one listened on.</summary>
    public string? PublicUrl { get; }
    /// <summary>The host of <see cref="PublicUrl"/> and those of <c>Portal:OtherHosts</c>: an address the portal had before, or has inside.</summary>
    public ISet<string> Hosts { get; }
    public bool DemoEnabled { get; }
    public string? DemoLinkSecret { get; }
    /// <summary>Off in tests, which turn the outbox and the bank by hand.</summary>
    public bool WorkersEnabled { get; }
    public bool IsDevelopment { get; }

    /// <summary>Every reason why this configuration must not serve people. Empty when it may.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = ConfigurationProblems.Of(_configuration).ToList();
        if (_databaseProblem is not null) problems.Add(_databaseProblem);
        if (IsDevelopment) return problems;
        if (DemoEnabled) problems.Add("Demo:Enabled is true: demo creditors belong to Development only. Remove the key.");
        if (DemoLinkSecret is not null) problems.Add("Demo:LinkSecret is set: links derived from it can be computed by anybody who read the source. Remove the key.");
        if (_clockIsShifted) problems.Add("Clock:StartAt is set: outside Development prices and deadlines follow the real date. Remove the key.");
        if (PublicUrl is null) problems.Add("Portal:PublicUrl is missing: set it to the https address debtors reach, for example https://acordo.example.com.br.");
        else if (Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp)
            problems.Add($"Portal:PublicUrl is '{PublicUrl}': outside Development it must be an absolute https address.");
        return problems;
    }

    private static (DatabaseProvider Provider, string ConnectionString, string? Problem) ReadDatabase(IConfiguration configuration, string dataDirectory)
    {
        var (name, connection) = (configuration["Database:Provider"], configuration.GetConnectionString("Default"));
        if (string.IsNullOrWhiteSpace(name)) name = nameof(DatabaseProvider.Sqlite);
        if (!DatabaseProviders.TryParse(name, out var provider))
            return (default, "", $"Database:Provider is '{name}': it is one of {string.Join(", ", Enum.GetNames<DatabaseProvider>())}.");
        if (provider == DatabaseProvider.Sqlite && string.IsNullOrWhiteSpace(connection))
            connection = DatabaseProviders.SqliteFile(Path.Combine(dataDirectory, "cobranca.db"));
        return (provider, connection ?? "", provider.WhyNot(connection));
    }

    private static string? FirstAddress(string? urls) => urls?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault();

    /// <summary>In a source tree the folder of the solution, so that data/ is in one place wherever the person stands; else the program's own folder.</summary>
    private static string InstallationRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Cobranca.sln"))) return folder.FullName;
        return AppContext.BaseDirectory;
    }
}
