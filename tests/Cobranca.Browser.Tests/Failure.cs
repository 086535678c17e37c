using System.Globalization;

namespace Cobranca.Browser.Tests;

/// <summary>Where a failed walk leaves what explains it: beside what <c>dotnet test</c> writes, ignored by git.</summary>
public static class Failure
{
    public static string Folder(string name) => Directory.CreateDirectory(Path.Combine(
        Repository.Root, "tests", "Cobranca.Browser.Tests", "TestResults", string.Create(CultureInfo.InvariantCulture, $"run-{Environment.ProcessId}"), name)).FullName;
}

/// <summary>The folder this was built in.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Cobranca.sln"))) folder = folder.Parent ?? throw new InvalidOperationException("Cobranca.sln is above no folder.");
        return folder.FullName;
    }
}
