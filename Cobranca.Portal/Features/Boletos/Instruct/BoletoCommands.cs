using System.CommandLine;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Boletos;

/// <summary><c>boleto due-date|value|abatement|cancel --creditor S --boleto ID …</c></summary>
internal sealed class BoletoCommands : IPortalCommand
{
    public Command Build(CommandHost host)
    {
        var date = new Option<string>("--date") { Description = "O novo vencimento, como 20/12/2026.", Required = true };
        var value = new Option<string>("--amount") { Description = "O novo valor, menor que o atual, como 1.234,56.", Required = true };
        var abatement = new Option<string>("--amount") { Description = "Quanto sai do valor, como 50,00; 0 cancela o abatimento.", Required = true };
        var reason = new Option<string?>("--reason") { Description = "Por que, para quem consultar depois; o devedor não vê." };
        return new Command("boleto", "Boletos emitidos pelo portal.")
        {
            Verb(host, "due-date", "Pede ao banco, na próxima remessa, que adie o vencimento.", date, parsed => new BoletoInstruction.DueDate(DateIn(parsed.GetRequiredValue(date)))),
            Verb(host, "value", "Pede ao banco, na próxima remessa, que diminua o valor.", value, parsed => new BoletoInstruction.Value(AmountIn(parsed.GetRequiredValue(value)))),
            Verb(host, "abatement", "Pede ao banco, na próxima remessa, um abatimento, ou que ele acabe.", abatement, parsed => new BoletoInstruction.Abatement(AmountIn(parsed.GetRequiredValue(abatement)))),
            Verb(host, "cancel", "Encerra o boleto; as dívidas dele continuam devidas.", reason, parsed => new BoletoInstruction.Cancel(ReasonIn(parsed.GetValue(reason)))),
        };
    }

    private static Command Verb(CommandHost host, string name, string description, Option own, Func<ParseResult, BoletoInstruction> read)
    {
        var creditor = CommandOptions.Creditor();
        var boleto = new Option<string>("--boleto") { Description = "O id do boleto no portal, ou o nosso número.", Required = true };
        var command = new Command(name, description) { creditor, boleto, own };
        command.SetAction((parsed, cancellation) => host.RunForAsync(parsed.GetRequiredValue(creditor), async (services, owner, token) =>
        {
            Console.WriteLine(await GiveAsync(services, owner, parsed.GetRequiredValue(boleto).Trim(), read(parsed), token));
            return 0;
        }, cancellation));
        return command;
    }

    /// <exception cref="CommandRefusedException">There is no such boleto, or the instruction was refused.</exception>
    internal static async Task<string> GiveAsync(IServiceProvider services, Creditor owner, string name, BoletoInstruction instruction, CancellationToken cancellation)
    {
        var boleto = await services.GetRequiredService<CobrancaDb>().BoletosCalledAsync(name, cancellation) switch
        {
            [var one] => one,
            [] => throw new CommandRefusedException($"--boleto: este credor não tem boleto '{name}'."),
            var several => throw new CommandRefusedException($"--boleto: mais de um boleto tem este número. Diga qual: {string.Join(", ", several.Select(b => $"{b.PublicId} ({b.NossoNumeroFormatted}, {b.Amount})"))}."),
        };
        var called = $"Boleto {boleto.NossoNumeroFormatted} de {boleto.ToPay}, vencimento {boleto.DueOn.ToPtBr()}";
        return await services.GetRequiredService<InstructBoleto>().HandleAsync(owner, boleto.PublicId, instruction, CommandActor.Name, cancellation) switch
        {
            InstructBoletoOutcome.Ordered { IsNew: true } => $"{called}: pedido para a próxima remessa. Nada muda até o banco confirmar.",
            InstructBoletoOutcome.Ordered => $"{called}: isto já foi pedido, e o banco ainda não respondeu. Nada mudou.",
            InstructBoletoOutcome.Cancelled => $"{called}: encerrado; a baixa é pedida ao banco. As dívidas continuam devidas.",
            InstructBoletoOutcome.Already => $"{called}: já está assim. Nada mudou.",
            InstructBoletoOutcome.Invalid invalid => throw new CommandRefusedException($"Nada foi pedido. {invalid.Why}"),
            InstructBoletoOutcome.Refused refused => throw new CommandRefusedException($"Nada foi pedido. {refused.Why}"),
            _ => throw new CommandRefusedException($"--boleto: este credor não tem boleto '{name}'."),
        };
    }

    private static DateOnly DateIn(string text) => DateText.TryParse(text, out var on, out var problem) ? on : throw new CommandRefusedException($"--date: {problem}");

    private static Money AmountIn(string text) => Money.TryParse(text, DecimalReading.Unambiguous, out var amount, out var problem) ? amount : throw new CommandRefusedException($"--amount: {problem}");

    private static string? ReasonIn(string? text) => text?.Trim() is not { Length: > 0 } reason ? null
        : reason.Length <= InstructBoleto.MaxReason && !reason.Any(char.IsControl) ? reason
        : throw new CommandRefusedException($"--reason: use uma linha de até {InstructBoleto.MaxReason} letras.");
}
