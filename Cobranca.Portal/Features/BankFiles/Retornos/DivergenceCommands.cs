using System.CommandLine;
using System.Globalization;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.BankFiles.Retornos;

/// <summary><c>divergence list --creditor S [--resolved]</c>: what banks said and a person should look at.</summary>
internal sealed class DivergenceListCommand : IPortalCommand
{
    /// <summary>More than anybody works off at one go.</summary>
    private const int Shown = 200;

    public Command Build(CommandHost host)
    {
        var creditor = CommandOptions.Creditor();
        var resolved = new Option<bool>("--resolved") { Description = "As já conferidas, em vez das que esperam." };
        var list = new Command("list", "O que os bancos disseram e uma pessoa deve conferir, do mais antigo para o mais novo.") { creditor, resolved };
        list.SetAction((parsed, cancellation) => host.RunForAsync(parsed.GetRequiredValue(creditor), async (services, _, token) =>
        {
            var isOpen = !parsed.GetValue(resolved);
            var db = services.GetRequiredService<CobrancaDb>();
            var found = db.BankOccurrences.AsNoTracking().Where(o => o.Outcome == OccurrenceOutcome.Review && (o.ResolvedAt == null) == isOpen);
            var rows = await found.OrderBy(o => o.Id).Take(Shown).Join(db.Retornos, o => o.RetornoId, r => r.Id, (o, r) => new { Said = o, r.FileName }).ToListAsync(token);
            foreach (var row in rows) Console.WriteLine(Line(row.Said, row.FileName));
            var more = await found.CountAsync(token) - rows.Count;
            Console.WriteLine(more > 0 ? $"… e mais {more}." : rows.Count == 0 ? "Nenhuma divergência." : $"{rows.Count} divergência(s).");
            return 0;
        }, cancellation));
        return new Command("divergence", "Divergências dos retornos.") { list };
    }

    private static string Line(BankOccurrence said, string file) => string.Create(CultureInfo.InvariantCulture,
        $"{said.Id,6}  {said.On.ToPtBr()}  {said.Review,-16}  {said.NossoNumero,-17}  {file}, linha {said.Line}: {said.Detail}{(said.Resolution is null ? "" : $" [{said.Resolution}]")}");
}

/// <summary><c>divergence resolve --creditor S --id N --note "…"</c></summary>
internal sealed class DivergenceResolveCommand : IPortalCommand
{
    public Command Build(CommandHost host)
    {
        var creditor = CommandOptions.Creditor();
        var id = new Option<long>("--id") { Description = "O número da divergência, como divergence list mostra.", Required = true };
        var note = new Option<string>("--note") { Description = "O que se fez, em uma linha.", Required = true };
        var resolve = new Command("resolve", "Registra que uma divergência foi conferida e o que se fez.") { creditor, id, note };
        resolve.SetAction((parsed, cancellation) => host.RunForAsync(parsed.GetRequiredValue(creditor), async (services, _, token) =>
        {
            var text = parsed.GetRequiredValue(note).Trim();
            if (ResolveDivergence.WhyNot(text) is { } why) throw new CommandRefusedException($"--note: {why}");
            Console.WriteLine(await services.GetRequiredService<ResolveDivergence>().HandleAsync(parsed.GetRequiredValue(id), text, CommandActor.Name, token) switch
            {
                ResolveDivergenceOutcome.Resolved => "Divergência resolvida.",
                ResolveDivergenceOutcome.KnownAlready => "Já estava resolvida assim: nada mudou.",
                ResolveDivergenceOutcome.Conflict conflict => throw new CommandRefusedException(conflict.Why),
                _ => throw new CommandRefusedException("Não há divergência com este número."),
            });
            return 0;
        }, cancellation));
        return new Command("divergence", "Divergências dos retornos.") { resolve };
    }
}
