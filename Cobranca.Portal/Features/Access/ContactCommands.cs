using System.CommandLine;
using System.Globalization;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Access;

/// <summary><c>contact list</c>, <c>contact approve</c> and <c>contact refuse</c>: a person decides what «Meu contato mudou» asked for.</summary>
internal sealed class ContactCommands : IPortalCommand
{
    private const int ListedAtMost = 200;

    public Command Build(CommandHost host) => new("contact", "Pedidos de mudança de contato.") { List(host), Approve(host), Refuse(host) };

    private static Command List(CommandHost host)
    {
        var creditor = CommandOptions.Creditor();
        var all = new Option<bool>("--all") { Description = "Também os já decididos." };
        var by = new Option<string>("--by") { Description = "Quem está lendo.", DefaultValueFactory = _ => Environment.UserName };
        var command = new Command("list", "Mostra os pedidos à espera, os mais antigos primeiro.") { creditor, all, by };
        command.SetAction((parsed, cancellation) => host.RunForAsync(parsed.GetRequiredValue(creditor), async (services, owner, token) =>
        {
            var db = services.GetRequiredService<CobrancaDb>();
            var everything = parsed.GetValue(all);
            var requests = await db.ContactRequests.AsNoTracking().Where(r => everything || r.Status == ContactRequestStatus.Pending)
                .OrderBy(r => r.Id).Take(ListedAtMost)
                .Select(r => new { Request = r, Name = db.Debtors.Where(d => d.Id == r.DebtorId).Select(d => d.Name).FirstOrDefault() }).ToListAsync(token);
            foreach (var row in requests)
            {
                var request = row.Request;
                var at = BusinessClock.Local(request.CreatedAt).ToString("dd'/'MM'/'yyyy HH:mm", CultureInfo.InvariantCulture);
                var evidence = request.DebtorId is null ? "sem cadastro" : request.EvidenceMatches ? "dado confere" : "dado NÃO confere";
                Console.WriteLine($"{request.Protocol}  {at}  {StatusWord(request.Status),-9}  {row.Name ?? "-"}  "
                    + $"novo contato: {request.NewValue}  informou: {OneLine(request.Evidence)}  ({evidence})");
            }
            Console.WriteLine(requests.Count switch
            {
                0 => "Nenhum pedido.",
                1 => "1 pedido.",
                ListedAtMost => $"Os {ListedAtMost} primeiros pedidos.",
                var n => $"{n} pedidos.",
            });
            // Reading debtors' data is itself something that may be asked about (domain facts §6).
            db.AuditEntries.Add(new()
            {
                CreditorId = owner.Id, At = services.GetRequiredService<BusinessClock>().Now, Actor = parsed.GetValue(by)!,
                Action = "contact.list", Subject = $"{requests.Count} requests",
            });
            await db.SaveChangesAsync(token);
            return 0;
        }, cancellation));
        return command;
    }

    private static Command Approve(CommandHost host)
    {
        var (protocol, by, creditor) = Named();
        var checkedHow = new Option<string?>("--checked") { Description = "Como você confirmou a identidade, quando o dado do contrato não confere." };
        var command = new Command("approve", "Aceita o novo contato: passa a valer depois do prazo de segurança, e os contatos antigos são avisados.")
        {
            protocol, by, creditor, checkedHow,
        };
        command.SetAction((parsed, cancellation) => DecideAsync(host, parsed.GetRequiredValue(protocol), parsed.GetValue(creditor), async (decide, owner, request) =>
            await decide.ApproveAsync(owner, request, parsed.GetRequiredValue(by), parsed.GetValue(checkedHow), cancellation), cancellation));
        return command;
    }

    private static Command Refuse(CommandHost host)
    {
        var (protocol, by, creditor) = Named();
        var reason = new Option<string?>("--reason") { Description = "O motivo, para o registro." };
        var command = new Command("refuse", "Recusa o pedido; se já tinha sido aceito, tira o contato de uso.") { protocol, by, creditor, reason };
        command.SetAction((parsed, cancellation) => DecideAsync(host, parsed.GetRequiredValue(protocol), parsed.GetValue(creditor), async (decide, owner, request) =>
            await decide.RefuseAsync(owner, request, parsed.GetRequiredValue(by), parsed.GetValue(reason), cancellation), cancellation));
        return command;
    }

    private static (Argument<string> Protocol, Option<string> By, Option<string?> Creditor) Named() =>
    (
        new("PROTOCOL") { Description = "O protocolo do pedido, como 7K3M-9QXT." },
        new("--by") { Description = "Quem decide.", Required = true },
        new("--creditor") { Description = "O credor, se o mesmo protocolo existir em mais de um." }
    );

    private static Task<int> DecideAsync(
        CommandHost host, string typed, string? slug, Func<DecideContactChange, Creditor, ContactRequest, Task<ContactDecision>> decide, CancellationToken cancellation) =>
        host.RunAsync(async (services, token) =>
        {
            var protocol = RequestContactChange.ReadProtocol(typed) ?? throw new CommandRefusedException("PROTOCOL: são 8 letras e números, como 7K3M-9QXT.");
            var db = services.GetRequiredService<CobrancaDb>();
            var owners = await db.ContactRequests.IgnoreQueryFilters([CobrancaDb.TenantFilter]).Where(r => r.Protocol == protocol)
                .Join(db.Creditors, r => r.CreditorId, c => c.Id, (_, c) => c).Where(c => slug == null || c.Slug == slug).ToListAsync(token);
            if (owners.Count == 0) throw new CommandRefusedException($"PROTOCOL: não há pedido {protocol}.");
            if (owners.Count > 1) throw new CommandRefusedException("PROTOCOL: existe em mais de um credor; diga qual com --creditor.");
            services.GetRequiredService<TenantScope>().Bind(owners[0].Id);
            var request = await db.ContactRequests.SingleAsync(r => r.Protocol == protocol, token);
            ContactDecision decision;
            try { decision = await decide(services.GetRequiredService<DecideContactChange>(), owners[0], request); }
            catch (DbUpdateConcurrencyException) { throw new CommandRefusedException("Outra pessoa decidiu este pedido neste instante; confira com: contact list --all"); }
            Console.WriteLine(decision switch
            {
                ContactDecision.Approved approved =>
                    $"Aceito. Vale a partir de {DayOf(approved.UsableFrom)}; contatos antigos avisados: {approved.ContactsTold}.",
                ContactDecision.Refused { TookBackApproval: true } => "Aceite desfeito: o contato saiu de uso.",
                ContactDecision.Refused => "Recusado.",
                ContactDecision.AlreadySo => "Já estava decidido assim; nada mudou.",
                ContactDecision.NotPossible impossible => throw new CommandRefusedException($"{protocol}: {impossible.Problem}"),
                _ => throw new InvalidOperationException($"Unknown decision {decision}."),
            });
            return 0;
        }, cancellation);

    private static string DayOf(DateTime instant) => DateOnly.FromDateTime(BusinessClock.Local(instant).DateTime).ToPtBr();

    private static string StatusWord(ContactRequestStatus status) => status switch
    {
        ContactRequestStatus.Approved => "aceito",
        ContactRequestStatus.Refused => "recusado",
        _ => "à espera",
    };

    /// <summary>What a stranger typed goes to a terminal: control characters stay behind.</summary>
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
