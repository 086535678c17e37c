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

    [Fact]
    public void Client_components_inject_nothing() =>
        Assert.Empty(Client.GetTypes().SelectMany(t => t.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(p => p.GetCustomAttributes().Any(a => a.GetType().Name == "InjectAttribute")).Select(p => $"{p.DeclaringType}.{p.Name}"));
}
