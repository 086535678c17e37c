using System.CommandLine;
using System.Globalization;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Events;

/// <summary><c>webhook create</c>, <c>list</c> and <c>disable</c>: what an operator needs before there is a key, and when a receiver misbehaves.</summary>
internal sealed class WebhookCommands : IPortalCommand
{
    public Command Build(CommandHost host) => new("webhook", "Endereços que recebem os eventos de um credor.") { Create(host), List(host), Disable(host) };

    private static Command Create(CommandHost host)
    {
        var (creditor, url) = (CommandOptions.Creditor(), new Option<string>("--url") { Description = "Para onde enviar: https://sistema.suaempresa.com.br/cobranca.", Required = true });
        var types = new Option<string>("--types") { Description = $"Quais eventos, separados por vírgulas; sem isso, todos: {string.Join(", ", EventTypes.All)}.", DefaultValueFactory = _ => "" };
        var command = new Command("create", "Cadastra um endereço e mostra o segredo das assinaturas, esta única vez.") { creditor, url, types };
        command.SetAction((parsed, cancellation) => host.RunForAsync(parsed.GetRequiredValue(creditor), async (services, owner, token) =>
        {
            var wanted = parsed.GetRequiredValue(types).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var outcome = await services.GetRequiredService<CreateWebhook>().RunAsync(owner, parsed.GetRequiredValue(url), wanted, CreateWebhook.NewId(), CommandActor.Name, token);
            switch (outcome)
            {
                case CreateWebhookOutcome.Created made:
                    await Console.Out.WriteLineAsync($"Webhook {made.Endpoint.PublicId} cadastrado. O segredo, que não será mostrado de novo:");
                    await Console.Out.WriteLineAsync(made.Secret);
                    return 0;
                case CreateWebhookOutcome.Invalid invalid:
                    throw new CommandRefusedException(string.Join(Environment.NewLine, invalid.Errors.Select(e => $"--{e.Field}: {e.Message}")));
                default:
                    throw new CommandRefusedException($"Já há {CreateWebhook.MaxPerCreditor} webhooks cadastrados, o máximo por credor.");
            }
        }, cancellation));
        return command;
    }

    private static Command List(CommandHost host)
    {
        var creditor = CommandOptions.Creditor();
        var command = new Command("list", "Mostra os endereços, o que espera e o que foi desistido.") { creditor };
        command.SetAction((parsed, cancellation) => host.RunForAsync(parsed.GetRequiredValue(creditor), async (services, _, token) =>
        {
            var db = services.GetRequiredService<CobrancaDb>();
            foreach (var endpoint in await db.WebhookEndpoints.AsNoTracking().OrderBy(e => e.Id).ToListAsync(token))
            {
                var shown = await WebhookResource.ShowAsync(db, endpoint, services.GetRequiredService<BusinessClock>().Now, token);
                await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"{shown.Id}  {(shown.Status == WebhookStatus.Enabled ? "ativo" : "parado")}  {shown.Pending} esperando, {shown.Parked} desistidos  {(shown.Types.Count == 0 ? "todos" : string.Join(',', shown.Types))}  {shown.Url}"));
            }
            return 0;
        }, cancellation));
        return command;
    }

    private static Command Disable(CommandHost host)
    {
        var (creditor, id) = (CommandOptions.Creditor(), new Option<string>("--id") { Description = "O webhook, pelo id que webhook list mostra (wh_…).", Required = true });
        var command = new Command("disable", "Para de enviar a um endereço; nada se perde, e a API o liga de novo.") { creditor, id };
        command.SetAction((parsed, cancellation) => host.RunForAsync(parsed.GetRequiredValue(creditor), async (services, owner, token) =>
        {
            var (db, now, name) = (services.GetRequiredService<CobrancaDb>(), services.GetRequiredService<BusinessClock>().Now, parsed.GetRequiredValue(id));
            var stopped = await db.WebhookEndpoints.Where(e => e.PublicId == name && e.DisabledAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.DisabledAt, now).SetProperty(e => e.Version, e => e.Version + 1), token);
            if (stopped == 0) throw new CommandRefusedException($"--id: este credor não tem um webhook ativo '{name}'. Veja: webhook list --creditor {owner.Slug}");
            db.AuditEntries.Add(new() { CreditorId = owner.Id, At = now, Actor = CommandActor.Name, Action = "webhook.disable", Subject = name });
            await db.SaveChangesAsync(token);
            await Console.Out.WriteLineAsync($"Webhook {name} parado.");
            return 0;
        }, cancellation));
        return command;
    }
}
