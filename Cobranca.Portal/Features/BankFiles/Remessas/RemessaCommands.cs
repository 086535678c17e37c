using System.CommandLine;
using System.Globalization;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Cnab;
using Cobranca.Domain.Values;
using Cobranca.Portal.Integrations.Bank.Files;
using Cobranca.Portal.Jobs;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.BankFiles.Remessas;

/// <summary><c>remessa generate --creditor S --bank B [--account N]</c></summary>
internal sealed class RemessaGenerateCommand : IPortalCommand
{
    /// <summary>Files were made, and some orders could not be written.</summary>
    private const int SomeSetAside = 2;

    public Command Build(CommandHost host)
    {
        var creditor = CommandOptions.Creditor();
        var bank = new Option<string>("--bank") { Description = "Código do banco, 3 números.", Required = true };
        var account = new Option<string?>("--account") { Description = "Só a conta deste número, sem dígito; sem isso, todas as contas do credor no banco." };
        var generate = new Command("generate", "Gera as remessas do que espera para seguir ao banco.") { creditor, bank, account };
        generate.SetAction((parsed, cancellation) => host.RunForAsync(parsed.GetRequiredValue(creditor), async (services, owner, token) =>
        {
            var (code, conta) = (parsed.GetRequiredValue(bank), parsed.GetValue(account));
            if (RemessaWriter.Formats(code).Count == 0)
                throw new CommandRefusedException($"--bank: não há remessa do banco '{code}'. Os bancos são: {string.Join(", ", Banks.All.Select(b => b.Code).Where(b => RemessaWriter.Formats(b).Count > 0))}.");
            var db = services.GetRequiredService<CobrancaDb>();
            if (!(await db.BankAccounts.AsNoTracking().Where(a => a.BankCode == code).Select(a => a.Conta).ToListAsync(token)).Exists(c => conta is null || c.TrimStart('0') == conta.TrimStart('0')))
                throw new CommandRefusedException(conta is null ? $"--bank: o credor não tem conta no banco {code}." : $"--account: o credor não tem a conta {conta} no banco {code}.");
            var run = await services.GetRequiredService<RemessaRun>().RunAsync(code, conta, CommandActor.Name, token);
            await services.GetRequiredService<RemessaDelivery>().DeliverAsync(token);
            await TellAsync(run, owner, db, services.GetRequiredService<BankFolders>(), token);
            if (run.Refusals.Count > 0)
                throw new CommandRefusedException(string.Join(Environment.NewLine, run.Refusals.SelectMany(refused => refused.Problems.Select(problem => $"Conta {refused.Account.NumberingKey}: {GenerateRemessa.Told(problem)}"))));
            return run.Unwritable > 0 ? SomeSetAside : 0;
        }, cancellation));
        return new Command("remessa", "Arquivos de instruções para bancos.") { generate };
    }

    private static async Task TellAsync(RemessaRunAnswer run, Creditor owner, CobrancaDb db, BankFolders folders, CancellationToken cancellation)
    {
        var files = run.Files.Select(file => file.Id).ToList();
        var delivered = await db.Remessas.Where(r => files.Contains(r.Id) && r.DeliveredAt != null).Select(r => r.Id).ToListAsync(cancellation);
        foreach (var file in run.Files)
        {
            var where = delivered.Contains(file.Id) ? $"em {Path.Combine(folders.Of(owner.Slug, file.BankCode)!.Remessa, file.FileName)}"
                : file.ToFolder ? "ainda não está na pasta do banco: o portal tenta de novo"
                : $"guardada: remessa file {file.FileName} --creditor {owner.Slug} --output {file.FileName}";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file.FileName}: {file.Instructions} instrução(ões), {file.Entries} entrada(s) de {file.EntryTotal} no total; {where}."));
        }
        if (run.Files.Count == 0 && run.Refusals.Count == 0) Console.WriteLine("Nada espera para seguir ao banco.");
        if (run.Unwritable > 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Unwritable} instrução(ões) não cabem no arquivo e ficaram de fora: remessa list --creditor {owner.Slug} diz por quê."));
    }
}

/// <summary><c>remessa list --creditor S</c></summary>
internal sealed class RemessaListCommand : IPortalCommand
{
    /// <summary>Some months of daily files; the API has all.</summary>
    private const int Shown = 50;

    public Command Build(CommandHost host)
    {
        var creditor = CommandOptions.Creditor();
        var list = new Command("list", "As últimas remessas, o que espera por uma, e o que não coube em nenhuma.") { creditor };
        list.SetAction((parsed, cancellation) => host.RunForAsync(parsed.GetRequiredValue(creditor), async (services, _, token) =>
        {
            var db = services.GetRequiredService<CobrancaDb>();
            foreach (var file in (await db.Remessas.AsNoTracking().OrderByDescending(r => r.Id).Take(Shown).ToListAsync(token)).AsEnumerable().Reverse())
            {
                var unanswered = await db.BankOrders.CountAsync(o => o.RemessaId == file.Id && o.State == BankOrderState.Sent, token);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file.FileName}  {BusinessClock.Local(file.CreatedAt):dd/MM/yyyy HH:mm}  id {file.PublicId}  {file.Instructions} instrução(ões), {unanswered} sem resposta  {(file.DeliveredAt is { } at ? $"entregue em {BusinessClock.Local(at):dd/MM/yyyy HH:mm}" : file.ToFolder ? "a entregar" : "para baixar")}"));
            }
            foreach (var waiting in await db.BankOrders.Where(o => o.State == BankOrderState.Queued).GroupBy(o => o.BankCode).Select(g => new { Bank = g.Key, Count = g.Count() }).OrderBy(g => g.Bank).ToListAsync(token))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Banco {waiting.Bank}: {waiting.Count} à espera da próxima remessa."));
            foreach (var order in await db.BankOrders.AsNoTracking().Where(o => o.State == BankOrderState.Unwritable).OrderByDescending(o => o.Id).Take(Shown).ToListAsync(token))
                Console.WriteLine($"Banco {order.BankCode}, nosso número {order.NossoNumero}, documento {order.DocumentNumber}, de fora em {DateOnly.FromDateTime(BusinessClock.Local(order.AnsweredAt!.Value).DateTime).ToPtBr()}: {order.Reason}");
            return 0;
        }, cancellation));
        return new Command("remessa", "Arquivos de instruções para bancos.") { list };
    }
}

/// <summary><c>remessa file NAME --creditor S --output F</c></summary>
internal sealed class RemessaFileCommand : IPortalCommand
{
    public Command Build(CommandHost host)
    {
        var creditor = CommandOptions.Creditor();
        var id = new Argument<string>("id") { Description = "O nome ou o id da remessa, como em remessa list." };
        var output = new Option<string>("--output") { Description = "O arquivo a escrever; não pode existir.", Required = true };
        var file = new Command("file", "Grava uma remessa outra vez, byte por byte como foi gerada.") { id, creditor, output };
        file.SetAction((parsed, cancellation) => host.RunForAsync(parsed.GetRequiredValue(creditor), async (services, owner, token) =>
        {
            var (asked, path) = (parsed.GetRequiredValue(id), parsed.GetRequiredValue(output));
            var remessa = await services.GetRequiredService<CobrancaDb>().Remessas.AsNoTracking().Where(r => r.PublicId == asked || r.FileName == asked).OrderBy(r => r.Id).FirstOrDefaultAsync(token)
                ?? throw new CommandRefusedException($"Não há remessa '{asked}' deste credor.");
            await using var stored = await services.GetRequiredService<StoredFiles>().OpenAsync(owner.Id, remessa.FileId, token)
                ?? throw new CommandRefusedException("O prazo de guarda desta remessa passou.");
            try
            {
                await using var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
                await stored.CopyToAsync(to, token);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                throw new CommandRefusedException($"--output: não foi possível escrever em '{path}'.");
            }
            Console.WriteLine($"{remessa.FileName} em {path}. SHA-256 {Convert.ToHexStringLower(remessa.Sha256)}");
            return 0;
        }, cancellation));
        return new Command("remessa", "Arquivos de instruções para bancos.") { file };
    }
}
