using System.Text;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Tests.Boletos;

namespace Cobranca.Domain.Tests.Cnab;

/// <summary>A place where our file is not what another implementation wrote, and why.</summary>
/// <param name="Record">header, batch, P, Q, R, batch trailer, trailer; 1 and 2 in 400 positions.</param>
/// <param name="From">First position; 0 for a record that only one of the two has.</param>
/// <param name="Through">Last position.</param>
/// <param name="Who">first, second or both.</param>
/// <param name="Reason">As docs/cnab.md says at more length.</param>
internal sealed record Difference(string Record, int From, int Through, string Who, string Reason);

/// <summary>
/// Holds our file against the two in <c>../shared/vectors/remessa</c> made of the same titles, position by position: what differs must be
/// in the table, and what is in the table must differ.
/// </summary>
internal static class RemessaComparison
{
    public static void Hold(string name, IReadOnlyList<string> ours, params IReadOnlyList<Difference> table)
    {
        var used = new HashSet<(Difference, string)>();
        var unexplained = new List<string>();
        foreach (var (who, file) in new[] { ("first", $"vectors/remessa/{name}.txt"), ("second", $"vectors/remessa/{name}.second.txt") })
        {
            foreach (var (record, at, text) in Differences(ByTitle(ours), ByTitle(SharedVectors.Lines(file))))
            {
                var row = table.FirstOrDefault(row => row.Record == record && row.Who is var them && (them == who || them == "both")
                    && (at == 0 ? row.From == 0 : row.From <= at && at <= row.Through));
                if (row is null)
                    unexplained.Add($"{who} {record} {at}: {text}");
                else
                    used.Add((row, who));
            }
        }
        Assert.Empty(unexplained);
        foreach (var row in table)
            foreach (var who in row.Who == "both" ? new[] { "first", "second" } : [row.Who])
                Assert.True(used.Contains((row, who)), $"{row} no longer differs from {who}");
        AssertDocumented(name, table);
    }

    /// <summary>Every record of a file reads as if it were ours, and means the same titles.</summary>
    public static RemessaFile ReadsOf(string file) => RemessaSamples.File(RemessaSamples.Read(SharedVectors.Lines(file)));

    private static IEnumerable<(string Record, int At, string Text)> Differences(
        Dictionary<(string, int), string> ours, Dictionary<(string, int), string> theirs)
    {
        foreach (var key in ours.Keys.Union(theirs.Keys))
        {
            if (!ours.TryGetValue(key, out var our) || !theirs.TryGetValue(key, out var their))
            {
                yield return (key.Item1, 0, ours.ContainsKey(key) ? "only ours" : "only theirs");
                continue;
            }
            for (var i = 0; i < our.Length; i++)
                if (our[i] != their[i])
                    yield return (key.Item1, i + 1, $"ours «{our[i]}», theirs «{their[i]}»");
        }
    }

    private static Dictionary<(string, int), string> ByTitle(IEnumerable<string> lines)
    {
        var titles = 0;
        var found = new Dictionary<(string, int), string>();
        foreach (var line in lines)
        {
            var wide = line.Length > 240;
            var kind = wide ? line[0].ToString() : line[7] == '3' ? line[13].ToString() : line[7].ToString();
            titles += kind == "P" || wide && kind == "1" ? 1 : 0;
            var name = (wide, kind) switch
            {
                (_, "0") => "header",
                (false, "1") => "batch",
                (false, "5") => "batch trailer",
                (_, "9") => "trailer",
                _ => kind,
            };
            found.Add((name, name.Length > 1 ? 0 : titles), line.PadRight(wide ? 400 : 240));
        }
        return found;
    }

    /// <summary>docs/cnab.md has a row for each: | name | record | positions | who |.</summary>
    private static void AssertDocumented(string name, IReadOnlyList<Difference> table)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "Cobranca.sln")))
            folder = folder.Parent;
        if (folder is null)
            return;
        var docs = System.IO.File.ReadAllText(Path.Combine(folder.FullName, "docs", "cnab.md"), Encoding.UTF8);
        Assert.All(table, row => Assert.Contains(
            $"| {name} | {row.Record} | {(row.From == 0 ? "whole" : row.From == row.Through ? $"{row.From}" : $"{row.From}-{row.Through}")} | {row.Who} |",
            docs, StringComparison.Ordinal));
    }
}
