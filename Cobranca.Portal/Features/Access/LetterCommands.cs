using System.CommandLine;
using Cobranca.Domain.Values;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Access;

/// <summary><c>letter create</c>.</summary>
internal sealed class LetterCommands : IPortalCommand
{
    private const int DefaultDays = 30;

    public Command Build(CommandHost host)
    {
        var (creditor, taxId, externalId) = (CommandOptions.Creditor(), DebtorOptions.TaxId(), DebtorOptions.ExternalId());
        var days = new Option<int>("--days") { Description = "Por quantos dias o código vale (1 a 90).", DefaultValueFactory = _ => DefaultDays };
        var by = new Option<string>("--by") { Description = "Quem está pedindo.", DefaultValueFactory = _ => Environment.UserName };
        var create = new Command("create", "Cria o código de acesso que vai impresso em uma carta, e o mostra esta única vez.")
        {
            creditor, taxId, externalId, days, by,
        };
        create.SetAction((parsed, cancellation) => host.RunForAsync(parsed.GetRequiredValue(creditor), async (services, owner, token) =>
        {
            var valid = parsed.GetValue(days);
            if (valid is < 1 or > 90) throw new CommandRefusedException("--days: use de 1 a 90.");
            var db = services.GetRequiredService<CobrancaDb>();
            var clock = services.GetRequiredService<BusinessClock>();
            var debtor = await DebtorOptions.FindAsync(db, parsed.GetValue(taxId), parsed.GetValue(externalId), token);
            var code = EnterByLetter.Create(db, services.GetRequiredService<InstallationKeys>(), debtor, clock.Now, valid);
            db.AuditEntries.Add(new()
            {
                CreditorId = owner.Id, At = clock.Now, Actor = parsed.GetValue(by)!, Action = "letter.create", Subject = $"debtor {debtor.Id}",
            });
            var authenticity = services.GetRequiredService<AuthenticityCodes>();
            var proof = AuthenticityCodes.Draw();
            authenticity.Keep(proof, owner.Id);
            await db.SaveChangesAsync(token);
            Console.WriteLine(code);
            var through = DateOnly.FromDateTime(BusinessClock.Local(clock.Now.AddDays(valid)).DateTime).ToPtBr();
            var page = $"{services.GetRequiredService<PortalSettings>().PublicAddress()}/{owner.Slug}/carta";
            await Console.Error.WriteLineAsync($"Vale até {through}, uma vez, em {page}.");
            await Console.Error.WriteLineAsync($"Imprima também: «Confira se esta carta é nossa em {authenticity.Page} com o código {AuthenticityCodes.Formatted(proof)}».");
            if (debtor.Address is null) await Console.Error.WriteLineAsync("Atenção: este devedor não tem endereço no cadastro.");
            return 0;
        }, cancellation));
        return new("letter", "Códigos de acesso para cartas.") { create };
    }
}
