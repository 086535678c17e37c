using Cobranca.Domain.Cnab;

namespace Cobranca.Portal.Integrations.Bank.Files;

/// <summary>The <c>BankFiles</c> section: banks that are spoken to by files, and when.</summary>
public sealed class BankFileSettings
{
    public const string Section = "BankFiles";

    /// <summary>Whether slips are registered by files. Unset: only in Development, since a slip nobody carries to its bank would wait for ever.</summary>
    public bool? Enabled { get; set; }

    /// <summary>The banks spoken to by files, by their three digits; none named is every bank that has a layout here.</summary>
    public string[] Banks { get; set; } = [];

    /// <summary>The root of the watched folders; unset, files come and go by command and API alone (in Development: <c>bancos</c> in the data directory).</summary>
    public string? Folder { get; set; }

    /// <summary>How long instructions gather before a file is made of them; zero: only when somebody asks for one. Unset: half an hour, in Development a second.</summary>
    public TimeSpan? GenerateEvery { get; set; }

    /// <summary>How long files of and for a bank stay: five years and a little, as long as a debt can be claimed that they prove (Código Civil, art. 206, § 5º, I).</summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(5 * 366);

    /// <summary>Whether slips of this bank go by files.</summary>
    public bool Serves(string bankCode) =>
        Enabled == true && RemessaWriter.Formats(bankCode).Count > 0 && (Banks.Length == 0 || Banks.Contains(bankCode, StringComparer.Ordinal));

    /// <summary>Reads the section over the defaults.</summary>
    /// <exception cref="InvalidOperationException">A value with which nothing would work; the message names every one.</exception>
    public static BankFileSettings From(IConfiguration configuration, IHostEnvironment environment)
    {
        var settings = Read(configuration);
        var problems = settings.Problems().ToList();
        if (problems.Count > 0) throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
        settings.Enabled ??= environment.IsDevelopment();
        settings.GenerateEvery ??= environment.IsDevelopment() ? TimeSpan.FromSeconds(1) : TimeSpan.FromMinutes(30);
        return settings;
    }

    /// <summary>What is wrong with the section.</summary>
    public static IEnumerable<string> Problems(IConfiguration configuration) => Read(configuration).Problems();

    private static BankFileSettings Read(IConfiguration configuration)
    {
        var settings = new BankFileSettings();
        configuration.GetSection(Section).Bind(settings);
        return settings;
    }

    private IEnumerable<string> Problems()
    {
        foreach (var bank in Banks.Where(bank => RemessaWriter.Formats(bank).Count == 0))
            yield return $"{Section}:{nameof(Banks)} has '{bank}': there is no file layout of it. There are {string.Join(", ", Domain.Boletos.Banks.All.Select(b => b.Code).Where(code => RemessaWriter.Formats(code).Count > 0))}.";
        if (GenerateEvery is { } every && every != TimeSpan.Zero && (every < TimeSpan.FromSeconds(1) || every > TimeSpan.FromDays(1)))
            yield return $"{Section}:{nameof(GenerateEvery)} is {every:c}: use 00:00:01 to 1.00:00:00, or 00:00:00 for files that are made only when asked for.";
        if (KeepFor < TimeSpan.FromDays(30) || KeepFor > TimeSpan.FromDays(7_320))
            yield return $"{Section}:{nameof(KeepFor)} is {KeepFor:c}: use 30.00:00:00 to 7320.00:00:00 (twenty years).";
        if (Folder is not null && WhyNot(Folder) is { } problem) yield return $"{Section}:{nameof(Folder)} {problem} ('{Folder}'): name a folder that the portal may write to.";
    }

    private static string? WhyNot(string folder)
    {
        if (folder.Trim().Length == 0) return "is empty";
        if (File.Exists(folder)) return "is a file";
        try { Directory.CreateDirectory(folder); }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException) { return "cannot be created"; }
        return null;
    }
}
