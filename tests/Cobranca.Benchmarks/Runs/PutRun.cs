using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cobranca.Benchmarks.Runs;

/// <summary>
/// <c>PUT /api/v1/receivables</c>, a thousand new items a call, answered once they are on disk. The floor is the same number of calls that
/// change nothing (the same items again): what HTTP, JSON and looking up cost.
/// </summary>
public static partial class PutRun
{
    private const int PerCall = 1000, Calls = 60, WarmUp = 5;

    public static async Task RunAsync(RunOptions options)
    {
        foreach (var database in options.Databases())
        {
            await using var portal = await PortalUnderLoad.CreateAsync(database);
            var key = Key().Match((await portal.CommandAsync("apikey", "create", "--creditor", "bancada", "--name", "medidas", "--scopes", "all")).Output).Value;
            await portal.StartAsync();
            using var http = new HttpClient { BaseAddress = new(portal.Address) };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            for (var call = 0; call < WarmUp; call++) await PutAsync(http, call, "created");
            var created = Stopwatch.StartNew();
            for (var call = WarmUp; call < WarmUp + Calls; call++) await PutAsync(http, call, "created");
            created.Stop();
            var unchanged = Stopwatch.StartNew();
            for (var call = WarmUp; call < WarmUp + Calls; call++) await PutAsync(http, call, "unchanged");
            unchanged.Stop();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{database.Name}: {PerCall * Calls / created.Elapsed.TotalSeconds:N0} new items/s (one connection, {created.Elapsed.TotalMilliseconds / Calls:0} ms a call); unchanged {PerCall * Calls / unchanged.Elapsed.TotalSeconds:N0}/s; ratio {created.Elapsed / unchanged.Elapsed:0.0}"));
        }
    }

    private static async Task PutAsync(HttpClient http, int call, string expected)
    {
        var items = Enumerable.Range(call * PerCall, PerCall).Select(row => new
        {
            externalId = $"A{row}", taxId = SamplePortfolio.CpfOf(row / SamplePortfolio.DebtsPerPerson), name = $"Pessoa {row / SamplePortfolio.DebtsPerPerson}",
            dueDate = SamplePortfolio.DueOn(row).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), amount = SamplePortfolio.AmountOf(row), description = "Mensalidade",
        });
        using var body = new StringContent(JsonSerializer.Serialize(new { items }), Encoding.UTF8, "application/json");
        using var answer = await http.PutAsync("/api/v1/receivables", body);
        var text = await answer.Content.ReadAsStringAsync();
        using var json = JsonDocument.Parse(text);
        if (!answer.IsSuccessStatusCode || json.RootElement.GetProperty("results").EnumerateArray().Any(r => r.GetProperty("outcome").GetString() != expected))
            throw new InvalidOperationException($"{(int)answer.StatusCode}: {text[..Math.Min(text.Length, 400)]}");
    }

    [GeneratedRegex("ck_[A-Za-z0-9_-]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();
}
