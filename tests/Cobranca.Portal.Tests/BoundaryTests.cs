using System.Reflection;

namespace Cobranca.Portal.Tests;

/// <summary>Domain knows nobody, Client knows Domain, Portal knows both (docs/developer.md).</summary>
public class BoundaryTests
{
    private static readonly Assembly Domain = typeof(Cobranca.Domain.Values.Money).Assembly;
    private static readonly Assembly Client = typeof(Cobranca.Portal.Client._Imports).Assembly;

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(a => a.Name!);

    [Fact]
    public void Domain_references_only_the_runtime() =>
        Assert.DoesNotContain(References(Domain), name => name.StartsWith("Cobranca", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.", StringComparison.Ordinal) || name is "System.Data.Common" or "System.Net.Http" or "System.IO.FileSystem");

    [Fact]
    public void Client_references_Domain_at_most_and_no_host()
    {
        Assert.DoesNotContain("Cobranca.Portal", References(Client));
        Assert.DoesNotContain(References(Client), name => name is "Microsoft.AspNetCore.Http.Abstractions" or "Microsoft.AspNetCore.Http"
            || name.Contains("EntityFrameworkCore", StringComparison.Ordinal));
    }

    /// <summary>Three databases: what is not LINQ is written where all three are thought of.</summary>
    [Fact]
    public void No_SQL_outside_Persistence()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Cobranca.sln"))) root = root.Parent;
        string[] forbidden = ["FromSql", "ExecuteSql", "SqlQuery", "CommandText", "CreateCommand", "GetDbConnection", "PRAGMA", "Microsoft.Data.", "using Npgsql", "NpgsqlCo", "SqlClient", "IsSqlite(", "IsSqlServer("];
        var portal = Path.Combine(root.FullName, "Cobranca.Portal");
        var sources = Directory.EnumerateFiles(portal, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".cs" or ".razor")
            .Where(file => !Path.GetRelativePath(portal, file).Split(Path.DirectorySeparatorChar)[0].Equals("Persistence", StringComparison.Ordinal)
                && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).ToList();
        Assert.True(sources.Count > 100, $"only {sources.Count} sources were looked at");
        Assert.Empty(sources.SelectMany(file => File.ReadLines(file).Select((line, i) => (Line: line, At: $"{Path.GetRelativePath(portal, file)}:{i + 1}")))
            .Where(source => forbidden.Any(word => source.Line.Contains(word, StringComparison.Ordinal))).Select(source => $"{source.At}: {source.Line.Trim()}"));
    }

    [Fact]
    public void Client_components_inject_nothing() =>
        Assert.Empty(Client.GetTypes().SelectMany(t => t.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(p => p.GetCustomAttributes().Any(a => a.GetType().Name == "InjectAttribute")).Select(p => $"{p.DeclaringType}.{p.Name}"));
}
