namespace Cobranca.Portal.Tests.Components;

/// <summary>The style sheet's sources, and the one file the build makes of them.</summary>
internal static class Stylesheet
{
    private static readonly string Client = FindClient();

    public static string Source(string name) => File.ReadAllText(Path.Combine(Client, "Styles", name));

    public static IEnumerable<string> Scoped => Directory.EnumerateFiles(Client, "*.razor.css", SearchOption.AllDirectories)
        .Where(path => !path.Contains("node_modules", StringComparison.Ordinal) && !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    /// <summary>What a debtor's browser downloads: the newest of the configurations built.</summary>
    public static string Built => File.ReadAllText(Directory
        .EnumerateFiles(Path.Combine(Client, "obj"), "Cobranca.Portal.Client.bundle.scp.css", SearchOption.AllDirectories)
        .OrderByDescending(File.GetLastWriteTimeUtc).First());

    private static string FindClient()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Cobranca.sln"))) folder = folder.Parent;
        return Path.Combine(folder.FullName, "Cobranca.Portal.Client");
    }
}
