using System.CommandLine;
using Cobranca.Domain.Values;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Payments;

/// <summary><c>payment reverse --creditor S --reference R --reason "…" [--source boleto] [--reversal-reference R2]</c></summary>
internal sealed class PaymentReverseCommand : IPortalCommand
{
    public Command Build(CommandHost host)
    {
        var creditor = new Option<string>("--creditor") { Description = "O credor, como no endereço (aurora).", Required = true };
        var reference = new Option<string>("--reference") { Description = "A referência do pagamento a estornar.", Required = true };
        var reason = new Option<string>("--reason") { Description = "Por que foi estornado, para quem consultar depois.", Required = true };
        var source = new Option<string?>("--source") { Description = "De onde veio, quando a referência é de mais de um: boleto, counter, transfer ou pix." };
        var own = new Option<string?>("--reversal-reference") { Description = "Como o estorno se chama na origem; sem ela, a do pagamento." };
        var reverse = new Command("reverse", "Estorna um pagamento: as dívidas que ele pagou voltam a ser devidas.") { creditor, reference, reason, source, own };
        reverse.SetAction((parsed, cancellation) => host.RunForAsync(parsed.GetRequiredValue(creditor), async (services, owner, token) =>
        {
            var asked = Read(parsed.GetRequiredValue(reference), parsed.GetRequiredValue(reason), parsed.GetValue(source), parsed.GetValue(own));
            foreach (var line in Lines(await services.GetRequiredService<ReversePayment>().HandleAsync(owner, asked, token))) Console.WriteLine(line);
            return 0;
        }, cancellation));
        return new Command("payment", "Pagamentos recebidos.") { reverse };
    }

    /// <exception cref="CommandRefusedException">Something cannot be read.</exception>
    internal static PaymentToReverse Read(string reference, string reason, string? source, string? own)
    {
        var problems = new List<string>();
        PaymentSource? from = null;
        if (source is not null)
        {
            // Names only: Enum.TryParse alone would take a number for one.
            if (Array.Find(Enum.GetNames<PaymentSource>(), name => name.Equals(source, StringComparison.OrdinalIgnoreCase)) is { } name) from = Enum.Parse<PaymentSource>(name);
            else problems.Add("--source: use boleto, counter, transfer ou pix.");
        }
        if (!IsLine(reference, 120)) problems.Add("--reference: informe uma linha de até 120 letras.");
        if (own is not null && !IsLine(own, 120)) problems.Add("--reversal-reference: informe uma linha de até 120 letras.");
        if (!IsLine(reason, 300)) problems.Add("--reason: diga o motivo em uma linha de até 300 letras.");
        return problems.Count == 0
            ? new(reference.Trim(), from, (own ?? reference).Trim(), reason.Trim(), CommandActor.Name)
            : throw new CommandRefusedException(string.Join(Environment.NewLine, problems));
    }

    /// <exception cref="CommandRefusedException">The reversal was refused.</exception>
    internal static IEnumerable<string> Lines(ReversePaymentOutcome outcome) => outcome switch
    {
        ReversePaymentOutcome.Refused refused => throw new CommandRefusedException($"Nada foi estornado. {refused.Why}"),
        ReversePaymentOutcome.KnownAlready known => [$"Este estorno já estava registrado ({known.Payment.Amount}, referência {known.Payment.ReversalReference}). Nada mudou."],
        ReversePaymentOutcome.Reversed done => Reversed(done),
        _ => throw new InvalidOperationException("An outcome without words."),
    };

    private static IEnumerable<string> Reversed(ReversePaymentOutcome.Reversed done)
    {
        yield return $"Pagamento estornado: {done.Payment.Amount} de {done.Payment.PaidOn.ToPtBr()}, referência {done.Payment.Reference}.";
        foreach (var debt in done.Debts) yield return $"  {debt.Receivable.ExternalId}: {debt.Amount} deixaram de contar {(debt.Reopened ? "REABERTA" : "")}".TrimEnd();
        if (done.LostSurplus.IsPositive) yield return $"ATENÇÃO: {done.LostSurplus} pagos a mais já tinham sido devolvidos ao pagador. O razão mostra essa perda em ajustes.";
        foreach (var slip in done.Closing) yield return $"Baixa pedida ao banco: boleto {slip.NossoNumeroFormatted} de {slip.Amount}, que contava com este pagamento.";
    }

    private static bool IsLine(string text, int longest) => text.Trim() is { Length: > 0 } line && line.Length <= longest && !line.Any(char.IsControl);
}
