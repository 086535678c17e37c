using System.Globalization;

namespace Cobranca.Benchmarks.Runs;

/// <summary>From <c>dotnet Cobranca.Portal.dll</c> on a database that is there to the first page of a creditor. The floor is <c>dotnet</c> starting the same program to print its version.</summary>
public static class StartRun
{
    private const int Times = 7;

    public static async Task RunAsync(RunOptions options)
    {
        foreach (var database in options.Databases())
        {
            await using var portal = await PortalUnderLoad.CreateAsync(database);
            var (starts, floors) = (new List<double>(), new List<double>());
            for (var time = 0; time < Times; time++)
            {
                floors.Add((await portal.CommandAsync("--version")).Took.TotalMilliseconds);
                starts.Add((await portal.StartAsync()).TotalMilliseconds);
                await portal.StopAsync();
            }
            starts.Sort();
            floors.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{database.Name}: first page after {starts[Times / 2]:0} ms (median of {Times}; {starts[0]:0} to {starts[^1]:0}); floor {floors[Times / 2]:0} ms; ratio {starts[Times / 2] / floors[Times / 2]:0.0}"));
        }
    }
}
