using System.CommandLine;
using Cobranca.Domain.Boletos;
using Cobranca.Domain.Values;
using Cobranca.Portal.Features.Boletos;
using Cobranca.Portal.Persistence.Model;
using Cobranca.Portal.Platform;

namespace Cobranca.Portal.Features.Payments;

/// <summary><c>payment record --creditor S --boleto ID --amount 1.234,56 --paid-on DATE --reference REF [--source counter]</c></summary>
internal sealed class PaymentRecordCommand : IPortalCommand
{
    public Command Build(CommandHost host)
    {
        var creditor = CommandOptions.Creditor();
        var boleto = new Option<string>("--boleto") { Description = "O id do boleto no portal, ou o nosso número.", Required = true };
        var amount = new Option<string>("--amount") { Description = "Quanto foi pago, como 1.234,56.", Required = true };
        var paidOn = new Option<string>("--paid-on") { Description = "O dia em que o pagador pagou, como 21/11/2026.", Required = true };
        var reference = new Option<string>("--reference") { Description = "Como este pagamento se chama na origem; a mesma referência é o mesmo pagamento.", Required = true };
        var source = new Option<string>("--source") { Description = "boleto (padrão), counter (balcão) ou transfer (transferência).", DefaultValueFactory = _ => "boleto" };
        var tariff = new Option<string?>("--tariff") { Description = "A tarifa que o banco reteve, como 1,99; com --credited-on." };
        var creditedOn = new Option<string?>("--credited-on") { Description = "O dia em que o banco credita, como 23/11/2026." };
        var record = new Command("record", "Registra um pagamento de um boleto e dá baixa nas dívidas dele.") { creditor, boleto, amount, paidOn, reference, source, tariff, creditedOn };
        record.SetAction((parsed, cancellation) => host.RunForAsync(parsed.GetRequiredValue(creditor), async (services, owner, token) =>
        {
            var asked = Read(parsed.GetRequiredValue(boleto), parsed.GetRequiredValue(amount), parsed.GetRequiredValue(paidOn), parsed.GetRequiredValue(reference), parsed.GetRequiredValue(source), parsed.GetValue(tariff), parsed.GetValue(creditedOn));
            var outcome = await services.GetRequiredService<RecordPayment>().HandleAsync(owner, asked, token);
            foreach (var line in Lines(outcome)) Console.WriteLine(line);
            return 0;
        }, cancellation));
        return new Command("payment", "Pagamentos recebidos.") { record };
    }

    /// <summary>What was typed, parsed; every problem at once.</summary>
    /// <exception cref="CommandRefusedException">Something cannot be read.</exception>
    internal static PaymentToRecord Read(string boleto, string amount, string paidOn, string reference, string source, string? tariff = null, string? creditedOn = null)
    {
        var problems = new List<string>();
        if (!Money.TryParse(amount, DecimalReading.Unambiguous, out var value, out var problem)) problems.Add($"--amount: {problem}");
        else if (!value.IsPositive) problems.Add("--amount: o valor pago precisa ser maior que zero.");
        if (!DateText.TryParse(paidOn, out var on, out problem)) problems.Add($"--paid-on: {problem}");
        var name = reference.Trim();
        if (name.Length is 0 or > 120 || name.Any(char.IsControl)) problems.Add("--reference: informe uma linha de até 120 letras.");
        PaymentSource? from = source switch { "boleto" => PaymentSource.Boleto, "counter" => PaymentSource.Counter, "transfer" => PaymentSource.Transfer, _ => null };
        if (from is null) problems.Add("--source: use boleto, counter ou transfer.");
        BankCredit? credit = null;
        if (creditedOn is null && tariff is not null) problems.Add("--tariff: diga também o dia do crédito, em --credited-on.");
        if (creditedOn is not null)
        {
            var kept = Money.Zero;
            if (tariff is not null && !Money.TryParse(tariff, DecimalReading.Unambiguous, out kept, out problem)) problems.Add($"--tariff: {problem}");
            if (!DateText.TryParse(creditedOn, out var day, out problem)) problems.Add($"--credited-on: {problem}");
            credit = new(day, kept);
        }
        return problems.Count == 0
            ? new(boleto.Trim(), value, on, from!.Value, name, CommandActor.Name) { Credit = credit }
            : throw new CommandRefusedException(string.Join(Environment.NewLine, problems));
    }

    /// <exception cref="CommandRefusedException">The payment was refused.</exception>
    internal static IEnumerable<string> Lines(RecordPaymentOutcome outcome) => outcome switch
    {
        RecordPaymentOutcome.Refused refused => throw new CommandRefusedException($"Nada foi registrado. {refused.Why}"),
        RecordPaymentOutcome.KnownAlready known => [$"Este pagamento já estava registrado ({known.Payment.Amount} em {known.Payment.PaidOn.ToPtBr()}, referência {known.Payment.Reference}){(known.Payment.ReversedAt is null ? "" : " e foi estornado depois; se o dinheiro entrou de novo, use outra referência")}. Nada mudou."],
        RecordPaymentOutcome.Recorded recorded => Recorded(recorded),
        _ => throw new InvalidOperationException("An outcome without words."),
    };

    private static IEnumerable<string> Recorded(RecordPaymentOutcome.Recorded done)
    {
        var (payment, boleto, allocation) = (done.Payment, done.Boleto, done.Allocation);
        yield return $"Pagamento registrado: {payment.Amount} em {payment.PaidOn.ToPtBr()}, boleto {boleto.NossoNumeroFormatted} de {boleto.Amount}, referência {payment.Reference}.";
        if (Warning(done.Before) is { } warning) yield return warning;
        foreach (var share in allocation.Shares)
        {
            var parts = new[] { ("juros", share.Interest), ("multa", share.Fine), ("correção", share.Correction), ("principal", share.Principal) }
                .Where(part => part.Item2 != Money.Zero).Select(part => $"{part.Item1} {part.Item2.ToAmountString()}");
            yield return $"  {share.Receivable.ExternalId}  {share.Receivable.Title()}: {share.Amount} ({string.Join(", ", parts)}) {(share.Settles ? "QUITADA" : "CONTINUA EM ABERTO")}";
        }
        if (allocation.Shares.Count == 0) yield return "  Nenhuma dívida deste boleto estava em aberto.";
        if (allocation.StillOwed.IsPositive) yield return $"Faltam {allocation.StillOwed} (na data do pagamento) para quitar as dívidas deste boleto.";
        if (allocation.Shares.Sum(share => share.Granted) is { IsPositive: true } granted) yield return $"O boleto tinha {granted} de abatimento do credor: entram como desconto.";
        if (payment.Shortfall.IsPositive) yield return $"Faltaram {payment.Shortfall}, dentro da tolerância do credor: considerado quitado, com a diferença anotada.";
        if (payment.Surplus.IsPositive) yield return $"SOBRARAM {payment.Surplus}, que pertencem ao pagador e precisam ser devolvidos.";
        foreach (var other in done.Closing) yield return $"Baixa pedida ao banco: boleto {other.NossoNumeroFormatted} de {other.Amount}, vencimento {other.DueOn.ToPtBr()}.";
    }

    private static string? Warning(BoletoStatus before) => before switch
    {
        BoletoStatus.Paid or BoletoStatus.PaidAfterClosure => "ATENÇÃO: este boleto já tinha um pagamento registrado.",
        BoletoStatus.Closed => "ATENÇÃO: este boleto já estava baixado no banco.",
        BoletoStatus.Superseded => "ATENÇÃO: este boleto já tinha sido substituído por outro.",
        BoletoStatus.AtNotary => "ATENÇÃO: este boleto está no cartório: confirme com o banco que o protesto não segue.",
        BoletoStatus.Protested => "ATENÇÃO: este boleto já foi protestado: o devedor precisa da carta de anuência.",
        BoletoStatus.ClosureRequested => "ATENÇÃO: a baixa deste boleto já tinha sido pedida ao banco.",
        _ => null,
    };
}
