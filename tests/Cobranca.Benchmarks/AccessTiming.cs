using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Cobranca.Domain.Values;

namespace Cobranca.Benchmarks;

/// <summary>
/// <c>access-timing [samples]</c>: do answers at the door take longer for people we know? A portal of its own, as many known as unknown
/// people, asked in random order in one run; printed is the ratio of the medians (known / unknown) with a bootstrapped 95% interval.
/// </summary>
internal static partial class AccessTiming
{
    private const int People = 100, Links = 5, WarmUp = 200, Resamples = 2_000;

    private const string School = """
        { "slug": "escola", "legalName": "Escola Ltda", "tradeName": "Escola", "cnpj": "11.222.333/0001-81",
          "address": { "street": "Rua A, 1", "city": "São Paulo", "uf": "SP", "cep": "01310-100" }, "privacyContact": { "name": "Fulana", "email": "dados@escola.example.com.br" },
          "brand": { "color": "#0b5f5c" }, "terms": [{ "validFrom": "2015-01-01", "finePercent": 2, "interestPercentPerMonth": 1 }] }
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        var samples = args is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 2_000;
        var folder = Directory.CreateTempSubdirectory("cobranca-timing-").FullName;
        var address = $"http://127.0.0.1:{FreePort()}";
        try
        {
            var people = Enumerable.Range(1, 2 * People).Select(Cpf).ToList();
            var (known, unknown) = (people[..People], people[People..]);
            await File.WriteAllTextAsync(Path.Combine(folder, "escola.json"), School);
            await File.WriteAllTextAsync(Path.Combine(folder, "carteira.csv"), "id_externo;cpf_cnpj;nome;vencimento;valor;celular\n"
                + string.Concat(known.Select((cpf, i) => $"T{i};{cpf};Pessoa {i};01/10/2026;100,00;119{i:00000000}\n")));
            await CommandAsync(folder, address, "creditor", "apply", Path.Combine(folder, "escola.json"));
            await CommandAsync(folder, address, "import", Path.Combine(folder, "carteira.csv"), "--creditor", "escola");
            var tokens = new List<string>();
            for (var i = 0; i < Links; i++) tokens.Add(Token().Match(await CommandAsync(folder, address, "link", "create", "--creditor", "escola", "--tax-id", known[i])).Groups["token"].Value);
            var madeUp = tokens.ConvertAll(token => new string([.. token.Reverse()]));

            using var portal = Start(folder, address);
            try
            {
                using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new(address) };
                var door = await DoorAsync(http);
                var random = new Random(2026);
                Console.WriteLine($"{samples} answers each, {Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}");
                await MeasureAsync("CPF typed at the door", samples, random, wanted => TypeAsync(http, door, Of(wanted ? known : unknown, random)));
                await MeasureAsync("code asked for by SMS", samples, random, async wanted =>
                {
                    var (_, cookie) = await PostAsync(http, "/escola", "entrar", door, null, ("Form.TaxId", Of(wanted ? known : unknown, random)));
                    return (await PostAsync(http, "/escola/entrar/contato", "contato", door, cookie, ("Form.Channel", "sms"))).Took;
                });
                await MeasureAsync("link answered wrongly", samples, random, async wanted =>
                    (await PostAsync(http, $"/escola/l/{Of(wanted ? tokens : madeUp, random)}", "link", door, null, ("Form.Characters", "999"))).Took);
            }
            finally
            {
                portal.Kill(entireProcessTree: true);
                await portal.WaitForExitAsync();
            }
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(string name, int samples, Random random, Func<bool, Task<double>> answer)
    {
        var order = Enumerable.Range(0, 2 * samples).Select(i => i % 2 == 0).ToArray();
        random.Shuffle(order);
        for (var i = 0; i < WarmUp; i++) await answer(i % 2 == 0);
        var (known, unknown) = (new List<double>(samples), new List<double>(samples));
        foreach (var wanted in order) (wanted ? known : unknown).Add(await answer(wanted));
        var ratios = new double[Resamples];
        for (var i = 0; i < Resamples; i++) ratios[i] = Median(Resample(known, random)) / Median(Resample(unknown, random));
        Array.Sort(ratios);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-24} known {Median([.. known]):0.000} ms, unknown {Median([.. unknown]):0.000} ms, ratio {Median([.. known]) / Median([.. unknown]):0.000} (95%: {ratios[Resamples / 40]:0.000} to {ratios[^(Resamples / 40)]:0.000})"));
    }

    private static double[] Resample(List<double> values, Random random)
    {
        var again = new double[values.Count];
        for (var i = 0; i < again.Length; i++) again[i] = values[random.Next(values.Count)];
        return again;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    private static string Of(List<string> values, Random random) => values[random.Next(values.Count)];

    private static async Task<double> TypeAsync(HttpClient http, (string Cookie, string Token) door, string cpf) =>
        (await PostAsync(http, "/escola", "entrar", door, null, ("Form.TaxId", cpf))).Took;

    /// <summary>Milliseconds to the whole answer, and the cookie it set.</summary>
    private static async Task<(double Took, string? Cookie)> PostAsync(
        HttpClient http, string path, string form, (string Cookie, string Token) door, string? cookie, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent([new("_handler", form), new("_formulario", door.Token), .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]),
        };
        request.Headers.Add("Cookie", cookie is null ? door.Cookie : $"{door.Cookie}; {cookie}");
        var start = Stopwatch.GetTimestamp();
        using var answer = await http.SendAsync(request);
        await answer.Content.ReadAsByteArrayAsync();
        var took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Found) || answer.Headers.Location?.OriginalString.Contains("aviso", StringComparison.Ordinal) == true)
            throw new InvalidOperationException($"{path}: {answer.StatusCode} {answer.Headers.Location}");
        return (took, answer.Headers.TryGetValues("Set-Cookie", out var set) ? set.First().Split(';')[0] : null);
    }

    private static async Task<(string Cookie, string Token)> DoorAsync(HttpClient http)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var page = await http.GetAsync("/escola");
                return (page.Headers.GetValues("Set-Cookie").First().Split(';')[0], FormToken().Match(await page.Content.ReadAsStringAsync()).Groups["token"].Value);
            }
            catch (HttpRequestException) when (tries < 300) { await Task.Delay(100); }
        }
    }

    private static async Task<string> CommandAsync(string folder, string address, params string[] command)
    {
        using var process = Process.Start(Portal(folder, address, command))!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? said : throw new InvalidOperationException($"{string.Join(' ', command)}: {said}");
    }

    private static Process Start(string folder, string address)
    {
        var portal = Process.Start(Portal(folder, address))!;
        portal.BeginOutputReadLine();
        portal.BeginErrorReadLine();
        return portal;
    }

    /// <summary>Limits so high that none is reached: what is measured is the answer, not the refusal.</summary>
    private static ProcessStartInfo Portal(string folder, string address, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Cobranca.Portal.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
        (string Key, string Value)[] settings =
        [
            ("DOTNET_ENVIRONMENT", "Development"), ("ASPNETCORE_ENVIRONMENT", "Development"), ("Urls", address), ("Data__Directory", folder), ("Demo__Enabled", "false"), ("Workers__Enabled", "false"),
            .. typeof(Portal.Identity.AccessLimits).GetProperties().Where(p => p.PropertyType == typeof(Portal.Identity.Limit)).Select(p => ($"Access__Limits__{p.Name}__Count", "1000000")),
        ];
        foreach (var (key, value) in settings) start.Environment[key] = value;
        return start;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Numbers with right check digits that belong to nobody: made, not found.</summary>
    private static string Cpf(int number)
    {
        var root = ((number * 7_919L + 123_456_789L) % 899_999_999L + 100_000_000L).ToString(CultureInfo.InvariantCulture);
        return Enumerable.Range(0, 100).Select(digits => root + digits.ToString("00", CultureInfo.InvariantCulture)).First(text => Domain.Values.Cpf.TryParse(text, out _, out _));
    }

    [GeneratedRegex("/l/(?<token>[A-Za-z0-9_-]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();

    [GeneratedRegex("name=\"_formulario\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FormToken();
}
