using System.ComponentModel;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Api.Receivables;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Identity;

namespace Cobranca.Portal.Features.Api.Boletos;

/// <summary>What a creditor's system may ask of a boleto that is out.</summary>
internal static class BoletoInstructions
{
    [Description("O novo vencimento de um boleto.")]
    public sealed record DueDateOrder(DateOnly DueDate);

    [Description("O novo valor, ou o abatimento, de um boleto.")]
    public sealed record AmountOrder(Money Amount);

    private const string Later = "Nada muda no boleto até o banco confirmar, pelo retorno: o pedido está em orders, e o evento é boleto.changed ou boleto.change_rejected. Uma alteração por vez; o mesmo pedido outra vez é o mesmo pedido. 200 quando já está assim.";

    public static void Map(RouteGroupBuilder boletos)
    {
        Verb<DueDateOrder>(boletos, "due-date", body => (new BoletoInstruction.DueDate(body.DueDate), null), "dueDate", "Pede ao banco que adie o vencimento de um boleto registrado.",
            $"O valor continua o mesmo até o novo dia, sem multa nem juros. {Later}");
        Verb<AmountOrder>(boletos, "value", body => (new BoletoInstruction.Value(body.Amount), null), "amount", "Pede ao banco que diminua o valor de um boleto registrado.",
            $"Só para menos: o que um boleto cobra é o preço dos títulos dele. O que sai do valor é desconto concedido. {Later}");
        Verb<AmountOrder>(boletos, "abatement", body => (new BoletoInstruction.Abatement(body.Amount), null), "amount", "Pede ao banco que conceda um abatimento em um boleto registrado; zero cancela o que há.",
            $"Vale no lugar do abatimento anterior. Pago em dia, o boleto quita os títulos, e o abatimento é desconto concedido. {Later}");
        Verb<ReasonBody>(boletos, "cancel", Cancel, "reason", "Encerra um boleto: ninguém deve pagá-lo a partir de agora.",
            "Os títulos continuam devidos. A baixa é pedida ao banco; até ele confirmar, quem tem o código ainda consegue pagar, e o valor é reconhecido. 200 quando já estava encerrado.");
    }

    private static (BoletoInstruction, string? Wrong) Cancel(ReasonBody body)
    {
        var reason = body.Reason?.Trim() is { Length: > 0 } text ? text : null;
        return (new BoletoInstruction.Cancel(reason), reason is { Length: > InstructBoleto.MaxReason } || reason?.Any(char.IsControl) == true ? $"use uma linha de até {InstructBoleto.MaxReason} letras." : null);
    }

    private static void Verb<TBody>(RouteGroupBuilder boletos, string verb, Func<TBody, (BoletoInstruction Instruction, string? Wrong)> read, string field, string summary, string description) where TBody : class =>
        boletos.MapPost($"/{{id}}/{verb}", async (string id, ApiBody<TBody> body, InstructBoleto instruct, BoletoAnswers view, ApiCaller caller, HttpContext http) =>
        {
            var (instruction, wrong) = read(body.Value);
            if (wrong is not null) return ApiProblem.Invalid(field, wrong);
            return await instruct.HandleAsync(caller.Creditor, id, instruction, caller.Actor, http.RequestAborted) switch
            {
                InstructBoletoOutcome.Ordered or InstructBoletoOutcome.Cancelled => TypedResults.Json(await view.WholeAsync(id, http.RequestAborted), statusCode: StatusCodes.Status202Accepted),
                InstructBoletoOutcome.Already => TypedResults.Ok(await view.WholeAsync(id, http.RequestAborted)),
                InstructBoletoOutcome.Invalid invalid => ApiProblem.Invalid(field, invalid.Why),
                InstructBoletoOutcome.Refused refused => ApiProblem.Conflict(refused.Why),
                InstructBoletoOutcome.NotFound => BoletoResource.Unknown(),
                _ => throw new InvalidOperationException("An outcome without an answer."),
            };
        }).RequireScope(ApiScopes.BoletosWrite).Answers<BoletoAnswer>(202).Answers<BoletoAnswer>(200).Refuses(400, 404, 409, 413, 415).WithSummary(summary).WithDescription(description);
}
