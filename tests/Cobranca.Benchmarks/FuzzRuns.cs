using System.Diagnostics;
using System.Globalization;
using Cobranca.Domain.Tests.Cnab;
using Cobranca.Domain.Tests.Cnab.Retorno;

namespace Cobranca.Benchmarks;

/// <summary>
/// Readers of bank files against spoiled ones: <c>fuzz remessa|retorno [--inputs 200000] [--seed 1]</c>. Begins with the real files beside the
/// repository, or those of <c>COBRANCA_SHARED</c>, and with files of our own writer. The same seed spoils them the same way.
/// </summary>
public static class FuzzRuns
{
    private static readonly Dictionary<string, Action<int, int>> All = new(StringComparer.Ordinal)
    {
        ["remessa"] = Remessa,
        ["retorno"] = Retorno,
    };

    public static int Run(string[] args)
    {
        if (args is not [var name, .. var rest] || !All.TryGetValue(name, out var run))
        {
            Console.Error.WriteLine($"fuzz {string.Join('|', All.Keys)} [--inputs N] [--seed N]");
            return 1;
        }
        run(Value(rest, "--inputs", 200_000), Value(rest, "--seed", 1));
        return 0;
    }

    private static int Value(string[] args, string name, int otherwise) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;

    private static void Remessa(int inputs, int seed)
    {
        var real = RealFiles("vectors/remessa", "*.txt");
        List<byte[]> files = [.. real, .. RemessaLayoutCase.All.Values.Select(layout => layout.Sample(titles: 40))];
        Console.WriteLine($"# fuzz remessa: {real.Count} files of others, {files.Count - real.Count} of our own, seed {seed}");
        var watch = Stopwatch.StartNew();
        var tally = RemessaFuzz.Run(files, inputs, seed);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{tally.Inputs:N0} inputs, {tally.Bytes / 1048576.0:N0} MB in {watch.Elapsed.TotalSeconds:0} s: {tally.Refused:N0} refused with {tally.Problems:N0} problems, {tally.Read:N0} read with {tally.Instructions:N0} instructions; at most {tally.Worst:0.0} bytes allocated per byte of a file; nothing else"));
    }

    private static void Retorno(int inputs, int seed)
    {
        var real = RealFiles("vectors/retorno", "*.ret");
        List<byte[]> files = [.. real, .. RetornoSamples.Layouts.Select(layout => RetornoSamples.File(layout.Bank, layout.Format, titles: 8, new Random(seed)))];
        Console.WriteLine($"# fuzz retorno: {real.Count} real files, {files.Count - real.Count} of our own, seed {seed}");
        var watch = Stopwatch.StartNew();
        var tally = RetornoFuzz.Run(files, inputs, seed);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{tally.Inputs:N0} inputs, {tally.Bytes / 1048576.0:N0} MB in {watch.Elapsed.TotalSeconds:0} s: {tally.Unopened:N0} not opened, {tally.Refused:N0} given up, {tally.Titles:N0} titles, {tally.Problems:N0} problems, {tally.Warnings:N0} warnings; files of up to {tally.Longest / 1024} KiB took at most {tally.MostAllocated / 1024} KiB; nothing else came of them"));
    }

    private static IReadOnlyList<byte[]> RealFiles(string folder, string pattern)
    {
        var shared = Environment.GetEnvironmentVariable("COBRANCA_SHARED");
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); shared is null && at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Cobranca.sln")))
                shared = Path.Combine(at.FullName, "..", "shared");
        var path = Path.Combine(shared ?? "", folder);
        return Directory.Exists(path) ? [.. Directory.GetFiles(path, pattern).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)] : [];
    }
}
