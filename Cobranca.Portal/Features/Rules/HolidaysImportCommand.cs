using System.CommandLine;
using Cobranca.Domain.Calendars;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Rules;

/// <summary><c>holidays import FILE</c></summary>
public sealed class HolidaysImportCommand : IPortalCommand
{
    public Command Build(CommandHost host)
    {
        var file = new Argument<string>("FILE") { Description = "CSV: uf;municipio_ibge;data_ou_dia_mes;nome;lei;fonte;vale_desde;vale_ate." };
        var import = new Command("import", "Traz feriados estaduais e municipais.") { file };
        import.SetAction((parsed, cancellation) => host.RunAsync(async (services, token) =>
        {
            var text = await SmallTextFile.ReadAsync(parsed.GetValue(file)!, LocalHolidayFile.MaxLength, token);
            switch (await services.GetRequiredService<HolidayImport>().RunAsync(text, CommandActor.Name, token))
            {
                case HolidayImportResult.Refused refused:
                    throw CommandRefusedException.For(refused.Problems);
                case HolidayImportResult.Done done:
                    Console.WriteLine(done is { Added: 0, Changed: 0 }
                        ? $"Feriados: sem mudanças, {done.Unchanged} já conhecidos."
                        : $"Feriados: {done.Added} novos, {done.Changed} alterados, {done.Unchanged} iguais.");
                    return 0;
                default:
                    throw new InvalidOperationException("An outcome without words.");
            }
        }, cancellation));
        return new Command("holidays", "Feriados locais.") { import };
    }
}
