using System.Text.RegularExpressions;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Integrations.Bank.Files;
using Cobranca.Portal.Integrations.Email;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Tests.Platform;

/// <summary>Every configuration key the code reads is in the manual, and the manual names none that nobody reads.</summary>
public sealed partial class OperatorManualTests
{
    /// <summary>Keys of the framework that the manual explains.</summary>
    private static readonly string[] OfTheFramework = ["Urls", "ConnectionStrings:Default", "Logging:LogLevel:Default", "Logging:LogLevel:Microsoft.AspNetCore"];

    private static readonly (string Section, Type Type)[] Sections =
        [("Email:Smtp", typeof(SmtpSettings)), ("Shutdown", typeof(ShutdownSettings)), ("DataProtection", typeof(KeyProtectionSettings)), (JobSettings.Section, typeof(JobSettings)), (BankFileSettings.Section, typeof(BankFileSettings))];

    [Fact]
    public void The_keys_that_are_read_are_the_keys_that_are_documented()
    {
        var documented = Documented();
        var read = KeysInSource().Union(Sections.SelectMany(s => s.Type.GetProperties().Where(p => p.CanWrite).Select(p => $"{s.Section}:{p.Name}")), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        Assert.Equal([], read.Where(key => !documented.Contains(key) && !documented.Any(d => d.StartsWith(key + ":", StringComparison.Ordinal) || d == key + ":*")).Order(StringComparer.Ordinal));
        Assert.Equal([], documented.Where(key => !OfTheFramework.Contains(key) && !read.Contains(key.EndsWith(":*", StringComparison.Ordinal) ? key[..^2] : key)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_limit_of_the_sign_in_is_in_its_table()
    {
        var text = File.ReadAllText(Path.Combine(PortalNode.Root(), "docs", "access.md"));
        Assert.Equal([], typeof(AccessLimits).GetProperties().Concat(typeof(AccessRetention).GetProperties()).Where(p => p.CanWrite).Select(p => p.Name).Where(name => !text.Contains($"`{name}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_measure_is_in_the_manual()
    {
        var source = File.ReadAllText(Path.Combine(PortalNode.Root(), "Cobranca.Portal", "Platform", "CobrancaTelemetry.cs"));
        var manual = File.ReadAllText(Path.Combine(PortalNode.Root(), "docs", "operator.md"));
        var names = Measure().Matches(source).Select(m => m.Groups["name"].Value).ToList();
        Assert.True(names.Count >= 8);
        Assert.Equal([], names.Where(name => !manual.Contains($"`{name}`", StringComparison.Ordinal)));
    }

    private static HashSet<string> Documented()
    {
        var rows = File.ReadLines(Path.Combine(PortalNode.Root(), "docs", "operator.md")).SkipWhile(line => line != "## Configuration").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|')[1]);
        return rows.SelectMany(cell => Quoted().Matches(cell).Select(m => m.Groups["key"].Value)).ToHashSet(StringComparer.Ordinal);
    }

    private static IEnumerable<string> KeysInSource() => Directory.EnumerateFiles(Path.Combine(PortalNode.Root(), "Cobranca.Portal"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !new[] { "obj", "bin", "Migrations" }.Any(folder => file.Contains($"{Path.DirectorySeparatorChar}{folder}{Path.DirectorySeparatorChar}", StringComparison.Ordinal)))
        .SelectMany(file => Literal().Matches(File.ReadAllText(file)).Select(m => m.Groups["key"].Value)).Where(key => key != "Logging:LogLevel").Distinct(StringComparer.Ordinal);

    [GeneratedRegex(@"""(?<key>[A-Z][A-Za-z]+(?::[A-Z][A-Za-z]+)+|OTEL_[A-Z_]+)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Literal();

    [GeneratedRegex(@"`(?<key>[^`]+)`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"""(?<name>cobranca\.[a-z_]+(?:\.[a-z_]+)*)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Measure();
}
