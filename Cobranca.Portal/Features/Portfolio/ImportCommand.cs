using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Portfolio;

/// <summary><c>import FILE --creditor SLUG [--dry-run] [--decimal comma|dot] [--errors FILE]</c>: 0 all in, 2 some lines refused, 1 nothing read.</summary>
public sealed class ImportCommand : IPortalCommand
{
    private const int SomeRefused = 2;

    public Command Build(CommandHost host)
    {
        var file = new Argument<string>("FILE") { Description = "CSV de títulos (docs/csv.md)." };
        var creditor = new Option<string>("--creditor") { Description = "Identificador do credor.", Required = true };
        var dryRun = new Option<bool>("--dry-run") { Description = "Conta o que aconteceria e não grava títulos." };
        var decimals = new Option<string?>("--decimal") { Description = "O que 1.234 quer dizer: comma (mil duzentos e trinta e quatro) ou dot." };
        var errors = new Option<string?>("--errors") { Description = "Onde escrever as linhas recusadas; FILE.erros.csv se não for dito." };
        var import = new Command("import", "Traz uma carteira de títulos.") { file, creditor, dryRun, decimals, errors };
        import.SetAction((parsed, cancellation) => host.RunForAsync(parsed.GetValue(creditor)!, (services, owner, token) =>
        {
            var options = new Request(parsed.GetValue(file)!, parsed.GetValue(errors), Reading(parsed.GetValue(decimals)), parsed.GetValue(dryRun));
            return RunAsync(services.GetRequiredService<PortfolioImport>(), owner, options, token);
        }, cancellation));
        return import;
    }

    private sealed record Request(string File, string? Errors, DecimalReading Decimals, bool DryRun);

    private static DecimalReading Reading(string? option) => option switch
    {
        null => DecimalReading.Unambiguous,
        "comma" or "virgula" => DecimalReading.Comma,
        "dot" or "ponto" => DecimalReading.Dot,
        _ => throw new CommandRefusedException("--decimal: use comma ou dot."),
    };

    private static async Task<int> RunAsync(PortfolioImport import, Creditor creditor, Request request, CancellationToken cancellation)
    {
        var path = Path.GetFullPath(request.File);
        var errorPath = Path.GetFullPath(request.Errors ?? request.File + ".erros.csv");
        if (errorPath == path) throw new CommandRefusedException("--errors: o arquivo de erros não pode ser o próprio arquivo importado.");
        var watch = Stopwatch.StartNew();
        using var errors = new ImportErrorFile(() => File.Create(errorPath));
        try
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            if (request.Errors is null) File.Delete(errorPath); // of an earlier run: it would speak of another file
            var progress = new ProgressBar();
            var result = await import.RunAsync(stream, creditor, new()
            {
                SourceName = Path.GetFileName(path), Actor = CommandActor.Name, DryRun = request.DryRun, Decimals = request.Decimals,
                OnRefused = errors.Add, Progress = progress,
            }, cancellation);
            progress.Clear();
            switch (result)
            {
                case PortfolioImportResult.Unreadable unreadable:
                    await Console.Error.WriteLineAsync($"{request.File}: {unreadable.Reason}");
                    return 1;
                case PortfolioImportResult.Done { Summary: var summary }:
                    errors.Dispose();
                    foreach (var line in ImportWords.Of(request.File, creditor.Slug, summary, request.DryRun, watch.Elapsed)) Console.WriteLine(line);
                    foreach (var problem in errors.First) Console.WriteLine($"    {ImportWords.Of(problem)}");
                    if (errors.Exists) Console.WriteLine($"  todas as recusas, com o motivo: {errorPath}");
                    return summary.Refused > 0 ? SomeRefused : 0;
                default:
                    throw new InvalidOperationException("An outcome without words.");
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CommandRefusedException(File.Exists(path) || problem is UnauthorizedAccessException
                ? $"{request.File}: não foi possível ler o arquivo ou escrever o de erros ({problem.Message})"
                : $"{request.File}: arquivo não encontrado (procurado em {path}).");
        }
    }

    /// <summary>One line that moves, on a terminal; nothing where the output goes to a file.</summary>
    private sealed class ProgressBar : IProgress<PortfolioImportProgress>
    {
        private const int Width = 30;

        private readonly bool _shows = !Console.IsErrorRedirected;
        private readonly Stopwatch _watch = Stopwatch.StartNew();

        public void Report(PortfolioImportProgress value)
        {
            if (!_shows) return;
            var share = value.TotalLines == 0 ? 1 : (double)value.Lines / value.TotalLines;
            var filled = (int)(share * Width);
            Console.Error.Write(string.Create(CultureInfo.InvariantCulture,
                $"\r  [{new string('#', filled)}{new string('.', Width - filled)}] {(int)(share * 100),3}%  {value.Lines} de {value.TotalLines} linhas, {value.Lines / Math.Max(0.001, _watch.Elapsed.TotalSeconds):0}/s "));
        }

        public void Clear()
        {
            if (_shows) Console.Error.Write("\r" + new string(' ', 79) + "\r");
        }
    }
}
