namespace Cobranca.Portal.Jobs;

/// <summary>The <c>Jobs</c> section: long work asked for by a creditor's systems, and the files that come and go with it.</summary>
public sealed class JobSettings
{
    public const string Section = "Jobs";

    /// <summary>Jobs one node does side by side, each of another creditor: two, so that one creditor's million rows do not keep all others waiting.</summary>
    public int AtOnce { get; set; } = 2;

    /// <summary>Jobs a creditor may have waiting; with <see cref="MaxUploadBytes"/> this bounds what it can make us keep.</summary>
    public int MaxWaiting { get; set; } = 20;

    /// <summary>The largest file taken: a million rows with every column filled are some 250 MB.</summary>
    public long MaxUploadBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>How long an ended job and its files stay: they hold personal data and live links, so no longer than it takes to fetch them.</summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Reads the section over the defaults.</summary>
    /// <exception cref="InvalidOperationException">A value with which nothing would work; the message names every one.</exception>
    public static JobSettings From(IConfiguration configuration)
    {
        var settings = Read(configuration);
        var problems = settings.Problems().ToList();
        return problems.Count == 0 ? settings : throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
    }

    /// <summary>What is wrong with the section.</summary>
    public static IEnumerable<string> Problems(IConfiguration configuration) => Read(configuration).Problems();

    private static JobSettings Read(IConfiguration configuration)
    {
        var settings = new JobSettings();
        configuration.GetSection(Section).Bind(settings);
        return settings;
    }

    private IEnumerable<string> Problems()
    {
        if (AtOnce is < 1 or > 32) yield return $"{Section}:{nameof(AtOnce)} is {AtOnce}: use 1 to 32.";
        if (MaxWaiting is < 1 or > 1000) yield return $"{Section}:{nameof(MaxWaiting)} is {MaxWaiting}: use 1 to 1000.";
        if (MaxUploadBytes is < 1024 or > 4L * 1024 * 1024 * 1024) yield return $"{Section}:{nameof(MaxUploadBytes)} is {MaxUploadBytes}: use 1024 (1 KB) to 4294967296 (4 GB).";
        if (KeepFor < TimeSpan.FromHours(1) || KeepFor > TimeSpan.FromDays(366)) yield return $"{Section}:{nameof(KeepFor)} is {KeepFor:c}: use 01:00:00 (an hour) to 366.00:00:00.";
    }
}
