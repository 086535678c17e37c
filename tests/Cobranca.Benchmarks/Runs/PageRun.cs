using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace Cobranca.Benchmarks.Runs;

/// <summary>
/// The list of a debtor with ten debts by <c>wrk</c> (Debian package wrk), beside two empty pages: one that has the same session, creditor,
/// head and layout around nothing, and a bare one that asks the database nothing. Then requests at half that rate, each sent at its time
/// whether or not earlier ones came back, for the latencies people see.
/// </summary>
public static partial class PageRun
{
    private const int Debts = 10, Seconds = 10, WarmUpSeconds = 20;

    private const string Bare = "/dev/vazia", Empty = "/bancada/dev/vazia", Page = "/bancada/dividas";

    public static async Task RunAsync(RunOptions options)
    {
        foreach (var database in options.Databases())
        {
            await using var portal = await PortalUnderLoad.CreateAsync(database);
            var cpf = SamplePortfolio.CpfOf(1);
            await portal.CommandAsync("import", portal.Write("dez.csv", "id_externo;cpf_cnpj;nome;vencimento;valor;email\n" +
                string.Join('\n', Enumerable.Range(0, Debts).Select(i => string.Create(CultureInfo.InvariantCulture, $"D{i};{cpf};Marina Conceição;{new DateOnly(2026, 1, 10).AddMonths(i):yyyy-MM-dd};150.00;marina@exemplo.com.br")))), "--creditor", "bancada");
            var link = Url().Match((await portal.CommandAsync("link", "create", "--creditor", "bancada", "--tax-id", cpf)).Output).Value;
            await portal.StartAsync();
            var cookie = await SignInAsync(portal.Address, new Uri(link).AbsolutePath, cpf);
            // Until the compiler has finished with them: some thousand requests on a quiet machine.
            foreach (var path in new[] { Page, Empty, Bare }) await WrkAsync(portal.Address + path, cookie, WarmUpSeconds);
            var bare = await WrkAsync(portal.Address + Bare, cookie, Seconds);
            var empty = await WrkAsync(portal.Address + Empty, cookie, Seconds);
            var debts = await WrkAsync(portal.Address + Page, cookie, Seconds);
            var half = await AtRateAsync(portal.Address, Page, cookie, debts / 2);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{database.Name}: debts page {debts:N0}/s; empty page {empty:N0}/s, {100 * debts / empty:0}%; bare page {bare:N0}/s, {100 * debts / bare:0}%; at {debts / 2:N0}/s p50 {half[half.Count / 2]:0.0} ms, p99 {half[half.Count * 99 / 100]:0.0} ms"));
        }
    }

    private static async Task<double> WrkAsync(string url, string cookie, int seconds)
    {
        var start = new ProcessStartInfo("wrk", ["-t1", "-c8", string.Create(CultureInfo.InvariantCulture, $"-d{seconds}s"), "-H", $"Cookie: {cookie}", url]) { RedirectStandardOutput = true };
        using var wrk = Process.Start(start) ?? throw new InvalidOperationException("wrk is not installed: apt-get install wrk");
        var output = await wrk.StandardOutput.ReadToEndAsync();
        if (output.Contains("Non-2xx", StringComparison.Ordinal)) throw new InvalidOperationException(url + "\n" + output);
        return double.Parse(Rate().Match(output).Groups["rate"].Value, CultureInfo.InvariantCulture);
    }

    private static async Task<List<double>> AtRateAsync(string address, string path, string cookie, double rate)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = 64 }) { BaseAddress = new(address) };
        // A tick each millisecond: waiting by spinning would take a core from the portal.
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var latencies = new List<double>();
        var pending = new List<Task>();
        var watch = Stopwatch.StartNew();
        for (var sent = 0; watch.Elapsed.TotalSeconds < Seconds; sent++)
        {
            var due = TimeSpan.FromSeconds(sent / rate);
            while (watch.Elapsed < due) await tick.WaitForNextTickAsync();
            pending.Add(OneAsync(due));
        }
        await Task.WhenAll(pending);
        latencies.Sort();
        return latencies;

        // Counted from when it was due: a queue in this process is waiting all the same.
        async Task OneAsync(TimeSpan due)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("Cookie", cookie);
            using var answer = await http.SendAsync(request);
            await answer.Content.ReadAsByteArrayAsync();
            if ((int)answer.StatusCode != 200) throw new InvalidOperationException(answer.StatusCode.ToString());
            lock (latencies) latencies.Add((watch.Elapsed - due).TotalMilliseconds);
        }
    }

    /// <summary>Walks the door by link and code as a browser without scripts does; answers the cookie of the session.</summary>
    private static async Task<string> SignInAsync(string address, string link, string cpf)
    {
        var jar = new System.Net.CookieContainer();
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = jar }) { BaseAddress = new(address) };
        var page = await SubmitAsync(http, await GetAsync(http, link), ("Form.Characters", cpf[..3]));
        page = await SubmitAsync(http, page, ("Form.Contact", Contact().Match(page.Html).Groups["id"].Value));
        page = await SubmitAsync(http, page, ("Form.Code", await CodeAsync(http)));
        if (!page.Path.EndsWith("/dividas", StringComparison.Ordinal)) throw new InvalidOperationException("Not signed in: " + page.Html);
        return string.Join("; ", jar.GetAllCookies().Select(c => $"{c.Name}={c.Value}"));
    }

    private static async Task<string> CodeAsync(HttpClient http)
    {
        for (var look = 0; look < 100; look++)
        {
            var messages = await http.GetFromJsonAsync<List<Sent>>("/dev/mensagens.json");
            if (messages is [var newest, ..]) return Code().Match(newest.Text).Value;
            await Task.Delay(200);
        }
        throw new InvalidOperationException("No code arrived.");
    }

    private static async Task<(string Path, string Html)> GetAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path);
        return (answer.RequestMessage!.RequestUri!.AbsolutePath, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<(string Path, string Html)> SubmitAsync(HttpClient http, (string Path, string Html) page, (string Name, string Value) field)
    {
        var form = Form().Matches(page.Html).Select(m => m.Value).First(f => f.Contains(field.Name, StringComparison.Ordinal));
        var fields = Hidden().Matches(form).Select(m => KeyValuePair.Create(m.Groups["name"].Value, System.Net.WebUtility.HtmlDecode(m.Groups["value"].Value))).Append(KeyValuePair.Create(field.Name, field.Value));
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await http.PostAsync(page.Path, content);
        return (answer.RequestMessage!.RequestUri!.AbsolutePath, await answer.Content.ReadAsStringAsync());
    }

    private sealed record Sent(string Text);

    [GeneratedRegex(@"Requests/sec:\s+(?<rate>[\d.]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rate();

    [GeneratedRegex(@"https?://\S+/l/\S+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Url();

    [GeneratedRegex("<form.*?</form>", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hidden();

    [GeneratedRegex("name=\"Form.Contact\"[^>]*value=\"(?<id>\\d+)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Contact();

    [GeneratedRegex(@"\b\d{6}\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
