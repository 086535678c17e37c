using System.CommandLine;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.BankFiles.Retornos;

/// <summary><c>retorno import FILE [--creditor S]</c>: 0 applied, 2 refused, 3 applied as far as it could be read, 4 somebody else is applying it.</summary>
internal sealed class RetornoImportCommand : IPortalCommand
{
    private const int Refused = 2;
    private const int PartlyUnreadable = 3;
    private const int AppliedElsewhere = 4;

    public Command Build(CommandHost host)
    {
        var file = new Argument<string>("FILE") { Description = "O arquivo de retorno como o banco o entregou, de 240 ou 400 posições." };
        var creditor = new Option<string?>("--creditor") { Description = "O credor, como no endereço (aurora); sem ele, a conta do arquivo diz." };
        var import = new Command("import", "Recebe um retorno do banco e o aplica.") { file, creditor };
        import.SetAction((parsed, cancellation) =>
        {
            var path = parsed.GetRequiredValue(file);
            return parsed.GetValue(creditor) is { } slug
                ? host.RunForAsync(slug, (services, owner, token) => ImportAsync(services, owner, path, token), cancellation)
                : host.RunAsync(async (services, token) =>
                {
                    await using var content = Open(path);
                    var (owner, whyNot) = await services.GetRequiredService<RetornoOwner>().FindAsync(content, token);
                    if (owner is null) return await RefuseAsync(path, whyNot!);
                    services.GetRequiredService<TenantScope>().Bind(owner.Id);
                    return await ImportAsync(services, owner, path, token);
                }, cancellation);
        });
        return new Command("retorno", "Arquivos de retorno dos bancos.") { import };
    }

    private static async Task<int> ImportAsync(IServiceProvider services, Creditor creditor, string path, CancellationToken cancellation)
    {
        await using var content = Open(path);
        var outcome = await services.GetRequiredService<TakeRetorno>().HandleAsync(creditor, Path.GetFileName(path), content, CommandActor.Name, enqueue: false, cancellation);
        if (outcome is TakeRetornoOutcome.Refused refused) return await RefuseAsync(path, refused.Why);
        var retorno = outcome is TakeRetornoOutcome.Taken taken ? taken.Retorno : ((TakeRetornoOutcome.KnownAlready)outcome).Retorno;
        if (retorno.Status == RetornoStatus.Refused) return await RefuseAsync(path, retorno.Refusal!);
        var before = retorno.Status;
        var end = await services.GetRequiredService<ApplyRetorno>().HandleAsync(creditor, retorno.Id, report: null, cancellation);
        foreach (var line in Lines(creditor, end, outcome is TakeRetornoOutcome.KnownAlready, before)) Console.WriteLine(line);
        if (end.Status != RetornoStatus.Applied) return AppliedElsewhere;
        return RetornoRemarks.Of(end).Unreadable > 0 ? PartlyUnreadable : 0;
    }

    /// <summary>What is said of a file that is here.</summary>
    internal static IEnumerable<string> Lines(Creditor creditor, Retorno end, bool wasKnown, RetornoStatus before)
    {
        var remarks = RetornoRemarks.Of(end);
        yield return $"{creditor.Slug}: {end.FileName}, banco {end.BankCode}, {(int)end.Format} posições, id {end.PublicId}.";
        if (wasKnown && end.Status == RetornoStatus.Applied)
            yield return before == RetornoStatus.Applied ? "Este arquivo já tinha sido recebido e aplicado: nada mudou." : "Este arquivo já tinha sido recebido e não estava completo: continuou de onde parou.";
        if (end.Status != RetornoStatus.Applied) yield return "Outro processo está aplicando este arquivo agora: veja como terminou em GET /api/v1/retornos, ou repita o comando.";
        yield return $"  títulos {end.Titles}, aplicados {end.Applied}, já conhecidos {end.Known}, só informados {end.Noted}, para conferir {end.ForReview}";
        yield return $"  recebido {end.Received}, tarifas {end.Tariffs}";
        if (end.ForReview > 0) yield return $"Há o que conferir: divergence list --creditor {creditor.Slug}";
        if (remarks.Unreadable > 0) yield return $"ATENÇÃO: {remarks.Unreadable} linha(s) não puderam ser lidas, e o que elas trazem NÃO foi registrado:";
        foreach (var problem in remarks.Problems) yield return $"  {problem.Text}";
        foreach (var doubt in remarks.Doubts) yield return $"  aviso: {doubt.Text}";
    }

    private static async Task<int> RefuseAsync(string path, string why)
    {
        await Console.Error.WriteLineAsync($"{path}: {why}{Environment.NewLine}Nada do arquivo foi aplicado.");
        return Refused;
    }

    private static FileStream Open(string path)
    {
        try { return new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 64 * 1024); }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CommandRefusedException(problem is FileNotFoundException or DirectoryNotFoundException ? $"{path}: arquivo não encontrado." : $"{path}: não foi possível ler o arquivo ({problem.Message})");
        }
    }
}
