using Cobranca.Domain.Cnab;
using Cobranca.Portal.Features.BankFiles.Retornos;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Tests.Api.Calculators;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Tests.BankFiles.Retornos;

/// <summary>Files that banks really wrote, to a creditor with their accounts and none of their slips: every title ends somewhere, and no money is taken for somebody's.</summary>
public sealed class RecordedRetornoTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly RetornoScene _scene = new(portal);

    [SharedFact("vectors/retorno/index.json")]
    public async Task Every_title_of_every_file_ends_somewhere()
    {
        var taken = 0;
        foreach (var path in Directory.GetFiles(Path.GetDirectoryName(CalculatorScene.SharedPath("vectors/retorno/index.json"))!, "*.ret").Order(StringComparer.Ordinal))
        {
            var bytes = await File.ReadAllBytesAsync(path);
            using var content = new MemoryStream(bytes);
            var header = Assert.IsType<RetornoOpening.Opened>(RetornoReader.Open(content)).Reader.Header;
            await portal.InDbAsync(portal.Aurora, async db =>
            {
                var account = new BankAccount { CreditorId = portal.Aurora.Id, BankCode = header.Bank, Agencia = header.Agencia, Conta = header.Conta, Carteira = "1", Convenio = header.Convenio.Replace(" ", "", StringComparison.Ordinal) };
                if (!await db.BankAccounts.AnyAsync(a => a.BankCode == account.BankCode && a.Agencia == account.Agencia && a.Conta == account.Conta && a.Convenio == account.Convenio)) db.BankAccounts.Add(account);
                return await db.SaveChangesAsync();
            });
            if (await _scene.TakeAsync(bytes, Path.GetFileName(path)) is not TakeRetornoOutcome.Taken { Retorno: var retorno }) continue;
            taken++;
            var end = await _scene.ApplyAsync(retorno);
            Assert.Equal((RetornoStatus.Applied, 0L), (end.Status, end.Received.Centavos));
            Assert.All(await _scene.OccurrencesAsync(end), o => Assert.True(o.Outcome == OccurrenceOutcome.Review || !o.Meaning.IsSettlement(), $"{end.FileName}, line {o.Line}"));
        }
        Assert.True(taken >= 15, $"Only {taken} were taken.");
    }
}
