using System.CommandLine;

namespace Cobranca.Portal.Platform;

/// <summary><c>health [--url URL]</c>: asks a running portal whether it is ready; 0 when it is. For containers, whose image has no curl.</summary>
public sealed class HealthCommand : IPortalCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public Command Build(CommandHost host)
    {
        var url = new Option<string>("--url") { Description = "Endereço do portal; http://localhost:5080 se não for dito.", DefaultValueFactory = _ => "http://localhost:5080" };
        var command = new Command("health", "Pergunta a um portal no ar se ele está pronto.") { url };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (Uri.TryCreate(parsed.GetValue(url), UriKind.Absolute, out var address) && (address.Scheme == "http" || address.Scheme == "https")) return await AskAsync(address, cancellation);
            await Console.Error.WriteLineAsync("--url: use um endereço completo, como http://localhost:5080.");
            return 1;
        });
        return command;
    }

    private static async Task<int> AskAsync(Uri address, CancellationToken cancellation)
    {
        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(new Uri(address, "/health/ready"), cancellation);
            Console.WriteLine(await answer.Content.ReadAsStringAsync(cancellation));
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"{address}: o portal não respondeu.");
            return 1;
        }
    }
}
