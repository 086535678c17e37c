using System.Globalization;
using System.Runtime.InteropServices;

namespace Cobranca.Benchmarks.Runs;

/// <summary>Measurements of the whole portal, each as a ratio to a floor taken in the same run. docs/performance.md has the commands.</summary>
public static class PortalRuns
{
    private static readonly Dictionary<string, Func<RunOptions, Task>> All = new(StringComparer.Ordinal)
    {
        ["remessa"] = RemessaRun.RunAsync,
        ["import"] = ImportRun.RunAsync,
        ["put"] = PutRun.RunAsync,
        ["page"] = PageRun.RunAsync,
        ["start"] = StartRun.RunAsync,
        ["retorno-parse"] = RetornoRun.RunAsync,
        ["retorno-apply"] = RetornoApplyRun.RunAsync,
        ["retorno-registered"] = RetornoRegisteredRun.RunAsync,
        ["retorno-settle"] = SettleRun.RunAsync,
    };

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var name, .. var rest] || !All.TryGetValue(name, out var run))
        {
            await Console.Error.WriteLineAsync($"run {string.Join('|', All.Keys)} [--postgres CONNECTION] [--rows N,N] [--batch N]");
            return 1;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"# {name}: {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}"));
        await run(RunOptions.Read(rest));
        return 0;
    }
}

/// <param name="Postgres">Connection string of a PostgreSQL where databases may be made; null measures SQLite only.</param>
/// <param name="Rows">Sizes, for runs that have some.</param>
/// <param name="Batch">Lines of a transaction, for runs that write in some.</param>
/// <param name="Only">SQLite or PostgreSQL alone; null measures on both where both are given.</param>
public sealed record RunOptions(string? Postgres, IReadOnlyList<int> Rows, int Batch, string? Only)
{
    public static RunOptions Read(string[] args)
    {
        string? Value(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
        return new(Value("--postgres"), [.. (Value("--rows") ?? "10000,100000,1000000").Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))],
            int.Parse(Value("--batch") ?? "1000", CultureInfo.InvariantCulture), Value("--only"));
    }

    /// <summary>The databases to measure on, fresh ones.</summary>
    public IEnumerable<RunDatabase> Databases()
    {
        if (Only is not "postgresql") yield return new("SQLite", "Sqlite", ConnectionString: null);
        if (Postgres is not null && Only is not "sqlite") yield return new("PostgreSQL", "PostgreSql", Postgres);
    }
}

/// <param name="ConnectionString">Null: a file in the run's folder.</param>
public sealed record RunDatabase(string Name, string Provider, string? ConnectionString);
