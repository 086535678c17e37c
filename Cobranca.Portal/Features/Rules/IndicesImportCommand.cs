using System.CommandLine;
using System.Globalization;
using Cobranca.Domain.Calendars;
using Cobranca.Domain.Values;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Rules;

/// <summary><c>indices import FILE [--series S] [--source "…"]</c>: the Banco Central names its files after the series, not inside them.</summary>
public sealed class IndicesImportCommand : IPortalCommand
{
    public Command Build(CommandHost host)
    {
        var file = new Argument<string>("FILE") { Description = "JSON ou CSV do Banco Central (SGS)." };
        var series = new Option<string>("--series") { Description = "ipca, inpc, igpm, selic ou taxalegal; sem isso, o que o nome do arquivo disser (bcdata.sgs.433.json é o IPCA)." };
        var source = new Option<string>("--source") { Description = "De onde veio o arquivo; aparece na demonstração do cálculo. Sem isso, a série do Banco Central e o nome do arquivo." };
        var import = new Command("import", "Traz uma série de índices mensais.") { file, series, source };
        import.SetAction((parsed, cancellation) => host.RunAsync(async (services, token) =>
        {
            var name = Path.GetFileName(parsed.GetValue(file)!);
            if (!IndexSeriesCatalog.TryParse(parsed.GetValue(series) ?? SeriesIn(name), out var which, out var problem)) throw new CommandRefusedException($"--series: {problem}");
            var from = (parsed.GetValue(source) ?? string.Create(CultureInfo.InvariantCulture, $"Banco Central do Brasil, SGS {which.Sgs().Code}, arquivo {name}")).Trim();
            if (from.Length is 0 or > 200 || from.Any(char.IsControl)) throw new CommandRefusedException("--source: informe a fonte em uma linha de até 200 letras.");
            var text = await SmallTextFile.ReadAsync(parsed.GetValue(file)!, BcbSeriesFile.MaxLength, token);
            switch (await services.GetRequiredService<IndexImport>().RunAsync(text, which, from, CommandActor.Name, token))
            {
                case IndexImportResult.Refused refused:
                    throw CommandRefusedException.For(refused.Problems);
                case IndexImportResult.Done done:
                    var sgs = which.Sgs();
                    foreach (var month in done.Changed)
                        Console.WriteLine($"{sgs.Name} {MonthText(month.Month)}: {PercentText(month.Before)} passou a {PercentText(month.After)}");
                    Console.WriteLine(done is { Added: 0, Changed.Count: 0 }
                        ? $"{sgs.Name}: sem mudanças, {done.Unchanged} mês(es) já conhecidos."
                        : $"{sgs.Name}: {done.Added} mês(es) novos, {done.Changed.Count} alterados, {done.Unchanged} iguais; último: {MonthText(done.Last!.Value)}.");
                    if (!sgs.IsConfirmed) Console.WriteLine($"Confira um mês na página do Banco Central: o código {sgs.Code} desta série não foi confirmado.");
                    return 0;
                default:
                    throw new InvalidOperationException("An outcome without words.");
            }
        }, cancellation));
        return new Command("indices", "Índices de correção e juros.") { import };
    }

    /// <summary>The first word of a file name that names a series: its code or its name. Null when none does.</summary>
    internal static string? SeriesIn(string fileName) =>
        fileName.Split(['.', '_', '-', ' '], StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(word => IndexSeriesCatalog.TryParse(word, out _, out _));

    private static string MonthText(DateOnly month) => month.ToPtBr()[3..];

    private static string PercentText(decimal percent) => percent.ToString("0.00####", CultureInfo.InvariantCulture).Replace('.', ',') + "%";
}
