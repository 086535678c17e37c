using System.Text.Json;

namespace Cobranca.Domain.Tests.Boletos;

/// <summary>Test data kept beside the repository; what matters of it is also inline, so that the tests mean something without it.</summary>
internal static class SharedVectors
{
    private static readonly string? Folder = Find();

    public static bool Exists(string file) => Folder is not null && File.Exists(Path.Combine(Folder, file));

    public static JsonElement Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder!, file)));
        return document.RootElement.Clone();
    }

    public static byte[] ReadBytes(string file) => File.ReadAllBytes(Path.Combine(Folder!, file));

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("COBRANCA_SHARED") is { Length: > 0 } given)
            return given;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Cobranca.sln")))
                return Path.Combine(folder.FullName, "..", "shared");
        }
        return null;
    }

    /// <summary>The lines of a text file of Latin-1.</summary>
    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Folder!, file), System.Text.Encoding.Latin1);
}

/// <summary>A fact about a shared file; skipped, and says so, where the file is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute(string file)
    {
        if (!SharedVectors.Exists(file))
            Skip = $"No {file}: neither COBRANCA_SHARED nor ../shared has it.";
    }
}
