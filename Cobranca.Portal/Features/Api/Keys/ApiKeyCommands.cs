using System.CommandLine;
using Cobranca.Domain.Values;
using Cobranca.Portal.Identity;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;
using Microsoft.EntityFrameworkCore;

namespace Cobranca.Portal.Features.Api.Keys;

/// <summary><c>apikey create</c>, <c>list</c>, <c>revoke</c> and <c>rotate</c>.</summary>
internal sealed class ApiKeyCommands : IPortalCommand
{
    private const int ListedAtMost = 200;
    private const int MaxOverlapDays = 90;

    public Command Build(CommandHost host) => new("apikey", "Chaves com que os sistemas de um credor usam a API.") { Create(host), List(host), Revoke(host), Rotate(host) };

    private static Option<string> Id() => new("--id") { Description = "A chave, pelo id que apikey list mostra (key_…).", Required = true };

    private static Command Create(CommandHost host)
    {
        var (creditor, name) = (CommandOptions.Creditor(), new Option<string>("--name") { Description = "De qual sistema é: \"ERP da matriz\".", Required = true });
        var scopes = new Option<string>("--scopes") { Description = $"O que ela pode, separado por vírgulas, ou all: {string.Join(", ", ApiScopes.All)}.", DefaultValueFactory = _ => "all" };
        var expires = new Option<string?>("--expires") { Description = "O último dia em que abre, como 31/12/2027; sem isso, até ser revogada." };
        var command = new Command("create", "Cria uma chave e a mostra, esta única vez.") { creditor, name, scopes, expires };
        command.SetAction((parsed, cancellation) => host.RunForAsync(parsed.GetRequiredValue(creditor), async (services, owner, token) =>
        {
            var asked = Read(parsed.GetRequiredValue(name), parsed.GetRequiredValue(scopes), parsed.GetValue(expires), services.GetRequiredService<BusinessClock>());
            var made = services.GetRequiredService<ApiKeys>().Create(owner.Id, asked.Name, asked.Scopes, CommandActor.Name, asked.ExpiresAt);
            await services.GetRequiredService<CobrancaDb>().SaveChangesAsync(token);
            await TellAsync(made);
            return 0;
        }, cancellation));
        return command;
    }

    private sealed record Asked(string Name, IReadOnlyList<string> Scopes, DateTime? ExpiresAt);

    /// <exception cref="CommandRefusedException">Something cannot be read; every problem at once.</exception>
    private static Asked Read(string name, string scopes, string? expires, BusinessClock clock)
    {
        var problems = new List<string>();
        name = name.Trim();
        if (name.Length is 0 or > 80 || name.Any(char.IsControl)) problems.Add("--name: informe uma linha de até 80 letras.");
        var wanted = scopes.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).ToList();
        var unknown = wanted.Where(s => s != "all" && !ApiScopes.All.Contains(s)).ToList();
        if (wanted.Count == 0 || unknown.Count > 0) problems.Add($"--scopes: não há {(unknown.Count == 0 ? "nenhum" : string.Join(", ", unknown))}. Use all ou alguns de: {string.Join(", ", ApiScopes.All)}.");
        DateTime? until = null;
        if (expires is not null)
        {
            if (!DateText.TryParse(expires, out var day, out var problem)) problems.Add($"--expires: {problem}");
            else if (day < clock.Today) problems.Add($"--expires: {day.ToPtBr()} já passou.");
            else until = BusinessClock.StartOf(day.AddDays(1));
        }
        return problems.Count == 0
            ? new(name, wanted.Contains("all") ? ApiScopes.All : wanted, until)
            : throw new CommandRefusedException(string.Join(Environment.NewLine, problems));
    }

    private static Command List(CommandHost host)
    {
        var creditor = CommandOptions.Creditor();
        var command = new Command("list", "Mostra as chaves de um credor; nunca a própria chave.") { creditor };
        command.SetAction((parsed, cancellation) => host.RunForAsync(parsed.GetRequiredValue(creditor), async (services, _, token) =>
        {
            var now = services.GetRequiredService<BusinessClock>().Now;
            var keys = await services.GetRequiredService<CobrancaDb>().ApiKeys.AsNoTracking().OrderBy(k => k.Id).Take(ListedAtMost).ToListAsync(token);
            foreach (var key in keys)
            {
                Console.WriteLine($"{key.PublicId}  {key.Name}  [{State(key, now)}]");
                Console.WriteLine($"  criada {When(key.CreatedAt)} por {key.CreatedBy}; {(key.ExpiresAt is { } end ? $"expira {When(end)}" : "não expira")}; {(key.LastUsedAt is { } used ? $"usada pela última vez {When(used)}" : "nunca usada")}");
                Console.WriteLine($"  {(key.Scopes.Split(' ').Length == ApiScopes.All.Count ? "todos os escopos" : key.Scopes)}");
            }
            if (keys.Count == 0) Console.WriteLine("Este credor não tem chaves. Crie uma com: apikey create");
            return 0;
        }, cancellation));
        return command;
    }

    private static Command Revoke(CommandHost host)
    {
        var (creditor, id) = (CommandOptions.Creditor(), Id());
        var command = new Command("revoke", "Faz uma chave parar de abrir, já.") { creditor, id };
        command.SetAction((parsed, cancellation) => host.RunForAsync(parsed.GetRequiredValue(creditor), async (services, _, token) =>
        {
            var revoked = await services.GetRequiredService<ApiKeys>().RevokeAsync(parsed.GetRequiredValue(id), CommandActor.Name, token)
                ?? throw new CommandRefusedException("--id: este credor não tem essa chave.");
            Console.WriteLine(revoked ? "Chave revogada: não abre mais." : "Esta chave já estava revogada.");
            return 0;
        }, cancellation));
        return command;
    }

    private static Command Rotate(CommandHost host)
    {
        var (creditor, id) = (CommandOptions.Creditor(), Id());
        var overlap = new Option<int>("--overlap-days") { Description = "Por quantos dias a antiga ainda abre (0 a 90).", DefaultValueFactory = _ => 7 };
        var command = new Command("rotate", "Cria outra chave com os mesmos escopos; a antiga expira depois de alguns dias.") { creditor, id, overlap };
        command.SetAction((parsed, cancellation) => host.RunForAsync(parsed.GetRequiredValue(creditor), async (services, _, token) =>
        {
            if (parsed.GetValue(overlap) is < 0 or > MaxOverlapDays) throw new CommandRefusedException($"--overlap-days: use de 0 a {MaxOverlapDays}.");
            var made = await services.GetRequiredService<ApiKeys>().RotateAsync(parsed.GetRequiredValue(id), TimeSpan.FromDays(parsed.GetValue(overlap)), CommandActor.Name, token)
                ?? throw new CommandRefusedException("--id: este credor não tem essa chave em uso.");
            await TellAsync(made);
            return 0;
        }, cancellation));
        return command;
    }

    /// <summary>The key alone on stdout, so that a script can take it; the rest beside it.</summary>
    private static async Task TellAsync(NewApiKey made)
    {
        Console.WriteLine(made.Secret);
        await Console.Error.WriteLineAsync($"{made.Row.PublicId}: guarde a chave agora, ela não é mostrada de novo. {(made.Row.ExpiresAt is { } end ? $"Expira {When(end)}." : "Não expira.")}");
    }

    private static string State(ApiKey key, DateTime now) => key.RevokedAt is { } at ? $"revogada {When(at)}" : key.ExpiresAt <= now ? "expirada" : key.IsDevelopment ? "em uso, só em Development" : "em uso";

    private static string When(DateTime at)
    {
        var local = BusinessClock.Local(at);
        return $"em {DateOnly.FromDateTime(local.DateTime).ToPtBr()} às {local.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture)}";
    }
}
