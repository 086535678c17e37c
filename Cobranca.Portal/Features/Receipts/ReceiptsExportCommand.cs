using System.CommandLine;
using Cobranca.Domain.Values;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Receipts;

/// <summary><c>receipts export --creditor S --on DATE [--output F]</c></summary>
internal sealed class ReceiptsExportCommand : IPortalCommand
{
    public Command Build(CommandHost host)
    {
        var creditor = new Option<string>("--creditor") { Description = "O credor, como no endereço (aurora).", Required = true };
        var on = new Option<string>("--on") { Description = "O dia em que os pagamentos foram registrados, como 23/11/2026.", Required = true };
        var output = new Option<string?>("--output") { Description = "O arquivo a escrever; sem ele, a tela." };
        var export = new Command("export", "Os recebimentos de um dia, por dívida, para o financeiro do credor.") { creditor, on, output };
        export.SetAction((parsed, cancellation) => host.RunForAsync(parsed.GetRequiredValue(creditor), async (services, _, token) =>
        {
            if (!DateText.TryParse(parsed.GetRequiredValue(on), out var day, out var problem)) throw new CommandRefusedException($"--on: {problem}");
            var rows = services.GetRequiredService<DailyReceipts>().ReadAsync(day, token);
            if (parsed.GetValue(output) is not { } path)
            {
                await using var screen = Console.OpenStandardOutput();
                await ReceiptsFile.WriteAsync(rows, screen, token);
                return 0;
            }
            try
            {
                // Written beside and moved, so that whoever watches the folder never reads half a file.
                var beside = path + ".tmp";
                await using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None)) await ReceiptsFile.WriteAsync(rows, file, token);
                File.Move(beside, path, overwrite: true);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                throw new CommandRefusedException($"--output: não foi possível escrever em '{path}'.");
            }
            Console.WriteLine($"Recebimentos de {day.ToPtBr()} em {path}.");
            return 0;
        }, cancellation));
        return new Command("receipts", "Recebimentos para o financeiro.") { export };
    }
}
