using System.CommandLine;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Creditors;

/// <summary><c>creditor apply FILE.json [--dry-run] [--reprice]</c></summary>
public sealed class CreditorApplyCommand : IPortalCommand
{
    private const int MaxBytes = 1_000_000; // two hundred terms and twenty accounts take a tenth of it

    public Command Build(CommandHost host)
    {
        var file = new Argument<string>("FILE") { Description = "JSON do credor (docs/creditor.md)." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Mostra o que mudaria e não grava nada." };
        var reprice = new Option<bool>("--reprice") { Description = "Aceita que títulos já importados mudem de preço." };
        var apply = new Command("apply", "Cria ou altera um credor.") { file, dryRun, reprice };
        apply.SetAction((parsed, cancellation) => host.RunAsync(async (services, token) =>
        {
            var text = await SmallTextFile.ReadAsync(parsed.GetValue(file)!, MaxBytes, token);
            var options = new CreditorApplyOptions(CommandActor.Name, parsed.GetValue(dryRun), parsed.GetValue(reprice));
            switch (await services.GetRequiredService<CreditorApply>().RunAsync(text, options, token))
            {
                case CreditorApplyResult.Refused refused:
                    throw CommandRefusedException.For(refused.Problems);
                case CreditorApplyResult.Applied applied:
                    Tell(applied, options.DryRun);
                    return 0;
                default:
                    throw new InvalidOperationException("An outcome without words.");
            }
        }, cancellation));
        return new Command("creditor", "Credores.") { apply };
    }

    private static void Tell(CreditorApplyResult.Applied applied, bool dryRun)
    {
        Console.WriteLine(applied switch
        {
            { Changes.Count: 0 } => $"Credor {applied.Slug}: sem mudanças.",
            { Created: true } => dryRun ? $"Credor {applied.Slug}: seria criado." : $"Credor {applied.Slug}: criado.",
            _ => dryRun ? $"Credor {applied.Slug}: mudaria." : $"Credor {applied.Slug}: alterado.",
        });
        if (!applied.Created)
        {
            foreach (var change in applied.Changes) Console.WriteLine($"  {change}");
        }
        foreach (var doubt in applied.Doubts) Console.WriteLine($"  atenção: {doubt}");
    }
}
