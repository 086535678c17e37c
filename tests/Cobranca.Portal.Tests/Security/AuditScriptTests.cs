using System.Diagnostics;

namespace Cobranca.Portal.Tests.Security;

/// <summary><c>eng/audit</c> says «clean» only where a known-bad package is found: its verdicts, without a registry.</summary>
public sealed class AuditScriptTests
{
    [Fact]
    public async Task Nothing_found_is_clean_only_where_the_canary_is_found()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Cobranca.sln"))) folder = folder.Parent ?? throw new InvalidOperationException("These tests run inside the repository.");
        using var audit = Process.Start(new ProcessStartInfo("bash", ["eng/audit", "--self-test"]) { WorkingDirectory = folder.FullName, RedirectStandardOutput = true })!;
        var said = await audit.StandardOutput.ReadToEndAsync();
        await audit.WaitForExitAsync();
        Assert.Equal((0, "verdicts: ok"), (audit.ExitCode, said.Trim()));
    }
}
