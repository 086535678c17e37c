using System.CommandLine;
using Cobranca.Domain.Values;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Access;

/// <summary><c>link create</c> and <c>link revoke</c>.</summary>
internal sealed class LinkCommands : IPortalCommand
{
    public Command Build(CommandHost host) => new("link", "Cria e cancela links de acesso de devedores.") { Create(host), Revoke(host) };

    private static Command Create(CommandHost host)
    {
        var (creditor, taxId, externalId) = (CommandOptions.Creditor(), DebtorOptions.TaxId(), DebtorOptions.ExternalId());
        var days = new Option<int?>("--days") { Description = "Por quantos dias o link abre (1 a 365); sem isso, o que o credor definiu." };
        var command = new Command("create", "Cria um link e o mostra, esta única vez.") { creditor, taxId, externalId, days };
        command.SetAction((parsed, cancellation) => host.RunForAsync(parsed.GetRequiredValue(creditor), async (services, owner, token) =>
        {
            if (parsed.GetValue(days) is < 1 or > 365) throw new CommandRefusedException("--days: use de 1 a 365.");
            var db = services.GetRequiredService<CobrancaDb>();
            var debtor = await DebtorOptions.FindAsync(db, parsed.GetValue(taxId), parsed.GetValue(externalId), token);
            var link = services.GetRequiredService<AccessLinks>().Create(owner, debtor.Id, parsed.GetValue(days));
            await db.SaveChangesAsync(token);
            Console.WriteLine(link.Url);
            await Console.Error.WriteLineAsync($"Código da mensagem: {link.Code}, para quem recebê-la conferir em {services.GetRequiredService<AuthenticityCodes>().Page}.");
            await Console.Error.WriteLineAsync($"Vale até {DateOnly.FromDateTime(BusinessClock.Local(link.Row.ExpiresAt).DateTime).ToPtBr()}.");
            return 0;
        }, cancellation));
        return command;
    }

    private static Command Revoke(CommandHost host)
    {
        var (creditor, taxId, externalId) = (CommandOptions.Creditor(), DebtorOptions.TaxId(), DebtorOptions.ExternalId());
        var link = new Argument<string?>("LINK") { Description = "O link (ou só o fim dele). Sem isso, todos os links do devedor.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("revoke", "Cancela um link, ou todos os de um devedor.") { link, creditor, taxId, externalId };
        command.SetAction((parsed, cancellation) => host.RunForAsync(parsed.GetRequiredValue(creditor), async (services, _, token) =>
        {
            var db = services.GetRequiredService<CobrancaDb>();
            var links = services.GetRequiredService<AccessLinks>();
            IQueryable<AccessLink> rows;
            if (parsed.GetValue(link) is { } url)
            {
                var hash = links.HashOf(url[(url.LastIndexOf('/') + 1)..]);
                rows = db.AccessLinks.Where(l => l.TokenHash == hash);
                if (!await rows.AnyAsync(token)) throw new CommandRefusedException("LINK: este credor não tem esse link.");
            }
            else
            {
                var debtor = await DebtorOptions.FindAsync(db, parsed.GetValue(taxId), parsed.GetValue(externalId), token);
                rows = db.AccessLinks.Where(l => l.DebtorId == debtor.Id);
            }
            var closed = await links.RevokeAsync(rows, token);
            Console.WriteLine(closed == 1 ? "1 link cancelado." : $"{closed} links cancelados.");
            return 0;
        }, cancellation));
        return command;
    }
}

/// <summary>How commands name a debtor.</summary>
internal static class DebtorOptions
{
    public static Option<string?> TaxId() => new("--tax-id") { Description = "CPF ou CNPJ do devedor." };

    public static Option<string?> ExternalId() => new("--external-id") { Description = "O id_externo de um título do devedor." };

    /// <exception cref="CommandRefusedException">None or both were given, the number is wrong, or this creditor has no such debtor.</exception>
    public static async Task<Debtor> FindAsync(CobrancaDb db, string? taxId, string? externalId, CancellationToken cancellation)
    {
        if ((taxId is null) == (externalId is null)) throw new CommandRefusedException("Informe o devedor por --tax-id ou por --external-id, um dos dois.");
        if (externalId is not null)
            return await db.Receivables.Where(r => r.ExternalId == externalId).Select(r => r.Debtor!).SingleOrDefaultAsync(cancellation)
                ?? throw new CommandRefusedException($"--external-id: este credor não tem o título '{externalId}'.");
        if (!Domain.Values.TaxId.TryParse(taxId, out var number, out var problem)) throw new CommandRefusedException($"--tax-id: {problem}");
        return await db.Debtors.SingleOrDefaultAsync(d => d.TaxId == number, cancellation)
            ?? throw new CommandRefusedException("--tax-id: este credor não tem devedor com esse CPF ou CNPJ.");
    }
}
